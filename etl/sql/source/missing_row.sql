-- One row per project that an edition of a sheet leaves out which the edition before it had: proposed as 撤回, nothing is withdrawn.
-- An edition is a file of the same kind and month that holds at least half of the projects of the file before it.
with placed as (
    select record.*, origin.file_id, origin.sheet
    from raw.record as record
    inner join source.row as origin on origin.row_id = record.row_id
    where record.kind in ('annual_plan', 'dispatch', 'statistics_return')
),

again as (
    select kind, district, month
    from placed
    group by kind, district, month
    having min(file_id) <> max(file_id)
),

-- of months side by side only the sheet's own one counts as what it is an edition of
said as (
    select placed.*
    from placed
    semi join again on again.kind = placed.kind and again.district = placed.district and again.month = placed.month
    inner join archive.sheet as sheet on sheet.file_id = placed.file_id and sheet.sheet = placed.sheet
    where placed.kind = 'annual_plan' or sheet.month is null or sheet.month = placed.month
),

held as (
    select kind, district, month, file_id, id, min(known_from) as known_from, min(row_id) as row_id
    from said
    group by kind, district, month, file_id, id
),

edition as (
    select kind, district, month, file_id, any_value(known_from) as known_from, count(*) as projects
    from held
    group by kind, district, month, file_id
),

succession as (
    select
        *,
        lag(file_id) over (partition by kind, district, month order by known_from, file_id) as file_before,
        lag(projects) over (partition by kind, district, month order by known_from, file_id) as projects_before
    from edition
    qualify file_before is not null
),

compared as (
    select
        succession.kind,
        succession.district,
        succession.month,
        succession.file_id,
        succession.projects_before,
        before.id,
        before.row_id as row_before,
        now.id is null as is_missing,
        count(now.id) over (partition by succession.kind, succession.district, succession.month, succession.file_id) as kept
    from succession
    inner join held as before
        on before.kind = succession.kind
        and before.district = succession.district
        and before.month = succession.month
        and before.file_id = succession.file_before
    left join held as now
        on now.kind = succession.kind
        and now.district = succession.district
        and now.month = succession.month
        and now.file_id = succession.file_id
        and now.id = before.id
)

select
    compared.file_id,
    compared.district,
    compared.kind,
    compared.month,
    compared.id,
    compared.row_before
from compared
anti join held as again
    on again.kind = compared.kind
    and again.district = compared.district
    and again.month = compared.month
    and again.id = compared.id
    and again.file_id > compared.file_id
where compared.is_missing and compared.kept * 2 >= compared.projects_before
