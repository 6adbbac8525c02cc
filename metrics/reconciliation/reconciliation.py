"""Reported against booked (报统对账): the gap of every group, every 万元 under one reason or unexplained."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from data.reasons import UNEXPLAINED, reasons
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation import reconciliation_groups
from metrics.reconciliation.reconciliation_balance import Balance, balances
from metrics.reconciliation.reconciliation_parts import ZERO
from metrics.reconciliation.reconciliation_sums import ACROSS, AMOUNTS, amounts_of, frame, summed_rows, sums_of, whose
from metrics.registry import metric

GROUPED = ("project", "reason", "responsible_unit", "batch")
COLUMNS: dict[str | None, tuple[str, ...]] = {
    None: (
        "compared_month", "groups", "open_groups", *AMOUNTS, "booked_to_reported", "explained_share", "open_gross_wan",
        "linked_booked_ytd_wan", "unlinked_return_wan", "closing_difference_wan",
    ),
    "project": (
        "group_id", "project_ids", "project_names", "statistics_ids", "statistics_names", "responsible_unit", "batch",
        "compared_month", "status", *AMOUNTS, "reported_period_wan", "booked_period_wan", "gap_period_wan",
        "decided_reasons", "proposed_reasons", "evidence", "open_since_month", "open_months", "is_silent",
        "last_entry_id",
    ),
    "reason": (
        "reason", "reason_label", "who_acts", "legitimate", "compared_month", "groups", "difference_wan",
        "explained_wan", "proposed_wan",
    ),
    **{
        by: (by, "compared_month", "groups", "open_groups", *AMOUNTS, "booked_to_reported", "explained_share")
        for by in ACROSS
    },
}  # fmt: skip


@metric(groups=GROUPED)
def reconciliation(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Reported against booked (报统对账): the gap by connected groups, explained to the last 万元.

    口径：今年在调度的项目（已调出的除外）与所连统计项目按整组比较，取调度和统计月报都已载入的最后一个月（1月沿用上年12月），
    均为本年累计；待核差额＝上报－入统。未连到今年调度项目的统计项目各自成行，归 R18，故合计闭合于整张月报。
    每一万元只归一个原因：人定的；R00 容差之内、R18 由口径认定；其余由规则或上月决定提出，等人定；都没有的为未说明。
    不提出任何应入统数。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.booked``, ``mart.project_link``,
            ``mart.library_entry``, ``mart.reported``, ``mart.decision`` are read.
        profile: the district; its tolerance, entry window and minimum total are used.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received, and decided, by the end of this day; None: all.
        by: ``project`` gives a row per group, ``reason`` the bridge from reported to booked, ``responsible_unit`` and
            ``batch`` the groups' sums; None gives one row.

    Returns:
        Amounts in 万元. ``difference_wan`` is reported less booked; its rows add up to reported less the whole return's
        booked. ``gap_wan`` and ``gross_gap_wan`` (Σ|·|) leave out return projects that hang on no dispatch project.
        ``explained_wan + proposed_wan + unexplained_wan = gap_wan``; ``open_groups`` have something proposed or
        unexplained. ``explained_share`` is of the gross gap, null where there is none. ``booked_to_reported`` is
        of all projects in the dispatch, and leaves out what a person decided to be R05, R12, R16 (what is only proposed
        stays); null where nothing is left. The official ratio is that of ``booked_ratio``.
        ``closing_difference_wan`` holds the parts against both ends summed independently: 0. Period columns are the
        change since the month compared before in the same year. A group across units (batches) is split by confirmed
        shares, until then it is 跨单位 (跨批次).
        Without a compared month: no rows, or one row of zeros.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T12; 固定资产投资统计报表制度 (1月免报).
    """
    if by is not None and by not in GROUPED:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(GROUPED)}")
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        months, found = balances(known, profile, month, known_on)
        if by is None:
            rows = [_total(known, profile, months, found, known_on)]
        elif by == "project":
            rows = sorted((_group_row(one, months) for one in found), key=_by_money)
        elif by == "reason":
            rows = _reason_rows(found)
        else:
            split = reconciliation_groups.shares(known, profile, months[-1], known_on) if months else []
            rows = summed_rows(found, split, by)
    return frame(rows, COLUMNS[by])


def _by_money(row: dict[str, Any]) -> tuple[Any, ...]:
    is_link_missing = row["status"] == "unlinked_return"
    open_amount = abs(row["proposed_wan"]) + abs(row["unexplained_wan"])
    return is_link_missing, -open_amount, -abs(row["difference_wan"]), row["group_id"]


def _group_row(one: Balance, months: list[date]) -> dict[str, Any]:
    now = one.series.get(months[-1], (None, None))
    before = one.series.get(months[-2], (None, None)) if len(months) > 1 else (None, None)
    period = [None if last is None else last - (first or ZERO) for last, first in zip(now, before, strict=True)]
    return {
        **{name: one.facts.get(name) for name in COLUMNS["project"] if name in one.facts},
        **{by: whose(one, by) for by in ACROSS},
        **amounts_of(one),
        "compared_month": one.month,
        "status": one.status,
        "reported_period_wan": period[0] if one.is_dispatched else None,
        "booked_period_wan": period[1],
        "gap_period_wan": (period[0] or ZERO) - (period[1] or ZERO) if one.is_dispatched else ZERO,
        "decided_reasons": _reasons_in_words(part for part in one.parts if part.is_settled),
        "proposed_reasons": _reasons_in_words(part for part in one.parts if not part.is_settled),
        "evidence": "；".join(part.evidence for part in one.parts if part.evidence) or None,
        "open_since_month": one.since_month,
        "open_months": one.open_months,
        "is_silent": bool(one.facts.get("is_silent")),
        "last_entry_id": one.last_entry,
    }


def _reasons_in_words(parts: Iterable[Any]) -> str | None:
    sums: dict[str, Decimal] = {}
    for part in parts:
        sums[part.reason] = sums.get(part.reason, ZERO) + part.amount
    return "；".join(f"{reason} {amount:,.2f}" for reason, amount in sums.items()) or None


def _total(
    con: duckdb.DuckDBPyConnection, profile: Profile, months: list[date], found: list[Balance], known_on: date | None
) -> dict[str, Any]:
    ends = reconciliation_groups.totals(con, profile, months[-1], known_on)[0] if months else {}
    reported, booked = ends.get("reported_ytd_wan", ZERO), ends.get("booked_ytd_wan", ZERO)
    unlinked = sum((-one.difference for one in found if not one.is_dispatched), ZERO)
    explained = sum((part.amount for one in found for part in one.amounts), ZERO)
    return sums_of(found) | {
        "compared_month": months[-1] if months else None,
        "open_gross_wan": sum((one.open_gross for one in found), ZERO),
        "linked_booked_ytd_wan": booked - unlinked,
        "unlinked_return_wan": unlinked,
        "closing_difference_wan": reported - explained - booked,
    }


def _reason_rows(found: list[Balance]) -> list[dict[str, Any]]:
    """Return the bridge: each reason that stands somewhere, in the waterfall's order, and what is unexplained."""
    rows: dict[str, dict[str, Any]] = {
        code: {
            "reason": code,
            "reason_label": reason.label,
            "who_acts": reason.who_acts,
            "legitimate": reason.legitimate,
            "groups": 0,
            **dict.fromkeys(("difference_wan", "explained_wan", "proposed_wan"), ZERO),
        }
        for code, reason in reasons().items()
    }
    for one in found:
        for code in {part.reason for part in one.amounts}:
            rows[code]["groups"] += 1
        for part in one.amounts:
            row = rows[part.reason]
            row["compared_month"] = one.month
            row["difference_wan"] += part.amount
            if part.reason != UNEXPLAINED and one.is_dispatched:
                row["explained_wan" if part.is_settled else "proposed_wan"] += part.amount
    return [row for code, row in rows.items() if row["groups"] or code == UNEXPLAINED]
