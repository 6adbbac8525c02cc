"""What earlier files of a district say of the same projects: to hold a new sheet against."""

import re
from collections.abc import Iterable, Mapping
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
        found: dict[str, Said] = {}
        for folder, entry in self.files:
            if kind not in entry.kinds or (month and not _may_say(entry, kind, month)):
                continue
            for record in _records(folder, kind):
                if month is None or record.get("month") == month:
                    for key in keys(record):
                        found[key] = record
        return found


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


@lru_cache(maxsize=64)
def _records(folder: Path, kind: str) -> list[Said]:
    path = folder / f"{kind}.parquet"
    if not path.exists():
        return []
    table = pq.read_table(path)
    wanted = [field.name for field in table.schema if _is_wanted(field)]
    return table.select(wanted).to_pylist()


def _is_wanted(field: pa.Field) -> bool:
    identity = {"sheet", "row", "join_id", "project_code", "project_name", "month", "year", "responsible_unit"}
    return field.name in identity or pa.types.is_decimal(field.type)
