-- one row a case, {source}: timed and judged
with timed as (
    select
        *,
        -- an event's period: a month without a return goes with the next one
        {raw_period} as raw_period,
        {library_period} as library_period,
        {statistics_period} as statistics_period,
        -- put off to the next month; where that is of the same period it stays in it
        {put_off_period} as put_off_period,
        case when is_put_off then put_off_period else raw_period end as start_period,
        not is_anomaly and not is_awaiting and not is_statistics_month_unknown as is_timed,
        not is_anomaly and not is_awaiting and not is_library_month_unknown as is_library_timed,
        start_month is not null and not is_awaiting and not (is_in_library and has_figures_this_year) as is_at_stake
    from {source}
),

judged as (
    select
        *,
        $has_target and is_timed and start_period + $statistics_periods <= $closed as is_due,
        $has_target and is_timed and raw_period + $statistics_periods <= $closed as is_raw_due,
        $has_target and is_library_timed and start_period + $library_periods <= $closed as is_library_due,
        coalesce(statistics_period <= start_period + $statistics_periods, false) as is_on_time,
        coalesce(statistics_period <= raw_period + $statistics_periods, false) as is_raw_on_time,
        coalesce(library_period <= start_period + $library_periods, false) as is_library_on_time
    from timed
)

select * from judged
