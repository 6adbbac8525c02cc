"""Carry-over (结转清单): construction projects unfinished at the month, which next year's plan should take up (T11)."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

UNFINISHED = "未竣工，应纳入下年"

SQL = """
with last_year as (
    -- stood unfinished in last year's plan at its end
    select project_id
    from mart.project_month
    where district = $district
        and month = $last_december
        and is_in_plan
        and yardstick is distinct from 'preliminary'
        and (actual_finish_date is null or actual_finish_date > last_day($last_december))
),

now as (
    select *
    from mart.project_month
    where district = $district and month = $as_of
)

select
    now.project_id,
    project.project_name,
    now.responsible_unit,
    now.batch,
    last_year.project_id is not null as is_carried_over,
    case
        when now.is_in_plan then '{unfinished}'
        when now.is_removed then '上年结转，今年已调出'
        else '上年结转，未列入今年'
    end as carry_over,
    now.planned_finish_date,
    coalesce(now.planned_finish_date <= last_day($as_of), false) as is_finish_overdue,
    now.physical_progress,
    now.is_estimated_progress,
    now.annual_plan_wan,
    now.carried_ytd_wan as reported_ytd_wan,
    now.total_investment_wan,
    now.cumulative_wan,
    case when now.cumulative_wan is not null then greatest(now.total_investment_wan - now.cumulative_wan, 0) end
        as remaining_wan
from now
left join last_year using (project_id)
left join mart.project as project on project.district = now.district and project.project_id = now.project_id
where (now.actual_finish_date is null or now.actual_finish_date > last_day($as_of))
    and (
        now.is_in_plan and now.yardstick is distinct from 'preliminary'
        or not now.is_in_plan and last_year.project_id is not null
    )
order by now.is_in_plan, remaining_wan desc nulls last, now.project_id
"""


@metric()
def carry_over(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Carry-over (结转清单): unfinished construction projects that next year's plan should take up.

    口径：截至月在计划、非前期批次、未竣工的项目；另列上年年末未竣工而今年没有列入或已调出的（T11 原则上应纳入）。
    剩余投资 = 总投资 − 开工累计，不小于零；没有累计的为空。

    Returns:
        One row per project, those missing from this year's plan first, then the largest remaining investment.
        ``is_carried_over``: it stood unfinished in last year's plan already. Amounts 万元.

    Source:
        T11 (上年度未竣工重点项目原则上纳入下年度).
    """
    month = check_month(con, profile, as_of, known_on)
    values = {"district": profile.id, "as_of": month, "last_december": date(month.year - 1, 12, 1)}
    with as_known(con, known_on, from_month=date(month.year - 1, 1, 1)) as known:
        return known.execute(SQL.format(unfinished=UNFINISHED), values).df()
