"""People's decisions above what the data say: ``mart.link_candidate`` and ``mart.project_link`` over time."""

import duckdb

from data.known import derive
from etl.histories import SQL

SETTLED = ("link_candidate", "project_link")


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Fill both tables from ``mart.link_proposal`` and the decisions of kind ``link`` in ``mart.decision``."""
    for table in SETTLED:
        con.execute(f"delete from mart.{table}")  # noqa: S608  (our own tables)
        text = (SQL / "mart" / f"{table}.sql").read_text(encoding="utf-8")
        con.execute(f"insert into mart.{table} by name {text}")


def settle_again(con: duckdb.DuckDBPyConnection) -> None:
    """Settle a copy of a published version after new decisions, and derive anew what stands on the links."""
    settle(con)
    derive(con, again=True)
