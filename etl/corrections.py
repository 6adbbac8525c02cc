"""Corrections: cells that a person put right, as data. A correction is a statement of its own from the day it was made.

The source cell's value stays what the file said, and figures as known before that day stay as they were. A correction
holds while the source repeats the value that was expected; once a later file says something else, it stops and is
listed (``source.correction.state`` = source_changed). Undone, the source's value is stated again from that day.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from data.ledger import Entry

KIND = "correction"
KEYS = {  # kind → what a statement of its rows is about: these cells say who and when, all others can be corrected
    "annual_plan": ("project_id", "year", "effective_month"),
    "dispatch": ("project_id", "month"),
    "statistics_return": ("statistics_id", "month"),
    "library_ledger": ("statistics_id",),
    "approval_step": ("project_id", "step"),
    "milestone": ("project_id", "milestone"),
    "issue": ("project_id", "issue_id"),
    "service_request": ("project_id", "request_id"),
    "score_entry": ("quarter", "responsible_unit", "item"),
    "incident": ("project_id", "incident_id"),
    "exemption": ("project_id", "document_number", "responsible_unit"),
    "plan_adjustment": ("project_id", "effective_month", "adjustment"),
    "reserve": ("project_id", "tier", "entered_on"),
    "declaration": ("project_id", "declared_on"),
    "promotion": ("project_id",),
}
FIXED = {"row_id", "district", "known_from", "project_code", "project_name"}  # who it is was settled before
WITHIN = {"month": "date", "step": "varchar"}  # what tells a row's records apart: columns by month, columns by step


@dataclass(frozen=True)
class Said:
    """One row that says something in the corrected field."""

    row_id: int
    known_from: date
    value: str
    is_as_expected: bool

    @property
    def turn(self) -> tuple[date, int]:
        """When it was said."""
        return self.known_from, self.row_id


def subject(  # noqa: PLR0913
    sha256: str, sheet: str, row: int, field: str, month: str | None = None, step: str | None = None
) -> str:
    """Return the ledger's subject of a cell: what a proposal, its refusal and its correction are about."""
    within = [part for part in (month, step) if part]
    return "|".join([f"cell:{sha256[:16]}", sheet, str(row), field, *within])


def payload(  # noqa: PLR0913
    *,
    sha256: str,
    sheet: str,
    row: int,
    kind: str,
    field: str,
    expected: str | None,
    value: str,
    month: str | None = None,
    step: str | None = None,
) -> dict[str, Any]:
    """Return what the ledger keeps of a correction: which cell, the value it must still have, and the new one.

    Args:
        sha256: of the file.
        sheet: its sheet.
        row: its row, as in Excel.
        kind: the kind of sheet.
        field: what the cell fills.
        expected: what it says, as loaded; None: nothing, or nothing that could be read.
        value: what it should say.
        month: of a column by month.
        step: of a column by step (前期手续).
    """
    said = {"sha256": sha256, "sheet": sheet, "row": row, "kind": kind, "field": field, "month": month, "step": step}
    return {"status": "accepted"} | said | {"expected": expected, "value": value}


def can_correct(con: duckdb.DuckDBPyConnection, kind: str | None, field: str | None) -> bool:
    """Say whether cells of this kind and field can be corrected."""
    if kind not in KEYS or field is None or field in FIXED or field in KEYS[kind]:
        return False
    return has_field(con, kind, field)


def has_field(con: duckdb.DuckDBPyConnection, kind: str, field: str) -> bool:
    """Say whether rows of this kind have this field."""
    return field in _types(con, kind)


def readable(con: duckdb.DuckDBPyConnection, kind: str, field: str, value: str) -> bool:
    """Say whether a value can be read as the field's type."""
    type_name = _types(con, kind)[field]
    [(found,)] = con.execute(f"select try_cast($value as {type_name}) is not null", {"value": value}).fetchall()
    return bool(found) and bool(value.strip())


def is_mended(con: duckdb.DuckDBPyConnection, said: Mapping[str, Any]) -> bool:
    """Say whether a later file says something else than a cell (``payload`` without a value) of a built warehouse."""
    anchor, others = _statements(con, said, "raw")
    return anchor is not None and any(one.turn > anchor.turn and not one.is_as_expected for one in others)


def apply(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> None:
    """State every correction in ``raw.*`` and list what became of each in ``source.correction``.

    What a file said before it was read anew (``former.*``) was corrected, too: it stays so until that day.

    Args:
        con: the warehouse being built, its raw and former tables filled.
        entries: the ledger's; those of other kinds are passed over.
    """
    by_subject: dict[tuple[str | None, str | None], list[Entry]] = {}
    for entry in entries:
        if entry.kind == KIND:
            by_subject.setdefault((entry.district, entry.subject), []).append(entry)
    for decided in by_subject.values():
        said = decided[-1].payload
        if can_correct(con, said.get("kind"), said.get("field")):
            _apply_one(con, decided, said, "former")
            _apply_one(con, decided, said, "raw")


def _apply_one(con: duckdb.DuckDBPyConnection, decided: list[Entry], said: Mapping[str, Any], home: str) -> None:
    anchor, others = _statements(con, said, home)
    if anchor is None:
        return  # its file is set aside
    later = [one for one in others if one.turn > anchor.turn]
    mended = next((one for one in later if not one.is_as_expected), None) if anchor.is_as_expected else anchor
    end = mended.turn if mended else (date.max, 0)
    carriers = [anchor, *(one for one in later if one.is_as_expected and one.turn < end)]
    days = {entry.at.date(): entry for entry in decided}  # the last word of a day
    if said["expected"] is None and decided[-1].payload["status"] != "accepted":
        days = {}  # an empty cell that was filled in, and is not any more: silence could not take it back
    for carrier in carriers if anchor.is_as_expected else []:
        holds = [entry for day, entry in days.items() if day <= carrier.known_from]
        if holds and holds[-1].payload["status"] == "accepted":
            _set(con, home, said, carrier, holds[-1].payload["value"])
    for day, entry in days.items():
        spoken = [one for one in carriers if one.known_from <= day]
        if spoken and spoken[-1].known_from < day < end[0]:
            is_accepted = entry.payload["status"] == "accepted"
            _state(con, home, said, spoken[-1], day, entry.payload["value" if is_accepted else "expected"])
    if home == "former":
        return
    is_undone = decided[-1].payload["status"] != "accepted"
    state = "undone" if is_undone else "source_changed" if mended else "applied"
    _list(con, decided[-1], said, carriers, state, mended)


def _statements(con: duckdb.DuckDBPyConnection, said: Mapping[str, Any], home: str) -> tuple[Said | None, list[Said]]:
    """Return what the cell says, and what other rows say in the same field of the same project, in order."""
    kind, field = said["kind"], said["field"]
    type_name = _types(con, kind)[field]
    same = " and ".join(f"other.{key} is not distinct from anchor.{key}" for key in ("district", *KEYS[kind]))
    within, values = _within(said, "anchor.")
    rows = con.execute(
        f"""
        with anchor as (
            select anchor.*
            from {home}.{kind} as anchor
            inner join source.row as origin on origin.row_id = anchor.row_id
            inner join source.file as file on file.file_id = origin.file_id
            where file.sha256 = $sha256 and origin.sheet = $sheet and origin.row = $row {within}
            order by
                anchor.row_id desc,
                anchor.{field} is not distinct from try_cast($expected as {type_name}) desc,
                anchor.known_from
            limit 1
        )
        select other.row_id, other.known_from, cast(other.{field} as varchar),
            other.{field} is not distinct from try_cast($expected as {type_name}),
            other.row_id = anchor.row_id
        from {home}.{kind} as other
        inner join anchor on {same}
        where other.{field} is not null or other.row_id = anchor.row_id
        order by other.known_from, other.row_id
        """,  # noqa: S608  (names are our own schema's)
        {"sha256": said["sha256"], "sheet": said["sheet"], "row": said["row"], "expected": said["expected"]} | values,
    ).fetchall()
    found = [(Said(*row[:4]), row[4]) for row in rows]
    own = [one for one, is_anchor in found if is_anchor]  # a row of months has several records
    anchor = next((one for one in own if one.is_as_expected), own[0] if own else None)
    return anchor, [one for one, is_anchor in found if not is_anchor]


def _set(con: duckdb.DuckDBPyConnection, home: str, said: Mapping[str, Any], row: Said, value: str) -> None:
    """Correct a row that came after the decision: it never said anything else to a reader."""
    within, values = _within(said)
    con.execute(
        f"update {home}.{said['kind']}"  # noqa: S608  (names are our own schema's)
        f" set {said['field']} = try_cast($value as {_types(con, said['kind'])[said['field']]})"
        f" where row_id = $row_id {within}",
        {"value": value, "row_id": row.row_id} | values,
    )


def _state(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection, home: str, said: Mapping[str, Any], row: Said, day: date, value: str | None
) -> None:
    """State a value from a day on, in the name of the row that said otherwise; all other fields are silent."""
    kind, field = said["kind"], said["field"]
    keys = ", ".join(["row_id", "district", *KEYS[kind]])
    within, values = _within(said)
    con.execute(
        f"insert into {home}.{kind} ({keys}, known_from, {field})"  # noqa: S608
        f" select {keys}, $day, try_cast($value as {_types(con, kind)[field]}) from {home}.{kind}"
        f" where row_id = $row_id {within} limit 1",
        {"day": day, "value": value, "row_id": row.row_id} | values,
    )


def _within(said: Mapping[str, Any], alias: str = "") -> tuple[str, dict[str, str]]:
    """Return the condition that tells a cell's record from the others of its row, and its values."""
    values = {name: str(said[name]) for name in WITHIN if said.get(name) and name in KEYS[said["kind"]]}
    conditions = [f"and {alias}{name} = cast(${name} as {WITHIN[name]})" for name in values]
    return " ".join(conditions), values


def _list(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection,
    entry: Entry,
    said: Mapping[str, Any],
    carriers: Iterable[Said],
    state: str,
    mended: Said | None,
) -> None:
    rows = [
        [entry.id, entry.district, one.row_id, said["kind"], said["field"], said.get("month"), said["expected"] or ""]
        + [said["value"], state, mended.value if mended else None, mended.row_id if mended else None]
        + [entry.at.date(), entry.who, entry.reason]
        for one in carriers
    ]
    con.executemany(f"insert into source.correction values ({', '.join('?' * 14)})", rows)  # noqa: S608


def _types(con: duckdb.DuckDBPyConnection, kind: str) -> dict[str, str]:
    """Return the columns of a kind's raw table and their types."""
    rows = con.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = 'raw' and table_name = ? and table_catalog = current_database()",
        [kind],
    ).fetchall()
    return dict(rows)


def undone(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that takes a decision back."""
    return json.loads(json.dumps(dict(said))) | {"status": "undone"}
