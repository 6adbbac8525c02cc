-- Σ of what the sheets said last of each project and month = Σ of what is in force, to the cent
with reported_said as (
    select sum(said) as amount
    from (
        select arg_max(reported_ytd_wan, row(known_from, row_id)) as said
        from raw.dispatch
        group by district, project_id, month
    )
),

reported_kept as (
    select sum(kept.reported_ytd_wan) as amount
    from mart.reported as kept
    semi join raw.dispatch as dispatch
        on dispatch.district = kept.district
        and dispatch.project_id = kept.project_id
        and dispatch.month = kept.month
        and dispatch.reported_ytd_wan is not null
    where kept.known_to is null
),

booked_said as (
    select sum(said) as amount
    from (
        select arg_max(booked_ytd_wan, row(known_from, row_id)) as said
        from raw.statistics_return
        group by district, statistics_id, month
    )
),

booked_kept as (
    select sum(booked_ytd_wan) as amount
    from mart.booked
    where known_to is null
),

planned_said as (
    select sum(said) as amount
    from (
        select arg_max(annual_plan_wan, row(known_from, row_id)) as said
        from raw.annual_plan
        group by district, project_id, year, effective_month
    )
),

planned_kept as (
    select sum(kept.annual_plan_wan) as amount
    from mart.plan_version as kept
    semi join raw.annual_plan as plan
        on plan.district = kept.district
        and plan.project_id = kept.project_id
        and plan.year = kept.year
        and plan.effective_month = kept.effective_month
    where kept.known_to is null
)

select what || '：报表合计' || coalesce(said, 0) || '万元，库中合计' || coalesce(kept, 0) || '万元'
from (
    select '上报' as what, reported_said.amount as said, reported_kept.amount as kept from reported_said, reported_kept
    union all
    select '入统', booked_said.amount, booked_kept.amount from booked_said, booked_kept
    union all
    select '年度计划', planned_said.amount, planned_kept.amount from planned_said, planned_kept
)
where coalesce(said, 0) <> coalesce(kept, 0)
