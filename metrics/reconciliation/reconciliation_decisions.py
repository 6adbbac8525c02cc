"""The decisions of people that reconciliation reads: reasons for a group's difference, month by month."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile
from data.reasons import reasons
from metrics.reconciliation.reconciliation_parts import Part

DECISIONS = """
select entry_id, subject, decided_at, who, reason, payload
from mart.decision
where district = $district and kind = $kind and known_from <= $known_on
order by entry_id
"""
# one row per reason: the dispatch projects it was made about, by the ids they have now; an entry that names none is
# about the project by which its group is called
REASONS = """
with told as (
    select
        entry_id,
        unnest(
            string_split(coalesce(payload ->> '$.project_ids', regexp_extract(subject, '^reason:(.*):', 1)), ',')
        ) as project_id
    from mart.decision
    where district = $district and kind = 'reason' and known_from <= $known_on
),

about as (
    select told.entry_id, list(distinct coalesce(former.id, told.project_id)) as projects
    from told
    left join mart.former_id as former
        on former.universe = 'project' and former.district = $district and former.former_id = told.project_id
    group by told.entry_id
)

select decision.entry_id, decision.subject, decision.decided_at, decision.who, decision.reason, decision.payload,
    about.projects
from mart.decision as decision
inner join about using (entry_id)
order by decision.entry_id
"""
UNDONE = "undone"


@dataclass(frozen=True)
class Decision:
    """One entry of the ledger about a group and a month; without parts where it takes back what was decided."""

    entry_id: int
    group_id: str  # as the group was called then
    projects: frozenset[str]  # the dispatch projects it was made about
    month: date
    decided_at: datetime
    who: str
    why: str | None
    parts: tuple[Part, ...]
    is_undone: bool


def decisions(
    con: duckdb.DuckDBPyConnection, profile: Profile, month: date, known_on: date | None = None
) -> list[Decision]:
    """Return the reasons decided for a month and those before it in its year, in the order they were written."""
    values = {"district": profile.id, "known_on": known_on or NOW}
    said = (_decision(*row) for row in con.execute(REASONS, values).fetchall())
    return [one for one in said if one and one.month.year == month.year and one.month <= month]


def entries(
    con: duckdb.DuckDBPyConnection, profile: Profile, kind: str, known_on: date | None = None
) -> list[tuple[Any, ...]]:
    """Return the rows of ``mart.decision`` of a kind: entry_id, subject, decided_at, who, reason, payload as text."""
    return con.execute(DECISIONS, {"district": profile.id, "kind": kind, "known_on": known_on or NOW}).fetchall()


def _decision(
    entry_id: int, subject: str | None, decided_at: datetime, who: str, why: str | None, payload: str,
    projects: list[str],
) -> Decision | None:  # fmt: skip
    """Read an entry; None where it is none of ours."""
    kind, _, rest = (subject or "").partition(":")
    group_id, _, _ = rest.rpartition(":")
    said = json.loads(payload)
    try:
        month = date.fromisoformat(said["as_of"]) if "as_of" in said else date.fromisoformat(f"{rest[-7:]}-01")
    except ValueError:
        return None
    if kind != "reason" or not group_id:
        return None
    is_undone = said.get("status") == UNDONE
    parts = tuple(_parts(said.get("parts", []), who)) if not is_undone else ()
    return Decision(
        entry_id, group_id, frozenset(projects), month.replace(day=1), decided_at, who, why, parts, is_undone
    )


def _parts(said: list[dict[str, Any]], who: str) -> list[Part]:
    """Read the amounts; what has no known reason or no amount is passed over, and so stays unexplained."""
    found = []
    for each in said:
        try:
            amount = Decimal(str(each["amount_wan"]))
        except (KeyError, InvalidOperation):
            continue
        known = reasons().get(each.get("reason", ""))
        if known and not known.automatic and amount.is_finite():
            found.append(
                Part(
                    known.code,
                    amount,
                    "person",
                    who=who,
                    note=each.get("note") or None,
                    evidence=each.get("evidence") or None,
                )
            )
    return found
