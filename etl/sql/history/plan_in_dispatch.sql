-- One row per dispatch row with an annual plan, of a district and year for which no 年度计划 had come by then: where there
-- is one, a project that it does not name is 计划外, whatever plan the dispatch writes beside it.
with first_planned as (
    select district, year, min(known_from) as planned_from
    from (
        select district, year, known_from from {raw}.annual_plan
        union all
        select district, year, known_from from former.annual_plan
    )
    group by district, year
),

dispatch as (
    select district, project_id, month, known_from, row_id, annual_plan_wan, cast(null as date) as known_until
    from {raw}.dispatch
    union all
    select said.district, said.project_id, said.month, said.known_from, said.row_id, said.annual_plan_wan, file.replaced_on
    from former.dispatch as said
    inner join source.row as origin on origin.row_id = said.row_id
    inner join archive.file as file on file.file_id = origin.file_id
    union all
    -- what was filled in and taken back, and what stands again since
    select said.district, said.project_id, said.month, said.known_from, said.row_id, said.annual_plan_wan, until.known_until
    from ended.dispatch as said
    inner join ended.until as until on until.row_id = said.row_id and until.known_from = said.known_from
    union all
    select
        said.district, said.project_id, any_value(stands.month), until.known_until,
        arg_max(stands.row_id, row(stands.known_from, stands.row_id)),
        arg_max(stands.annual_plan_wan, row(stands.known_from, stands.row_id)),
        null
    from ended.dispatch as said
    inner join ended.until as until on until.row_id = said.row_id and until.known_from = said.known_from
    inner join {raw}.dispatch as stands
        on stands.district = said.district
        and stands.project_id = said.project_id
        and year(stands.month) = year(said.month)
        and stands.known_from <= until.known_until
    where said.annual_plan_wan is not null and stands.annual_plan_wan is not null
    group by said.district, said.project_id, year(said.month), until.known_until
)

select
    dispatch.district,
    dispatch.project_id,
    year(dispatch.month) as year,
    make_date(year(dispatch.month), 1, 1) as effective_month,
    dispatch.known_from,
    dispatch.known_until,
    dispatch.row_id,
    dispatch.annual_plan_wan,
    first_planned.planned_from
from dispatch
left join first_planned
    on first_planned.district = dispatch.district
    and first_planned.year = year(dispatch.month)
where dispatch.annual_plan_wan is not null
    and (first_planned.planned_from is null or dispatch.known_from < first_planned.planned_from)
