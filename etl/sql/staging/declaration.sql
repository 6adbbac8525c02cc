-- One row per declared project (申报), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    category,
    construction_nature,
    industry,
    town,
    total_investment_wan,
    owner,
    responsible_unit,
    declared_on,
    bars,
    decided_on,
    decision,
    planned_start_date,
    planned_finish_date,
    annual_plan_wan
from {identity}.declaration
