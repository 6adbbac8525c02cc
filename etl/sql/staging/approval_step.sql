-- One row per project and approval step, as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    step,
    is_applicable,
    completed_on,
    document_number
from {identity}.approval_step
