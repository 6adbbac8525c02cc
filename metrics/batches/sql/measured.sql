-- one row a project in plan in the month, with all that its batch's yardstick asks
with stays as (
    -- who is or was in the preliminary batch this year, and since when
    select project_id, batch as preliminary_batch, since_month
    from mart.preliminary_stay
    where district = $district and year = year($as_of) and from_month <= $as_of
),

listed as (
    -- in plan at the month; what is dated after it has not happened yet
    select
        project_id, batch, yardstick, approval_procedure, total_investment_wan, annual_plan_wan, carried_ytd_wan,
        planned_start_date, planned_finish_date,
        case when actual_start_date <= last_day($as_of) then actual_start_date end as actual_start_date,
        case when actual_finish_date <= last_day($as_of) then actual_finish_date end as actual_finish_date,
        case when in_use_date <= last_day($as_of) then in_use_date end as in_use_date,
        physical_progress, is_estimated_progress, planned_progress, is_estimated_planned_progress,
        -- what was reported earlier says nothing of this month
        yardstick = 'continuing' and is_silent as is_unreported,
        -- compared as decimals: a binary 60 − 70 % is not −10 points
        case
            when yardstick = 'continuing' and not is_silent
                then 100 * (cast(physical_progress as decimal(24, 14)) - cast(planned_progress as decimal(24, 14)))
        end as progress_gap_pp
        {columns}
    from mart.project_month
    where district = $district and month = $as_of and is_in_plan
),

measured as (
    select
        listed.*,
        coalesce(
            listed.actual_start_date is not null
            or listed.actual_finish_date is not null
            or listed.yardstick = 'continuing',  -- carried on from earlier years
            false
        ) as is_started,
        listed.planned_start_date is not null as has_planned_start,
        listed.planned_finish_date is not null as has_planned_finish,
        coalesce(listed.planned_start_date <= last_day($as_of), false) as is_start_due,
        listed.actual_finish_date is not null as is_works_completed,
        coalesce(listed.planned_finish_date <= last_day($as_of), false) as is_works_due,
        listed.yardstick = 'continuing' and (listed.is_estimated_progress or listed.is_estimated_planned_progress)
            as is_progress_estimated,
        date_diff('month', stays.since_month, $as_of) as months_in_preliminary,
        -- moved on to construction this year
        case when listed.yardstick <> 'preliminary' then stays.preliminary_batch end as converted_from_batch,
        listed.progress_gap_pp >= 0 as is_on_plan,
        case
            when listed.progress_gap_pp >= $ahead_pp then 3
            when listed.progress_gap_pp > $slow_pp then 2
            when listed.progress_gap_pp >= $behind_pp then 1
            when listed.progress_gap_pp < $behind_pp then 0
        end as pace,
        case
            when months_in_preliminary > $red_months then 0
            when months_in_preliminary > $yellow_months then 1
            else 2
        end as youth
    from listed
    left join stays using (project_id)
)

select * from measured
