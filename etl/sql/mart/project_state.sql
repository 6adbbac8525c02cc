-- One row per project, effective month, kind of sheet and state of knowledge: what the sheet said the project is.
with said as (
    select
        district, project_id, effective_month, kind, known_from, row_id,
        project_code,
        project_name,
        batch,
        construction_nature,
        project_level,
        category,
        industry,
        funding,
        approval_procedure,
        town,
        special_area,
        responsible_unit,
        service_unit,
        owner,
        contact_leader,
        project_officer,
        total_investment_wan,
        approved_estimate_wan,
        planned_start_date,
        planned_finish_date,
        actual_start_date,
        actual_start_precision,
        actual_finish_date,
        in_use_date,
        longitude,
        latitude
    from project_statement
),

-- an empty cell is silence: what was said before stands
completed as (
    select
        district, project_id, effective_month, kind, known_from, row_id,
        last_value(project_code ignore nulls) over heard as project_code,
        last_value(project_name ignore nulls) over heard as project_name,
        last_value(batch ignore nulls) over heard as batch,
        last_value(construction_nature ignore nulls) over heard as construction_nature,
        last_value(project_level ignore nulls) over heard as project_level,
        last_value(category ignore nulls) over heard as category,
        last_value(industry ignore nulls) over heard as industry,
        last_value(funding ignore nulls) over heard as funding,
        last_value(approval_procedure ignore nulls) over heard as approval_procedure,
        last_value(town ignore nulls) over heard as town,
        last_value(special_area ignore nulls) over heard as special_area,
        last_value(responsible_unit ignore nulls) over heard as responsible_unit,
        last_value(service_unit ignore nulls) over heard as service_unit,
        last_value(owner ignore nulls) over heard as owner,
        last_value(contact_leader ignore nulls) over heard as contact_leader,
        last_value(project_officer ignore nulls) over heard as project_officer,
        last_value(total_investment_wan ignore nulls) over heard as total_investment_wan,
        last_value(approved_estimate_wan ignore nulls) over heard as approved_estimate_wan,
        last_value(planned_start_date ignore nulls) over heard as planned_start_date,
        last_value(planned_finish_date ignore nulls) over heard as planned_finish_date,
        last_value(actual_start_date ignore nulls) over heard as actual_start_date,
        last_value(actual_start_precision ignore nulls) over heard as actual_start_precision,
        last_value(actual_finish_date ignore nulls) over heard as actual_finish_date,
        last_value(in_use_date ignore nulls) over heard as in_use_date,
        last_value(longitude ignore nulls) over heard as longitude,
        last_value(latitude ignore nulls) over heard as latitude
    from said
    window heard as (partition by district, project_id, effective_month, kind order by known_from, row_id rows unbounded preceding)
),

compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(project_code, project_name, batch, construction_nature, project_level, category, industry, funding, approval_procedure, town, special_area, responsible_unit, service_unit, owner, contact_leader, project_officer, total_investment_wan, approved_estimate_wan, planned_start_date, planned_finish_date, actual_start_date, actual_start_precision, actual_finish_date, in_use_date, longitude, latitude)) over heard as said_before
    from completed
    window heard as (partition by district, project_id, effective_month, kind order by known_from, row_id)
),

changed as (
    select *
    from compared
    where is_first or row(project_code, project_name, batch, construction_nature, project_level, category, industry, funding, approval_procedure, town, special_area, responsible_unit, service_unit, owner, contact_leader, project_officer, total_investment_wan, approved_estimate_wan, planned_start_date, planned_finish_date, actual_start_date, actual_start_precision, actual_finish_date, in_use_date, longitude, latitude) is distinct from said_before
)

select
    district, project_id, effective_month, kind, known_from,
    lead(known_from) over (partition by district, project_id, effective_month, kind order by known_from, row_id) as known_to,
    row_id,
    project_code,
    project_name,
    batch,
    construction_nature,
    project_level,
    category,
    industry,
    funding,
    approval_procedure,
    town,
    special_area,
    responsible_unit,
    service_unit,
    owner,
    contact_leader,
    project_officer,
    total_investment_wan,
    approved_estimate_wan,
    planned_start_date,
    planned_finish_date,
    actual_start_date,
    actual_start_precision,
    actual_finish_date,
    in_use_date,
    longitude,
    latitude
from changed
