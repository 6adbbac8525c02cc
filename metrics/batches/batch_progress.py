"""Batch progress (批次进度): how the projects of each batch stand by that batch's own yardstick."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.batches.batch_yardsticks import standing_values
from metrics.binding import bound
from metrics.groups import GROUPS as ALL_GROUPS
from metrics.groups import key_column
from metrics.known import as_known
from metrics.registry import metric
from metrics.statements import steps

GROUPS = tuple(name for name in ALL_GROUPS if name != "month")

NAMES = """
left join mart.project on project.district = $district and project.project_id = totals.group_key
"""

COUNTS = {
    "done": "standing = 'done'",
    "on_pace": "standing = 'on_pace'",
    "late": "standing = 'late'",
    "not_due": "standing = 'not_due'",
    "no_date": "standing = 'no_date'",
    "silent": "standing = 'silent'",
    "unmeasured": "standing = 'unmeasured'",
    "ahead_projects": "light = 'ahead'",
    "normal_projects": "light = 'normal'",
    "slow_projects": "light = 'slow'",
    "behind_projects": "light = 'behind'",
    "started": "is_started",
    "start_due": "is_start_due",
    "started_of_due": "is_started and is_start_due",
    "works_completed": "is_works_completed",
    "works_due": "is_works_due",
    "works_completed_of_due": "is_works_completed and is_works_due",
    "in_use": "is_in_use",
    "estimated_progress_projects": "is_progress_estimated",
}

SQL = """
with {measured},

alike as (
    -- projects that do not differ in anything counted, as one row: a nation has few kinds of them
    select
        batch, yardstick, {key} as group_key, converted_from_batch, pace, youth, is_on_plan, is_unreported,
        has_planned_start, has_planned_finish, is_started, is_start_due, is_works_completed, is_works_due,
        in_use_date is not null as is_in_use, is_progress_estimated,
        count(*) as projects,
        sum(total_investment_wan) as total_investment_wan,
        sum(annual_plan_wan) as annual_plan_wan
    from measured
    group by
        batch, yardstick, group_key, converted_from_batch, pace, youth, is_on_plan, is_unreported,
        has_planned_start, has_planned_finish, is_started, is_start_due, is_works_completed, is_works_due,
        is_in_use, is_progress_estimated
),
{standing},
{approvals},

batches as (
    select $batches[place] as batch, $yardsticks[place] as yardstick, place
    from (select unnest($places) as place)
),

counted as (
    select
        batch,
        group_key,
        any_value(yardstick) as yardstick,
        sum(projects) as projects,
        sum(total_investment_wan) as total_investment_wan,
        sum(annual_plan_wan) as annual_plan_wan,
        {counts}
    from standing
    group by batch, group_key
),

conversions as (
    -- who moved on to construction this year is done in the preliminary batch, and counts where it is now
    select converted_from_batch as batch, group_key, sum(projects) as converted
    from standing
    where converted_from_batch is not null
    group by converted_from_batch, group_key
),

obtained as (
    select
        batch,
        {key} as group_key,
        sum(approvals_required) as approvals_required,
        sum(approvals_obtained) as approvals_obtained
    from approvals
    group by batch, group_key
),

answered as (
    select batch, group_key, yardstick from counted
    union
    select batch, group_key, 'preliminary' as yardstick from conversions
    union
    select batch, group_key, 'preliminary' as yardstick from obtained
    {empty_batches}
),

totals as (
    select
        named.batch,
        named.yardstick,
        named.group_key,
        coalesce(counted.projects, 0)::bigint as projects,
        coalesce(conversions.converted, 0)::bigint as converted,
        coalesce(counted.total_investment_wan, 0) as total_investment_wan,
        coalesce(counted.annual_plan_wan, 0) as annual_plan_wan,
        coalesce(obtained.approvals_required, 0)::bigint as approvals_required,
        coalesce(obtained.approvals_obtained, 0)::bigint as approvals_obtained,
        {shown_counts}
    from (select batch, group_key, min(yardstick) as yardstick from answered group by batch, group_key) as named
    left join counted
        on counted.batch is not distinct from named.batch and counted.group_key is not distinct from named.group_key
    left join conversions
        on conversions.batch = named.batch and conversions.group_key is not distinct from named.group_key
    left join obtained
        on obtained.batch is not distinct from named.batch and obtained.group_key is not distinct from named.group_key
)

select
    totals.batch,
    {shown_key}
    totals.yardstick,
    totals.projects,
    totals.total_investment_wan,
    totals.annual_plan_wan,
    totals.done + totals.converted as done,
    totals.on_pace,
    totals.late,
    totals.not_due,
    totals.no_date,
    totals.silent,
    totals.unmeasured,
    (totals.done + totals.converted) / nullif(totals.projects - totals.unmeasured + totals.converted, 0) as done_share,
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
left join (select batch, min(place) as place from batches group by batch) as listed on listed.batch = totals.batch
{names}
order by listed.place nulls last, totals.batch, totals.late desc, totals.group_key
"""

EMPTY_BATCHES = """union
    select batch, 'all' as group_key, yardstick from batches"""


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
    续建看形象进度与计划进度之差（无表列数的按投资推算，标“估”），不低于计划为完成，灯按差值，当月未报的不判断，单列“未报”；
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
        latest first. ``projects = done + on_pace + late + not_due + no_date + silent + unmeasured``; in a preliminary
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
    is_column = key not in (None, "project_id")
    sql = SQL.format(
        measured=steps("batches", "measured", columns=f", {key}" if is_column else ""),
        standing=steps("batches", "standing", source="alike"),
        approvals=steps("batches", "approvals", columns=f", month.{key}" if is_column else ""),
        key=key or "'all'",
        counts=",\n        ".join(
            f"sum(projects) filter ({condition}) as {name}" for name, condition in COUNTS.items()
        ),
        shown_counts=",\n        ".join(f"coalesce(counted.{name}, 0)::bigint as {name}" for name in COUNTS),
        shown_key=(f"totals.group_key as {key}," if key else "")
        + (" project.project_name," if by == "project" else ""),
        names=NAMES if by == "project" else "",
        empty_batches="" if key else EMPTY_BATCHES,
    )
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, standing_values(known, profile, as_of, known_on))).df()
