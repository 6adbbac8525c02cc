-- One row per incident said (一票否决).
select
    district, incident_id, known_from, row_id,
    responsible_unit,
    project_id,
    occurred_on,
    incident_kind as kind,
    incident_level as level,
    incident,
    document_number
from {raw}.incident
