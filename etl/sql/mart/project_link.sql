-- One row per key project and statistics project that belong together: by code, else by equal name where both are unique.
-- Of several projects under one code the one of the statistics project's name is meant, else the one that came first.
with named as (
    select 'project' as universe, said.district, said.project_id as resolved_id, said.project_name, min(said.known_from) as known_from
    from (
        select district, project_id, project_name, known_from from raw.annual_plan
        union all
        select district, project_id, project_name, known_from from raw.dispatch
        union all
        select district, project_id, project_name, known_from from raw.approval_step
    ) as said
    group by said.district, said.project_id, said.project_name
    union all
    select 'statistics', said.district, said.statistics_id, said.project_name, min(said.known_from)
    from (
        select district, statistics_id, project_name, known_from from raw.statistics_return
        union all
        select district, statistics_id, project_name, known_from from raw.library_ledger
    ) as said
    group by said.district, said.statistics_id, said.project_name
),

bearing as (
    select named.universe, named.district, named.resolved_id, name.name_key, min(named.known_from) as known_from
    from named
    left join identity.name as name on name.district = named.district and name.project_name = named.project_name
    group by named.universe, named.district, named.resolved_id, name.name_key
),

known as (
    select universe, district, resolved_id, min(known_from) as known_from
    from bearing
    group by universe, district, resolved_id
),

coded as (
    select universe, district, anchor_id as resolved_id, code, list(distinct name_key) as names, min(first_row_id) as first_row_id
    from identity.anchor
    where code is not null
    group by universe, district, anchor_id, code
),

by_code as (
    select project.district, project.resolved_id as project_id, statistics.resolved_id as statistics_id, 'code' as how
    from coded as statistics
    inner join coded as project
        on project.universe = 'project' and project.district = statistics.district and project.code = statistics.code
    where statistics.universe = 'statistics'
    qualify row_number() over (
        partition by statistics.district, statistics.resolved_id
        order by list_has_any(project.names, statistics.names) desc, project.first_row_id, project.resolved_id
    ) = 1
),

unique_name as (
    select universe, district, name_key, any_value(resolved_id) as resolved_id
    from bearing
    where name_key is not null
    group by universe, district, name_key
    having count(distinct resolved_id) = 1
),

by_name as (
    select distinct project.district, project.resolved_id as project_id, statistics.resolved_id as statistics_id, 'name' as how
    from unique_name as project
    inner join unique_name as statistics
        on statistics.universe = 'statistics'
        and statistics.district = project.district
        and statistics.name_key = project.name_key
    anti join by_code as coded_project
        on coded_project.district = project.district and coded_project.project_id = project.resolved_id
    anti join by_code as coded_statistics
        on coded_statistics.district = statistics.district and coded_statistics.statistics_id = statistics.resolved_id
    where project.universe = 'project'
),

linked as (
    select * from by_code
    union all
    select * from by_name
)

select
    linked.district,
    linked.project_id,
    linked.statistics_id,
    linked.how,
    cast(1 as double) as share,
    greatest(project.known_from, statistics.known_from) as known_from
from linked
inner join known as project
    on project.universe = 'project' and project.district = linked.district and project.resolved_id = linked.project_id
inner join known as statistics
    on statistics.universe = 'statistics'
    and statistics.district = linked.district
    and statistics.resolved_id = linked.statistics_id
