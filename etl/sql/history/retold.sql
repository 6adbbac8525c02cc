-- One row per kind and key of which more than one row speaks: the same project and month again, or another step.
with said as (
    select 'annual_plan' as kind, district, project_id as id, effective_month as month, cast(null as varchar) as step
    from raw.annual_plan
    union all
    select 'dispatch', district, project_id, month, null
    from raw.dispatch
    union all
    select 'statistics_return', district, statistics_id, month, null
    from raw.statistics_return
    union all
    select 'library_ledger', district, statistics_id, null, null
    from raw.library_ledger
    union all
    select 'approval_step', district, project_id, null, step
    from raw.approval_step
)

select kind, district, id, month, step
from said
group by kind, district, id, month, step
having count(*) > 1
