-- One row per dispatch row with an annual plan, of a district and year for which no 年度计划 had come by then: where there
-- is one, a project that it does not name is 计划外, whatever plan the dispatch writes beside it.
with first_planned as (
    select district, year, min(known_from) as planned_from
    from raw.annual_plan
    group by district, year
)

select
    dispatch.district,
    dispatch.project_id,
    year(dispatch.month) as year,
    make_date(year(dispatch.month), 1, 1) as effective_month,
    dispatch.known_from,
    dispatch.row_id,
    dispatch.annual_plan_wan,
    first_planned.planned_from
from raw.dispatch as dispatch
left join first_planned
    on first_planned.district = dispatch.district
    and first_planned.year = year(dispatch.month)
where dispatch.annual_plan_wan is not null
    and (first_planned.planned_from is null or dispatch.known_from < first_planned.planned_from)
