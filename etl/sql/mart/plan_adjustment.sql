-- One row per adjustment said (计划调整).
select
    district, project_id, effective_month, adjustment, known_from, row_id,
    cause,
    statement_on,
    decided_by,
    decided_on,
    batch_before,
    batch_after,
    annual_plan_before_wan,
    annual_plan_after_wan
from {raw}.plan_adjustment
where effective_month is not null and adjustment is not null
