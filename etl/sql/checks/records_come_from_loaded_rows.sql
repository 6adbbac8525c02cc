-- every loaded row of a known kind has records, and every record a loaded row: sheet by sheet the same rows
with recorded as (
    select origin.file_id, origin.sheet, count(distinct row_id) as rows, sum(distinct row_id) as fingerprint
    from raw.record
    left join source.row as origin using (row_id)
    group by origin.file_id, origin.sheet
),

loaded as (
    select origin.file_id, origin.sheet, count(*) as rows, sum(origin.row_id) as fingerprint
    from source.row as origin
    inner join source.sheet as sheet using (file_id, sheet)
    inner join source.file as file on file.file_id = origin.file_id and file.replaced_on is null
    where origin.outcome = 'loaded' and sheet.kind is not null
    group by origin.file_id, origin.sheet
)

select
    coalesce(file_id || '号文件“' || sheet || '”', '不在任何表里') || '：已载入' || coalesce(loaded.rows, 0)
    || '行，有记录的' || coalesce(recorded.rows, 0) || '行'
from recorded
full join loaded using (file_id, sheet)
where recorded.rows is distinct from loaded.rows or recorded.fingerprint is distinct from loaded.fingerprint
