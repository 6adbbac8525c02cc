"""Physical progress against booked (形象进度同投资入统数据匹配): where works and statistics tell different tales."""

from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd

from data.profile import Profile
from data.rules import Tolerance
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.reconciliation_balance import balances
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

COLUMNS = (
    "group_id", "project_names", "responsible_unit", "compared_month", "physical_progress", "booked_progress",
    "progress_difference_pp", "is_inconsistent", "cumulative_booked_wan", "statistics_total_wan",
)  # fmt: skip


@metric()
def consistency(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Physical progress against booked (形象进度同投资入统数据匹配): further apart than 15 percentage points.

    口径：调度所报形象进度（由累计投资推算的不算）与入统进度（自开始建设累计÷统计计划总投资）之差，
    绝对值超过15个百分点（默认）为不匹配。只比一个调度项目的组；两边缺一的不列。

    Args:
        con: warehouse connection; what ``reconciliation`` reads.
        profile: the district; ``tolerance.progress_pp``.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        A row per group that can be compared, the furthest apart first. ``booked_progress`` is a fraction,
        ``progress_difference_pp`` physical less booked.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12 (项目形象进度同投资入统数据匹配); the limit is a default of ours.
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        _, found = balances(known, profile, month, known_on)
    rule = profile.rule("tolerance", month) or Tolerance(article="", origin="default")
    rows = []
    for one in found:
        facts = one.facts
        total, booked, physical = (
            facts.get(name) for name in ("statistics_total_wan", "cumulative_booked_wan", "physical_progress")
        )
        if physical is None or booked is None or not total:
            continue
        share = booked / total
        apart = 100 * (Decimal(str(physical)) - share)
        rows.append(
            {name: facts.get(name) for name in COLUMNS}
            | {
                "responsible_unit": facts["units"][0],
                "compared_month": one.month,
                "booked_progress": float(share),
                "progress_difference_pp": float(apart),
                "is_inconsistent": abs(apart) > Decimal(str(rule.progress_pp)),
            }
        )
    return frame(sorted(rows, key=lambda row: (-abs(row["progress_difference_pp"]), row["group_id"])), COLUMNS)
