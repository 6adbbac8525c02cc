-- One row per project and approval step said (前期手续).
select district, project_id, step, known_from, row_id, is_applicable, completed_on, document_number
from {raw}.approval_step
