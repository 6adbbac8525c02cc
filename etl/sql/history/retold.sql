-- One row per kind and key of which more than one row speaks: the same project and month again, or another step; and of
-- mentions that end.
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
    union all
    select 'annual_plan', district, project_id, effective_month, null
    from raw.plan_adjustment
    union all
    select 'annual_plan', plan.district, plan.project_id, plan.effective_month, null
    from raw.monthly_plan as plan
    semi join source.correction as correction on correction.row_id = plan.row_id
    union all
    select 'plan_adjustment', district, project_id, effective_month, null
    from raw.plan_adjustment
    union all
    select 'adjustment', district, project_id, effective_month, adjustment
    from raw.plan_adjustment
    union all
    select 'mention', district, project_id, effective_month, null
    from history.mention
    union all
    select 'mention', district, project_id, effective_month, null
    from history.mention
    where known_until is not null
    union all
    select 'milestone', district, project_id, null, milestone
    from raw.milestone
    union all
    select 'issue', district, issue_id, null, null
    from raw.issue
    union all
    select 'service_request', district, request_id, null, null
    from raw.service_request
    union all
    select 'score_entry', district, responsible_unit, quarter, item
    from raw.score_entry
    union all
    select 'incident', district, incident_id, null, null
    from raw.incident
    union all
    select 'exemption', district, document_number, null, concat_ws('|', responsible_unit, project_id)
    from raw.exemption
    union all
    select 'reserve', district, project_id, entered_on, tier
    from history.stayed
    union all
    select 'declaration', district, project_id, declared_on, null
    from history.declared
    union all
    select 'idea_list', district, project_id, month, null
    from raw.idea_list
    union all
    select 'promotion', district, project_id, null, null
    from raw.promotion
)

select kind, district, id, month, step
from said
group by kind, district, id, month, step
having count(*) > 1
