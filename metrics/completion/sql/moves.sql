-- one row a project counted in the month before or in this month, the latter as known now
with counted_now as (
    select project_id, annual_plan_wan, coalesce(carried_ytd_wan, 0) as reported_ytd_wan
    from mart.project_month
    where district = $district and month = $as_of and is_counted
),

previous_now as (
    select project_id, coalesce(carried_ytd_wan, 0) as reported_ytd_wan
    from mart.project_month
    where district = $district and month = $previous
),

moves as (
    select
        project_id,
        counted_then.project_id is not null as is_before,
        counted_now.project_id is not null as is_after,
        counted_then.annual_plan_wan as plan_then_wan,
        counted_then.reported_ytd_wan as reported_then_wan,
        counted_now.annual_plan_wan as plan_now_wan,
        counted_now.reported_ytd_wan as reported_now_wan,
        -- last month's figure as known now, less what this month took back
        least(coalesce(previous_now.reported_ytd_wan, 0), counted_now.reported_ytd_wan) as corrected_wan,
        coalesce(previous_now.reported_ytd_wan, 0) as reported_before_wan
    from counted_then
    full join counted_now using (project_id)
    left join previous_now using (project_id)
)

select * from moves
