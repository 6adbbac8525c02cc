-- One row per row of the reserve (储备库), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    tier,
    category,
    industry,
    town,
    total_investment_wan,
    owner,
    responsible_unit,
    entered_on,
    left_on,
    exit_kind,
    planned_start_date
from {identity}.reserve
