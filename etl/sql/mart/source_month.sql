-- One row per district, kind of sheet and month that was loaded; a sheet without a month counts for the month it came in.
with said as (
    select district, 'annual_plan' as kind, effective_month as month, known_from, row_id from raw.annual_plan
    union all
    select district, 'dispatch', month, known_from, row_id from raw.dispatch
    union all
    select district, 'statistics_return', month, known_from, row_id from raw.statistics_return
    union all
    select ledger.district, 'library_ledger', coalesce(sheet.month, date_trunc('month', ledger.known_from)), ledger.known_from, ledger.row_id
    from raw.library_ledger as ledger
    inner join archive.sheet as sheet
        on sheet.file_id = ledger.row_id // 1000000000000 and sheet.sheet_no = ledger.row_id // 100000000 % 10000
    union all
    select step.district, 'approval_step', coalesce(sheet.month, date_trunc('month', step.known_from)), step.known_from, step.row_id
    from raw.approval_step as step
    inner join archive.sheet as sheet
        on sheet.file_id = step.row_id // 1000000000000 and sheet.sheet_no = step.row_id // 100000000 % 10000
)

select
    district,
    kind,
    cast(month as date) as month,
    min(known_from) as first_known_from,
    max(known_from) as last_known_from,
    cast(count(distinct row_id) as integer) as rows
from said
group by district, kind, month
