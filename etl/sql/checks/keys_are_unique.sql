-- of every history one row a key is in force; of every derived table one row a key is there
with twice as (
    select 'plan_version' as name, project_id as id from mart.plan_version where known_to is null
    group by district, project_id, year, effective_month having count(*) > 1
    union all
    select 'monthly_plan', project_id from mart.monthly_plan where known_to is null
    group by district, project_id, effective_month, month having count(*) > 1
    union all
    select 'project_state', project_id from mart.project_state where known_to is null
    group by district, project_id, effective_month, kind having count(*) > 1
    union all
    select 'reported', project_id from mart.reported where known_to is null
    group by district, project_id, month having count(*) > 1
    union all
    select 'booked', statistics_id from mart.booked where known_to is null
    group by district, statistics_id, month having count(*) > 1
    union all
    select 'library_entry', statistics_id from mart.library_entry where known_to is null
    group by district, statistics_id having count(*) > 1
    union all
    select 'approval_step', project_id from mart.approval_step where known_to is null
    group by district, project_id, step having count(*) > 1
    union all
    select 'project_month', project_id from mart.project_month
    group by district, project_id, month having count(*) > 1
    union all
    select 'project_entry', project_id from mart.project_entry
    group by district, project_id having count(*) > 1
)

select name || '：' || id || ' 重复'
from twice
