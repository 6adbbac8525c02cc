-- One row per row of an issue ledger (问题交办销号台账), as said; one that has no number is told by what it says.
select
    row_id,
    district,
    coalesce(issue_number, 'N-' || left(sha256(concat_ws('|',
            district, case when coalesce(join_id, project_code, project_name) is not null then resolved_id end,
            issue_kind,
            regexp_replace(issue, '\s', '', 'g'),
            raised_on
        )), 16)) as issue_id,
    case when coalesce(join_id, project_code, project_name) is not null then resolved_id end as project_id,
    known_from,
    issue_number,
    project_code,
    project_name,
    issue_kind,
    issue_level,
    issue,
    responsible_unit,
    person,
    raised_on,
    due_on,
    closed_on,
    state,
    evidence
from {identity}.issue
