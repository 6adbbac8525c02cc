-- One row per plan row: what the annual plan says of a project.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    coalesce(year, sheet_year) as year,
    -- a record with a month of its own keeps it; the others hold from the sheet's, as it was settled when it was loaded
    coalesce(
        nullif(effective_month, sheet_said_effective_month), sheet_effective_month, make_date(coalesce(year, sheet_year), 1, 1)
    ) as effective_month,
    project_code,
    project_name,
    batch,
    construction_nature,
    project_level,
    category,
    industry,
    funding,
    approval_procedure,
    town,
    special_area,
    total_investment_wan,
    approved_estimate_wan,
    annual_plan_wan,
    planned_start_date,
    planned_finish_date,
    owner,
    responsible_unit,
    service_unit,
    contact_leader,
    project_officer,
    longitude,
    latitude,
    adjustment
from {identity}.annual_plan
