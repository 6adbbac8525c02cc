"""What earlier files of a district say of the same projects: to hold a new sheet against."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl import archive
from etl.archive import Entry
from etl.intake.text import name_key

SLIP = "suspected_unit_slip"  # a notice's kind
SMALL = 32 * 2**10  # bytes of a sheet's records: of such, those of many files are kept
CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
Said = dict[str, Any]  # a project's record: fields of raw.<kind>
Files = list[tuple[Path, Entry]]


@dataclass(frozen=True)
class Before:
    """The accepted files of a district in the order in which they speak, and the folders in which they lie."""

    files: Files

    @classmethod
    def of(cls, store: Path, accepted: Iterable[Entry], pending: Files, district: str) -> "Before":
        """Put accepted files and those of this very load in order."""
        folders = {entry.file_id: store / "archive" / entry.folder_name for entry in accepted}
        folders |= {entry.file_id: path for path, entry in pending}
        entries = {e.file_id: e for e in (*accepted, *(e for _, e in pending)) if e.district == district}
        turns = archive.turns(entries.values())
        gone = archive.replaced(entries.values())
        kept = [entry for entry in entries.values() if entry.file_id not in gone]
        return cls([(folders[e.file_id], e) for e in sorted(kept, key=lambda e: turns[e.file_id])])

    def months(self, kind: str) -> list[date]:
        """Return the months of which sheets of a kind have come."""
        return sorted(
            {
                date.fromisoformat(f"{sheet['month']}-01")
                for _, entry in self.files
                for sheet in entry.report
                if sheet["month"] and kind in sheet["kinds"]
            }
        )

    def said(self, kind: str, month: date | None = None) -> dict[str, Said]:
        """Return each project's last record of a kind, of one month where it is given; by its code and by its name.

        A project stands under two keys where it has both; ``projects`` tells who is who.
        """
        return _said(tuple(self._folders(kind, month)), kind, month)

    def slips(self, files: Collection[str]) -> set[tuple[str, str, int, str]]:
        """Return file, sheet, row and field of amounts of some files of which a slip of unit was suspected."""
        return {
            (folder.name, sheet["sheet"], notice["row"], notice["field"])
            for folder, entry in self.files
            if folder.name in files
            for sheet in entry.report
            for notice in sheet.get("notices", ())
            if notice["kind"] == SLIP
        }

    def grown(self, kind: str, field: str, earlier: date, later: date) -> Decimal:
        """Return by how much a field grew between two months, over the projects of which both say it."""
        folders = (tuple(self._folders(kind, month)) for month in (earlier, later))
        return _grown(*folders, kind, field, earlier, later)

    def _folders(self, kind: str, month: date | None) -> Iterator[Path]:
        for folder, entry in self.files:
            if kind in entry.kinds and (month is None or _may_say(entry, kind, month)):
                yield folder


@lru_cache(maxsize=64)
def _said(folders: tuple[Path, ...], kind: str, month: date | None) -> dict[str, Said]:
    """Return each project's last record; an archived folder never changes."""
    found: dict[str, Said] = {}
    for folder in folders:
        for record in _records(folder, kind):
            if month is None or record.get("month") == month:
                for key in keys(record):
                    found[key] = record
    return found


@lru_cache(maxsize=512)
def _grown(
    before: tuple[Path, ...], after: tuple[Path, ...], kind: str, field: str, earlier: date, later: date
) -> Decimal:
    then = _said(before, kind, earlier)
    now = {id(one): one for one in _said(after, kind, later).values()}.values()
    pairs = [(one, other) for one in now if (other := find(then, one))]
    both = [pair for pair in pairs if all(one.get(field) is not None for one in pair)]
    return amounts((one for one, _ in both), field) - amounts((one for _, one in both), field)


def keys(record: Mapping[str, Any]) -> list[str]:
    """Return under what a record's project may be known: its code and its name."""
    code = record.get("project_code") or ""
    name = name_key(record.get("project_name") or "")
    return [key for key in (code if CODE.fullmatch(code) else "", name, record.get("join_id") or "") if key]


def find(said: Mapping[str, Said], record: Mapping[str, Any]) -> Said | None:
    """Return what was said of a record's project; None where nothing was, or another code stands with the name."""
    for key in keys(record):
        before = said.get(key)
        if before is not None:
            codes = {one.get("project_code") for one in (before, record)}
            is_other = all(code and CODE.fullmatch(code) for code in codes) and len(codes) == 2
            return None if is_other else before
    return None


def amounts(records: Iterable[Mapping[str, Any]], field: str) -> Decimal:
    """Return the sum of a field."""
    return sum((record[field] for record in records if record.get(field) is not None), Decimal(0))


def _may_say(entry: Entry, kind: str, month: date) -> bool:
    months = {sheet["month"] for sheet in entry.report if kind in sheet["kinds"]}
    return None in months or f"{month:%Y-%m}" in months


def _records(folder: Path, kind: str) -> list[Said]:
    path = folder / f"{kind}.parquet"
    if not path.exists():
        return []
    return (_of_small if path.stat().st_size <= SMALL else _of_large)(path)


def _read(path: Path) -> list[Said]:
    folder, table = path.parent, pq.read_table(path)
    wanted = [field.name for field in table.schema if _is_wanted(field)]
    return [record | {"file": folder.name} for record in table.select(wanted).to_pylist()]


_of_small, _of_large = lru_cache(maxsize=2_000)(_read), lru_cache(maxsize=64)(_read)


def _is_wanted(field: pa.Field) -> bool:
    identity = {"sheet", "row", "join_id", "project_code", "project_name", "month", "year", "responsible_unit"}
    return field.name in identity or pa.types.is_decimal(field.type)
