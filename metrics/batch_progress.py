"""Batch progress (批次进度): how the projects of each batch stand by that batch's own yardstick."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.batch_standing import STANDING, standing_values
from metrics.binding import bound
from metrics.groups import GROUPS as ALL_GROUPS
from metrics.groups import key_column
from metrics.known import as_known
from metrics.registry import metric

GROUPS = tuple(name for name in ALL_GROUPS if name != "month")

NAMES = """
left join mart.project on project.district = $district and project.project_id = totals.group_key
"""

SQL = """
with {standing},

batches as (
    select unnest($batches::varchar[]) as batch, unnest($yardsticks::varchar[]) as yardstick
),

counted as (
    select
        batch, yardstick, {key} as group_key, standing, light,
        total_investment_wan, annual_plan_wan, in_use_date, approvals_required, approvals_obtained,
        is_started, is_start_due, is_works_completed, is_works_due,
        yardstick = 'continuing' and (is_estimated_progress or is_estimated_planned_progress) as is_estimated,
        false as has_converted
    from standing
    union all by name
    -- who moved on to construction this year is done in the preliminary batch, and counts where it is now
    select
        converted_from_batch as batch, 'preliminary' as yardstick, {key} as group_key, true as has_converted
    from standing
    where converted_from_batch is not null and yardstick is not null
    {empty_batches}
),

totals as (
    select
        batch,
        any_value(yardstick) as yardstick,
        group_key,
        count(standing) as projects,
        coalesce(sum(total_investment_wan), 0) as total_investment_wan,
        coalesce(sum(annual_plan_wan), 0) as annual_plan_wan,
        count(*) filter (standing = 'done' or has_converted) as done,
        count(*) filter (standing = 'on_pace') as on_pace,
        count(*) filter (standing = 'late') as late,
        count(*) filter (standing = 'not_due') as not_due,
        count(*) filter (standing = 'no_date') as no_date,
        count(*) filter (standing = 'unmeasured') as unmeasured,
        count(*) filter (has_converted) as converted,
        count(*) filter (light = 'ahead') as ahead_projects,
        count(*) filter (light = 'normal') as normal_projects,
        count(*) filter (light = 'slow') as slow_projects,
        count(*) filter (light = 'behind') as behind_projects,
        count(*) filter (is_started) as started,
        count(*) filter (is_start_due) as start_due,
        count(*) filter (is_started and is_start_due) as started_of_due,
        count(*) filter (is_works_completed) as works_completed,
        count(*) filter (is_works_due) as works_due,
        count(*) filter (is_works_completed and is_works_due) as works_completed_of_due,
        count(in_use_date) as in_use,
        cast(coalesce(sum(approvals_required), 0) as bigint) as approvals_required,
        cast(coalesce(sum(approvals_obtained), 0) as bigint) as approvals_obtained,
        count(*) filter (is_estimated) as estimated_progress_projects
    from counted
    group by batch, group_key
)

select
    totals.batch,
    {shown_key}
    totals.yardstick,
    totals.projects,
    totals.total_investment_wan,
    totals.annual_plan_wan,
    totals.done,
    totals.on_pace,
    totals.late,
    totals.not_due,
    totals.no_date,
    totals.unmeasured,
    totals.done / nullif(totals.projects - totals.unmeasured + totals.converted, 0) as done_share,
    totals.converted,
    totals.ahead_projects,
    totals.normal_projects,
    totals.slow_projects,
    totals.behind_projects,
    totals.started,
    totals.started / nullif(totals.projects, 0) as start_rate,
    totals.start_due,
    totals.started_of_due,
    totals.started_of_due / nullif(totals.start_due, 0) as start_due_rate,
    totals.works_completed,
    totals.works_completed / nullif(totals.projects, 0) as works_completed_rate,
    totals.works_due,
    totals.works_completed_of_due,
    totals.works_completed_of_due / nullif(totals.works_due, 0) as works_due_rate,
    totals.in_use,
    totals.approvals_required,
    totals.approvals_obtained,
    totals.approvals_obtained / nullif(totals.approvals_required, 0) as approvals_share,
    totals.estimated_progress_projects
from totals
{names}
order by list_position($batches, totals.batch) nulls last, totals.batch, totals.late desc, totals.group_key
"""

EMPTY_BATCHES = """union all by name
    select batch, yardstick, 'all' as group_key, false as has_converted
    from batches"""


@metric(groups=GROUPS)
def batch_progress(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Batch progress (批次进度): each batch's projects done, on pace and late by that batch's yardstick.

    口径：范围为截至月在计划的项目，按当月批次。竣工看实际竣工月，新开工看实际开工月，计划月已到（含当月）而未完成为滞后；
    续建看形象进度与计划进度之差（无表列数的按投资推算，标“估”），不低于计划为完成，灯按差值；
    前期批次看在批月数（超过黄、红灯月数为滞后）与应办审批取得率，年内转入建设批次为完成，其个数在现批次计。
    没有日期或进度的单列，不算滞后；未知批次没有标尺。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.approval_step`` are read.
        profile: the district's rules: batches in order, lights, ages of the preliminary batch, approvals.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS``; None (or ``batch``) gives one row per batch, else one per batch and group.

    Returns:
        Batches in the profile's order, those without projects too; 未知批次 last, where there is one. By group the
        latest first. ``projects = done + on_pace + late + not_due + no_date + unmeasured``, but in a preliminary
        batch ``done`` are the ``converted``, who count in the batch they are in now, so that each project is counted
        once. ``_rate`` and ``_share`` are fractions, null when nothing stands below: ``start_rate`` and
        ``works_completed_rate`` are of all projects, the ``_due_rate`` ones of those planned by the month.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        J13, T2, T7, T11; 竣工 view in a text without that batch: T7.
    """
    by = None if by == "batch" else by
    key = key_column(by, GROUPS)
    sql = SQL.format(
        standing=STANDING.format(columns=f", {key}" if key not in (None, "project_id") else ""),
        key=key or "'all'",
        shown_key=(f"totals.group_key as {key}," if key else "")
        + (" project.project_name," if by == "project" else ""),
        names=NAMES if by == "project" else "",
        empty_batches="" if key else EMPTY_BATCHES,
    )
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, standing_values(known, profile, as_of, known_on))).df()
