-- One row per dispatch row with an annual plan of a project and year of which no annual plan had spoken by then.
with first_planned as (
    select district, project_id, year, min(known_from) as planned_from
    from history.planned
    group by district, project_id, year
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
    and first_planned.project_id = dispatch.project_id
    and first_planned.year = year(dispatch.month)
where dispatch.annual_plan_wan is not null
    and (first_planned.planned_from is null or dispatch.known_from < first_planned.planned_from)
