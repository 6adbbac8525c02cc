-- One row per row of a statistics return: what was booked.
select
    row_id,
    district,
    resolved_id as statistics_id,
    known_from,
    coalesce(month, sheet_month) as month,
    project_code,
    project_name,
    address,
    industry_code,
    statistics_method,
    start_date,
    production_date,
    construction_nature,
    planned_total_wan,
    cumulative_booked_wan,
    booked_ytd_wan,
    booked_construction_wan,
    booked_installation_wan,
    booked_equipment_wan,
    booked_other_wan,
    construction_state
from identity.statistics_return
