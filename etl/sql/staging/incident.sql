-- One row per incident said (一票否决), one that has no number told by what it says.
select
    row_id,
    district,
    coalesce(incident_number, 'N-' || left(sha256(concat_ws('|',
            district, case when coalesce(join_id, project_code, project_name) is not null then resolved_id end,
            responsible_unit,
            incident_kind,
            incident,
            occurred_on
        )), 16)) as incident_id,
    case when coalesce(join_id, project_code, project_name) is not null then resolved_id end as project_id,
    known_from,
    incident_number,
    project_code,
    project_name,
    responsible_unit,
    occurred_on,
    incident_kind,
    incident_level,
    incident,
    document_number
from {identity}.incident
