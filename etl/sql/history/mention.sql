-- One row per sheet row that names a project of which neither plan nor dispatch nor adjustment said anything by then: what
-- else it says, until one of them speaks.
with named as (
    select row_id, district, project_id, known_from, project_code, project_name
    from raw.approval_step
    union all by name
    select
        row_id, district, project_id, known_from, project_code, project_name,
        category, industry, town, total_investment_wan, owner, responsible_unit, planned_start_date
    from raw.reserve
    union all by name
    select
        row_id, district, project_id, known_from, project_code, project_name,
        category, construction_nature, industry, town, total_investment_wan, owner, responsible_unit
    from raw.declaration
    union all by name
    select
        row_id, district, project_id, known_from, project_code, project_name,
        industry, town, total_investment_wan, owner, responsible_unit, contact_leader
    from raw.promotion
    union all by name
    select row_id, district, project_id, known_from, project_code, project_name
    from raw.milestone
    union all by name
    select row_id, district, project_id, known_from, project_code, project_name
    from raw.issue
    union all by name
    select row_id, district, project_id, known_from, project_code, project_name
    from raw.service_request
    union all by name
    select row_id, district, project_id, known_from, project_code, project_name
    from raw.incident
    union all by name
    select row_id, district, project_id, known_from, project_code, project_name
    from raw.exemption
)

select
    named.*,
    spoken.spoken_from as known_until,
    cast(coalesce(sheet.month, date_trunc('month', named.known_from)) as date) as effective_month
from named
inner join source.row as origin on origin.row_id = named.row_id
inner join archive.sheet as sheet on sheet.file_id = origin.file_id and sheet.sheet = origin.sheet
left join history.spoken as spoken on spoken.district = named.district and spoken.project_id = named.project_id
where named.project_id is not null and (spoken.spoken_from is null or spoken.spoken_from > named.known_from)
