"""Reported and booked month by month (上报与入统逐月), of the district or of one group: the lag is visible."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation import reconciliation_groups
from metrics.reconciliation.reconciliation_parts import ZERO
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

COLUMNS = (
    "month", "reported_ytd_wan", "booked_ytd_wan", "gap_wan", "reported_period_wan", "booked_period_wan",
    "gap_period_wan",
)  # fmt: skip


@metric()
def reconciliation_series(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    group_id: str | None = None,
) -> pd.DataFrame:
    """Reported and booked month by month (上报与入统逐月): year to date and the change since the month before.

    口径：今年调度和统计月报都已载入的各月（1月并入2月），按截至月的分组；只算在调度的项目所在的组，未匹配的统计项目不在内。
    当期为与本年上一个可比月之差，可为负。

    Args:
        con: warehouse connection.
        profile: the district.
        as_of: the last closed month; the year is that of the last compared month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        group_id: one group's only, a return project's own (S:…) too; None: all groups in the dispatch.

    Returns:
        A row per compared month. Reported is null where nothing was reported this year yet, booked where nothing of
        it stands in the month's return.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12; 固定资产投资统计报表制度 (1月免报).
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        months = reconciliation_groups.compared_months(
            known, profile, check_month(con, profile, as_of, known_on), known_on
        )
        found = reconciliation_groups.series(known, profile, months, known_on) if months else []
    rows, before = [], (ZERO, ZERO)
    for month in months:
        here = [
            row
            for row in found
            if row["month"] == month
            and (row["group_id"] == group_id if group_id else not row["group_id"].startswith("S:"))
        ]
        said = [row["reported_ytd_wan"] for row in here if row["reported_ytd_wan"] is not None]
        returned = [row["booked_ytd_wan"] for row in here if row["booked_ytd_wan"] is not None]
        reported, booked = sum(said, ZERO), sum(returned, ZERO)
        rows.append(
            {
                "month": month,
                "reported_ytd_wan": reported if said else None,
                "booked_ytd_wan": booked if returned else None,
                "gap_wan": reported - booked,
                "reported_period_wan": reported - before[0],
                "booked_period_wan": booked - before[1],
                "gap_period_wan": reported - before[0] - booked + before[1],
            }
        )
        before = (reported, booked)
    return frame(rows, COLUMNS)
