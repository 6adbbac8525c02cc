"""Corrections: cells that a person put right, as data. A correction is a statement of its own from the day it was made.

The source cell's value stays what the file said, and figures as known before that day stay as they were. A correction
holds while the source repeats the value that was expected; once a later file says something else, it stops and is
listed (``source.correction.state`` = source_changed). Undone, the source's value is stated again from that day.
``etl/corrections/correcting.py`` puts them into the warehouse.
"""

import json
from collections.abc import Mapping
from typing import Any

import duckdb

from data.decision_kinds import Correction
from data.sheet_kinds import ALL

KIND = Correction.KIND
# kind → what a statement of its rows is about: these cells say who and when, all others can be corrected
KEYS = {kind.name: kind.key for kind in ALL} | {
    "monthly_plan": ("project_id", "effective_month", "month", "is_by_month"),
}
MONTHLY_PLAN = ("annual_plan", "planned_ytd_wan")  # the months of a plan sheet's row are records of their own
FIXED = {"row_id", "district", "known_from", "project_code", "project_name"}  # who it is was settled before


def can_correct(con: duckdb.DuckDBPyConnection, kind: str | None, field: str | None) -> bool:
    """Say whether cells of this kind and field can be corrected."""
    if kind not in KEYS or field is None or field in FIXED or field in KEYS[table(kind, field)]:
        return False
    return has_field(con, kind, field)


def table(kind: str, field: str) -> str:
    """Return the table of ``raw`` that holds the cells of this kind and field."""
    return "monthly_plan" if (kind, field) == MONTHLY_PLAN else kind


def has_field(con: duckdb.DuckDBPyConnection, kind: str, field: str) -> bool:
    """Say whether rows of this kind have this field."""
    return field in types(con, table(kind, field))


def readable(con: duckdb.DuckDBPyConnection, kind: str, field: str, value: str) -> bool:
    """Say whether a value can be read as the field's type."""
    type_name = types(con, table(kind, field))[field]
    [(found,)] = con.execute(f"select try_cast($value as {type_name}) is not null", {"value": value}).fetchall()
    return bool(found) and bool(value.strip())


def types(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """Return the columns of a raw table and their types."""
    rows = con.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = 'raw' and table_name = ? and table_catalog = current_database()",
        [name],
    ).fetchall()
    return dict(rows)


def undone(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that takes a decision back."""
    return json.loads(json.dumps(dict(said))) | {"status": "undone"}
