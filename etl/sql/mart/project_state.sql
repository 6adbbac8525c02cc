-- One row per sheet row that says what a project is; batch, unit and town by the names of the district's profile.
with said as (
    select * exclude (year, annual_plan_wan, adjustment), 'annual_plan' as kind
    from {raw}.annual_plan
    union all by name
    select
        row_id, district, project_id, known_from, month as effective_month, 'dispatch' as kind,
        project_code, project_name, batch, town, industry, responsible_unit, contact_leader, total_investment_wan,
        planned_start_date, planned_finish_date, actual_start_date, actual_start_precision, actual_finish_date, in_use_date
    from {raw}.dispatch
    union all by name
    select
        row_id, district, project_id, known_from, effective_month, 'plan_adjustment' as kind,
        project_code, project_name, batch_after as batch
    from {raw}.plan_adjustment
    where effective_month is not null
    union all by name
    select
        row_id, district, project_id, known_from, effective_month, 'leader_arrangement' as kind,
        contact_leader, service_unit, project_officer
    from {raw}.leader_arrangement
    union all by name
    select *, 'mention' as kind
    from {history}.mention
)

select
    said.row_id,
    said.district,
    said.project_id,
    said.effective_month,
    said.kind,
    said.known_from,
    said.project_code,
    said.project_name,
    case when said.batch is not null then coalesce(batch.name, '{unknown_batch}') end as batch,
    said.construction_nature,
    said.project_level,
    said.category,
    said.industry,
    said.funding,
    said.approval_procedure,
    coalesce(town.name, said.town) as town,
    said.special_area,
    coalesce(unit.name, said.responsible_unit) as responsible_unit,
    said.service_unit,
    said.owner,
    said.contact_leader,
    said.project_officer,
    said.total_investment_wan,
    said.approved_estimate_wan,
    said.planned_start_date,
    said.planned_finish_date,
    said.actual_start_date,
    said.actual_start_precision,
    said.actual_finish_date,
    said.in_use_date,
    said.longitude,
    said.latitude
from said
left join archive.alias as batch on batch.district = said.district and batch.field = 'batch' and batch.alias = said.batch
left join archive.alias as town on town.district = said.district and town.field = 'town' and town.alias = said.town
left join archive.alias as unit on unit.district = said.district and unit.field = 'unit' and unit.alias = said.responsible_unit
