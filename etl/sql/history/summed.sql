-- One row per project, month and state of knowledge of a monthly year: the year to date as it follows from what was said,
-- the last one said so far in the year plus the monthly amounts since.
with said as (
    select *
    from {history}.dispatched
    union all by name
    -- where a month's last word falls silent
    select district, project_id, month, max(known_to) as known_from
    from {history}.dispatched
    group by district, project_id, month
    having count(*) = count(known_to)
),

spoken as (
    select
        said.*,
        year(said.month) as year,
        -- the order in which things were said of the year; all months of one sheet row at once
        dense_rank() over (
            partition by said.district, said.project_id, year(said.month) order by said.known_from, said.row_id
        ) as turn
    from said
    semi join {history}.monthly_year as monthly
        on monthly.district = said.district and monthly.project_id = said.project_id and monthly.year = year(said.month)
),

version as (
    select *, lead(turn, 1, 1000000000) over (partition by district, project_id, month order by turn) as turn_after
    from spoken
),

-- a month's year to date may change when that month or an earlier one is spoken of again
moment as (
    select distinct version.district, version.project_id, version.year, version.month, event.turn, event.known_from
    from version
    inner join version as event
        on event.district = version.district
        and event.project_id = version.project_id
        and event.year = version.year
        and event.month <= version.month
        and event.turn >= version.turn
),

part as (
    select
        moment.district,
        moment.project_id,
        moment.month,
        moment.turn,
        moment.known_from,
        version.month as part_month,
        version.reported_ytd_wan,
        version.reported_month_wan,
        max(case when version.reported_ytd_wan is not null then version.month end) over (
            partition by moment.district, moment.project_id, moment.month, moment.turn
        ) as base_month
    from moment
    inner join version
        on version.district = moment.district
        and version.project_id = moment.project_id
        and version.year = moment.year
        and version.month <= moment.month
        and version.turn <= moment.turn
        and version.turn_after > moment.turn
),

amount as (
    select
        district,
        project_id,
        month,
        turn,
        any_value(known_from) as known_from,
        sum(case
            when part_month = base_month then reported_ytd_wan
            when part_month > base_month or base_month is null then reported_month_wan
        end) as ytd_wan
    from part
    group by district, project_id, month, turn
)

select
    amount.district,
    amount.project_id,
    amount.month,
    amount.turn,
    amount.known_from,
    version.* exclude (district, project_id, month, year, turn, turn_after, known_from, known_to, reported_ytd_wan),
    -- a month that says nothing stays silent
    case
        when version.reported_ytd_wan is not null or version.reported_month_wan is not null
            then cast(amount.ytd_wan as decimal(18, 2))
    end as reported_ytd_wan
from amount
inner join version
    on version.district = amount.district
    and version.project_id = amount.project_id
    and version.month = amount.month
    and version.turn <= amount.turn
    and version.turn_after > amount.turn
