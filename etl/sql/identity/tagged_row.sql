-- One row per row of a contested name that no known project claims: the tag that tells it from its namesakes.
-- Responsible unit, else total investment, else both, else its turn among those of its unit, else its turn.
with open_slot as (
    select slot.*
    from identity.contested_slot as slot
    anti join identity.claimed_row as claimed on claimed.row_id = slot.row_id
    where slot.known_id is null
),

-- the same project may stand on several sheets of a file, but on each once: the n-th of its unit and total is the n-th
counted as (
    select
        *,
        row_number() over (
            partition by universe, district, name_key, slot, sheet_no, unit, total_wan order by row_id
        ) as both_turn
    from open_slot
),

standing as (
    select
        *,
        min(row_id) over (partition by universe, district, name_key, slot, unit, total_wan, both_turn) as standing_id
    from counted
),

placed as (
    select
        *,
        dense_rank() over (partition by universe, district, name_key, slot order by standing_id) as turn,
        dense_rank() over (partition by universe, district, name_key, slot, unit order by standing_id) as unit_turn,
        dense_rank() over (partition by universe, district, name_key, slot, total_wan order by standing_id) as total_turn,
        count(distinct standing_id) over (partition by universe, district, name_key, slot) as crowd
    from standing
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

telling as (
    select
        namesake.universe,
        namesake.district,
        namesake.name_key,
        namesake.namesakes,
        case
            when open_name.is_by_units and namesake.has_unit and namesake.same_unit = 1 then 'unit'
            when namesake.namesakes = 1 then 'name'
            when namesake.has_unit and namesake.same_unit = 1 then 'unit'
            when namesake.has_total and namesake.same_total = 1 and namesake.totals = namesake.namesakes then 'total'
            when namesake.has_unit and namesake.has_total and namesake.same_both = 1 then 'unit and total'
            when namesake.has_unit then 'unit and turn'
            else 'turn'
        end as told_by
    from namesake
    inner join identity.open_name as open_name using (universe, district, name_key)
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
        max(unit_turn) as unit_turn,
        max(crowd) as crowd
    from placed
    group by universe, district, name_key, row_id
),

tagged as (
    select
        turned.*,
        telling.namesakes,
        telling.told_by,
        case telling.told_by
            when 'name' then ''
            when 'unit' then turned.unit
            when 'total' then cast(turned.total_wan as varchar)
            when 'unit and total' then turned.unit || '|' || turned.total_wan
            when 'unit and turn' then turned.unit || '|' || turned.unit_turn
            else cast(turned.turn as varchar)
        end as tag
    from turned
    inner join telling using (universe, district, name_key)
)

select
    universe,
    district,
    name_key,
    row_id,
    unit,
    turn,
    crowd,
    namesakes,
    told_by,
    min(row_id) over (partition by universe, district, name_key, tag) as first_row_id
from tagged
