"""The S-curve of investment (进度曲线): plan, reported and booked of the district, month by month of the year."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.pace import EXPECTED_TWELFTHS, PARTS, TASK_PARTS
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.booked_groups import GROUP_BOOKED
from metrics.registry import metric
from metrics.suspected import SUSPECT
from metrics.unknown_months import blank_unknown, loaded_months

SQL = """
with counted as (
    select *, {project_twelfths} as expected_twelfths, {task_parts} as task_parts, {suspect} as is_suspect
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
        sum(task_parts) / {parts} as planned_ytd_wan,
        coalesce(sum(carried_ytd_wan), 0) as reported_ytd_wan,
        count(*) filter (is_suspect) as suspect_projects,
        case when count(*) filter (is_suspect) > 0 then coalesce(sum(carried_ytd_wan) filter (not is_suspect), 0) end
            as unsuspected_reported_wan,
        coalesce(sum(reported_month_wan), 0) as reported_month_wan,
        -- a month without a return is unknown, not zero
        case when count(is_in_library) > 0 then coalesce(sum(booked_ytd_wan), 0) end as single_booked_wan,
        count(*) filter (booked_ytd_wan != 0) as booked_projects
    from counted
    group by month
),

year_months as (
    select unnest($year_months) as month
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
    past.suspect_projects,
    past.unsuspected_reported_wan,
    past.reported_month_wan,
    case when not list_contains($months_without, month(year_months.month))
        then past.single_booked_wan + coalesce(shared.booked_ytd_wan, 0)
    end as booked_ytd_wan,
    case when not list_contains($months_without, month(year_months.month)) then past.booked_projects end
        as booked_projects,
    past.reported_ytd_wan / nullif(past.annual_plan_wan, 0) as investment_completion_rate,
    (1200 * past.reported_ytd_wan - 100 * month(year_months.month) * past.annual_plan_wan)
        / nullif(12 * past.annual_plan_wan, 0) as pace_gap_pp
from year_months
left join past on past.month = year_months.month
left join shared on shared.month = year_months.month
left join future on future.month = year_months.month
order by year_months.month
"""


@metric()
def investment_series(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """S-curve (进度曲线): plan, reported and booked year to date, for the twelve months of the year.

    口径：各月按当月有效的计划和批次。计划进度 = Σ(年度计划 × 项目应完成比例)；截至月以后，有倒排计划的按倒排，
    其余由截至月的应完成直线到年度计划（估）。入统为计入项目所连统计项目的本年累计，免报月和未载入报表的月无数。
    没有载入调度表的月没有上报，其后一月没有当月数。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.monthly_plan`` are read.
        profile: the district's rules: months without a statistics return.
        as_of: the last closed month; later months have a plan only.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        Twelve rows. After ``as_of`` all but the plan's columns are null; so is what a month without a
        dispatch would have reported. ``expected_share`` is month/12,
        ``pace_gap_pp`` is by it. ``unsuspected_reported_wan`` is without suspected slips; null in a month without.

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
            "year_months": [month.replace(month=number) for number in range(1, 13)],
            "known_on": known_on or date.max,
            "months_without": list(profile.rule("statistics_returns", month).months_without),
        }
        sql = SQL.format(
            project_twelfths=EXPECTED_TWELFTHS["project"],
            task_parts=TASK_PARTS,
            suspect=SUSPECT,
            parts=PARTS,
            group_booked=GROUP_BOOKED,
        )
        frame = known.execute(sql, values).df()
        loaded = loaded_months(con, profile, known_on)
    frame = blank_unknown(frame, loaded, ("reported_ytd_wan", "investment_completion_rate", "pace_gap_pp"))
    # what was done in a month is only known where the month before is, too
    both = {one for one in loaded if one.month == 1 or one.replace(month=one.month - 1) in loaded}
    return blank_unknown(frame, both, ("reported_month_wan",))
