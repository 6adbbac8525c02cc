"""The tiers of the reserve in figures (储备库分层), and the plan's projects that never stood in it."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.registry import metric
from metrics.reserve.stays import STAYS, stay_values

SQL = """
with {stays},

timed as (
    select *, greatest(date_diff('month', entered_on, coalesce(left_on, $on)), 0) as months
    from stay
),

at_risk as (
    -- at equal months those that went on go before those that still wait or left otherwise
    select
        tier,
        months,
        count(*) filter (is_converted) as ended,
        sum(count(*)) over (partition by tier order by months desc) as waiting
    from timed
    group by tier, months
),

survival as (
    -- a product of fractions in binary: 1e-12 above the exact value is the value
    select
        tier,
        months,
        product((waiting - ended) / waiting) over (partition by tier order by months) - 1e-12 as left_share
    from at_risk
),

median as (
    select tier, min(months) filter (left_share <= 0.5) as conversion_median_months
    from survival
    group by tier
),

counted as (
    select
        tier,
        any_value(place) as place,
        count(*) as stays,
        count(*) filter (left_on is null) as projects,
        sum(total_investment_wan) filter (left_on is null) as total_investment_wan,
        count(*) filter (entered_on >= $january) as entered_this_year,
        count(*) filter (left_on >= $january) as left_this_year,
        count(*) filter (is_converted and left_on >= $january) as converted_this_year,
        count(*) filter (is_converted) as conversions,
        count(*) filter (left_on is not null and not is_converted) as left_otherwise,
        cast(quantile_cont(months, 0.5) filter (left_on is null) as double) as waiting_median_months
    from timed
    group by tier
)

select
    counted.tier as reserve_tier,
    counted.projects,
    counted.total_investment_wan,
    counted.entered_this_year,
    counted.left_this_year,
    counted.converted_this_year,
    counted.stays,
    counted.conversions,
    counted.left_otherwise,
    counted.conversions / nullif(counted.stays, 0) as converted_share,
    median.conversion_median_months,
    counted.waiting_median_months
from counted
left join median on median.tier = counted.tier
order by counted.place
"""

ANY = "with {stays} select count(*) > 0 from stay"
UNRESERVED = """
with {stays},

listed as (
    select project_id, batch, responsible_unit, annual_plan_wan, total_investment_wan
    from mart.project_month
    where district = $district and month = $month and is_in_plan
),

first_planned as (
    select project_id, min(month) as first_planned_month
    from mart.project_month
    where district = $district and is_in_plan and month <= $month
    group by project_id
)

select
    listed.project_id,
    project.project_name,
    coalesce(listed.responsible_unit, '—') as responsible_unit,
    listed.batch,
    first_planned.first_planned_month,
    listed.total_investment_wan,
    listed.annual_plan_wan
from listed
left join first_planned on first_planned.project_id = listed.project_id
left join mart.project as project on project.district = $district and project.project_id = listed.project_id
where listed.project_id not in (select project_id from stay)
order by first_planned.first_planned_month desc, listed.total_investment_wan desc nulls last, listed.project_id
"""


@metric()
def reserve_tiers(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The reserve by tier (储备库分层): who stands in it, came and left this year, share and months to conversion.

    口径：转化为出库去向写明转入上一级库、转年度计划或建设项目的，出库早于入库的不算；
    转化率 = 转化次数 ÷ 入库次数（含仍在库的）；
    转化月数的中位数用生存分析（Kaplan–Meier），仍在库和另有去向的按截至日、出库日计入，不到一半转化的没有中位数。

    Args:
        con: warehouse connection; ``mart.reserve_stay`` is read.
        profile: the district.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.
        on: the day that is asked about; None: the last day of ``as_of``.

    Returns:
        A row a tier, nearest to the plan first: ``projects`` and ``total_investment_wan`` [万元] in it now;
        ``stays`` ever = ``projects`` + ``conversions`` + ``left_otherwise``; ``converted_share`` [0–1];
        ``conversion_median_months`` [null: not half converted]; ``waiting_median_months`` of those in it.

    Source:
        T5, T6 (逐级转化), J17 (滚动建库、动态管理).
    """
    sql = SQL.format(stays=STAYS)
    values = stay_values(profile, as_of, known_on, on)
    with as_known(con, known_on) as known:
        found = known.execute(sql, bound(sql, values)).df()
    return found.astype({"conversion_median_months": "Int64"})


@metric()
def plan_without_reserve(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Projects in the plan that never stood in the reserve (未入库而列入计划).

    口径：截至月在计划，储备库表上任何一层都没有过的项目；天元原则上不予纳入，旌阳只作提示。没有载入储备库表以前没有这份清单。

    Args, Raises: as of ``reserve_tiers``.

    Returns:
        A row a project, the latest planned first. Amounts 万元. Empty where no sheet of the reserve is known.

    Source:
        T6 (未纳入开发储备项目库的项目原则上不予纳入重点项目计划), J17.
    """
    sql = UNRESERVED.format(stays=STAYS)
    values = stay_values(profile, as_of, known_on, on)
    with as_known(con, known_on) as known:
        found = known.execute(sql, bound(sql, values)).df()
        has_any = known.execute(ANY.format(stays=STAYS), bound(STAYS, values)).fetchone()[0]
    return found if has_any else found.iloc[:0]
