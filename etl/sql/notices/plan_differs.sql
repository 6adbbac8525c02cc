-- One row per dispatch row whose annual plan differs from the plan that holds in its month.
with version as (
    select district, project_id, year, effective_month, annual_plan_wan
    from mart.plan_version
    semi join raw.annual_plan as plan using (row_id)  -- not what the dispatch itself said
    where known_to is null and annual_plan_wan is not null
),

compared as (
    select dispatch.row_id, dispatch.project_id, dispatch.annual_plan_wan as said_wan, version.annual_plan_wan as plan_wan
    from (select *, year(month) as year from raw.dispatch where annual_plan_wan is not null) as dispatch
    asof inner join version
        on version.district = dispatch.district
        and version.project_id = dispatch.project_id
        and version.year = dispatch.year
        and dispatch.month >= version.effective_month
    where dispatch.annual_plan_wan <> version.annual_plan_wan
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    'plan_differs' as kind,
    compared.project_id,
    '调度表的年度计划 ' || compared.said_wan || ' 万元，与当月有效的年度计划 ' || compared.plan_wan || ' 万元不同；以年度计划表为准' as text
from compared
inner join source.row as origin on origin.row_id = compared.row_id
