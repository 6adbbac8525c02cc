-- One row per sheet row that names a project of which neither plan nor dispatch nor adjustment said anything by then: what
-- else it says, until one of them speaks.
with named as (
    {named}
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
