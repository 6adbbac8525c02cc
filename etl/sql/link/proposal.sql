-- One row per pair that is linked by itself or waits for a person. A claim holds if nobody else has one as good: neither
-- another key project on the statistics project nor the other way round; of namesakes, if town and total point to one.
-- What else a statistics project may be is told, too, where no link is made or a person has ever refused one.
with plain as (
    select
        project, statistics, cast(100 as double) as score, 'code' as how,
        {'name': 100, 'total': null, 'town': null, 'owner': null, 'start': null} as parts,
        'same' as grade, '' as marks, ['代码相同', '名称相同'] as reasons, cast([] as varchar[]) as doubts
    from link.coded
    where is_plain
),

by_code as (
    select scored.project, scored.statistics
    from link.scored as scored
    inner join link.coded as coded using (project, statistics)
    where scored.claim = 'code' and coded.claimants = 1
),

linked_by_code as (
    select project, statistics from plain
    union all
    select project, statistics from by_code
),

crowd as (
    select open.district, said_name.core, said_name.marks
    from link.said_name as said_name
    inner join link.open as open using (number)
    where open.universe = 'project'
    group by open.district, said_name.core, said_name.marks
    having count(distinct said_name.number) > $crowd
),

crowded as (
    select distinct said_name.number
    from link.said_name as said_name
    inner join link.open as open using (number)
    inner join crowd using (district, core, marks)
),

ranked as (
    select
        scored.*,
        case scored.grade when 'same' then 3 when 'equal' then 2 when 'slip' then 1 else 0 end as strength,
        by_code.project is not null as is_by_code,
        scored.project in (select linked_by_code.project from linked_by_code) as has_coded_counterpart,
        scored.statistics in (select linked_by_code.statistics from linked_by_code) as is_answered_by_code,
        scored.project in (select crowded.number from crowded)
            or scored.statistics in (select crowded.number from crowded) as is_crowded
    from link.scored as scored
    left join by_code using (project, statistics)
    anti join plain on plain.project = scored.project and plain.statistics = scored.statistics
),

-- what a code plainly says whose it is claims nobody else, be that refused or not
named as (
    select project, statistics, strength, is_far
    from ranked
    where strength > 0 and statistics not in (select plain.statistics from plain)
),

rival as (
    select named.project, named.statistics, other.is_far
    from named
    inner join named as other
        on other.project = named.project
        and other.statistics <> named.statistics
        and other.strength >= named.strength
    union all
    select named.project, named.statistics, other.is_far
    from named
    inner join named as other
        on other.statistics = named.statistics
        and other.project <> named.project
        and other.strength >= named.strength
),

rivals as (
    select project, statistics, count(*) as rivals, count(*) filter (not is_far) as rivals_near
    from rival
    group by project, statistics
),

rivalled as (
    select ranked.*, coalesce(rivals.rivals, 0) as rivals, coalesce(rivals.rivals_near, 0) as rivals_near
    from ranked
    left join rivals using (project, statistics)
),

decided as (
    select
        *,
        case
            when is_by_code then 'code'
            when claim in ('name', 'rule')
                and not has_coded_counterpart
                and not is_answered_by_code
                and not is_crowded
                and (rivals = 0 or is_near and rivals_near = 0) then claim
        end as how
    from rivalled
),

answered as (
    select statistics from plain
    union
    select statistics from decided where how is not null
),

told as (
    select
        project, statistics, score, how, parts, grade, marks, reasons,
        case
            when how is not null then cast([] as varchar[])
            else list_filter(
                list_concat(doubts, [
                    case when claim = 'code' then '同一代码下有几个重点项目' end,
                    case when claim is distinct from 'code' and has_coded_counterpart then '该重点项目已按代码连到别的统计项目' end,
                    case when is_crowded then '同名项目过多' end,
                    case when rivals > 0 then '另有' || rivals || '对同样相像' end
                ]),
                lambda doubt: doubt is not null
            )
        end as doubts
    from decided
    where how is not null
        or statistics not in (select answered.statistics from answered)
        or statistics in (select reopened.number from link.reopened)
    qualify how is not null
        or row_number() over (partition by statistics, how is null order by score desc, project) <= $shown
)

select
    project.district,
    project.id as project_id,
    statistics.id as statistics_id,
    told.score,
    told.how,
    cast(to_json({
        'parts': told.parts, 'name': told.grade, 'marks': told.marks, 'reasons': told.reasons, 'doubts': told.doubts
    }) as varchar) as evidence,
    greatest(project.known_from, statistics.known_from) as known_from
from (select * from told union all by name select * from plain) as told
inner join link.side as project on project.number = told.project
inner join link.side as statistics on statistics.number = told.statistics
