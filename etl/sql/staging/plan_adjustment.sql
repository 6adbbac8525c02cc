-- One row per project of a sheet of plan adjustments (计划调整), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    adjustment,
    coalesce(effective_month, sheet_month) as effective_month,
    cause,
    statement_on,
    decided_by,
    decided_on,
    batch_before,
    batch_after,
    annual_plan_before_wan,
    annual_plan_after_wan,
    responsible_unit
from {identity}.plan_adjustment
