-- One row per key project and per statistics project: what tells who it is, as last said, and every name it ever bore.
with said as (
    select
        'project' as universe, row_id, district, project_id as id, known_from, project_name, owner, town as place,
        total_investment_wan as total_wan, planned_start_date
    from raw.annual_plan
    union all by name
    select
        'project' as universe, row_id, district, project_id as id, known_from, project_name, town as place,
        total_investment_wan as total_wan, planned_start_date, actual_start_date
    from raw.dispatch
    union all by name
    select 'project' as universe, row_id, district, project_id as id, known_from, project_name
    from raw.approval_step
    union all by name
    select
        'statistics' as universe, row_id, district, statistics_id as id, known_from, project_name, address as place,
        planned_total_wan as total_wan, start_date as actual_start_date
    from raw.statistics_return
    union all by name
    select 'statistics' as universe, row_id, district, statistics_id as id, known_from, project_name
    from raw.library_ledger
),

latest as (
    select
        universe,
        district,
        id,
        min(known_from) as known_from,
        arg_max(owner, row(known_from, row_id)) as owner,
        arg_max(place, row(known_from, row_id)) as place,
        arg_max(total_wan, row(known_from, row_id)) as total_wan,
        coalesce(
            arg_max(actual_start_date, row(known_from, row_id)), arg_max(planned_start_date, row(known_from, row_id))
        ) as start_date
    from said
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
        said.universe,
        said.district,
        said.id,
        said.project_name,
        name.name_key,
        max(row(said.known_from, said.row_id)) as last_said
    from said
    inner join identity.name as name on name.district = said.district and name.project_name = said.project_name
    where name.name_key is not null
    group by said.universe, said.district, said.id, said.project_name, name.name_key
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
