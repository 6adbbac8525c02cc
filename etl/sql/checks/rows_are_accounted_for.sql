-- loaded + skipped + rejected = rows of the sheet, each row once
with counted as (
    select file_id, sheet, count(*) as rows, count(distinct row_id) as distinct_rows
    from source.row
    where outcome in ('loaded', 'skipped', 'rejected')
    group by file_id, sheet
)

select sheet.file_id || '号文件，表“' || sheet.sheet || '”有' || sheet.rows_total || '行，记到' || coalesce(counted.rows, 0) || '行'
from archive.sheet as sheet
left join counted using (file_id, sheet)
where coalesce(counted.rows, 0) <> sheet.rows_total or counted.rows <> counted.distinct_rows
