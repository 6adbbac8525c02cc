"""People's decisions above what the data say: ``mart.link_candidate`` and ``mart.project_link`` over time."""

import duckdb

from data.known import derive
from data.ledger import Entry
from data.reading import parsed
from etl.build.histories import SQL

SETTLED = ("link_candidate", "project_link")
OPENING = """
select count(*)
from mart.link_proposal as proposal
left join mart.former_id as former
    on former.universe = 'statistics' and former.district = proposal.district and former.former_id = $statistics
where proposal.district = $district
    and proposal.statistics_id = coalesce(former.id, $statistics)
    and proposal.how is not null
    and not exists (
        from mart.decision as decision
        where decision.district = $district
            and decision.kind = 'link'
            and split_part(substr(decision.subject, 6), '|', 2) = $statistics
            and decision.payload ->> '$.status' = 'rejected'
    )
"""


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Fill both tables from ``mart.link_proposal`` and the decisions of kind ``link`` in ``mart.decision``."""
    for table in SETTLED:
        con.execute(f"delete from mart.{table}")  # noqa: S608  (our own tables)
        text = (SQL / "mart" / f"{table}.sql").read_text(encoding="utf-8")
        con.execute(parsed(f"insert into mart.{table} by name {text}"))


def opens_others(con: duckdb.DuckDBPyConnection, entry: Entry) -> bool:
    """Tell whether a decision not yet in this version asks what else a statistics project may be: compared in a build.

    That is the first refusal of a link of a statistics project that code or rule link by themselves.
    """
    subject = entry.subject or ""
    if entry.payload.get("status") != "rejected" or not subject.startswith("link:"):
        return False
    statistics = subject.partition("|")[2]
    [(found,)] = con.execute(OPENING, {"district": entry.district, "statistics": statistics}).fetchall()
    return found > 0


def settle_again(con: duckdb.DuckDBPyConnection) -> None:
    """Settle a copy of a published version after new decisions, and derive anew what stands on the links."""
    settle(con)
    derive(con, again=True)
