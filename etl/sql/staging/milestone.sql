-- One row per row of a sheet of milestones (节点任务), as said.
select
    row_id,
    district,
    resolved_id as project_id,
    known_from,
    project_code,
    project_name,
    milestone,
    responsible_unit,
    person,
    due_on,
    done_on,
    state,
    evidence
from {identity}.milestone
