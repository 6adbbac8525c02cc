-- One row per arrangement said (前期工作经费).
select
    district, project_id, year, purpose, known_from, row_id,
    preliminary_funds_wan,
    preliminary_paid_wan,
    document_number
from {raw}.preliminary_funds
