"""Issues by kind, level or unit (问题办理情况): raised, open, overdue, closed in time, and how long closing takes."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.groups import key_column
from metrics.issues.issue_ledger import ledger
from metrics.registry import metric

GROUPS = ("responsible_unit", "issue_kind", "issue_level")
SQL = """
with {ledger},

grouped as (
    select *, {key} as key, coalesce(close_days, open_days) as days
    from ledger
),

at_risk as (
    -- who is closed on a day goes before who is still open that long
    select
        key,
        days,
        count(*) filter (closed_on is not null) as ended,
        sum(count(*)) over (partition by key order by days desc) as waiting
    from grouped
    where days >= 0
    group by key, days
),

survival as (
    -- a product of fractions in binary: 1e-12 above the exact value is the value
    select key, days, product((waiting - ended) / waiting) over (partition by key order by days) - 1e-12 as still_open
    from at_risk
),

median as (
    select key, min(days) filter (still_open <= 0.5) as close_median_days
    from survival
    group by key
),

counted as (
    select
        key,
        count(*) as raised_issues,
        count(*) filter (raised_on >= $month) as new_issues,
        count(*) filter (closed_on is null) as open_issues,
        count(*) filter (overdue_days > 0) as overdue_issues,
        count(*) filter (closed_on is null and due_on is null) as open_without_limit,
        count(*) filter (closed_on is not null) as closed_issues,
        count(*) filter (closed_on >= $month) as closed_this_month,
        count(*) filter (closed_on is not null and due_on is not null and not is_doubtful) as closed_with_limit,
        count(*) filter (is_closed_in_time) as closed_in_time,
        max(open_days) as longest_open_days
    from grouped
    group by key
)

select
    {name}
    counted.raised_issues,
    counted.new_issues,
    counted.open_issues,
    counted.overdue_issues,
    counted.open_without_limit,
    counted.closed_issues,
    counted.closed_this_month,
    counted.closed_with_limit,
    counted.closed_in_time,
    counted.closed_in_time / nullif(counted.closed_with_limit, 0) as closed_in_time_share,
    median.close_median_days,
    counted.longest_open_days
from counted
left join median on median.key = counted.key
order by counted.overdue_issues desc, counted.open_issues desc, counted.key
"""


@metric(groups=GROUPS)
def issue_summary(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Issues by kind, level or unit (问题办理情况): raised, open, overdue, closed in time, and days until closed.

    口径：同“问题台账”。按期销号率 = 按期销号 ÷ 有时限的已销号；销号天数的中位数用生存分析（Kaplan–Meier），
    未销号的按截至日计入，不到一半销号的没有中位数。销号早于提出的，日期有误，不计按期，也不计天数。

    Args:
        con: warehouse connection; what ``issue_ledger`` reads.
        profile: the district.
        as_of: the last closed month; new and closed ones of its days are counted apart.
        known_on: only what was received, and written down, by the end of this day; None: all.
        by: one of ``GROUPS``; None: the whole district in one row.
        on: the day that is asked about; default the last day of ``as_of``.

    Returns:
        A row a group, most overdue first: counts of issues, ``closed_in_time_share`` [0–1, null: none closed with a
        limit], ``close_median_days`` [days, null: not half are closed], ``longest_open_days`` [days, null: none open].
        No row where no issue was raised.

    Raises:
        ValueError: ``by`` is not one of ``GROUPS``.

    Source:
        T10, J21, J27.
    """
    column = key_column(by, GROUPS)
    day = on or last_day(as_of)
    sql = SQL.format(
        ledger=ledger(),
        key=f"coalesce({column}, '—')" if column else "''",
        name=f"counted.key as {column}," if column else "",
    )
    values = {"district": profile.id, "known_on": known_on or NOW, "on": day, "month": day.replace(day=1)}
    found = con.execute(sql, values).df()
    return found.astype({"close_median_days": "Int64", "longest_open_days": "Int64"})
