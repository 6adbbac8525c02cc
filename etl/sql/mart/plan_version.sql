-- One row per project, year, effective month and state of knowledge: each version of the annual plan.
with planned as (
    select
        district, project_id, year, effective_month, known_from, row_id,
        last_value(annual_plan_wan ignore nulls) over heard as annual_plan_wan,
        last_value(adjustment ignore nulls) over heard as adjustment
    from raw.annual_plan
    window heard as (
        partition by district, project_id, year, effective_month order by known_from, row_id rows unbounded preceding
    )
),

first_planned as (
    select district, project_id, year, min(known_from) as planned_from
    from planned
    group by district, project_id, year
),

-- the dispatch's plan column speaks only until an annual plan speaks of the project and year
dispatched as (
    select
        dispatch.district, dispatch.project_id, year(dispatch.month) as year,
        make_date(year(dispatch.month), 1, 1) as effective_month,
        dispatch.known_from, dispatch.row_id, dispatch.annual_plan_wan, cast(null as varchar) as adjustment,
        first_planned.planned_from
    from raw.dispatch as dispatch
    left join first_planned
        on first_planned.district = dispatch.district
        and first_planned.project_id = dispatch.project_id
        and first_planned.year = year(dispatch.month)
    where dispatch.annual_plan_wan is not null
        and (first_planned.planned_from is null or dispatch.known_from < first_planned.planned_from)
),

said as (
    select *, cast(null as date) as planned_from, 'annual_plan' as kind from planned
    union all by name
    select *, 'dispatch' as kind from dispatched
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(annual_plan_wan, adjustment)) over heard as said_before
    from said
    window heard as (partition by district, project_id, year, effective_month, kind order by known_from, row_id)
),

changed as (
    select *
    from compared
    where is_first or row(annual_plan_wan, adjustment) is distinct from said_before
),

closed as (
    select
        *,
        lead(known_from) over (
            partition by district, project_id, year, effective_month, kind order by known_from, row_id
        ) as next_known_from
    from changed
)

select
    district, project_id, year, effective_month, known_from,
    coalesce(next_known_from, planned_from) as known_to,
    row_id,
    annual_plan_wan,
    coalesce(regexp_matches(adjustment, '调出|移出|退出|剔除'), false) as is_removed,
    adjustment
from closed
