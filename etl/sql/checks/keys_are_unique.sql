-- of every history one row a key is in force; of every other table one row a key is there (large ones have no primary
-- key: its index would cost a build more than this check)
with key as (
    select 'plan_version' as name, district, project_id as id, effective_month as month, cast(year as varchar) as part
    from mart.plan_version
    where known_to is null
    union all
    select 'monthly_plan', district, project_id, month, cast(effective_month as varchar)
    from mart.monthly_plan
    where known_to is null
    union all
    select 'project_state', district, project_id, effective_month, kind
    from mart.project_state
    where known_to is null
    union all
    select 'reported', district, project_id, month, null
    from mart.reported
    where known_to is null
    union all
    select name, district, id, month, step
    from mart.history_key
    where known_to is null
    union all
    select 'project_month', district, project_id, month, null
    from mart.project_month
    union all
    select 'project', district, project_id, null, null
    from mart.project
    union all
    select 'project_entry', district, project_id, null, null
    from mart.project_entry
    union all
    select 'link_group', district, project_id, null, statistics_id
    from mart.link_group
    union all
    select 'statistics_project', district, statistics_id, null, null
    from mart.statistics_project
    union all
    select 'former_id', district, former_id, null, universe
    from mart.former_id
    union all
    select 'link_proposal', district, project_id, null, statistics_id
    from mart.link_proposal
    union all
    select 'link_candidate', district, project_id, known_from, statistics_id
    from mart.link_candidate
    union all
    select 'project_link', district, project_id, known_from, statistics_id
    from mart.project_link
)

select name || '：' || id || ' 重复'
from key
group by name, district, id, month, part
having count(*) > 1
