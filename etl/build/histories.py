"""Histories: what the rows say, told by etl/sql/history.sql as rows with known_from and known_to.

Each history has its own SQL with its statements; the rules are the same for all: an empty cell is silence, saying the
same again changes nothing, a later statement closes the earlier one.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.build import superseded as former

SQL = Path(__file__).parents[1] / "sql"
TOLD = {"known_from", "known_to", "known_until", "row_id"}


@dataclass(frozen=True)
class History:
    """What one row of a history is about, and which sheets speak of it."""

    key: tuple[str, ...]
    kind: str | None  # None: the statement itself says its kind
    retold: dict[str, str]  # column of history.retold → what it is in the statement


PROJECT = {"district": "said.district", "id": "said.project_id"}
STATISTICS = {"district": "said.district", "id": "said.statistics_id"}
OWN = {"district": "said.district"}
EFFECTIVE = PROJECT | {"month": "said.effective_month"}
MONTH = {"month": "said.month"}
HISTORIES = {
    "dispatched": History(("district", "project_id", "month"), "dispatch", PROJECT | MONTH),
    "planned": History(
        ("district", "project_id", "year", "effective_month"),
        "annual_plan",
        EFFECTIVE,
    ),
    "project_state": History(("district", "project_id", "effective_month", "kind"), None, EFFECTIVE),
    "monthly_plan": History(
        ("district", "project_id", "effective_month", "month"),
        "annual_plan",
        EFFECTIVE,
    ),
    "booked": History(
        ("district", "statistics_id", "month"), "statistics_return", STATISTICS | {"month": "said.month"}
    ),
    "library_entry": History(("district", "statistics_id"), "library_ledger", STATISTICS),
    "approval_step": History(("district", "project_id", "step"), "approval_step", PROJECT | {"step": "said.step"}),
    "milestone": History(("district", "project_id", "milestone"), "milestone", PROJECT | {"step": "said.milestone"}),
    "issue": History(("district", "issue_id"), "issue", OWN | {"id": "said.issue_id"}),
    "service_request": History(("district", "request_id"), "service_request", OWN | {"id": "said.request_id"}),
    "score_entry": History(
        ("district", "quarter", "responsible_unit", "item"),
        "score_entry",
        OWN | {"id": "said.responsible_unit", "month": "said.quarter", "step": "said.item"},
    ),
    "incident": History(("district", "incident_id"), "incident", OWN | {"id": "said.incident_id"}),
    "exemption": History(
        ("district", "document_number", "responsible_unit", "project_id"),
        "exemption",
        OWN | {"id": "said.document_number", "step": "concat_ws('|', said.responsible_unit, said.project_id)"},
    ),
    "plan_adjustment": History(
        ("district", "project_id", "effective_month", "adjustment"),
        "adjustment",
        EFFECTIVE | {"step": "said.adjustment"},
    ),
    "reserve_stay": History(
        ("district", "project_id", "tier", "entered_on"),
        "reserve",
        PROJECT | {"month": "said.entered_on", "step": "said.tier"},
    ),
    "idea_list": History(("district", "project_id", "month"), "idea_list", PROJECT | MONTH),
    "declaration": History(
        ("district", "project_id", "declared_on"), "declaration", PROJECT | {"month": "said.declared_on"}
    ),
    "promotion": History(("district", "project_id"), "promotion", PROJECT),
}


def told(con: duckdb.DuckDBPyConnection, folder: str, name: str, said: str) -> str:
    """Return the SQL of a history from the SQL of its statements."""
    history = HISTORIES[name]
    columns = [column for column, *_ in con.execute(f"describe {said}").fetchall()]
    until = "said.known_until" if "known_until" in columns else "cast(null as date) as known_until"
    rest = "said.* exclude (known_until)" if "known_until" in columns else "said.*"
    statements = f"select {rest}, {until} from ({said}) as said"  # noqa: S608  (our own models)
    fields = [column for column in columns if column not in TOLD and column not in history.key]
    same = [f"retold.{retold} = {value}" for retold, value in history.retold.items()]
    kind = f"'{history.kind}'" if history.kind else "said.kind"
    at_moment = [f"said.{column} is not distinct from moment.{column}" for column in history.key]
    values = {
        "name": f"etl/sql/{folder}/{name}.sql",
        "said": former.with_former(con, statements),
        "key": ", ".join(history.key),
        "moment_key": ", ".join(f"moment.{column}" for column in history.key),
        "same_moment_key": " and ".join(at_moment),
        "fields": ", ".join(fields),
        "completed": ",\n        ".join(f"arg_max(said.{field}, said.spoken) as {field}" for field in fields),
        "same_key": " and ".join([f"retold.kind = {kind}", *same]),
    }
    text = (SQL / "history.sql").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text
