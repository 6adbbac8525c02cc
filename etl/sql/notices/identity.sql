-- One row per row of which it had to be guessed, or is odd, whose it is: namesakes without a code, and codes used twice.
with guessed as (
    select row_id, any_value(resolved_id) as resolved_id, any_value(how) as how
    from identity.row_project
    group by row_id
),

-- rows of one sheet that speak of the same project and month
again as (
    select said.row_id, said.id, count(*) over (partition by origin.file_id, origin.sheet, said.kind, said.id, said.month) as rows
    from (
        select 'annual_plan' as kind, district, project_id as id, effective_month as month, row_id, project_code from raw.annual_plan
        union all
        select 'dispatch', district, project_id, month, row_id, project_code from raw.dispatch
        union all
        select 'statistics_return', district, statistics_id, month, row_id, project_code from raw.statistics_return
    ) as said
    inner join source.row as origin on origin.row_id = said.row_id
    semi join history.retold as retold
        on retold.kind = said.kind and retold.district = said.district and retold.id = said.id and retold.month = said.month
    where said.project_code is not null
),

noticed as (
    select
        row_id, resolved_id, 'ambiguous_project' as kind,
        '多个有代码的项目同名，本行没有代码，按出现次序认定。请补填项目代码' as text
    from guessed
    where how = 'ambiguous'
    union all
    select
        tagged.row_id, guessed.resolved_id, 'duplicate_project',
        case
            when tagged.crowd > 1
                then '同一个月有' || tagged.crowd || '行同名且没有代码，按' || tagged.crowd || '个项目计。请补填项目代码，或删去重复的行'
            else '同一个月几个责任单位有同名且没有代码的项目，按不同项目计。请补填项目代码'
        end
    from identity.tagged_row as tagged
    inner join guessed using (row_id)
    where tagged.crowd > 1 or tagged.told_by = 'unit'
    union all
    select distinct
        row_id, id, 'duplicate_project', '同一张表同一个月有' || rows || '行代码和名称都相同，以最后一行为准。请删去重复的行'
    from again
    where rows > 1
    union all
    select distinct
        statement.row_id, split_code.resolved_id, 'duplicate_project', '同一代码下有几个名称不同的项目，按不同项目计。请核对代码'
    from statement
    inner join identity.split_code as split_code using (universe, district, code, name_key)
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    noticed.kind,
    noticed.resolved_id as project_id,
    noticed.text
from noticed
inner join source.row as origin on origin.row_id = noticed.row_id
