-- One row per milestone said (节点任务).
select
    district, project_id, milestone, known_from, row_id,
    responsible_unit,
    person,
    due_on,
    done_on,
    evidence
from {raw}.milestone
where milestone is not null
