-- One row per project, plan version, month and state of knowledge: the back-scheduled plan (倒排计划), cumulative in the year.
with said as (
    select
        plan.district, plan.project_id, plan.effective_month, monthly.month, plan.known_from, plan.row_id,
        monthly.planned_ytd_wan
    from raw.annual_plan as plan
    inner join archive.monthly_plan as monthly using (row_id)
),

-- an empty cell is silence: what was said before stands
completed as (
    select
        district, project_id, effective_month, month, known_from, row_id,
        last_value(planned_ytd_wan ignore nulls) over heard as planned_ytd_wan
    from said
    window heard as (partition by district, project_id, effective_month, month order by known_from, row_id rows unbounded preceding)
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(planned_ytd_wan)) over heard as said_before
    from completed
    window heard as (partition by district, project_id, effective_month, month order by known_from, row_id)
),

changed as (
    select *
    from compared
    where is_first or row(planned_ytd_wan) is distinct from said_before
)

select
    district, project_id, effective_month, month, known_from,
    lead(known_from) over (partition by district, project_id, effective_month, month order by known_from, row_id) as known_to,
    row_id,
    planned_ytd_wan
from changed
