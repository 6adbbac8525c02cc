-- every loaded row of a known kind has records, and every record a loaded row
with record as (
    select row_id from raw.annual_plan
    union
    select row_id from raw.dispatch
    union
    select row_id from raw.statistics_return
    union
    select row_id from raw.library_ledger
    union
    select row_id from raw.approval_step
),

loaded as (
    select row.row_id
    from source.row as row
    inner join source.sheet as sheet using (file_id, sheet)
    where row.outcome = 'loaded'
        and sheet.kind in ('annual_plan', 'dispatch', 'statistics_return', 'library_ledger', 'approval_step')
)

select coalesce(record.row_id, loaded.row_id) || case when record.row_id is null then '：已载入的行没有记录' else '：记录没有来源行' end
from record
full join loaded using (row_id)
where record.row_id is null or loaded.row_id is null
