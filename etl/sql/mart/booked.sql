-- One row per row of a statistics return: what was booked (入统).
select
    district, statistics_id, month, known_from, row_id,
    project_name,
    booked_ytd_wan,
    cumulative_booked_wan,
    planned_total_wan,
    booked_construction_wan,
    booked_installation_wan,
    booked_equipment_wan,
    booked_other_wan,
    statistics_method,
    construction_state
from {raw}.statistics_return
