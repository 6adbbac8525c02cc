-- One row per row of a sheet that says which leader is in charge of a project (区领导联系项目安排), from its day on.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    effective_on,
    cast(date_trunc('month', coalesce(effective_on, sheet_month, known_from)) as date) as effective_month,
    contact_leader,
    responsible_unit,
    service_unit,
    project_officer
from {identity}.leader_arrangement
