-- One row per typed item said (考核手工项).
select
    district, quarter, responsible_unit, item, known_from, row_id,
    cast(score_rate as decimal(9, 6)) as score_rate,
    cast(points as decimal(9, 2)) as points,
    basis,
    document_number
from {raw}.score_entry
where quarter is not null and responsible_unit is not null and item is not null
