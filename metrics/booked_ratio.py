"""Booked against reported (入统占上报): how much of what the linked key projects report stands in the statistics."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

GROUPED = tuple(group for group in GROUPS if group != "month")

SQL = """
with loaded as (
    select kind, month
    from mart.source_month
    where district = $district
        and kind in ('dispatch', 'statistics_return')
        and month <= $as_of
        and first_known_from <= $known_on
),

-- the last month that both sources have: a month without a return is unknown, and January stands at December's
compared as (
    select max(month) as month
    from (select month from loaded group by month having count(distinct kind) = 2)
),

counted as (
    select
        {key} as group_key,
        project_month.month,
        project_month.carried_ytd_wan as reported_ytd_wan,
        project_month.booked_ytd_wan,
        coalesce(entry.linked, 0) > 0 as is_linked
    from mart.project_month as project_month
    left join mart.project_entry as entry using (district, project_id)
    where project_month.district = $district
        and project_month.is_counted
        and project_month.month = (select compared.month from compared)
),

totals as (
    select
        any_value(group_key) as group_key,
        count(*) as projects,
        count(*) filter (is_linked) as linked_projects,
        count(*) filter (not is_linked) as unlinked_projects,
        coalesce(sum(reported_ytd_wan) filter (is_linked), 0) as linked_reported_ytd_wan,
        coalesce(sum(reported_ytd_wan) filter (not is_linked), 0) as unlinked_reported_ytd_wan,
        coalesce(sum(booked_ytd_wan) filter (is_linked), 0) as booked_ytd_wan
    from counted
    group by {group}
)

select
    {shown_key} {shown_name}
    (select compared.month from compared) as compared_month,
    totals.projects,
    totals.linked_projects,
    totals.unlinked_projects,
    totals.linked_reported_ytd_wan,
    totals.booked_ytd_wan,
    totals.booked_ytd_wan / nullif(totals.linked_reported_ytd_wan, 0) as booked_to_reported,
    totals.linked_reported_ytd_wan - totals.booked_ytd_wan as unreconciled_wan,
    totals.unlinked_reported_ytd_wan
from totals
{project_names}
order by {order}
"""
PROJECT_NAMES = """left join mart.project as project
    on project.district = $district and project.project_id = totals.group_key"""


@metric(groups=GROUPED)
def booked_ratio(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Booked against reported (入统占上报): Σ booked / Σ reported of the key projects linked to the statistics.

    口径：已与统计项目连上的计入项目，取调度和统计月报都已载入的最后一个月（1月沿用上年12月）；不在库的入统为 0；
    未连上的不进比率，个数和上报额另列。100% 不是目标，有参考区间。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.project_entry``, ``mart.source_month`` are read.
        profile: the district.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of the groupings but month; None gives one row. Small cells are not withheld here: a page does that
            with ``data.access.withhold`` for readers without the statistician's role.

    Returns:
        One row per group, largest ``unreconciled_wan`` (待核差额: reported less booked) first. ``compared_month`` is
        the month compared, null (and the counts 0) when no month has both sources. The ratio is null when the linked
        projects reported nothing.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T12; 固定资产投资统计报表制度 (1月免报).
    """
    key = key_column(by, GROUPED)
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = SQL.format(
            key=f"project_month.{key}" if key else "'all'",
            group="group_key" if key else "()",
            shown_key=f"totals.group_key as {key}," if key else "",
            shown_name="project.project_name," if by == "project" else "",
            project_names=PROJECT_NAMES if by == "project" else "",
            order=f"unreconciled_wan desc, {key}" if key else "projects",
        )
        values = {"district": profile.id, "as_of": month, "known_on": known_on or date.max}
        return known.execute(sql, values).df()
