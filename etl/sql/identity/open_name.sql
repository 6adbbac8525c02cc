-- One row per name borne by rows without joining id or code: how many known projects bear it, too, and whether it is
-- contested: several of that name stand in one place, or differ in unit or total where an edition says it once.
with nameless as (
    select distinct universe, district, name_key
    from identity.bearer
    where join_id is null and code is null and name_key is not null
),

known as (
    select universe, district, name_key, count(distinct anchor_id) as anchors, min(anchor_id) as anchor_id
    from identity.anchor
    where name_key is not null
    group by universe, district, name_key
),

said as (
    select statement.*
    from statement
    inner join nameless using (universe, district, name_key)
),

-- twice on one sheet, for one month or approval step
crowded as (
    select universe, district, name_key
    from said
    group by universe, district, name_key, kind, file_id, sheet_no, slot_month, slot_step
    having count(distinct row_id) filter (join_id is null and code is null) > 0
        and count(distinct row_id) filter (join_id is null and code is null) + count(distinct coalesce(join_id, code)) > 1
),

-- on several sheets of one file, with another unit or total
unlike as (
    select universe, district, name_key
    from said
    group by universe, district, name_key, kind, file_id, slot_month, slot_step
    having min(unit) <> max(unit) or min(total_wan) <> max(total_wan)
),

-- in one month, from several units (in files of their own)
by_units as (
    select universe, district, name_key
    from said
    where slot_month is not null and join_id is null and code is null
    group by universe, district, name_key, kind, slot_month
    having min(unit) <> max(unit)
),

contested as (
    select universe, district, name_key, max(is_by_units) as is_by_units
    from (
        select *, false as is_by_units from crowded
        union all
        select *, false from unlike
        union all
        select *, true from by_units
    )
    group by universe, district, name_key
)

select
    nameless.universe,
    nameless.district,
    nameless.name_key,
    coalesce(known.anchors, 0) as anchors,
    contested.name_key is not null or coalesce(known.anchors, 0) > 1 as is_contested,
    coalesce(contested.is_by_units, false) as is_by_units,
    coalesce(
        known.anchor_id, prefix.prefix || left(sha256(nameless.district || '|' || nameless.name_key), 16)
    ) as resolved_id
from nameless
inner join identity.prefix as prefix using (universe)
left join known using (universe, district, name_key)
left join contested using (universe, district, name_key)
