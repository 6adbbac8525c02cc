-- One row per exemption said (容错免责), of a unit or a project.
select
    said.row_id,
    said.district,
    case when coalesce(said.join_id, said.project_code, said.project_name) is not null then said.resolved_id end as project_id,
    said.known_from,
    said.document_number,
    coalesce(unit.name, said.responsible_unit) as responsible_unit,
    said.project_code,
    said.project_name,
    said.exempt_from,
    said.exempt_to,
    said.cause
from {identity}.exemption as said
left join archive.alias as unit
    on unit.district = said.district and unit.field = 'unit' and unit.alias = said.responsible_unit
