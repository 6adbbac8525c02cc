-- whoever planned, reported or got an approval is a project, or was one until its file was read anew; whoever is linked
-- is there; every project has its months
with named as (
    select 'plan_version' as name, district, project_id as id from mart.plan_version
    union
    select 'reported', district, project_id from mart.reported
    union
    select name, district, project_id
    from mart.history_key
    where project_id is not null
    union
    select 'project_link', district, project_id from mart.project_link
    union
    select 'project_month', district, project_id from mart.project_month
    union
    select 'project_entry', district, project_id from mart.project_entry
),

horizon as (
    select district, max(month) as last_month
    from mart.source_month
    where kind in ('dispatch', 'statistics_return')
    group by district
),

months as (
    select project.district, project.project_id, date_diff('month', project.first_month, horizon.last_month) + 1 as expected
    from mart.project as project
    inner join horizon using (district)
),

counted as (
    select district, project_id, count(*) as found
    from mart.project_month
    group by district, project_id
)

select named.name || '：' || named.id || ' 不在项目表'
from named
anti join mart.project as project on project.district = named.district and project.project_id = named.id
anti join mart.project_state as once
    on once.district = named.district and once.project_id = named.id and once.known_to is not null
union all
select 'project_link：' || project_link.statistics_id || ' 不在统计项目表'
from mart.project_link as project_link
anti join mart.statistics_project as statistics using (district, statistics_id)
union all
select 'booked：' || booked.statistics_id || ' 不在统计项目表'
from mart.booked as booked
anti join mart.statistics_project as statistics using (district, statistics_id)
union all
select 'project_month：' || months.project_id || ' 应有' || greatest(months.expected, 0) || '个月，有' || coalesce(counted.found, 0) || '个月'
from months
left join counted using (district, project_id)
where greatest(months.expected, 0) <> coalesce(counted.found, 0)
