-- One row per project, year, effective month and state of knowledge: each version of the annual plan. The dispatch's plan
-- column speaks, from January, only until the district's first 年度计划 of the year.
with compared as (
    select
        *,
        lag(annual_plan_wan) over heard as said_before,
        bool_or(known_until is not null) over (partition by district, project_id, year) as has_end
    from {history}.plan_in_dispatch
    window heard as (partition by district, project_id, year order by known_from, row_id)
),

dispatched as (
    select
        district, project_id, year, effective_month, known_from,
        least(
            lead(known_from) over (partition by district, project_id, year order by known_from, row_id),
            planned_from,
            known_until
        ) as known_to,
        row_id, annual_plan_wan, cast(null as varchar) as adjustment
    from compared
    where annual_plan_wan is distinct from said_before or has_end
),

version as (
    select district, project_id, year, effective_month, known_from, known_to, row_id, annual_plan_wan, adjustment
    from {history}.planned
    union all
    select district, project_id, year, effective_month, known_from, known_to, row_id, annual_plan_wan, adjustment
    from dispatched
)

select
    district, project_id, year, effective_month, known_from, known_to, row_id,
    annual_plan_wan,
    coalesce(regexp_matches(adjustment, '调出|移出|退出|剔除'), false) as is_removed,
    adjustment
from version
