"""Investment completion (投资完成): who is ahead of the year's plan, who is behind, and how sure the figure is."""

from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.completion.completion_facts import PROJECT_FACTS, STATUS, TEXTS, bars, packed, unpacked
from metrics.completion.pace import GAP_PP, PARTS, SHARE, TASK_PARTS, Yardstick, expected_twelfths, light
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.suspected import SUSPECT
from metrics.unknown_months import blank_unknown, loaded_months, with_three_months, with_unknown_before

SQL = """
with packed as (
    select
        {key} as group_key,
        {packed} as facts,
        {project_facts}
        count(*) as projects,
        sum(annual_plan_wan) as annual_plan_wan,
        sum(carried_ytd_wan) as reported_ytd_wan,
        {project_twelfths}
        sum({task_parts}) as task_parts,
        sum(original_plan_wan) as original_plan_wan,
        sum(planned_ytd_wan) as planned_ytd_wan,
        sum(least(reported_month_wan, 0)) as corrections_wan,
        sum(cumulative_wan) as cumulative_wan,
        sum(total_investment_wan) as total_investment_wan,
        sum(funds_in_place_wan) as funds_in_place_wan,
        sum(funds_paid_wan) as funds_paid_wan
    from mart.project_month
    where district = $district and month between $from_month and $as_of
    group by group_key, facts
),

parts as (
    select
        *,
        {month} as month,
        {unpacked}
    from packed
),

totals as (
    select
        any_value(group_key) as group_key,
        any_value(month) as month,
        {shown_facts}
        cast(coalesce(sum(projects) filter (is_counted), 0) as bigint) as projects,
        coalesce(sum(annual_plan_wan) filter (is_counted), 0) as annual_plan_wan,
        -- silence adds nothing to a sum; a project by itself that never reported has no figure
        coalesce(sum(reported_ytd_wan) filter (is_counted), {nothing}) as reported_ytd_wan,
        coalesce({sum_of_twelfths}, 0) as expected_twelfths,
        coalesce(sum(task_parts) filter (is_counted), 0) as task_parts,
        cast(coalesce(sum(projects) filter (is_counted and is_estimated_share), 0) as bigint) as estimated_projects,
        -- what nobody said stays without value, it is not zero
        sum(original_plan_wan) as original_plan_wan,
        sum(reported_ytd_wan) filter (has_original_plan) as original_reported_ytd_wan,
        sum(planned_ytd_wan) filter (is_counted) as stage_plan_wan,
        sum(reported_ytd_wan) filter (is_counted and has_planned) as stage_reported_wan,
        sum(cumulative_wan) filter (is_counted and has_total) as cumulative_wan,
        sum(total_investment_wan) filter (is_counted and has_cumulative) as total_investment_wan,
        sum(funds_in_place_wan) filter (is_counted) as funds_in_place_wan,
        sum(annual_plan_wan) filter (is_counted and has_funds_in_place) as funds_plan_wan,
        sum(funds_paid_wan) filter (is_counted and has_funds_in_place) as funds_paid_wan,
        sum(funds_in_place_wan) filter (is_counted and has_funds_paid) as funds_payable_wan,
        cast(coalesce(sum(projects) filter (is_removed), 0) as bigint) as removed_projects,
        coalesce(sum(annual_plan_wan) filter (is_removed), 0)
            + coalesce(sum(original_plan_wan) filter (is_removed and not has_plan), 0) as removed_plan_wan,
        cast(coalesce(sum(projects) filter (is_outside_plan), 0) as bigint) as outside_plan_projects,
        coalesce(sum(reported_ytd_wan) filter (is_outside_plan), 0) as outside_plan_wan,
        cast(coalesce(sum(projects) filter (is_counted and is_silent), 0) as bigint) as silent_projects,
        coalesce(sum(annual_plan_wan) filter (is_counted and is_silent), 0) as silent_plan_wan,
        cast(coalesce(sum(projects) filter (is_counted and is_silent and has_reported), 0) as bigint)
            as carried_projects,
        coalesce(sum(annual_plan_wan) filter (is_counted and is_silent and has_reported), 0) as carried_plan_wan,
        coalesce(sum(corrections_wan) filter (is_counted), 0) as corrections_wan,
        cast(coalesce(sum(projects) filter (is_counted and is_suspect), 0) as bigint) as suspect_projects,
        coalesce(sum(reported_ytd_wan) filter (is_counted and not is_suspect), 0) as unsuspected_reported_wan,
        sum(annual_plan_wan) filter (is_counted and not is_suspect) as unsuspected_plan_wan,
        cast(coalesce(sum(projects) filter (is_counted and is_behind and not is_suspect), 0) as bigint)
            as behind_projects,
        cast(coalesce(
            sum(projects) filter (is_counted and is_slow_or_behind and not is_behind and not is_suspect), 0
        ) as bigint) as slow_projects
    from parts
    where is_counted or is_removed or is_outside_plan or has_original_plan
    group by {group}
),

recent as (
    -- a month without amounts counts as nothing: the sum is divided by the months, not averaged over those present
    select {key} as group_key, {three_months} as last_three_months_wan
    from mart.project_month
    where district = $district and month between $recent_from and $as_of and {is_recent}
    group by group_key
),

slipped as (
    -- the sum of three months is a difference of two figures: with a suspected slip in one of them it says nothing
    select {slipped_key} as group_key
    from mart.project_month
    where district = $district and {slipped_months} and month >= $january and is_counted and {suspect}
    group by group_key
)

select
    {shown_key} {shown_name}
    totals.projects,
    totals.annual_plan_wan,
    totals.reported_ytd_wan,
    totals.reported_ytd_wan / nullif(totals.annual_plan_wan, 0) as investment_completion_rate,
    case when totals.projects > 0 then {share} end as expected_share,
    {gap_pp} as pace_gap_pp,
    case when totals.projects > 0 then totals.task_parts / {parts} end as planned_ytd_wan,
    {parts} * totals.reported_ytd_wan / nullif(totals.task_parts, 0) as task_rate,
    {light} as light,
    totals.estimated_projects,
    -- a project that never reported this year has no gap (今年未报); in the gap of a group it counts as 0 done
    (totals.expected_twelfths - 12 * coalesce(totals.reported_ytd_wan, case when totals.projects = 0 then 0 end)) / 12
        as shortfall_wan,
    totals.original_plan_wan,
    totals.original_reported_ytd_wan,
    totals.original_reported_ytd_wan / nullif(totals.original_plan_wan, 0) as original_completion_rate,
    totals.stage_plan_wan,
    totals.stage_reported_wan,
    totals.stage_reported_wan / nullif(totals.stage_plan_wan, 0) as stage_rate,
    totals.cumulative_wan,
    totals.total_investment_wan,
    totals.cumulative_wan / nullif(totals.total_investment_wan, 0) as total_progress,
    totals.funds_in_place_wan,
    totals.funds_plan_wan,
    totals.funds_in_place_wan / nullif(totals.funds_plan_wan, 0) as funds_in_place_rate,
    totals.funds_paid_wan,
    totals.funds_payable_wan,
    totals.funds_paid_wan / nullif(totals.funds_payable_wan, 0) as funds_paid_rate,
    totals.removed_projects,
    totals.removed_plan_wan,
    totals.outside_plan_projects,
    totals.outside_plan_wan,
    totals.silent_projects,
    totals.silent_plan_wan,
    totals.carried_projects,
    totals.carried_plan_wan,
    totals.carried_plan_wan / nullif(totals.annual_plan_wan, 0) as carried_share,
    -- a suspected slip touches every sum that contains it
    totals.silent_plan_wan > $provisional_share * totals.annual_plan_wan or totals.suspect_projects > 0
        as is_provisional,
    totals.suspect_projects,
    case when totals.suspect_projects > 0 then
        totals.unsuspected_reported_wan / nullif(totals.unsuspected_plan_wan, 0)
    end as unsuspected_rate,
    case when totals.suspect_projects > 0 then totals.unsuspected_reported_wan end as unsuspected_reported_wan,
    case when totals.suspect_projects > 0 then
        100 * (totals.unsuspected_reported_wan / nullif(totals.unsuspected_plan_wan, 0) - {share})
    end as unsuspected_gap_pp,
    totals.corrections_wan,
    totals.behind_projects,
    totals.slow_projects,
    -- with a suspected slip in it nobody knows how much is left
    case when month(totals.month) < 12 and totals.projects > 0 and totals.suspect_projects = 0 then
        greatest(totals.annual_plan_wan - coalesce(totals.reported_ytd_wan, 0), 0) / (12 - month(totals.month))
    end as required_run_rate_wan,
    case when
        slipped.group_key is null and list_contains($with_three_months, month(coalesce(totals.month, $as_of)))
    then
        coalesce(recent.last_three_months_wan, 0)
    end as last_three_months_wan
    {last_columns}
from totals
left join recent on {same_group}
left join slipped on {same_slipped}
{project_names}
order by {order}
"""

PROJECT_NAMES = """left join mart.project as project
    on project.district = $district and project.project_id = totals.group_key"""
ORDER = {
    None: "projects",
    "project": "(plan_status != 'counted'), shortfall_wan desc nulls last, project_id",
    "month": "month",
}


# all rows of a group are of one month: month · Σ plan instead of Σ month · plan
SUM_OF_TWELFTHS = {
    "bulletin": "any_value(month(month)) * sum(annual_plan_wan) filter (is_counted)",
    "project": "sum(expected_twelfths) filter (is_counted)",
}

# by month: the months whose three months begin or end with a figure of this one
SLIPPED_KEY = "unnest([month, cast(month + interval 3 month as date)])"
SLIPPED_MONTHS = {None: "month in ($as_of, $recent_from - interval 1 month)", "month": "month <= $as_of"}
THREE_MONTHS = {
    None: "sum(reported_month_wan) / least(month($as_of), 3)",
    "month": """sum(sum(reported_month_wan) filter (is_counted)) over (
            order by group_key range between interval 2 month preceding and current row
        ) / least(month(group_key), 3)""",
}


@metric(groups=GROUPS)
def investment_completion(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Investment completion (投资完成): rate, pace gap and light, and how sure the figure is.

    口径：完成率 = Σ上报本年累计 ÷ Σ年度计划，范围为在计划、非前期批次、年度计划大于零的项目；
    进度差 = 完成率 − 应完成比例，应完成比例按时序（月份/12）或按项目计划（倒排计划、开竣工月）。
    亮灯看任务完成率 = Σ上报 ÷ Σ计划进度（计划进度 = 年度计划 × 项目应完成比例：倒排计划，没有的按开竣工月，再没有的按
    月份/12 估），不随标尺变：不低于 1 超前，不低于 0.8 正常，不低于 0.6 偏慢，以下滞后，计划进度为零未到期。
    未报的沿用今年最后一次上报，今年从未上报的在合计中为 0。调出的自生效月起退出分子分母，另列；
    原计划口径含调出、不含新增。计划外的金额另列，不进完成率。

    Args:
        con: warehouse connection; ``mart.project_month`` is read, by project also ``mart.project``.
        profile: the district's rules: lights, and the share above which a figure is provisional.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS``; None gives one row for the district. By ``month``: the year's months up to ``as_of``,
            each with the plan and the batches valid in it.
        yardstick: ``bulletin`` (month/12) or ``project`` (the project's own plan), of expected share, gap and
            shortfall; the lights are the rule's, whatever the yardstick.

    Returns:
        One row per group, furthest ahead first; by project the largest shortfall first and those outside the
        count last (``plan_status`` removed, outside_plan or not_counted). Columns are defined in the dictionary;
        ``_wan`` is 万元, ``_rate`` and ``_share`` are fractions. A rate is null when its denominator is zero or
        missing. ``light`` is null when nothing is planned yet (未到期) or the project never reported this year.
        ``task_rate`` is reported over ``planned_ytd_wan``, what the projects' own plans ask for by the month.
        By ``month``, one whose dispatch is not loaded has no reported amount, rate, gap or light.
        ``has_unknown_before``: an earlier month of the year is not loaded; who has no figure may have reported.
        ``required_run_rate_wan`` is null in December, ``last_three_months_wan`` where the dispatch before those months
        is not loaded; both where they contain a suspected slip, and the light is ``doubtful`` then. A group with
        nothing but preliminary projects has no row.
        Where a figure is a suspected slip, ``unsuspected_rate`` and ``unsuspected_reported_wan`` are those of the
        other projects; else null.

    Raises:
        ValueError: unknown ``by`` or ``yardstick``; ``as_of`` outside the loaded months.

    Source:
        J19, T8 (年度投资任务、逐月倒排), T10 (月通报); the limits of the lights are defaults of ours.
    """
    key = key_column(by)
    expected = expected_twelfths(yardstick)
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        january = month.replace(month=1)
        loaded = loaded_months(con, profile, known_on)
        by_project, by_month = by == "project", by == "month"
        sql = SQL.format(
            key=key or "'all'",
            group="group_key" if key else "()",
            month="group_key" if by_month else "cast($as_of as date)",
            packed=packed(profile, month, is_by_month=by_month),
            unpacked=unpacked(),
            project_twelfths=f"sum({expected}) as expected_twelfths," if yardstick == "project" else "",
            sum_of_twelfths=SUM_OF_TWELFTHS[yardstick],
            same_group="recent.group_key = totals.group_key" if key else "true",
            same_slipped="slipped.group_key = totals.group_key" if key else "true",
            slipped_key=SLIPPED_KEY if by_month else key or "'all'",
            slipped_months=SLIPPED_MONTHS["month" if by_month else None],
            suspect=SUSPECT,
            is_recent="true" if by_month else "is_counted",  # by month, a month without counted projects is a row, too
            three_months=THREE_MONTHS["month" if by_month else None],
            shown_key=f"totals.group_key as {key}," if key else "",
            shown_name="project.project_name," if by_project else "",
            project_facts=PROJECT_FACTS if by_project else "",
            shown_facts=PROJECT_FACTS + STATUS if by_project else "",
            last_columns="".join(f", totals.{fact}" for fact in (*TEXTS, "plan_status")) if by_project else "",
            project_names=PROJECT_NAMES if by_project else "",
            nothing="null" if by_project else "0",
            light=light(profile, month, doubted="totals.suspect_projects > 0"),
            task_parts=TASK_PARTS,
            parts=PARTS,
            gap_pp=GAP_PP,
            share=SHARE[yardstick],
            order=ORDER.get(by, f"pace_gap_pp desc nulls last, {key}"),
        )
        values = {
            "district": profile.id,
            "known_on": known_on or NOW,
            "as_of": month,
            "from_month": january if by_month else month,
            "january": january,
            "recent_from": january if by_month else max(january, month.replace(month=max(1, month.month - 2))),
            "with_three_months": [one.month for one in with_three_months(month, loaded)],
            "provisional_share": Decimal(str(profile.rule("silence", month).provisional_share)),
            **bars(profile, month),
        }
        frame = with_unknown_before(known.execute(sql, bound(sql, values)).df(), month, loaded)
        return blank_unknown(frame, loaded) if by_month else frame
