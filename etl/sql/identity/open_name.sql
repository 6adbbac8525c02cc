-- One row per name borne by rows without joining id or code: how many known projects bear it, too,
-- and whether it can be told apart by itself (never twice on one sheet and month).
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

slot as (
    select
        statement.universe,
        statement.district,
        statement.name_key,
        count(distinct statement.row_id) filter (statement.join_id is null and statement.code is null) as open_rows,
        count(distinct coalesce(statement.join_id, statement.code)) as known_rows
    from statement
    inner join nameless using (universe, district, name_key)
    group by
        statement.universe, statement.district, statement.name_key,
        statement.kind, statement.file_id, statement.sheet_no, statement.slot_month, statement.slot_step
    having open_rows > 0 and open_rows + known_rows > 1
),

crowded as (
    select universe, district, name_key
    from slot
    group by universe, district, name_key
)

select
    nameless.universe,
    nameless.district,
    nameless.name_key,
    coalesce(known.anchors, 0) as anchors,
    crowded.name_key is not null or coalesce(known.anchors, 0) > 1 as is_contested,
    coalesce(
        known.anchor_id, prefix.prefix || left(sha256(nameless.district || '|' || nameless.name_key), 16)
    ) as resolved_id
from nameless
inner join identity.prefix as prefix using (universe)
left join known using (universe, district, name_key)
left join crowded using (universe, district, name_key)
