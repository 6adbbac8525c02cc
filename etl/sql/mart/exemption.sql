-- One row per exemption said that has its document number: without one it holds nothing back.
select
    district, document_number, responsible_unit, project_id, known_from, row_id,
    exempt_from,
    exempt_to,
    cause
from {raw}.exemption
where document_number is not null and coalesce(responsible_unit, project_id) is not null
