-- One row per row of a contested name that a known project's responsible unit or, failing that, total investment claims,
-- and whose claim nobody else makes in any place where it stands.
with open_row as (
    select universe, district, name_key, row_id, any_value(unit) as unit, any_value(total_wan) as total_wan
    from identity.contested_slot
    where known_id is null
    group by universe, district, name_key, row_id
),

by_unit as (
    select open_row.row_id, min(anchor.anchor_id) as anchor_id
    from open_row
    inner join identity.anchor as anchor using (universe, district, name_key, unit)
    group by open_row.row_id
    having count(distinct anchor.anchor_id) = 1
),

-- among the projects of its own unit, where its unit has several
by_total as (
    select open_row.row_id, min(anchor.anchor_id) as anchor_id
    from open_row
    inner join identity.anchor as anchor using (universe, district, name_key, total_wan)
    where open_row.unit is null
        or anchor.unit is null
        or anchor.unit = open_row.unit
    group by open_row.row_id
    having count(distinct anchor.anchor_id) = 1
),

claimed as (
    select open_row.universe, open_row.district, open_row.row_id, coalesce(by_unit.anchor_id, by_total.anchor_id) as anchor_id
    from open_row
    left join by_unit using (row_id)
    left join by_total using (row_id)
    where coalesce(by_unit.anchor_id, by_total.anchor_id) is not null
),

rivals as (
    select
        slot.slot,
        slot.sheet_no,
        coalesce(slot.known_id, claimed.anchor_id) as anchor_id,
        count(distinct slot.row_id) as rows
    from identity.contested_slot as slot
    left join claimed using (universe, district, row_id)
    where coalesce(slot.known_id, claimed.anchor_id) is not null
    group by slot.slot, slot.sheet_no, slot.name_key, slot.district, slot.universe, coalesce(slot.known_id, claimed.anchor_id)
)

select claimed.universe, claimed.district, claimed.row_id, claimed.anchor_id
from claimed
inner join identity.contested_slot as slot using (universe, district, row_id)
inner join rivals
    on rivals.slot = slot.slot and rivals.sheet_no = slot.sheet_no and rivals.anchor_id = claimed.anchor_id
group by claimed.universe, claimed.district, claimed.row_id, claimed.anchor_id
having max(rivals.rows) = 1
