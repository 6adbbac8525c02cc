-- One row per key project and per statistics project: what tells who it is, as last said, and every name it ever bore.
with of_statistics as (
    select district from archive.statistics_return
    union
    select district from archive.library_ledger
),

-- a district without statistics projects has nothing to compare
said as (
    select
        'project' as universe, row_id, district, project_id as id, known_from, project_name, owner, town as place,
        total_investment_wan as total_wan, planned_start_date
    from {raw}.annual_plan
    semi join of_statistics using (district)
    union all by name
    select
        'project' as universe, row_id, district, project_id as id, known_from, project_name, town as place,
        total_investment_wan as total_wan, planned_start_date, actual_start_date
    from {raw}.dispatch
    semi join of_statistics using (district)
    union all by name
    select 'project' as universe, row_id, district, project_id as id, known_from, project_name
    from {raw}.approval_step
    semi join of_statistics using (district)
    union all by name
    select
        'statistics' as universe, row_id, district, statistics_id as id, known_from, project_name, address as place,
        planned_total_wan as total_wan, start_date as actual_start_date
    from {raw}.statistics_return
    union all by name
    select 'statistics' as universe, row_id, district, statistics_id as id, known_from, project_name
    from {raw}.library_ledger
),

-- the order of speaking as one number: comparing pairs costs several times as much
spoken as (
    select *, cast(known_from - date '1900-01-01' as hugeint) * 1000000000000000000 + row_id as turn
    from said
),

latest as (
    select
        universe,
        district,
        id,
        min(known_from) as known_from,
        arg_max(owner, turn) as owner,
        arg_max(place, turn) as place,
        arg_max(total_wan, turn) as total_wan,
        coalesce(arg_max(actual_start_date, turn), arg_max(planned_start_date, turn)) as start_date
    from spoken
    group by universe, district, id
),

-- the town that an address names, the longest where several do
located as (
    select latest.district, latest.place, arg_max(alias.name, length(alias.alias)) as town
    from (select distinct district, place from latest where place is not null) as latest
    inner join archive.alias as alias
        on alias.field = 'town' and alias.district = latest.district and contains(latest.place, alias.alias)
    group by latest.district, latest.place
),

bearing as (
    select
        spoken.universe,
        spoken.district,
        spoken.id,
        spoken.project_name,
        name.name_key,
        max(spoken.turn) as last_said
    from spoken
    inner join identity.name as name on name.district = spoken.district and name.project_name = spoken.project_name
    where name.name_key is not null
    group by spoken.universe, spoken.district, spoken.id, spoken.project_name, name.name_key
),

named as (
    select
        universe,
        district,
        id,
        list(project_name order by last_said desc) as names,
        list(distinct name_key) as name_keys
    from bearing
    group by universe, district, id
),

coded as (
    select universe, district, anchor_id as id, list(distinct code order by code) as codes
    from identity.anchor
    where code is not null
    group by universe, district, anchor_id
)

select
    row_number() over (order by latest.universe, latest.district, latest.id) as number,
    latest.universe,
    latest.district,
    latest.id,
    latest.known_from,
    coalesce(named.names, []) as names,
    coalesce(named.name_keys, []) as name_keys,
    coalesce(coded.codes, []) as codes,
    latest.owner,
    located.town,
    latest.total_wan,
    latest.start_date
from latest
left join named using (universe, district, id)
left join coded using (universe, district, id)
left join located using (district, place)
