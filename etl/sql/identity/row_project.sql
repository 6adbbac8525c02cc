-- One row per row of a contested name that does not say itself whose it is: the project it is given to, and how.
with anchor as (
    select
        universe,
        district,
        name_key,
        anchor_id,
        list(distinct unit) filter (unit is not null) as units,
        row_number() over (partition by universe, district, name_key order by min(first_row_id), anchor_id) as turn,
        count(*) over (partition by universe, district, name_key) as anchors
    from identity.anchor
    semi join identity.tagged_row using (universe, district, name_key)  -- few names are contested, if any
    group by universe, district, name_key, anchor_id
),

-- names whose known projects stand beside them in some place: their turn says nothing
beside as (
    select distinct slot.universe, slot.district, slot.name_key
    from identity.contested_slot as slot
    inner join identity.contested_slot as other using (universe, district, name_key, slot, sheet_no)
    inner join identity.tagged_row as tagged on tagged.row_id = slot.row_id
    left join identity.claimed_row as claimed on claimed.row_id = other.row_id
    where other.known_id is not null or claimed.row_id is not null
),

numbered as (
    select *, dense_rank() over (partition by universe, district, name_key order by first_row_id) as number
    from identity.tagged_row
)

select universe, district, row_id, anchor_id as resolved_id, 'claim' as how
from identity.claimed_row
union all
select
    numbered.universe,
    numbered.district,
    numbered.row_id,
    coalesce(
        anchor.anchor_id,
        prefix.prefix || left(sha256(concat_ws(
            '|', numbered.district, numbered.name_key, case when numbered.number > 1 then numbered.number end
        )), 16)
    ) as resolved_id,
    case when open_name.anchors > 1 then 'ambiguous' else numbered.told_by end as how
from numbered
inner join identity.prefix as prefix using (universe)
inner join identity.open_name as open_name using (universe, district, name_key)
left join beside using (universe, district, name_key)
left join anchor
    on anchor.universe = numbered.universe
    and anchor.district = numbered.district
    and anchor.name_key = numbered.name_key
    and anchor.turn = numbered.turn
    and anchor.anchors > 1
    and anchor.anchors >= numbered.namesakes
    and beside.name_key is null
    and (numbered.unit is null or anchor.units is null or list_contains(anchor.units, numbered.unit))
