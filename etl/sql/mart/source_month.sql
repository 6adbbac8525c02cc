-- One row per district, kind of sheet and month that was loaded; a sheet without a month counts for the month it came in.
with said as (
    select
        record.district,
        record.kind,
        record.known_from,
        record.row_id,
        record.snapshot_on,
        coalesce(record.month, sheet.month) as month
    from {raw}.record as record
    inner join source.row as origin on origin.row_id = record.row_id
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
