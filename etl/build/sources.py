"""What a build reads, laid out as tables: the archive's Parquet as views, the districts' profiles as reference."""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pypinyin import lazy_pinyin

from data.profile import Profile
from data.statistics_calendar import statistics_calendar
from etl import archive
from etl.archive import ABOUT, KINDS, Entry, record_columns

Row = tuple[Any, ...]
UNKNOWN_BATCH = "未知批次"
PLACED_TABLES = ("notices", "monthly_plan", *KINDS)
HELD = 32 * 2**20  # bytes of Parquet up to which a table is read once into memory: each reading opens every file anew

FILE = """
create table archive.file (
    file_id integer, district varchar, name varchar, sha256 varchar,
    received_on date, loaded_at timestamp, is_demo boolean, known_from date, replaced_on date, turn integer
)
"""
DECIDED = "create table archive.decided (file_id integer, sheet varchar, effective_month date)"
REFERENCE = """
create table archive.name_prefix (district varchar, prefixes varchar[]);
create table archive.alias (district varchar, field varchar, alias varchar, name varchar)
"""

SHEET = """
create table archive.sheet as
select
    file.file_id,
    file.district,
    file.known_from,
    said.sheet,
    row_number() over (partition by file.file_id order by said.file_row_number) as sheet_no,
    said.kind,
    said.title,
    said.month,
    said.year,
    said.effective_month as said_effective_month,
    coalesce(decided.effective_month, said.effective_month) as effective_month,
    said.snapshot_on,
    said.is_hidden,
    said.rows_total
from archive.said_sheets as said
inner join archive.file as file using (file_id)
left join archive.decided as decided on decided.file_id = said.file_id and decided.sheet = said.sheet
"""

# row_id: file, sheet and row in one number that also says the order of loading
PLACED = """
create {what} archive.{name} as
select
    said.file_id * 1000000000000 + sheet.sheet_no * 100000000 + said.row as row_id,
    said.file_id,
    sheet.district,
    sheet.known_from,
    sheet.sheet_no,
    sheet.month as sheet_month,
    sheet.snapshot_on as sheet_snapshot_on,
    sheet.year as sheet_year,
    sheet.said_effective_month as sheet_said_effective_month,
    sheet.effective_month as sheet_effective_month,
    {columns}
from archive.said_{name} as said
inner join archive.sheet as sheet on sheet.file_id = said.file_id and sheet.sheet = said.sheet
"""

# 统一项目代码 by its shape only: the check digit is not public
VALID_CODE = """
    case
        when regexp_full_match(said.project_code, '[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}') then said.project_code
    end as valid_code"""


def open_archive(con: duckdb.DuckDBPyConnection, files: Mapping[Path, Entry]) -> None:
    """Make the archive's files readable as ``archive.<table>``: in memory what is small, else views over Parquet."""
    con.execute("attach ':memory:' as archive")
    con.execute(FILE)
    con.execute(DECIDED)
    entries = files.values()
    replaced, turns = archive.replaced(entries), archive.turns(entries)
    _insert(
        con,
        "archive.file",
        [
            (e.file_id, e.district, e.name, e.sha256, e.received_on, e.loaded_at, e.is_demo, e.known_from)
            + (replaced.get(e.file_id), turns[e.file_id])
            for e in entries
        ],
    )
    decided = [(e.file_id, sheet, month) for e in entries for sheet, month in e.effective_months.items()]
    _insert(con, "archive.decided", decided)
    there = _parquet(files)
    for name in (*ABOUT, *KINDS):
        _view(con, name, there.get(name, {}))
    con.execute(SHEET)
    for name in ("rows", *PLACED_TABLES):
        columns = [f"said.{column}" for column in record_columns(name)]
        if "project_code" in record_columns(name):
            columns.append(VALID_CODE)
        is_held = name in PLACED_TABLES and sum(there.get(name, {}).values()) <= HELD
        what = "table" if is_held else "view"
        con.execute(PLACED.format(what=what, name=name, columns=",\n    ".join(columns)))


def _parquet(folders: Iterable[Path]) -> dict[str, dict[Path, int]]:
    """Return the archive's Parquet files by table, each with its size."""
    found: dict[str, dict[Path, int]] = {}
    for folder in folders:
        with os.scandir(folder) as files:
            for file in files:
                if file.name.endswith(".parquet"):
                    found.setdefault(file.name.removesuffix(".parquet"), {})[Path(file.path)] = file.stat().st_size
    return found


def _view(con: duckdb.DuckDBPyConnection, name: str, paths: Iterable[Path]) -> None:
    """Make ``archive.said_<name>``: all files' rows of one table; a column that no file has is null."""
    columns = record_columns(name)
    blank = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items())
    typed = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in columns.items())
    found = [path.as_posix().replace("'", "''") for path in paths]
    rows = f"select {blank}, cast(null as bigint) as file_row_number, cast(null as varchar) as filename where false"
    if found:
        listed = ", ".join(f"'{path}'" for path in found)
        options = "union_by_name = true, filename = true, file_row_number = true"
        rows += f" union all by name select * from read_parquet([{listed}], {options})"  # noqa: S608  (our own paths)
    file_id = r"cast(regexp_extract(filename, '.*/([0-9]+)-[^/]*/[^/]*', 1) as bigint) as file_id"
    con.execute(f"create view archive.said_{name} as select {file_id}, file_row_number, {typed} from ({rows})")  # noqa: S608


def write_reference(con: duckdb.DuckDBPyConnection, profiles: list[Profile]) -> None:
    """Fill the reference tables of the mart, and the words by which the districts' sheets call them."""
    con.execute(REFERENCE)
    _insert(con, "archive.name_prefix", [(p.id, sorted(p.name_prefixes, key=len, reverse=True)) for p in profiles])
    _insert(
        con,
        "archive.alias",
        [
            (profile.id, field, alias, item.name)
            for profile in profiles
            for field, items in (("unit", profile.units), ("batch", profile.batches), ("town", profile.towns))
            for item in items
            for alias in (item.name, *item.aliases)
        ],
    )
    _insert(
        con,
        "mart.unit",
        [(p.id, u.name, u.kind, u.league or None, u.is_ranked, sort_key(u.name)) for p in profiles for u in p.units],
    )
    _insert(
        con,
        "mart.town",
        [
            (p.id, t.name, t.code or None, t.kind or None, t.longitude, t.latitude, sort_key(t.name))
            for p in profiles
            for t in p.towns
        ],
    )
    _insert(con, "mart.batch", [row for profile in profiles for row in _batches(profile)])


def _batches(profile: Profile) -> list[Row]:
    rows = [(profile.id, b.name, b.yardstick, i, b.is_in_text) for i, b in enumerate(profile.batches)]
    is_named = any(batch.name == UNKNOWN_BATCH for batch in profile.batches)
    return rows if is_named else [*rows, (profile.id, UNKNOWN_BATCH, None, len(rows), False)]


def write_calendar(con: duckdb.DuckDBPyConnection, profiles: list[Profile], first_year: int, last_year: int) -> None:
    """Fill the calendar of statistics returns: the period each month falls into, and the last one it closes."""
    rows = [row for profile in profiles for row in calendar_rows(profile, first_year, last_year)]
    _insert(con, "mart.statistics_calendar", rows)


def calendar_rows(profile: Profile, first_year: int, last_year: int) -> list[Row]:
    """Return the months of the years: whether each has a return, its period, and the period it closes."""
    calendar = statistics_calendar(profile, last_year)
    places = slice(calendar.place(date(first_year, 1, 1)), calendar.place(date(last_year, 12, 1)) + 1)
    columns = (calendar.months, calendar.has_return, calendar.period, calendar.closed_period)
    return [(profile.id, *row) for row in zip(*(column[places] for column in columns), strict=True)]


def sort_key(name: str) -> str:
    """Return the pinyin by which a Chinese name is sorted."""
    return " ".join(lazy_pinyin(name))


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    if rows:
        columns = pa.table({f"column_{place}": list(cells) for place, cells in enumerate(zip(*rows, strict=True))})
        con.register("given", columns)
        con.execute(f"insert into {table} select * from given")  # noqa: S608  (our own table)
        con.unregister("given")
