-- one row a case of a year: what was done of what was due by the month, as exact decimals
with listed as (
    select
        *,
        coalesce(actual_start_date <= $until, false) or coalesce(actual_finish_date <= $until, false) as is_started,
        coalesce(actual_finish_date <= $until, false) as is_completed
    from mart.project_month
    where district = $district and month = $month
),

starts as (
    select
        responsible_unit, '开竣工' as item, '开工' as case_name, project_id,
        planned_start_date as due_on,
        case when actual_start_date <= $until then actual_start_date end as done_on,
        cast(is_started as integer) as done,
        1 as due
    from listed
    where is_in_plan and yardstick = 'new_start' and planned_start_date <= $until
),

completions as (
    select
        responsible_unit, '开竣工' as item, '竣工' as case_name, project_id,
        planned_finish_date as due_on,
        case when is_completed then actual_finish_date end as done_on,
        cast(is_completed as integer) as done,
        1 as due
    from listed
    where is_in_plan and yardstick = 'completion' and planned_finish_date <= $until
),

plans as (
    select
        responsible_unit, '年度投资计划' as item, null as case_name, project_id,
        cast($until as date) as due_on, null as done_on,
        coalesce(carried_ytd_wan, 0) as done,
        annual_plan_wan as due
    from listed
    where is_counted
),

conversions as (
    -- of those in the preliminary batch at the year's start: moved on within the year or, at its end and by the rule
    -- ``conversions``, taken up as construction by the next year's plan; one that left the plan was not converted
    select
        listed.responsible_unit, '前期转化' as item, stay.batch as case_name, listed.project_id,
        null as due_on, null as done_on,
        cast(
            coalesce(listed.is_in_plan and listed.yardstick <> 'preliminary', false)
            or coalesce($is_taken_up and next_year.is_in_plan and next_year.yardstick <> 'preliminary', false)
            as integer
        ) as done,
        1 as due
    from mart.preliminary_stay as stay
    inner join listed using (project_id)
    left join mart.project_month as next_year
        on next_year.district = $district
        and next_year.project_id = stay.project_id
        and month($month) = 12
        and next_year.month = make_date(year($month) + 1, 1, 1)
    where stay.district = $district and stay.year = year($month) and month(stay.from_month) = 1
),

counted as (
    from starts
    union all by name from completions
    union all by name from plans
    union all by name from conversions
),

due_case as (
    select
        responsible_unit, item, case_name, cast(null as varchar) as case_id, project_id, due_on, done_on,
        cast(coalesce(done, 0) as decimal(24, 6)) as done,
        cast(due as decimal(24, 6)) as due,
        false as is_excused
    from counted
)

select * from due_case
