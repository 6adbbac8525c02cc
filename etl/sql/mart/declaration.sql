-- One row per declaration said (申报).
select
    district, project_id, declared_on, known_from, row_id,
    category,
    construction_nature,
    responsible_unit,
    total_investment_wan,
    bars,
    decided_on,
    decision,
    planned_start_date,
    planned_finish_date,
    annual_plan_wan
from {history}.declared
