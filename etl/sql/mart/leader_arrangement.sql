-- One row per row of a sheet that says which leader is in charge of a project from a month on (区领导联系项目安排).
select
    district, project_id, effective_month, known_from, row_id,
    effective_on,
    contact_leader,
    service_unit,
    project_officer
from {raw}.leader_arrangement
