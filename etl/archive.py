"""The archive: every accepted file as it came, and its parsed rows as Parquet, so that no Excel is read twice.

One folder a file, ``<file_id>-<sha256>``; what is in it never changes. A file is first laid down under ``.pending``
and moved to its place when the warehouse built with it has passed its checks.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.sheet_kinds import SHEET_KINDS
from etl import store as store_module

SCHEMA_SQL = Path(__file__).parent / "schema.sql"
KINDS = tuple(SHEET_KINDS)
# what the build adds to a record
RESOLVED = {
    "row_id", "district", "project_id", "statistics_id", "issue_id", "request_id", "incident_id", "known_from"
}  # fmt: skip
EVERY_RECORD = {"sheet": "varchar", "row": "bigint", "join_id": "varchar"}
ABOUT = {  # the tables about a file, beside its records
    "sheets": {
        "sheet": "varchar",
        "kind": "varchar",
        "title": "varchar",
        "month": "date",
        "year": "integer",
        "effective_month": "date",
        "snapshot_on": "date",  # of an unfinished month: until which day it speaks
        "is_hidden": "boolean",
        "rows_total": "bigint",
    },
    "rows": {"sheet": "varchar", "row": "bigint", "outcome": "varchar", "reason": "varchar", "is_hidden": "boolean"},
    "columns": {
        "sheet": "varchar",
        "position": "varchar",
        "header": "varchar",
        "field": "varchar",
        "month": "date",
        "unit": "varchar",
        "first_row": "integer",
        "last_row": "integer",
        "period": "varchar",
        "reason": "varchar",
        "is_amount": "boolean",
    },
    "faults": {
        "sheet": "varchar",
        "row": "bigint",
        "position": "varchar",
        "header": "varchar",
        "value": "varchar",
        "reason": "varchar",
    },
    "notices": {
        "sheet": "varchar",
        "row": "bigint",
        "kind": "varchar",
        "text": "varchar",
        "field": "varchar",
        "value": "varchar",
        "suggested": "varchar",
    },
    "monthly_plan": {
        "sheet": "varchar",
        "row": "bigint",
        "month": "date",
        "planned_ytd_wan": "decimal(18, 2)",
        "planned_month_wan": "decimal(18, 2)",  # where the sheet says single months
    },
}


Heading = dict[str, Any]  # of a table: sheet, labels, and layout (None: by the aliases)


@dataclass(frozen=True)
class Entry:
    """What is known of an accepted file beside its rows."""

    file_id: int
    district: str
    name: str
    sha256: str
    received_on: date
    loaded_at: datetime
    is_demo: bool
    month: date | None = None  # the --month option
    mapping_sha256: str | None = None  # of the --mapping file
    kinds: tuple[str, ...] = ()
    effective_months: dict[str, str] = field(default_factory=dict)  # sheet → month its plan is effective from
    report: list[dict[str, Any]] = field(default_factory=list)  # what was said of its sheets when it was loaded
    headers: list[Heading] = field(default_factory=list)  # of its tables, and by which layout each was read
    replaces: int | None = None  # the file_id of the same file as it was read before
    read_on: date | None = None  # the day on which it was read anew: since then it is known
    unit: str | None = None  # the unit that sent it: only rows of its own projects were taken

    @property
    def known_from(self) -> date:
        """The day from which what it says is known."""
        return self.read_on or self.received_on

    @property
    def folder_name(self) -> str:
        """The name of its folder in the archive."""
        return f"{self.file_id:06d}-{self.sha256[:12]}"


def record_columns(name: str) -> dict[str, str]:
    """Return the columns of one of a file's tables and their types."""
    return ABOUT[name] if name in ABOUT else _said_columns()[name]


@cache
def _said_columns() -> dict[str, dict[str, str]]:
    """Return the columns of each kind's records: those of ``raw.<kind>`` that a sheet can say, by the schema itself."""
    with duckdb.connect() as con:
        con.execute(SCHEMA_SQL.read_text(encoding="utf-8"))
        columns = con.execute(
            "select table_name, column_name, data_type from information_schema.columns"
            " where table_schema = 'raw' order by table_name, ordinal_position"
        ).fetchall()
    found: dict[str, dict[str, str]] = {kind: dict(EVERY_RECORD) for kind in KINDS}
    for kind, column, type_name in columns:
        if kind in found and column not in RESOLVED:
            found[kind][column] = type_name
    return found


def digest(path: Path) -> str:
    """Return a file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entries(store: Path) -> dict[int, Entry]:
    """Return all accepted files by file_id; folders without an entry are nobody's and are passed over."""
    found = (_read(path) for path in sorted((store / "archive").glob("[0-9]*-*/entry.json")))
    return {entry.file_id: entry for entry in found}


def replaced(files: Iterable[Entry]) -> dict[int, date]:
    """Return which of these files others of them replace, and since when."""
    files = list(files)
    among = {entry.file_id for entry in files}
    return {entry.replaces: entry.known_from for entry in files if entry.replaces and entry.replaces in among}


def current(files: Iterable[Entry]) -> list[Entry]:
    """Return the files as they are read now: without those that were read anew since."""
    files = list(files)
    gone = replaced(files)
    return [entry for entry in files if entry.file_id not in gone]


def turns(files: Iterable[Entry]) -> dict[int, int]:
    """Return in which order files speak: as they were received, one that was read anew in the place it had before."""
    by_id = {entry.file_id: entry for entry in files}

    def place(entry: Entry) -> tuple[date, int, int]:
        first = entry
        while first.replaces and first.replaces in by_id:
            first = by_id[first.replaces]
        return entry.received_on, first.file_id, entry.file_id

    return {entry.file_id: turn for turn, entry in enumerate(sorted(by_id.values(), key=place), start=1)}


def next_file_id(store: Path, taken: Iterable[int]) -> int:
    """Return the file_id after the last one ever given in this store."""
    return max([0, *taken, *(int(path.name.split("-")[0]) for path in (store / "archive").glob("[0-9]*-*"))]) + 1


def lay_down(
    store: Path, entry: Entry, source: Path, tables: Mapping[str, pa.Table], mapping: Path | None = None
) -> Path:
    """Write a file and its parsed rows under ``.pending``, forced to the disk; return the folder."""
    folder = store / "archive" / store_module.PENDING / entry.folder_name
    folder.mkdir(parents=True)
    shutil.copyfile(source, folder / f"source{source.suffix.lower()}")
    if mapping:
        shutil.copyfile(mapping, folder / "mapping.toml")
    for name, table in tables.items():
        if name in ABOUT or (name in KINDS and table.num_rows):
            pq.write_table(_typed(table, record_columns(name)), folder / f"{name}.parquet", compression="zstd")
    # of one level, not asdict: a report may hold a notice a row; and in one line, as only C writes it
    said = json.dumps(vars(entry), ensure_ascii=False, default=_iso)
    (folder / "entry.json").write_text(said, encoding="utf-8")
    for path in folder.iterdir():
        store_module.sync_file(path)
    store_module.sync_folder(folder)
    return folder


def accept(store: Path, folders: Iterable[Path]) -> None:
    """Move files from ``.pending`` to their place in the archive."""
    for folder in folders:
        folder.rename(store / "archive" / folder.name)
    store_module.sync_folder(store / "archive")


def _typed(table: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    """Return the known columns of a table in the archive's types, so that every file reads alike."""
    kept = table.select([name for name in table.column_names if name in columns])
    return kept.cast(pa.schema([(name, arrow_type(columns[name])) for name in kept.column_names]))


def arrow_type(kind: str) -> pa.DataType:
    """Return the Arrow type of a column type of the schema."""
    plain = {
        "varchar": pa.string(),
        "date": pa.date32(),
        "integer": pa.int32(),
        "bigint": pa.int64(),
        "boolean": pa.bool_(),
        "double": pa.float64(),
    }
    return plain.get(kind.lower()) or pa.decimal128(18, 2)


def _read(path: Path) -> Entry:
    said = json.loads(path.read_text(encoding="utf-8"))
    said["received_on"] = date.fromisoformat(said["received_on"])
    said["loaded_at"] = datetime.fromisoformat(said["loaded_at"])
    said["month"] = date.fromisoformat(said["month"]) if said.get("month") else None
    said["read_on"] = date.fromisoformat(said["read_on"]) if said.get("read_on") else None
    said["kinds"] = tuple(said.get("kinds", ()))
    return Entry(**said)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
