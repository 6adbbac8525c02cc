"""Withdrawals: a row that a newer edition leaves out ends on the day a person says so, never silently."""

from collections.abc import Iterable

import duckdb

from data.decision_kinds import Withdrawal
from data.ledger import Entry

KIND = Withdrawal.KIND
FACTS = {  # kind of sheet → the histories that end, who they are of, and the month in their key
    "annual_plan": (
        ("plan_version", "project_id", "effective_month"),
        ("monthly_plan", "project_id", "effective_month"),
    ),
    "dispatch": (("reported", "project_id", "month"),),
    "statistics_return": (("booked", "statistics_id", "month"),),
}


def apply(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> None:
    """End the facts that were withdrawn, on the day of the decision; a sheet that names them later begins them anew.

    Args:
        con: the warehouse being built, its histories filled. ``history.withdrawn`` says for the checks what has ended.
        entries: the ledger's; those of other kinds are passed over.
    """
    con.execute("create table history.withdrawn (kind varchar, district varchar, id varchar, month date)")
    last = {(entry.district, entry.subject): entry for entry in entries if entry.kind == KIND}
    for entry in last.values():
        said = entry.payload
        if said.get("status") == "accepted" and said.get("kind") in FACTS:
            _end(con, entry)


def _end(con: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    said = entry.payload
    kind = said["kind"]
    _, who, month = FACTS[kind][0]
    values = {"district": entry.district, "id": said["id"], "month": said["month"], "day": entry.at.date()}
    same = f"district = $district and {who} = $id and {month} = cast($month as date)"
    [(again,)] = con.execute(
        f"""
        select min(said.known_from)
        from raw.{kind} as said
        inner join source.row as origin on origin.row_id = said.row_id
        inner join archive.file as file on file.file_id = origin.file_id
        where said.{same} and file.received_on > $day  -- neither a correction nor another reading says it again
        """,  # noqa: S608  (our own names)
        values,
    ).fetchall()
    for table, _, _ in FACTS[kind]:
        if again:  # the same was said again: it begins anew on that day
            con.execute(
                f"insert into mart.{table} by name"  # noqa: S608
                f" select * replace (cast($again as date) as known_from) from mart.{table}"
                f" where {same} and known_from <= $day and known_to is null",
                values | {"again": again},
            )
        con.execute(
            f"update mart.{table} set known_to = $day"  # noqa: S608
            f" where {same} and known_from <= $day and (known_to is null or known_to > $day)",
            values,
        )
    if not again:
        con.execute(
            "insert into history.withdrawn values (?, ?, ?, ?)", [kind, entry.district, said["id"], said["month"]]
        )
