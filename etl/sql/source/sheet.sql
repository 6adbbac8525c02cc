-- One row per sheet of an accepted file.
select
    file_id,
    sheet,
    kind,
    title,
    case when kind = 'annual_plan' then coalesce(effective_month, month) else month end as month,
    coalesce(is_hidden, false) as is_hidden
from archive.sheet
