-- One row per row of which it had to be guessed, or is odd, whose it is: namesakes without a code, and codes used twice.
with row_of as (
    select distinct kind, file_id, sheet_no, row_id, slot_month, slot_step, universe, district, join_id, code, name_key
    from statement
),

guessed as (
    select
        row_of.file_id,
        row_of.sheet_no,
        row_of.row_id,
        any_value(row_project.resolved_id) as resolved_id,
        any_value(row_project.how) as how
    from row_of
    inner join identity.row_project as row_project using (universe, row_id)
    group by row_of.file_id, row_of.sheet_no, row_of.row_id
),

namesake as (
    select row_of.file_id, row_of.sheet_no, row_of.row_id, max(crowd.rows) as rows
    from row_of
    inner join (
        select kind, file_id, sheet_no, slot_month, slot_step, district, name_key, count(distinct row_id) as rows
        from row_of
        where join_id is null and code is null and name_key is not null
        group by kind, file_id, sheet_no, slot_month, slot_step, district, name_key
        having rows > 1
    ) as crowd
        on crowd.kind = row_of.kind
        and crowd.file_id = row_of.file_id
        and crowd.sheet_no = row_of.sheet_no
        and crowd.slot_month is not distinct from row_of.slot_month
        and crowd.slot_step is not distinct from row_of.slot_step
        and crowd.district = row_of.district
        and crowd.name_key = row_of.name_key
    where row_of.join_id is null and row_of.code is null
    group by row_of.file_id, row_of.sheet_no, row_of.row_id
),

same_code as (
    select file_id, sheet_no, row_id, code, max(rows) over (partition by row_id) as rows
    from (
        select
            file_id, sheet_no, row_id, code,
            count(*) over (partition by kind, file_id, sheet_no, slot_month, slot_step, district, code) as rows
        from row_of
        where join_id is null and code is not null
    )
    qualify rows > 1 and row_number() over (partition by row_id) = 1
),

noticed as (
    select
        file_id, sheet_no, row_id, resolved_id, 'ambiguous_project' as kind,
        '多个有代码的项目同名，本行没有代码，按出现次序认定。请补填项目代码' as text
    from guessed
    where how = 'ambiguous'
    union all
    select
        namesake.file_id, namesake.sheet_no, namesake.row_id, guessed.resolved_id, 'duplicate_project',
        '同一张表同一个月有' || namesake.rows || '行同名且没有代码，按' || namesake.rows || '个项目计。请补填项目代码，或删去重复的行'
    from namesake
    left join guessed using (row_id)
    union all
    select
        same_code.file_id, same_code.sheet_no, same_code.row_id, same_code.code, 'duplicate_project',
        '同一张表同一个月有' || same_code.rows || '行代码相同：名称不同的按不同项目计，名称也相同的以最后一行为准。请核对'
    from same_code
)

select
    noticed.file_id,
    sheet.sheet,
    cast(noticed.row_id % 100000000 as integer) as row,
    noticed.kind,
    noticed.resolved_id as project_id,
    noticed.text
from noticed
inner join archive.sheet as sheet using (file_id, sheet_no)
