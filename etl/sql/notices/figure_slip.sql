-- One row per figure that stands ten thousandfold off what the same project said elsewhere: last month, its plan, another
-- sheet's total. What the intake noticed in the row itself is not said again.
with noticed as (
    select row_id, field
    from archive.notices
    where kind = 'suspected_unit_slip'
),

reported as (
    select
        row_id, district, project_id, month, reported_ytd_wan as wan,
        lag(row_id) over of_year as row_before,
        lag(reported_ytd_wan) over of_year as before_wan,
        lead(reported_ytd_wan) over of_year as after_wan
    from mart.reported
    where known_to is null and reported_ytd_wan > 0
    window of_year as (partition by district, project_id, year(month) order by month)
),

plan as (
    select district, project_id, year, effective_month, annual_plan_wan
    from mart.plan_version
    where known_to is null and annual_plan_wan > 0
),

-- off against the month before, and not borne out by the month after; where the month before is the wrong one, none:
-- it was noticed, or it is far over the year's plan (one and a half times) and this one is not
jumping as (
    select reported.*
    from reported
    anti join noticed on noticed.row_id = reported.row_before
    asof left join plan
        on plan.district = reported.district
        and plan.project_id = reported.project_id
        and plan.year = year(reported.month)
        and reported.month >= plan.effective_month
    where not coalesce(
            2 * cast(before_wan as decimal(20, 2)) > 3 * plan.annual_plan_wan
            and 2 * cast(wan as decimal(20, 2)) <= 3 * plan.annual_plan_wan,
            false
        )
        and greatest(wan, before_wan) > cast(2000 as decimal(20, 0)) * least(wan, before_wan)
        and (after_wan is null or greatest(wan, after_wan) > cast(2000 as decimal(20, 0)) * least(wan, after_wan))
),

jumped as (
    select jumping.*
    from jumping
    anti join jumping as earlier on earlier.row_id = jumping.row_before
),

planned as (
    select dispatch.row_id, dispatch.project_id, dispatch.reported_ytd_wan as wan, version.annual_plan_wan
    from (select *, year(month) as year from raw.dispatch where reported_ytd_wan > 0 and annual_plan_wan is null) as dispatch
    asof inner join plan as version
        on version.district = dispatch.district
        and version.project_id = dispatch.project_id
        and version.year = dispatch.year
        and dispatch.month >= version.effective_month
),

-- hardly any project's totals lie that far apart, and a median is dear
apart as (
    select district, project_id
    from mart.project_state
    where known_to is null and total_investment_wan > 0
    group by district, project_id
    having max(total_investment_wan) > cast(2000 as decimal(20, 0)) * min(total_investment_wan)
),

total as (
    select row_id, project_id, total_investment_wan as wan, median(total_investment_wan) over (
        partition by district, project_id
    ) as usual_wan
    from mart.project_state
    semi join apart using (district, project_id)
    where known_to is null and total_investment_wan > 0
),

suspect as (
    select row_id, project_id, 'reported_ytd_wan' as field, wan, before_wan as other_wan, '上月所报' as other
    from jumped
    union all
    select row_id, project_id, 'reported_ytd_wan', wan, annual_plan_wan, '年度计划'
    from planned
    where wan > cast(2000 as decimal(20, 0)) * annual_plan_wan
    union all
    select row_id, project_id, 'total_investment_wan', wan, usual_wan, '其他各表的总投资'
    from total
    where greatest(wan, usual_wan) > cast(2000 as decimal(20, 0)) * least(wan, usual_wan)
),

-- one notice a row and field, the first that holds
once as (
    select suspect.*
    from suspect
    anti join noticed on noticed.row_id = suspect.row_id and noticed.field = suspect.field
    qualify row_number() over (partition by suspect.row_id, suspect.field order by suspect.other) = 1
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    'suspected_unit_slip' as kind,
    once.project_id,
    once.wan || ' 万元与' || once.other || ' ' || once.other_wan || ' 万元相差近一万倍，单位可能写错，请核对' as text,
    once.field,
    cast(once.wan as varchar) as value,
    cast(cast(
        case when once.wan > once.other_wan then once.wan / 10000 else cast(10000 as decimal(20, 0)) * once.wan end as decimal(38, 2)
    ) as varchar) as suggested
from once
inner join source.row as origin on origin.row_id = once.row_id
