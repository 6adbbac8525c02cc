"""Investment completion month by month: the S-curve of the district, and group × month for heatmaps."""

from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.booked_groups import GROUP_BOOKED
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.pace import EXPECTED_TWELFTHS, GAP_PP, LIGHT, SHARE, Yardstick, expected_twelfths, light_limits
from metrics.registry import metric

SERIES_SQL = """
with counted as (
    select *, {project_twelfths} as expected_twelfths
    from mart.project_month
    where district = $district and month between $january and $as_of and is_counted
),

{group_booked},

-- what the groups of counted projects book that share without confirmed shares, each once a month
shared as (
    select group_booked.month, sum(group_booked.booked_ytd_wan) as booked_ytd_wan
    from group_booked
    semi join (
        select together.group_id, counted.month
        from counted
        inner join together using (project_id)
    ) as here using (group_id, month)
    group by group_booked.month
),

-- what is known of the months up to as_of
past as (
    select
        month,
        count(*) as projects,
        sum(annual_plan_wan) as annual_plan_wan,
        sum(expected_twelfths) / 12 as planned_ytd_wan,
        coalesce(sum(carried_ytd_wan), 0) as reported_ytd_wan,
        coalesce(sum(reported_month_wan), 0) as reported_month_wan,
        -- a month without a return is unknown, not zero
        case when count(is_in_library) > 0 then coalesce(sum(booked_ytd_wan), 0) end
            + coalesce((select shared.booked_ytd_wan from shared where shared.month = counted.month), 0)
            as booked_ytd_wan,
        count(*) filter (booked_ytd_wan != 0) as booked_projects
    from counted
    group by month
),

year_months as (
    select cast(unnest(generate_series($january, $january + interval 11 month, interval 1 month)) as date) as month
),

-- the back-scheduled plan of the months to come, as it stood at as_of
said as (
    select project_id, month, arg_max(planned_ytd_wan, effective_month) as planned_ytd_wan
    from mart.monthly_plan
    where district = $district
        and month between $january and $january + interval 11 month
        and effective_month <= $as_of
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id, month
),

standing as (
    select
        counted.project_id,
        counted.annual_plan_wan,
        counted.expected_twelfths / 12 as expected_now_wan,
        case when counted.planned_year_wan > 0 then counted.planned_year_wan end as planned_year_wan
    from counted
    where counted.month = $as_of
),

-- without one: straight from what is expected at as_of to the whole plan in December
future as (
    select
        year_months.month,
        sum(standing.annual_plan_wan) as annual_plan_wan,
        -- nine decimals take the noise off the quotients: the sum is the same in whatever order
        sum(cast(coalesce(
            standing.annual_plan_wan * (said.planned_ytd_wan / standing.planned_year_wan),
            standing.expected_now_wan + (standing.annual_plan_wan - standing.expected_now_wan)
                * (month(year_months.month) - month($as_of)) / (12 - month($as_of))
        ) as decimal(28, 9))) as planned_ytd_wan
    from year_months
    cross join standing
    left join said on said.project_id = standing.project_id and said.month = year_months.month
    where year_months.month > $as_of
    group by year_months.month
)

select
    year_months.month,
    past.projects,
    coalesce(past.annual_plan_wan, future.annual_plan_wan) as annual_plan_wan,
    coalesce(past.planned_ytd_wan, future.planned_ytd_wan) as planned_ytd_wan,
    month(year_months.month) / 12 as expected_share,
    past.reported_ytd_wan,
    past.reported_month_wan,
    case when not list_contains($months_without, month(year_months.month)) then past.booked_ytd_wan end
        as booked_ytd_wan,
    case when not list_contains($months_without, month(year_months.month)) then past.booked_projects end
        as booked_projects,
    past.reported_ytd_wan / nullif(past.annual_plan_wan, 0) as investment_completion_rate,
    (1200 * past.reported_ytd_wan - 100 * month(year_months.month) * past.annual_plan_wan)
        / nullif(12 * past.annual_plan_wan, 0) as pace_gap_pp
from year_months
left join past using (month)
left join future using (month)
order by year_months.month
"""

BY_MONTH_SQL = """
with totals as (
    select
        {key} as group_key,
        month,
        count(*) as projects,
        sum(annual_plan_wan) as annual_plan_wan,
        coalesce(sum(carried_ytd_wan), {nothing}) as reported_ytd_wan,
        {sum_of_twelfths} as expected_twelfths,
        coalesce(sum(annual_plan_wan) filter (is_silent), 0) as silent_plan_wan
    from mart.project_month
    where district = $district and month between $january and $as_of and is_counted
    group by group_key, month
)

select
    totals.group_key as {key},
    {shown_name}
    totals.month,
    totals.projects,
    totals.annual_plan_wan,
    totals.reported_ytd_wan,
    totals.reported_ytd_wan / nullif(totals.annual_plan_wan, 0) as investment_completion_rate,
    {share} as expected_share,
    {gap_pp} as pace_gap_pp,
    {light} as light,
    totals.silent_plan_wan,
    totals.silent_plan_wan > $provisional_share * totals.annual_plan_wan as is_provisional
from totals
{project_names}
order by totals.group_key, totals.month
"""

# all rows of a group are of one month: month · Σ plan instead of Σ month · plan
SUM_OF_TWELFTHS = {
    "bulletin": "month(month) * sum(annual_plan_wan)",
    "project": f"sum({EXPECTED_TWELFTHS['project']})",
}
PROJECT_NAMES = """left join mart.project as project
    on project.district = $district and project.project_id = totals.group_key"""


@metric()
def investment_series(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """S-curve (进度曲线): plan, reported and booked year to date, for the twelve months of the year.

    口径：各月按当月有效的计划和批次。计划进度 = Σ(年度计划 × 项目应完成比例)；截至月以后，有倒排计划的按倒排，
    其余由截至月的应完成直线到年度计划（估）。入统为计入项目所连统计项目的本年累计，免报月和未载入报表的月无数。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.monthly_plan`` are read.
        profile: the district's rules: months without a statistics return.
        as_of: the last closed month; later months have a plan only.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        Twelve rows. After ``as_of`` all but the plan's columns are null. ``expected_share`` is month/12,
        ``pace_gap_pp`` is by it.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T8 (倒排计划), J19.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        values = {
            "district": profile.id,
            "as_of": month,
            "january": month.replace(month=1),
            "known_on": known_on or date.max,
            "months_without": list(profile.rule("statistics_returns", month).months_without),
        }
        return known.execute(
            SERIES_SQL.format(project_twelfths=EXPECTED_TWELFTHS["project"], group_booked=GROUP_BOOKED), values
        ).df()


@metric(groups=tuple(group for group in GROUPS if group != "month"))
def completion_by_month(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = "responsible_unit",
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Group × month of completion (完成率热力图): rate, pace gap and light of every month of the year.

    口径：同投资完成；第 m 月用第 m 月有效的计划、批次和责任单位。

    Args:
        con: warehouse connection; ``mart.project_month`` is read, by project also ``mart.project``.
        profile: the district's rules: lights, silence.
        as_of: the last closed month; the months from January to it are given.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS`` but month; by default the responsible unit.
        yardstick: ``bulletin`` (month/12) or ``project`` (the project's own plan).

    Returns:
        One row per group and month in which the group has a counted project; ``light`` null when not due.

    Raises:
        ValueError: unknown ``by`` or ``yardstick``; ``as_of`` outside the loaded months.

    Source:
        J19, J30; lights after 银川 2025.
    """
    key = key_column(by or "responsible_unit", tuple(group for group in GROUPS if group != "month"))
    expected_twelfths(yardstick)  # refuses an unknown one
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = BY_MONTH_SQL.format(
            key=key,
            nothing="null" if by == "project" else "0",
            sum_of_twelfths=SUM_OF_TWELFTHS[yardstick],
            share=SHARE[yardstick],
            gap_pp=GAP_PP,
            light=LIGHT,
            shown_name="project.project_name," if by == "project" else "",
            project_names=PROJECT_NAMES if by == "project" else "",
        )
        values = {
            "district": profile.id,
            "as_of": month,
            "january": month.replace(month=1),
            "provisional_share": Decimal(str(profile.rule("silence", month).provisional_share)),
            **light_limits(profile, month),
        }
        return known.execute(sql, values).df()
