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
from metrics.reconciliation_parts import Part

DECISIONS = """
select entry_id, subject, decided_at, who, reason, payload
from mart.decision
where district = $district and kind = $kind and known_from <= $known_on
order by entry_id
"""
UNDONE = "undone"


@dataclass(frozen=True)
class Decision:
    """One entry of the ledger about a group and a month; without parts where it takes back what was decided."""

    entry_id: int
    group_id: str
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
    said = (_decision(*row) for row in entries(con, profile, "reason", known_on))
    return [one for one in said if one and one.month.year == month.year and one.month <= month]


def entries(
    con: duckdb.DuckDBPyConnection, profile: Profile, kind: str, known_on: date | None = None
) -> list[tuple[Any, ...]]:
    """Return the rows of ``mart.decision`` of a kind: entry_id, subject, decided_at, who, reason, payload as text."""
    return con.execute(DECISIONS, {"district": profile.id, "kind": kind, "known_on": known_on or NOW}).fetchall()


def in_force(said: list[Decision]) -> dict[str, dict[date, Decision]]:
    """Return per group and month the decision that stands: the last one that was not taken back."""
    found: dict[str, dict[date, Decision]] = {}
    for one in said:
        if one.is_undone:
            found.get(one.group_id, {}).pop(one.month, None)
        else:
            found.setdefault(one.group_id, {})[one.month] = one
    return found


def _decision(
    entry_id: int, subject: str | None, decided_at: datetime, who: str, why: str | None, payload: str
) -> Decision | None:
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
    return Decision(entry_id, group_id, month.replace(day=1), decided_at, who, why, parts, is_undone)


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
