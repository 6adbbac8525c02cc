"""Histories: what the rows say, told by etl/sql/history.sql as rows with known_from and known_to.

Each history has its own SQL with its statements; the rules are the same for all: an empty cell is silence, saying the
same again changes nothing, a later statement closes the earlier one.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql"
TOLD = {"known_from", "known_to", "row_id"}


@dataclass(frozen=True)
class History:
    """What one row of a history is about, and which sheets speak of it."""

    key: tuple[str, ...]
    kind: str | None  # None: the statement itself says its kind
    retold: dict[str, str]  # column of history.retold → the statement's column


PROJECT = {"district": "district", "id": "project_id"}
STATISTICS = {"district": "district", "id": "statistics_id"}
HISTORIES = {
    "dispatched": History(("district", "project_id", "month"), "dispatch", PROJECT | {"month": "month"}),
    "planned": History(
        ("district", "project_id", "year", "effective_month"), "annual_plan", PROJECT | {"month": "effective_month"}
    ),
    "project_state": History(
        ("district", "project_id", "effective_month", "kind"), None, PROJECT | {"month": "effective_month"}
    ),
    "monthly_plan": History(
        ("district", "project_id", "effective_month", "month"), "annual_plan", PROJECT | {"month": "effective_month"}
    ),
    "booked": History(("district", "statistics_id", "month"), "statistics_return", STATISTICS | {"month": "month"}),
    "library_entry": History(("district", "statistics_id"), "library_ledger", STATISTICS),
    "approval_step": History(("district", "project_id", "step"), "approval_step", PROJECT | {"step": "step"}),
}


def told(con: duckdb.DuckDBPyConnection, folder: str, name: str, said: str) -> str:
    """Return the SQL of a history from the SQL of its statements."""
    history = HISTORIES[name]
    columns = [column for column, *_ in con.execute(f"describe {said}").fetchall()]
    fields = [column for column in columns if column not in TOLD and column not in history.key]
    same = [f"retold.{retold} = said.{column}" for retold, column in history.retold.items()]
    kind = f"'{history.kind}'" if history.kind else "said.kind"
    values = {
        "name": f"etl/sql/{folder}/{name}.sql",
        "said": said,
        "key": ", ".join(history.key),
        "fields": ", ".join(fields),
        "completed": ",\n        ".join(f"last_value({field} ignore nulls) over heard as {field}" for field in fields),
        "same_key": " and ".join([f"retold.kind = {kind}", *same]),
    }
    text = (SQL / "history.sql").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text
