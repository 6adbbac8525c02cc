"""What changed in the gap since the month compared before (差额变化), and how long it has been open (账龄)."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.reconciliation_balance import Balance, balances
from metrics.reconciliation.reconciliation_parts import ZERO
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

CHANGES = (
    "group_id", "project_names", "compared_month", "before_month", "gap_before_wan", "gap_wan", "gap_change_wan",
    "gap_course", "status", "unexplained_wan",
)  # fmt: skip
AGES = ("open_months", "compared_month", "groups", "open_gross_wan")


@metric()
def reconciliation_changes(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """What changed in the gap since the month compared before (差额变化), group by group.

    口径：本月与本年上一个可比月的待核差额之比，按截至月的分组；年内第一个可比月没有上期。未匹配的统计项目不在内。

    Args:
        con: warehouse connection.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received, and decided, by the end of this day; None: all.

    Returns:
        A row per group whose gap differs from before, largest change first. ``gap_course``: appeared, closed, grew,
        shrank or turned (the sign). In the year's first compared month no rows.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        months, found = balances(known, profile, check_month(con, profile, as_of, known_on), known_on)
    rows = [_change(one, months[-2]) for one in found if len(months) > 1 and one.is_dispatched]
    changed = [row for row in rows if row["gap_change_wan"]]
    return frame(sorted(changed, key=lambda row: (-abs(row["gap_change_wan"]), row["group_id"])), CHANGES)


@metric()
def reconciliation_ageing(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """How long what is open has been open (账龄): groups and amounts by months, the oldest first.

    口径：组内差额同号、逐月都有未定原因的余额，从最早那个可比月算起的月数，当月为1；建议而未定的也算未定。每年重新起算。

    Args:
        con: warehouse connection.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received, and decided, by the end of this day; None: all.

    Returns:
        A row per number of months, only those that occur; ``open_gross_wan`` is Σ|proposed| + |unexplained|.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        _, found = balances(known, profile, check_month(con, profile, as_of, known_on), known_on)
    ages: dict[int, dict[str, Any]] = {}
    for one in found:
        if one.open_months is not None:
            row = ages.setdefault(
                one.open_months,
                {"open_months": one.open_months, "compared_month": one.month, "groups": 0, "open_gross_wan": ZERO},
            )
            row["groups"] += 1
            row["open_gross_wan"] += one.open_gross
    return frame((ages[age] for age in sorted(ages, reverse=True)), AGES)


def _change(one: Balance, before_month: date) -> dict[str, Any]:
    reported, booked = one.series.get(before_month, (None, None))
    before = (reported or ZERO) - (booked or ZERO)
    return {
        "group_id": one.group_id,
        "project_names": one.facts["project_names"],
        "compared_month": one.month,
        "before_month": before_month,
        "gap_before_wan": before,
        "gap_wan": one.difference,
        "gap_change_wan": one.difference - before,
        "gap_course": _in_a_word(before, one.difference),
        "status": one.status,
        "unexplained_wan": one.unexplained,
    }


def _in_a_word(before: Decimal, now: Decimal) -> str:
    if not before or not now:
        return "closed" if before else "appeared"
    if (before > 0) != (now > 0):
        return "turned"
    return "grew" if abs(now) > abs(before) else "shrank"
