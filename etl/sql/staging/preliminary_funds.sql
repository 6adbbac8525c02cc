-- One row per row of an arrangement of funds for preliminary work (前期工作经费), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    year,
    coalesce(purpose, '—') as purpose,
    preliminary_funds_wan,
    preliminary_paid_wan,
    document_number
from {identity}.preliminary_funds
