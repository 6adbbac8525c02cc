-- One row per project, month and state of knowledge: what the project reported in the dispatch (上报), as year to date.
with compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(row_id, reported_ytd_wan)) over heard as said_before
    from {history}.summed
    window heard as (partition by district, project_id, month order by turn)
),

changed as (
    select *, lead(known_from) over (partition by district, project_id, month order by turn) as known_to
    from compared
    where is_first or row(row_id, reported_ytd_wan) is distinct from said_before
),

stated as (
    select said.*
    from {history}.dispatched as said
    anti join {history}.monthly_year as monthly
        on monthly.district = said.district and monthly.project_id = said.project_id and monthly.year = year(said.month)
)

select
    district, project_id, month, known_from, known_to, row_id,
    reported_ytd_wan,
    cumulative_wan,
    cumulative_last_year_wan,
    funds_in_place_wan,
    funds_paid_wan,
    physical_progress,
    planned_progress,
    progress_text,
    problem,
    coordination,
    next_month_plan,
    state_on
from stated
union all by name
select
    district, project_id, month, known_from, known_to, row_id,
    reported_ytd_wan,
    cumulative_wan,
    cumulative_last_year_wan,
    funds_in_place_wan,
    funds_paid_wan,
    physical_progress,
    planned_progress,
    progress_text,
    problem,
    coordination,
    next_month_plan,
    state_on
from changed
where row_id is not null
