"""Corrections put into a warehouse that is being built: every one stated in ``raw.*``, and what became of it listed.

An undone correction states what the source says. Where the cell was empty it cannot, since silence states nothing:
there, what was filled in is stated in ``ended.*`` with its last day (``etl/build/superseded.py``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from data.ledger import Entry
from etl.corrections.corrections import KEYS, KIND, can_correct, table, types

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


@dataclass(frozen=True)
class Filled:
    """What a person filled into an empty cell, and later took back or filled in otherwise."""

    home: str  # where its row is: raw or former
    said: Mapping[str, Any]
    row: Said
    value: str
    since: date
    until: date


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
    filled: list[Filled] = []
    by_subject: dict[tuple[str | None, str | None], list[Entry]] = {}
    for entry in entries:
        if entry.kind == KIND:
            by_subject.setdefault((entry.district, entry.subject), []).append(entry)
    for decided in by_subject.values():
        said = decided[-1].payload
        if can_correct(con, said.get("kind"), said.get("field")):
            filled += _apply_one(con, decided, said, "former")
            filled += _apply_one(con, decided, said, "raw")
    _end(con, filled)


def _apply_one(
    con: duckdb.DuckDBPyConnection, decided: list[Entry], said: Mapping[str, Any], home: str
) -> list[Filled]:
    """State a correction among the rows of a home; return what was filled into its empty cell and holds no more."""
    anchor, others = _statements(con, said, home)
    if anchor is None:
        return []  # its file is set aside
    later = [one for one in others if one.turn > anchor.turn]
    mended = next((one for one in later if not one.is_as_expected), None) if anchor.is_as_expected else anchor
    end = mended.turn if mended else (date.max, 0)
    carriers = [anchor, *(one for one in later if one.is_as_expected and one.turn < end)]
    days = {entry.at.date(): entry for entry in decided}  # the last word of a day
    filled: list[Filled] = []
    if said["expected"] is None:
        filled = _filled(said, home, anchor, days, end[0])
        last = decided[-1]
        days = {last.at.date(): last} if last.payload["status"] == "accepted" else {}
    for carrier in carriers if anchor.is_as_expected else []:
        holds = [entry for day, entry in days.items() if day <= carrier.known_from]
        if holds and holds[-1].payload["status"] == "accepted":
            _set(con, home, said, carrier, holds[-1].payload["value"])
    for day, entry in days.items():
        spoken = [one for one in carriers if one.known_from <= day]
        if spoken and spoken[-1].known_from < day < end[0]:
            is_accepted = entry.payload["status"] == "accepted"
            _state(con, home, said, spoken[-1], day, entry.payload["value" if is_accepted else "expected"])
    if home == "raw":
        is_undone = decided[-1].payload["status"] != "accepted"
        state = "undone" if is_undone else "source_changed" if mended else "applied"
        _list(con, decided[-1], said, carriers, state, mended)
    return filled


def _filled(said: Mapping[str, Any], home: str, anchor: Said, days: Mapping[date, Entry], end: date) -> list[Filled]:
    """Return what stood in an empty cell for a while: of each day's word but the last, until the next one."""
    turns = sorted(days) if anchor.is_as_expected else []
    found = [
        Filled(home, said, anchor, str(days[day].payload["value"]), max(day, anchor.known_from), until)
        for day, until in zip(turns, turns[1:], strict=False)
        if days[day].payload["status"] == "accepted" and day < end
    ]
    return [one for one in found if one.since < one.until]


def _end(con: duckdb.DuckDBPyConnection, filled: Iterable[Filled]) -> None:
    """State in ``ended.*`` what was filled in, in spells: all of a row that begin on one day end on one day."""
    by_row: dict[int, list[Filled]] = {}
    for one in filled:
        by_row.setdefault(one.row.row_id, []).append(one)
    for row_id, ones in by_row.items():
        turns = sorted({day for one in ones for day in (one.since, one.until)})
        spells = list(zip(turns, turns[1:], strict=False))
        con.executemany("insert into ended.until values (?, ?, ?)", [[row_id, *spell] for spell in spells])
        for one in ones:
            for since, until in spells:
                if one.since <= since and until <= one.until:
                    _state(con, one.home, one.said, one.row, since, one.value, into="ended")


def _statements(con: duckdb.DuckDBPyConnection, said: Mapping[str, Any], home: str) -> tuple[Said | None, list[Said]]:
    """Return what the cell says, and what other rows say in the same field of the same project, in order."""
    kind, field = table(said["kind"], said["field"]), said["field"]
    type_name = types(con, kind)[field]
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
    kind, field = table(said["kind"], said["field"]), said["field"]
    within, values = _within(said)
    con.execute(
        f"update {home}.{kind}"  # noqa: S608  (names are our own schema's)
        f" set {field} = try_cast($value as {types(con, kind)[field]})"
        f" where row_id = $row_id {within}",
        {"value": value, "row_id": row.row_id} | values,
    )


def _state(  # noqa: PLR0913
    con: duckdb.DuckDBPyConnection,
    home: str,
    said: Mapping[str, Any],
    row: Said,
    day: date,
    value: str | None,
    into: str = "",
) -> None:
    """State a value from a day on, in the name of the row that said otherwise; all other fields are silent."""
    kind, field = table(said["kind"], said["field"]), said["field"]
    keys = ", ".join(["row_id", "district", *KEYS[kind]])
    within, values = _within(said)
    con.execute(
        f"insert into {into or home}.{kind} ({keys}, known_from, {field})"  # noqa: S608
        f" select {keys}, $day, try_cast($value as {types(con, kind)[field]}) from {home}.{kind}"
        f" where row_id = $row_id {within} limit 1",
        {"day": day, "value": value, "row_id": row.row_id} | values,
    )


def _within(said: Mapping[str, Any], alias: str = "") -> tuple[str, dict[str, str]]:
    """Return the condition that tells a cell's record from the others of its row, and its values."""
    about = KEYS[table(said["kind"], said["field"])]
    values = {name: str(said[name]) for name in WITHIN if said.get(name) and name in about}
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
