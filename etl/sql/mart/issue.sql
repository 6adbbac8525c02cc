-- One row per issue said (问题交办销号台账).
select
    district, issue_id, known_from, row_id,
    project_id,
    issue_kind as kind,
    issue_level as level,
    issue,
    responsible_unit,
    person,
    raised_on,
    due_on,
    closed_on,
    evidence
from {raw}.issue
