-- One row per archived record of a project: what tells whose it is. A slot is a place in which a project can stand
-- only once: a sheet's month, or a sheet's approval step.
with said as (
    select
        'project' as universe, 'annual_plan' as kind, district, file_id, sheet_no, row_id,
        cast(null as date) as slot_month, cast(null as varchar) as slot_step,
        join_id, valid_code, project_name, responsible_unit as unit, total_investment_wan as total_wan
    from archive.annual_plan
    union all
    select
        'project', 'dispatch', district, file_id, sheet_no, row_id, coalesce(month, sheet_month), null,
        join_id, valid_code, project_name, responsible_unit, total_investment_wan
    from archive.dispatch
    union all
    select
        'project', 'approval_step', district, file_id, sheet_no, row_id, null, step,
        join_id, valid_code, project_name, null, null
    from archive.approval_step
    union all
    select
        'statistics', 'statistics_return', district, file_id, sheet_no, row_id, coalesce(month, sheet_month), null,
        join_id, valid_code, project_name, null, planned_total_wan
    from archive.statistics_return
    union all
    select
        'statistics', 'library_ledger', district, file_id, sheet_no, row_id, declared_month, null,
        join_id, valid_code, project_name, null, null
    from archive.library_ledger
    union all
    select
        'project', kind, district, file_id, sheet_no, row_id, null, slot_step, join_id, valid_code, project_name, unit, total_wan
    from identity.elsewhere
)

select
    said.universe,
    said.kind,
    said.district,
    said.file_id,
    said.sheet_no,
    said.row_id,
    said.slot_month,
    said.slot_step,
    said.join_id,
    said.valid_code as code,
    name.name_key,
    said.unit,
    said.total_wan
from said
left join identity.name as name on name.district = said.district and name.project_name = said.project_name
