"""Histories: what the rows say, told by etl/sql/history.sql as rows with known_from and known_to.

Each history has its own SQL with its statements; the rules are the same for all: an empty cell is silence, saying the
same again changes nothing, a later statement closes the earlier one.
"""

from pathlib import Path

import duckdb

from data.sheet_kinds import ALL, NOTHING, History
from etl.build import superseded as former
from etl.build.kind_views import NAMELESS, about

SQL = Path(__file__).parents[1] / "sql"
TOLD = {"known_from", "known_to", "known_until", "row_id"}


HISTORIES = {kind.history.table: kind.history for kind in ALL} | {
    "project_state": History(
        "project_state", ("district", "project_id", "effective_month", "kind"), month="effective_month"
    ),
    "monthly_plan": History(
        "monthly_plan", ("district", "project_id", "effective_month", "month"), month="effective_month"
    ),
}
# history → the kind of sheet without which there is nothing to tell
OF_KIND = {"monthly_plan": "annual_plan"} | {kind.history.table: kind.name for kind in ALL}
# history → the kind under which history.retold has its statements (SQL)
RETOLD_AS = {"project_state": "said.kind", "monthly_plan": "'annual_plan'"} | {
    kind.history.table: f"'{kind.history.retold_as or kind.name}'" for kind in ALL
}


def told(con: duckdb.DuckDBPyConnection, folder: str, name: str, said: str) -> str:
    """Return the SQL of a history from the SQL of its statements."""
    history = HISTORIES[name]
    columns = [column for column, *_ in con.execute(f"describe {former.filled(said)}").fetchall()]
    until = "said.known_until" if "known_until" in columns else "cast(null as date) as known_until"
    rest = "said.* exclude (known_until)" if "known_until" in columns else "said.*"
    statements = f"select {rest}, {until} from ({said}) as said"  # noqa: S608  (our own models)
    fields = [column for column in columns if column not in TOLD and column not in history.key]
    same = [f"retold.district = said.district and retold.kind = {RETOLD_AS[name]}"]
    same += [f"retold.{part} = {value}" for part, value in about(history).items() if value not in (NOTHING, NAMELESS)]
    at_moment = [f"said.{column} is not distinct from moment.{column}" for column in history.key]
    values = {
        "name": f"etl/sql/{folder}/{name}.sql",
        "said": former.with_former(con, statements),
        "key": ", ".join(history.key),
        "moment_key": ", ".join(f"moment.{column}" for column in history.key),
        "same_moment_key": " and ".join(at_moment),
        "fields": ", ".join(fields),
        "completed": ",\n        ".join(f"arg_max(said.{field}, said.spoken) as {field}" for field in fields),
        "same_key": " and ".join(same),
    }
    text = (SQL / "history.sql").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text
