-- One row per district, kind of sheet and month that was loaded; a sheet without a month counts for the month it came in.
with dated as (
    select district, 'annual_plan' as kind, effective_month as month, known_from, row_id, cast(null as date) as snapshot_on
    from raw.annual_plan
    union all
    select district, 'dispatch', month, known_from, row_id, snapshot_on from raw.dispatch
    union all
    select district, 'statistics_return', month, known_from, row_id, null from raw.statistics_return
    union all
    select district, 'idea_list', month, known_from, row_id, null from raw.idea_list
    union all
    -- items of a quarter reach to its last month
    select district, 'score_entry', cast(quarter + interval 2 month as date), known_from, row_id, null from raw.score_entry
    union all
    select district, 'plan_adjustment', effective_month, known_from, row_id, null from raw.plan_adjustment
),

undated as (
    select district, 'library_ledger' as kind, known_from, row_id from raw.library_ledger
    union all
    select district, 'approval_step', known_from, row_id from raw.approval_step
    union all
    select district, 'milestone', known_from, row_id from raw.milestone
    union all
    select district, 'issue', known_from, row_id from raw.issue
    union all
    select district, 'service_request', known_from, row_id from raw.service_request
    union all
    select district, 'incident', known_from, row_id from raw.incident
    union all
    select district, 'exemption', known_from, row_id from raw.exemption
    union all
    select district, 'reserve', known_from, row_id from raw.reserve
    union all
    select district, 'declaration', known_from, row_id from raw.declaration
    union all
    select district, 'promotion', known_from, row_id from raw.promotion
),

said as (
    select district, kind, month, known_from, row_id, snapshot_on from dated
    union all
    select undated.district, undated.kind, sheet.month, undated.known_from, undated.row_id, null
    from undated
    inner join source.row as origin on origin.row_id = undated.row_id
    inner join archive.sheet as sheet on sheet.file_id = origin.file_id and sheet.sheet = origin.sheet
),

counted as (
    select
        district,
        kind,
        cast(coalesce(month, date_trunc('month', known_from)) as date) as month,
        min(known_from) as first_known_from,
        max(known_from) as last_known_from,
        cast(count(distinct row_id) as integer) as rows,
        -- a sheet of the whole month that came after its end
        min(known_from) filter (snapshot_on is null and known_from > last_day(month)) as closed_from
    from said
    group by district, kind, coalesce(month, date_trunc('month', known_from))
)

select
    district,
    kind,
    month,
    first_known_from,
    last_known_from,
    rows,
    case
        when kind = 'dispatch' and coalesce(closed_from, date '9999-12-31') > first_known_from
            then coalesce(closed_from, date '9999-12-31')
    end as open_until
from counted
