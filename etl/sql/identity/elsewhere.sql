-- One row per archived record that names a project beside plan, dispatch and approvals.
select
    'reserve' as kind, district, file_id, sheet_no, row_id, tier as slot_step,
    join_id, valid_code, project_name, responsible_unit as unit, total_investment_wan as total_wan
from archive.reserve
union all
select
    'declaration', district, file_id, sheet_no, row_id, cast(declared_on as varchar),
    join_id, valid_code, project_name, responsible_unit, total_investment_wan
from archive.declaration
union all
select
    'promotion', district, file_id, sheet_no, row_id, null,
    join_id, valid_code, project_name, responsible_unit, total_investment_wan
from archive.promotion
union all
select
    'idea_list', district, file_id, sheet_no, row_id, null,
    join_id, valid_code, project_name, responsible_unit, total_investment_wan
from archive.idea_list
-- of these a project may have any number on one sheet
union all
select
    'milestone', district, file_id, sheet_no, row_id, cast(row_id as varchar),
    join_id, valid_code, project_name, null, null
from archive.milestone
union all
select
    'issue', district, file_id, sheet_no, row_id, cast(row_id as varchar),
    join_id, valid_code, project_name, null, null
from archive.issue
union all
select
    'service_request', district, file_id, sheet_no, row_id, cast(row_id as varchar),
    join_id, valid_code, project_name, null, null
from archive.service_request
union all
select
    'incident', district, file_id, sheet_no, row_id, cast(row_id as varchar),
    join_id, valid_code, project_name, null, null
from archive.incident
union all
select
    'exemption', district, file_id, sheet_no, row_id, cast(row_id as varchar),
    join_id, valid_code, project_name, null, null
from archive.exemption
union all
select
    'plan_adjustment', district, file_id, sheet_no, row_id, cast(row_id as varchar),
    join_id, valid_code, project_name, null, null
from archive.plan_adjustment
