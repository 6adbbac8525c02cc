-- one row a project of the preliminary batch: what it must obtain and has obtained
with required as (
    select $procedures[place] as approval_procedure, $steps[place] as step
    from (select unnest($step_places::bigint[]) as place)
),

approvals as (
    select
        month.project_id,
        month.batch
        {columns},
        count(*) as approvals_required,
        count(*) filter (step.completed_on <= last_day($as_of)) as approvals_obtained
    from mart.project_month as month
    inner join required on required.approval_procedure = month.approval_procedure
    left join mart.approval_step as step
        on step.district = $district
        and step.project_id = month.project_id
        and step.step = required.step
        and step.known_from <= $known_on
        and (step.known_to is null or step.known_to > $known_on)
    where month.district = $district and month.month = $as_of and month.yardstick = 'preliminary' and month.is_in_plan
        and coalesce(step.is_applicable, true)
        -- before a sheet of approvals is loaded nothing is known of them
        and exists (
            from mart.approval_step as loaded
            where loaded.district = $district and loaded.known_from <= $known_on
        )
    group by month.project_id, month.batch {columns}  -- noqa: LT01
)

select * from approvals
