-- One row per key project and statistics project worth comparing, for a part of the statistics projects.
with sharing as (
    select
        project.number as project,
        statistics.number as statistics,
        sum(project.weight) as weight,
        bool_or(statistics.is_name) as is_of_one_name
    from link.key as statistics
    inner join link.key as project on project.universe = 'project' and project.key = statistics.key
    where statistics.universe = 'statistics' and statistics.number % $parts = $part
    group by project.number, statistics.number
),

chosen as (
    select project, statistics
    from sharing
    qualify is_of_one_name or row_number() over (partition by statistics order by weight desc, project) <= $compared
    union
    select project, statistics
    from link.coded
    where not is_plain and statistics % $parts = $part
)

select
    chosen.project,
    chosen.statistics,
    project.district,
    project.names,
    project.codes[1] as code,
    project.owner,
    project.town,
    cast(project.total_wan as double) as total_wan,
    project.start_date,
    statistics.names as statistics_names,
    case when coded.project is not null then project.codes[1] else statistics.codes[1] end as statistics_code,
    statistics.town as statistics_town,
    cast(statistics.total_wan as double) as statistics_total_wan,
    statistics.start_date as statistics_start_date
from chosen
inner join link.open as project on project.number = chosen.project
inner join link.open as statistics on statistics.number = chosen.statistics
left join link.coded as coded on coded.project = chosen.project and coded.statistics = chosen.statistics
