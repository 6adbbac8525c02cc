-- One row per kind and key of which more than one row speaks: the same project and month again, or another step; and of
-- mentions that end.
with said as (
    {stated}
    union all by name
    select 'annual_plan' as kind, district, project_id as id, effective_month as month, null as step
    from {raw}.plan_adjustment
    union all by name
    select 'annual_plan' as kind, plan.district, plan.project_id as id, plan.effective_month as month, null as step
    from {raw}.monthly_plan as plan
    semi join source.correction as correction on correction.row_id = plan.row_id
    union all by name
    select 'plan_adjustment' as kind, district, project_id as id, effective_month as month, null as step
    from {raw}.plan_adjustment
    union all by name
    select 'mention' as kind, district, project_id as id, effective_month as month, null as step
    from {history}.mention
    union all by name
    select 'mention' as kind, district, project_id as id, effective_month as month, null as step
    from {history}.mention
    where known_until is not null
)

select kind, district, id, month, step
from said
group by kind, district, id, month, step
having count(*) > 1
