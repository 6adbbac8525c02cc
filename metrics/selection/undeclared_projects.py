"""Projects that may be key projects and were not declared (符合条件但未申报): for the office to take up."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric
from metrics.selection.declarations import declarations
from metrics.selection.eligibility import Facts, judge

# one row a project that stands in the first tier, was signed, or is prepared, and neither builds nor is done
SQL = """
with waiting as (
    select project_id, '1年期待建库' as found_in, min(entered_on) as since
    from mart.reserve_stay
    where district = $district and tier = 'ready_1y' and entered_on <= $on and (left_on is null or left_on > $on)
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
),

signed as (
    select project_id, '招商已签约' as found_in, min(signed_on) as since
    from mart.promotion
    where district = $district and signed_on <= $on
        and coalesce(start_date_development, start_date_industry) is null
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
),

prepared as (
    select project_id, batch as found_in, null::date as since
    from mart.project_month
    where district = $district and month = $month and is_in_plan and yardstick = 'preliminary'
),

found as (
    select project_id, string_agg(found_in, '、' order by found_in) as found_in, min(since) as found_since
    from (from waiting union all from signed union all from prepared)
    group by project_id
),

standing as (
    select *
    from mart.project_month
    where district = $district and month = $month
),

stayed as (
    select distinct project_id
    from mart.reserve_stay
    where district = $district and entered_on <= $on
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
)

select
    found.project_id,
    project.project_name,
    coalesce(standing.responsible_unit, project.responsible_unit, '—') as responsible_unit,
    project.category as declared_category,
    coalesce(standing.project_level, project.project_level) as project_level,
    coalesce(standing.total_investment_wan, project.total_investment_wan) as total_investment_wan,
    coalesce(standing.planned_start_date, project.planned_start_date) as planned_start_date,
    found.found_in,
    found.found_since,
    stayed.project_id is not null as has_been_in_reserve
from found
inner join mart.project as project on project.district = $district and project.project_id = found.project_id
left join standing on standing.project_id = found.project_id
left join stayed on stayed.project_id = found.project_id
where not list_contains($declared::varchar[], found.project_id)
    and standing.actual_start_date is null
    and standing.actual_finish_date is null
    and not coalesce(standing.is_in_plan and standing.yardstick is distinct from 'preliminary', false)
order by total_investment_wan desc nulls last, project.project_name, found.project_id
"""


@metric()
def undeclared_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    year: int | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Projects that fit and were not declared (符合条件但未申报): reserve, promotion, preparation.

    口径：1年期待建库在库的、招商已签约未开工的、截至月在前期批次的，没有开工、没有列为建设项目，下一年度没有申报，
    按遴选标准符合条件（不得列入情形没有问过的，不作判断依据）。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the month whose plan is looked at; without ``year`` next year's declarations are.
        known_on: only what was received by the end of this day; None: all.
        year: of the plan that they were not declared for.
        on: what is dated later is not seen; None: the last day of ``as_of``.

    Returns:
        A row a project, largest first: ``found_in`` where it is known from, ``found_since``, ``verdict`` eligible or
        incomplete, ``verdict_reason``. Amounts 万元.

    Source:
        J9 (符合条件但未申报的项目), T3.
    """
    year, on = year or as_of.year + 1, on or last_day(as_of)
    declared = declarations(con, profile=profile, as_of=as_of, known_on=known_on, year=year, on=on)
    values = {
        "district": profile.id, "known_on": known_on or NOW, "on": on, "month": as_of.replace(day=1),
        "declared": list(declared.project_id),
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(SQL, bound(SQL, values)).df()
    judged = [
        judge(
            Facts(
                category=row.declared_category if isinstance(row.declared_category, str) else None,
                level=row.project_level if isinstance(row.project_level, str) else None,
                total_wan=None if pd.isna(row.total_investment_wan) else row.total_investment_wan,
                is_declared=False,
                has_been_in_reserve=row.has_been_in_reserve,
            ),
            profile,
            on,
        )
        for row in found.itertuples()
    ]
    found["verdict"] = pd.Series([one.verdict for one in judged], index=found.index, dtype=object)
    found["verdict_reason"] = pd.Series([one.reason for one in judged], index=found.index, dtype=object)
    return found[found.verdict != "not_eligible"].drop(columns=["project_level"]).reset_index(drop=True)
