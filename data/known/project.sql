-- One row per project: its latest attributes and dates, as known on $known_on.
with known_state as (
    select
        *,
        -- within a month the dispatch speaks after the plan, a decided adjustment after both
        year(effective_month) * 1200 + month(effective_month) * 100
        + case kind when 'leader_arrangement' then 4 when 'plan_adjustment' then 3 when 'dispatch' then 2 else 1 end as spoken
    from mart.project_state
    where known_from <= $known_on and (known_to is null or known_to > $known_on)
),

latest as (
    select
        district,
        project_id,
        min(effective_month) as first_month,
        max(effective_month) as last_statement_month,
        arg_max(project_code, spoken) as project_code,
        arg_max(project_name, spoken) as project_name,
        arg_max(batch, spoken) as batch,
        arg_max(construction_nature, spoken) as construction_nature,
        arg_max(project_level, spoken) as project_level,
        arg_max(category, spoken) as category,
        arg_max(industry, spoken) as industry,
        arg_max(funding, spoken) as funding,
        arg_max(approval_procedure, spoken) as approval_procedure,
        arg_max(town, spoken) as town,
        arg_max(special_area, spoken) as special_area,
        arg_max(responsible_unit, spoken) as responsible_unit,
        arg_max(service_unit, spoken) as service_unit,
        arg_max(owner, spoken) as owner,
        case
            when bool_or(kind = 'leader_arrangement')
                then arg_max(contact_leader, spoken) filter (kind in ('annual_plan', 'leader_arrangement'))
            else arg_max(contact_leader, spoken)
        end as contact_leader,
        arg_max(project_officer, spoken) as project_officer,
        arg_max(total_investment_wan, spoken) as total_investment_wan,
        arg_max(approved_estimate_wan, spoken) as approved_estimate_wan,
        arg_max(planned_start_date, spoken) as planned_start_date,
        arg_min(planned_start_date, spoken) as original_planned_start_date,
        arg_max(planned_finish_date, spoken) as planned_finish_date,
        arg_min(planned_finish_date, spoken) as original_planned_finish_date,
        arg_max(actual_start_date, spoken) as actual_start_date,
        arg_max(coalesce(actual_start_precision, 'month'), spoken) filter (actual_start_date is not null) as actual_start_precision,
        arg_max(actual_finish_date, spoken) as actual_finish_date,
        arg_max(in_use_date, spoken) as in_use_date,
        arg_max(longitude, spoken) as longitude,
        arg_max(latitude, spoken) as latitude
    from known_state
    group by district, project_id
)

select
    latest.district,
    latest.project_id,
    latest.project_code,
    coalesce(latest.project_name, latest.project_code, latest.project_id) as project_name,
    latest.first_month,
    latest.last_statement_month,
    latest.batch,
    latest.construction_nature,
    latest.project_level,
    latest.category,
    latest.industry,
    latest.funding,
    latest.approval_procedure,
    latest.town,
    latest.special_area,
    latest.responsible_unit,
    unit.kind as unit_kind,
    latest.service_unit,
    latest.owner,
    latest.contact_leader,
    latest.project_officer,
    latest.total_investment_wan,
    latest.approved_estimate_wan,
    latest.planned_start_date,
    latest.original_planned_start_date,
    latest.planned_finish_date,
    latest.original_planned_finish_date,
    latest.actual_start_date,
    latest.actual_start_precision,
    latest.actual_finish_date,
    latest.in_use_date,
    latest.longitude,
    latest.latitude
from latest
left join mart.unit as unit on unit.district = latest.district and unit.unit = latest.responsible_unit
