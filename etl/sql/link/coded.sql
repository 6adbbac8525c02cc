-- One row per key project and statistics project that bear a code in common. It is plain, and needs no comparing, where
-- they bear a name in common, too, and no other project of that code bears it.
with bearer as (
    select number, universe, district, name_keys, unnest(codes) as code
    from link.side
),

paired as (
    select distinct
        project.number as project,
        statistics.number as statistics,
        list_has_any(project.name_keys, statistics.name_keys) as is_of_one_name
    from bearer as statistics
    inner join bearer as project
        on project.universe = 'project' and project.district = statistics.district and project.code = statistics.code
    where statistics.universe = 'statistics'
)

select
    project,
    statistics,
    count(*) over (partition by statistics) as claimants,
    is_of_one_name and count(*) filter (is_of_one_name) over (partition by statistics) = 1 as is_plain
from paired
