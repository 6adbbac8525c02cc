-- one row a group ({keys}): how long entry takes, with those who still wait counted (Kaplan–Meier). Whole months from the
-- start; who is not in by the month is censored there, never dropped. At equal months the entered go before the censored. A
-- quantile q is the smallest t with a share still waiting of at most 1 − q; null when it is not reached.
with ends as (
    select
        {keys},
        'library' as step,
        -- an entry before the start is on time: no wait
        greatest(date_diff('month', start_month, coalesce(library_month, $as_of)), 0) as months,
        sum(projects) filter (library_month is not null) as entered,
        sum(projects) as ended
    from judged
    where is_library_timed
    group by {keys}, months
    union all
    select
        {keys},
        'statistics' as step,
        date_diff('month', start_month, coalesce(statistics_month, $as_of)) as months,
        sum(projects) filter (statistics_month is not null) as entered,
        sum(projects) as ended
    from judged
    where is_timed
    group by {keys}, months
),

at_risk as (
    select *, sum(ended) over (partition by {keys}, step order by months desc) as waited_so_long
    from ends
),

survival as (
    select
        {keys},
        step,
        months,
        -- the product of the shares that went on waiting, by logarithms; nothing is left once nobody waits. In binary:
        -- 1e-12 above the exact value is the value
        case
            when min(waited_so_long - coalesce(entered, 0)) over so_far = 0 then 0
            else exp(sum(ln(nullif(waited_so_long - coalesce(entered, 0), 0) / waited_so_long)) over so_far)
        end - 1e-12 as still_waiting
    from at_risk
    window so_far as (partition by {keys}, step order by months)
),

quantiles as (
    select
        {keys},
        min(months) filter (step = 'library' and still_waiting <= 0.5) as library_entry_median_months,
        min(months) filter (step = 'statistics' and still_waiting <= 0.5) as statistics_entry_median_months,
        min(months) filter (step = 'library' and still_waiting <= 0.25) as library_entry_p75_months,
        min(months) filter (step = 'statistics' and still_waiting <= 0.25) as statistics_entry_p75_months
    from survival
    group by {keys}
)

select * from quantiles
