-- every loaded row of a known kind has records, and every record a loaded row: sheet by sheet the same rows
with record as (
    select row_id from raw.annual_plan
    union all
    select row_id from raw.dispatch
    union all
    select row_id from raw.statistics_return
    union all
    select row_id from raw.library_ledger
    union all
    select row_id from raw.approval_step
    union all
    select row_id from raw.milestone
    union all
    select row_id from raw.issue
    union all
    select row_id from raw.service_request
    union all
    select row_id from raw.score_entry
    union all
    select row_id from raw.incident
    union all
    select row_id from raw.exemption
    union all
    select row_id from raw.plan_adjustment
    union all
    select row_id from raw.reserve
    union all
    select row_id from raw.idea_list
    union all
    select row_id from raw.declaration
    union all
    select row_id from raw.promotion
),

recorded as (
    select row_id // 100000000 as place, count(distinct row_id) as rows, sum(distinct row_id) as fingerprint
    from record
    group by row_id // 100000000
),

loaded as (
    select row.row_id // 100000000 as place, count(*) as rows, sum(row.row_id) as fingerprint
    from source.row as row
    inner join source.sheet as sheet using (file_id, sheet)
    inner join source.file as file on file.file_id = row.file_id and file.replaced_on is null
    where row.outcome = 'loaded' and sheet.kind is not null
    group by row.row_id // 100000000
)

select
    coalesce(recorded.place, loaded.place) // 10000 || '号文件：已载入' || coalesce(loaded.rows, 0)
    || '行，有记录的' || coalesce(recorded.rows, 0) || '行'
from recorded
full join loaded using (place)
where recorded.rows is distinct from loaded.rows or recorded.fingerprint is distinct from loaded.fingerprint
