"""What was completed since an earlier month (本期完成): the same projects then and now, by group."""

from datetime import date, timedelta

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.unknown_months import loaded_months

GROUPED = tuple(group for group in GROUPS if group not in {"project", "month"})

SQL = """
with counted as (
    select project_id, {key} as group_key, coalesce(carried_ytd_wan, 0) as reported_ytd_wan
    from mart.project_month
    where district = $district and month = $as_of and is_counted
),

earlier as (
    select project_id, {key} as group_key, is_counted, coalesce(carried_ytd_wan, 0) as reported_ytd_wan
    from mart.project_month
    where district = $district and month = $since and not $is_new_year
),

completed as (
    select
        counted.group_key,
        count(*) as projects,
        sum(counted.reported_ytd_wan) as reported_ytd_wan,
        sum(counted.reported_ytd_wan - coalesce(earlier.reported_ytd_wan, 0)) as completed_wan
    from counted
    left join earlier using (project_id)
    group by counted.group_key
),

before as (
    select group_key, sum(reported_ytd_wan) as reported_ytd_wan
    from earlier
    where is_counted
    group by group_key
)

select
    {shown_key}
    completed.projects,
    case when $is_known then completed.completed_wan end as completed_wan,
    case when $is_known then
        completed.reported_ytd_wan - coalesce(before.reported_ytd_wan, 0) - completed.completed_wan
    end as joined_left_wan
from completed
left join before using (group_key)
order by completed.completed_wan desc, completed.group_key
"""


@metric(groups=GROUPED)
def completed_amount(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    since: date | None = None,
) -> pd.DataFrame:
    """Completed since an earlier month (本期完成): what the counted projects added, and what joining and leaving moved.

    口径：Σ（截至月计入项目的本年累计 − 同一项目在比较月的本年累计），不论它当时是否计入；更正的负数照计。
    项目进出的影响（调出、调入、新增、换单位）另列，两者之和等于累计之差。比较月没有载入调度表的为空。

    Args:
        con: warehouse connection; ``mart.project_month`` is read.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: a grouping other than project and month; None: the district.
        since: the month compared with, e.g. the end of last quarter; None: the month before. The year starts anew in
            January: against a month of the year before, everything is of this year.

    Returns:
        One row per group that has counted projects: ``completed_wan`` and ``joined_left_wan`` [万元].

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months; ``since`` not before it.

    Source:
        J19, T10.
    """
    if by is not None and by not in GROUPED:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(GROUPED)}")
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        before = since.replace(day=1) if since else (month - timedelta(days=1)).replace(day=1)
        if before >= month:
            raise ValueError(f"since must be a month before {month:%Y-%m}, not {before:%Y-%m}")
        loaded = loaded_months(con, profile, known_on)
        is_new_year = before.year < month.year
        values = {
            "district": profile.id,
            "as_of": month,
            "since": before,
            "is_new_year": is_new_year,
            "is_known": month in loaded and (is_new_year or before in loaded),
        }
        key = key_column(by)
        shown_key = f"completed.group_key as {key}," if key else ""
        return known.execute(SQL.format(key=key or "'all'", shown_key=shown_key), values).df()
