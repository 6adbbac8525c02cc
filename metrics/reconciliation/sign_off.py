"""The sign-off of a month's reconciliation (对账签认): the list as it was signed, and what changed against it since."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.decision_kinds import SignOff
from data.profile import Profile
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.reconciliation_balance import Balance, balances
from metrics.reconciliation.reconciliation_decisions import UNDONE, entries
from metrics.reconciliation.reconciliation_parts import ZERO
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

SIGN_OFFS = (
    "compared_month",
    "entry_id",
    "signed_by",
    "signed_at",
    "list_hash",
    "is_intact",
    "groups",
    "changed_groups",
)
CHANGES = ("compared_month", "group_id", "signed_field", "signed_wan", "now_wan", "change_wan")
Signed = dict[str, dict[str, Decimal]]  # group → figure or reason → 万元


def subject(profile: Profile, month: date) -> str:
    """Return the ledger's subject of a month's sign-off."""
    return SignOff(district=profile.id, as_of=month).subject


def signed_list(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> dict[str, Any]:
    """Return what a sign-off freezes, as the ledger's payload: month, every group's figures and reasons, their hash.

    The page adds ``version``; that version's file then stays. ``groups`` holds amounts as text of exact decimals.

    Raises:
        ValueError: ``as_of`` outside the loaded months, or no month can be compared.
    """
    month, found = _balances(con, profile, as_of, known_on)
    if month is None:
        raise ValueError("没有可签认的月份：还没有同月的调度表和统计月报")
    listed = {group: {name: str(amount) for name, amount in facts.items()} for group, facts in _amounts(found).items()}
    return {"as_of": month.isoformat(), "groups": listed, "hash": digest(listed)}


def digest(listed: dict[str, dict[str, str]]) -> str:
    """Return the sha256 of a signed list, whatever the order of its rows."""
    return hashlib.sha256(json.dumps(listed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@metric()
def sign_offs(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """The month's sign-off (对账签认): by whom, when, and how much has changed since.

    口径：可比月最近一次未撤回的签认；校验码由签认清单重新算出，与所记不同即不完整。

    Args:
        con: warehouse connection; ``mart.decision`` and what ``reconciliation`` reads.
        profile: the district.
        as_of: the last closed month; its compared month is asked.
        known_on: only what was received, and decided, by the end of this day; None: all.

    Returns:
        One row, or none where the month is not signed. ``changed_groups`` counts groups that differ from the list.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    month, found = _balances(con, profile, as_of, known_on)
    said = _said(con, profile, month, known_on)
    if said is None:
        return frame([], SIGN_OFFS)
    entry_id, who, at, payload = said
    changed = _changes(_read(payload), _amounts(found))
    return frame(
        [
            {
                "compared_month": month,
                "entry_id": entry_id,
                "signed_by": who,
                "signed_at": at,
                "list_hash": payload.get("hash"),
                "is_intact": digest(payload.get("groups", {})) == payload.get("hash"),
                "groups": len(payload.get("groups", {})),
                "changed_groups": len({row["group_id"] for row in changed}),
            }
        ],
        SIGN_OFFS,
    )


@metric()
def sign_off_changes(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """What changed since the month was signed off (签认后变动), figure by figure and reason by reason.

    口径：可比月最近一次未撤回的签认清单与最新数据之差；清单中没有或已不在的组按0比较。

    Args:
        con: warehouse connection; ``mart.decision`` and what ``reconciliation`` reads.
        profile: the district.
        as_of: the last closed month; its compared month is asked.
        known_on: only what was received, and decided, by the end of this day; None: all.

    Returns:
        A row per group and figure or settled reason that differs, by group; none where nothing does or nothing was
        signed. ``signed_field``: reported, booked or the reason's code.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    month, found = _balances(con, profile, as_of, known_on)
    said = _said(con, profile, month, known_on)
    rows = _changes(_read(said[3]), _amounts(found)) if said else []
    return frame(({"compared_month": month} | row for row in rows), CHANGES)


def _balances(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None
) -> tuple[date | None, list[Balance]]:
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        months, found = balances(known, profile, check_month(con, profile, as_of, known_on), known_on)
    return (months[-1] if months else None), found


def _amounts(found: list[Balance]) -> Signed:
    """Return every group's ends and settled reasons; what is merely proposed is not signed."""
    listed: Signed = {}
    for one in found:
        row = {"reported": one.facts["reported_ytd_wan"] or ZERO, "booked": one.facts["booked_ytd_wan"] or ZERO}
        for part in one.parts:
            if part.is_settled:
                row[part.reason] = row.get(part.reason, ZERO) + part.amount
        listed[one.group_id] = row
    return listed


def _said(
    con: duckdb.DuckDBPyConnection, profile: Profile, month: date | None, known_on: date | None
) -> tuple[int, str, Any, dict[str, Any]] | None:
    """Return the month's sign-off: entry, who, when, payload; None where there is none or it was undone."""
    wanted = subject(profile, month) if month else None
    found = [row for row in entries(con, profile, "sign_off", known_on) if row[1] == wanted]
    if not found:
        return None
    entry_id, _, at, who, _, text = found[-1]
    payload = json.loads(text)
    return None if payload.get("status") == UNDONE else (entry_id, who, at, payload)


def _read(payload: dict[str, Any]) -> Signed:
    return {
        group: {name: Decimal(amount) for name, amount in facts.items()}
        for group, facts in payload.get("groups", {}).items()
    }


def _changes(signed: Signed, now: Signed) -> list[dict[str, Any]]:
    rows = []
    for group in sorted(signed.keys() | now.keys()):
        before, after = signed.get(group, {}), now.get(group, {})
        for name in sorted(before.keys() | after.keys()):
            was, is_now = before.get(name, ZERO), after.get(name, ZERO)
            if was != is_now:
                rows.append(
                    {
                        "group_id": group,
                        "signed_field": name,
                        "signed_wan": was,
                        "now_wan": is_now,
                        "change_wan": is_now - was,
                    }
                )
    return rows
