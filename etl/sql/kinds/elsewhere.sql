-- One row per row of this kind, which names a project beside plan, dispatch and approvals: whose it is.
select
    '{kind}' as kind, district, file_id, sheet_no, row_id, cast({slot} as varchar) as slot_step,
    join_id, valid_code, project_name, {unit} as unit, {total_wan} as total_wan
from archive.{kind}
