-- one row a project that is in plan and not begun, and step that its procedure requires
with required as (
    select
        unnest($procedures::varchar[]) as approval_procedure,
        unnest($steps::varchar[]) as step,
        unnest($places::bigint[]) as place
),

listed as (
    select
        project_id, batch, yardstick, responsible_unit, approval_procedure, total_investment_wan, planned_start_date
    from mart.project_month
    where district = $district and month = $month and is_in_plan
        and yardstick in ('preliminary', 'new_start')
        and coalesce(actual_start_date > $day, true)
),

said as (
    select project_id, step, is_applicable, completed_on, document_number
    from mart.approval_step
    where district = $district
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

stepped as (
    select
        listed.project_id,
        required.step,
        required.place,
        coalesce(said.is_applicable, true) as is_applicable,
        if(said.completed_on <= $day, said.completed_on, null) as completed_on,
        if(said.completed_on <= $day, said.document_number, null) as document_number
    from listed
    inner join required on required.approval_procedure = listed.approval_procedure
    left join said on said.project_id = listed.project_id and said.step = required.step
),

placed as (
    select
        *,
        -- the first step that applies and is not done: where the project waits
        place = min(place) filter (is_applicable and completed_on is null) over (partition by project_id) as is_next
    from stepped
)

select * from placed
