-- One row per row of a contested name that no known project claims: the tag that tells it from its namesakes.
-- Responsible unit, else total investment, else both, else its turn on the sheet.
with open_slot as (
    select slot.*
    from identity.contested_slot as slot
    anti join identity.claimed_row as claimed on claimed.row_id = slot.row_id
    where slot.known_id is null
),

placed as (
    select
        *,
        row_number() over (partition by universe, district, name_key, slot order by row_id) as turn,
        row_number() over (partition by universe, district, name_key, slot, unit order by row_id) as unit_turn,
        row_number() over (partition by universe, district, name_key, slot, total_wan order by row_id) as total_turn,
        row_number() over (partition by universe, district, name_key, slot, unit, total_wan order by row_id) as both_turn
    from open_slot
),

namesake as (
    select
        universe,
        district,
        name_key,
        bool_and(unit is not null) as has_unit,
        bool_and(total_wan is not null) as has_total,
        max(turn) as namesakes,
        max(unit_turn) as same_unit,
        max(total_turn) as same_total,
        max(both_turn) as same_both,
        count(distinct total_wan) as totals
    from placed
    group by universe, district, name_key
),

turned as (
    select
        universe,
        district,
        name_key,
        row_id,
        any_value(unit) as unit,
        any_value(total_wan) as total_wan,
        max(turn) as turn,
        max(unit_turn) as unit_turn
    from placed
    group by universe, district, name_key, row_id
),

tagged as (
    select
        turned.*,
        namesake.namesakes,
        case
            when namesake.namesakes = 1 then ''
            when namesake.has_unit and namesake.same_unit = 1 then turned.unit
            when namesake.has_total and namesake.same_total = 1 and namesake.totals = namesake.namesakes
                then cast(turned.total_wan as varchar)
            when namesake.has_unit and namesake.has_total and namesake.same_both = 1
                then turned.unit || '|' || turned.total_wan
            when namesake.has_unit then turned.unit || '|' || turned.unit_turn
            else cast(turned.turn as varchar)
        end as tag,
        not (
            namesake.namesakes = 1
            or (namesake.has_unit and namesake.same_unit = 1)
            or (namesake.has_total and namesake.same_total = 1 and namesake.totals = namesake.namesakes)
            or (namesake.has_unit and namesake.has_total and namesake.same_both = 1)
        ) as is_by_turn
    from turned
    inner join namesake using (universe, district, name_key)
)

select
    universe,
    district,
    name_key,
    row_id,
    unit,
    turn,
    namesakes,
    is_by_turn,
    min(row_id) over (partition by universe, district, name_key, tag) as first_row_id
from tagged
