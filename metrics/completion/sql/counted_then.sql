-- one row a project counted in the month before, as known before this month's first dispatch came; the first three steps
-- read the histories for one month only, since to derive all of it anew would take a second
with plan_then as (
    select
        project_id,
        arg_max(annual_plan_wan, effective_month) as annual_plan_wan,
        arg_max(is_removed, effective_month) as is_removed
    from mart.plan_version
    where district = $district
        and year = year($previous)
        and effective_month <= $previous
        and known_from <= $then and (known_to is null or known_to > $then)
    group by project_id
),

batch_then as (
    -- within a month the dispatch speaks after the plan, a decided adjustment after both
    select
        project_id,
        arg_max(batch, (effective_month, case kind when 'plan_adjustment' then 3 when 'dispatch' then 2 else 1 end))
            as batch
    from mart.project_state
    where district = $district
        and effective_month <= $previous
        and known_from <= $then and (known_to is null or known_to > $then)
    group by project_id
),

reported_then as (
    -- the year's last figure stands
    select project_id, arg_max(reported_ytd_wan, month) as reported_ytd_wan
    from mart.reported
    where district = $district
        and month between date_trunc('year', $previous) and $previous
        and known_from <= $then and (known_to is null or known_to > $then)
    group by project_id
),

counted_then as (
    select
        plan_then.project_id,
        plan_then.annual_plan_wan,
        coalesce(reported_then.reported_ytd_wan, 0) as reported_ytd_wan
    from plan_then
    left join batch_then using (project_id)
    left join mart.batch as batch on batch.district = $district and batch.batch = batch_then.batch
    left join reported_then using (project_id)
    where not plan_then.is_removed
        and plan_then.annual_plan_wan > 0
        and batch.yardstick is distinct from 'preliminary'
)

select * from counted_then
