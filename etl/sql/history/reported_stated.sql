-- One row per project, month and state of knowledge, with the year to date as it follows from what was said:
-- the year to date itself, or the last one said before it in the year plus the monthly amounts since.
with monthly_year as (
    select district, project_id, year(month) as year
    from history.reported_said
    group by district, project_id, year(month)
    having count(*) filter (reported_ytd_wan is null and reported_month_wan is not null) > 0
),

direct as (
    select said.* exclude (reported_month_wan)
    from history.reported_said as said
    anti join monthly_year as monthly
        on monthly.district = said.district and monthly.project_id = said.project_id and monthly.year = year(said.month)
),

-- the order in which things were said about the year; all months of one sheet row at once
spoken as (
    select
        said.*,
        year(said.month) as year,
        dense_rank() over (
            partition by said.district, said.project_id, year(said.month) order by said.known_from, said.row_id
        ) as turn
    from history.reported_said as said
    inner join monthly_year as monthly
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

summed as (
    select
        district,
        project_id,
        month,
        turn,
        any_value(known_from) as known_from,
        sum(case
            when part_month = base_month then reported_ytd_wan
            when part_month > base_month or base_month is null then reported_month_wan
        end) as reported_ytd_wan
    from part
    group by district, project_id, month, turn
)

select * from direct
union all by name
select
    summed.district,
    summed.project_id,
    summed.month,
    summed.known_from,
    version.row_id,
    -- a month that says nothing stays silent
    case
        when version.reported_ytd_wan is not null or version.reported_month_wan is not null
            then cast(summed.reported_ytd_wan as decimal(18, 2))
    end as reported_ytd_wan,
    version.cumulative_wan,
    version.cumulative_last_year_wan,
    version.funds_in_place_wan,
    version.funds_paid_wan,
    version.physical_progress,
    version.planned_progress,
    version.progress_text,
    version.problem,
    summed.turn
from summed
inner join version
    on version.district = summed.district
    and version.project_id = summed.project_id
    and version.month = summed.month
    and version.turn <= summed.turn
    and version.turn_after > summed.turn
