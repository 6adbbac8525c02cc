"""Text tables a statistician can check by eye, and a warehouse made of them.

Cells are split by ``|``, a remark stands after ``  #``, a blank cell is null. Numbers in an expected table may be
written as fractions: ``2/3``.
"""

import math
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Number
from pathlib import Path

import duckdb
import pandas as pd

SCHEMA_SQL = (Path(__file__).parents[1] / "etl" / "schema.sql").read_text(encoding="utf-8")
SCHEMAS = ("meta", "source", "raw", "mart")
PLACES = 6  # decimals that must agree


def read_table(text: str) -> pd.DataFrame:
    """Parse a text table into a frame of strings and nulls."""
    lines = [line.split("  #")[0] for line in text.strip().splitlines()]
    header, *rows = [[cell.strip() or None for cell in line.split("|")] for line in lines if line.strip()]
    for row in rows:
        assert len(row) == len(header), f"{len(row)} cells under {len(header)} columns: {row}"
    return pd.DataFrame(rows, columns=header, dtype=object)


def warehouse(**tables: str) -> duckdb.DuckDBPyConnection:
    """Return an in-memory warehouse with the production schema, filled from text tables.

    A keyword names a table: ``project_month=`` is mart.project_month, ``raw_dispatch=`` is raw.dispatch. A column that is
    not given is null or, where null is not allowed, a plain default: "—", 0, false, 2000-01-01. A project of
    ``project_month`` without ``expected_share`` has no plan of its own and is due by the calendar: month/12.
    """
    con = duckdb.connect()
    for statement in _schema():
        con.execute(statement)
    for name, text in tables.items():
        fill(con, name, text)
    return con


def fill(con: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    """Insert a text table into a table of the warehouse."""
    table, columns = find_table(name)
    given = read_table(text)
    unknown = [column for column in given if column not in columns]
    assert not unknown, f"{table} has no column {', '.join(unknown)}; it has {', '.join(columns)}"
    defaults = {
        column: _default(kind)
        for column, (kind, is_nullable) in columns.items()
        if not is_nullable and column not in given
    }
    rows = [[*line, *defaults.values()] for line in given.itertuples(index=False, name=None)]
    if name == "project_month" and "expected_share" in defaults and "month" in given:
        at = len(given.columns) + list(defaults).index("expected_share")
        for row, month in zip(rows, given["month"], strict=True):
            row[at] = int(month[5:7]) / 12
    insert(con, name, [*given, *defaults], rows)


def insert(con: duckdb.DuckDBPyConnection, name: str, columns: list[str], rows: list[list]) -> None:
    """Insert rows into a table of the warehouse, all in one statement: each statement costs more than its rows."""
    if rows:
        names, row = ", ".join(f'"{column}"' for column in columns), f"({', '.join('?' for _ in columns)})"
        cells = [cell for line in rows for cell in line]
        con.execute(f"insert into {find_table(name)[0]} ({names}) values {', '.join([row] * len(rows))}", cells)


def assert_table(actual: pd.DataFrame, expected: str) -> None:
    """Compare the columns named in a text table with a result, row by row, in order; numbers to six decimals."""
    wanted = read_table(expected)
    unknown = [column for column in wanted if column not in actual]
    assert not unknown, f"the result has no column {', '.join(unknown)}; it has {', '.join(map(str, actual.columns))}"
    seen_rows = [tuple(map(_seen, row)) for row in actual[list(wanted)].itertuples(index=False, name=None)]
    wanted_rows = [tuple(row) for row in wanted.itertuples(index=False, name=None)]
    for position, (wanted_row, seen_row) in enumerate(zip(wanted_rows, seen_rows, strict=False)):
        wanted_rows[position] = tuple(map(_wanted, wanted_row, seen_row))
    assert seen_rows == wanted_rows


@cache
def _schema() -> list[duckdb.Statement]:
    """The production schema, parsed once for all warehouses."""
    return duckdb.extract_statements(SCHEMA_SQL)


@cache
def _columns() -> dict[tuple[str, str], dict[str, tuple[str, bool]]]:
    """Return every table's columns, in order: (schema, table) → name → type and whether null is allowed."""
    found: dict[tuple[str, str], dict[str, tuple[str, bool]]] = {}
    with warehouse() as con:
        for schema, table, *column in con.execute(
            "select table_schema, table_name, column_name, data_type, is_nullable = 'YES'"
            " from information_schema.columns order by table_schema, table_name, ordinal_position"
        ).fetchall():
            found.setdefault((schema, table), {})[column[0]] = (column[1], column[2])
    return found


def find_table(name: str) -> tuple[str, dict[str, tuple[str, bool]]]:
    """Return a table's full name and its columns: type and whether null is allowed."""
    for schema, table in [("mart", name), *((schema, name.removeprefix(f"{schema}_")) for schema in SCHEMAS)]:
        if columns := _columns().get((schema, table)):
            return f'{schema}."{table}"', columns
    raise AssertionError(f"etl/schema.sql has no table for {name!r}")


def _default(kind: str) -> object:
    if kind == "BOOLEAN":
        return False
    if kind == "VARCHAR":
        return "—"
    if kind.startswith(("DATE", "TIMESTAMP")):
        return date(2000, 1, 1)
    return 0


def _seen(cell: object) -> object:
    """What stands in a result's cell: null, a rounded number, or its text."""
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return None
    if pd.api.types.is_bool(cell):
        return str(bool(cell)).lower()
    if isinstance(cell, Number | Decimal):
        return _rounded(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    return str(cell)


def _wanted(cell: str | None, seen: object) -> object:
    """What a text cell says, read as a number where the result has one."""
    if cell is None or not isinstance(seen, float):
        return cell
    try:
        return _rounded(float(Fraction(cell)))
    except (ValueError, ZeroDivisionError):
        return cell


def _rounded(number: float) -> float:
    return round(number, PLACES) + 0.0 if math.isfinite(number) else number
