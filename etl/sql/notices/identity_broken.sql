-- One row per row of a statistics return that its returns before contradict: year to date is not last month's and this
-- month's, or cumulative less year to date is not what it was (last year's end).
with said as (
    select
        booked.row_id, booked.month, booked.booked_ytd_wan, booked.cumulative_booked_wan, month_said.booked_month_wan,
        booked.cumulative_booked_wan - booked.booked_ytd_wan as opening_wan,
        lag(booked.month) over of_year as month_before,
        lag(booked.booked_ytd_wan) over of_year as ytd_before_wan,
        lag(booked.cumulative_booked_wan - booked.booked_ytd_wan) over of_year as opening_before_wan,
        lag(booked.month) over so_far as last_month,
        lag(booked.cumulative_booked_wan) over so_far as last_cumulative_wan
    from mart.booked as booked
    left join (select row_id, booked_month_wan from raw.statistics_return where booked_month_wan is not null) as month_said
        using (row_id)
    where booked.known_to is null
    window
        of_year as (partition by booked.district, booked.statistics_id, year(booked.month) order by booked.month),
        so_far as (partition by booked.district, booked.statistics_id order by booked.month)
),

-- the first return of a year is held against the December before
opened as (
    select
        *,
        coalesce(
            opening_before_wan,
            case when last_month = make_date(year(month) - 1, 12, 1) then last_cumulative_wan end
        ) as opening_expected_wan
    from said
),

broken as (
    select
        row_id, 'cumulative_booked_wan' as field, cumulative_booked_wan as wan,
        opening_expected_wan + booked_ytd_wan as right_wan,
        '自开始建设累计与上年底累计加本年完成不符' as text
    from opened
    where abs(opening_wan - opening_expected_wan) > 0.05
    union all
    select
        row_id, 'booked_ytd_wan', booked_ytd_wan,
        coalesce(ytd_before_wan, 0) + booked_month_wan,
        '本年完成与上期累计加本月完成不符'
    from opened
    where booked_month_wan is not null
        -- the return before is there: last month's, or in February none
        and (month_before = month - interval 1 month or month(month) <= 2)
        and abs(booked_ytd_wan - coalesce(ytd_before_wan, 0) - booked_month_wan) > 0.05
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    'identity_broken' as kind,
    cast(null as varchar) as project_id,
    broken.text || '：表中 ' || broken.wan || ' 万元，推算 ' || broken.right_wan || ' 万元，请核对' as text,
    broken.field,
    cast(broken.wan as varchar) as value,
    cast(broken.right_wan as varchar) as suggested
from broken
inner join source.row as origin on origin.row_id = broken.row_id
