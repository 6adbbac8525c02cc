-- One row per project and thing it may share with its counterpart: a rare pair of letters of a name, the whole name, the
-- name in its town or with its total, the total in its town. Pairs are compared only where they share one.
with spelled as (
    select said_name.number, open.universe, open.district, said_name.core, said_name.marks, open.town, open.total_wan
    from link.said_name as said_name
    inner join link.open as open using (number)
    where said_name.core <> ''
),

every as (
    select distinct
        number, universe, district, 'letters' as kind,
        unnest(list_transform(range(1, greatest(length(core), 2)), lambda place: substr(core, place, 2))) as text
    from spelled
    union all
    select distinct number, universe, district, 'name', core || marks
    from spelled
    union all
    select distinct number, universe, district, 'name in town', core || marks || '|' || town
    from spelled
    where town is not null
    union all
    select distinct number, universe, district, 'name and total', core || marks || '|' || floor(ln(total_wan) * 10)
    from spelled
    where total_wan > 0
    union all
    select distinct number, universe, district, 'total in town', town || '|' || floor(ln(total_wan) * 20)
    from spelled
    where total_wan > 0 and town is not null
),

-- how many key projects share it; what too many share tells nothing
counted as (
    select district, kind, text, count(*) as bearers
    from every
    where universe = 'project'
    group by district, kind, text
    having count(*) <= $crowd
)

select
    every.number,
    every.universe,
    hash(every.district, every.kind, every.text) as key,
    cast(case every.kind when 'letters' then 1 else 3 end / (1 + ln(counted.bearers)) as float) as weight,
    every.kind = 'name' as is_name
from every
inner join counted using (district, kind, text)
-- its rarest letters are enough to find a statistics project's counterpart
qualify every.universe = 'project' or every.kind <> 'letters'
    or row_number() over (partition by every.number, every.kind order by counted.bearers, every.text) <= $letters
