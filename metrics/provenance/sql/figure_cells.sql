-- one row a cell that makes up a figure, largest first
with chosen as (
    {chosen}
),

parts as (
    {summed}
),

columns as (
    select file_id, sheet, field, month, position, header, unit, first_row, last_row
    from source."column"
    where field in (select parts.field from parts) or field = 'reported_month_wan'
)

select
    parts.project_id,
    project.project_name,
    parts.field,
    parts.month,
    parts.counted_wan,
    parts.value_wan,
    cast(parts.share as double) as share,
    file.name as file,
    origin.sheet,
    origin.row,
    columns.position,
    columns.header,
    columns.unit as said_unit,
    origin.is_hidden,
    file.received_on,
    file.file_id
from parts
left join mart.project as project on project.district = $district and project.project_id = parts.project_id
left join source.row as origin on origin.row_id = parts.row_id
left join source.file as file on file.file_id = origin.file_id
left join columns
    on columns.file_id = origin.file_id
    and columns.sheet = origin.sheet
    and origin.row between coalesce(columns.first_row, 1) and coalesce(columns.last_row, origin.row)
    -- January's month is its year to date
    and (columns.field = parts.field or (parts.field = 'reported_ytd_wan' and columns.field = 'reported_month_wan'))
    and (columns.month is null or columns.month = parts.month)
-- of tables side by side the first is named
qualify row_number() over (
    partition by parts.project_id, parts.field, parts.month, parts.row_id
    order by columns.field = parts.field desc, length(columns.position), columns.position
) = 1
order by abs(parts.counted_wan) desc, parts.project_id, parts.month, parts.field
