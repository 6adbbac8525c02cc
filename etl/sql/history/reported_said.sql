-- One row per project, month and state of knowledge: what the dispatch said, each empty cell completed by what it said before.
with said as (
    select
        district, project_id, month, known_from, row_id,
        reported_ytd_wan,
        reported_month_wan,
        cumulative_wan,
        cumulative_last_year_wan,
        funds_in_place_wan,
        funds_paid_wan,
        physical_progress,
        planned_progress,
        progress_text,
        problem
    from raw.dispatch
),

completed as (
    select
        district, project_id, month, known_from, row_id,
        last_value(reported_ytd_wan ignore nulls) over heard as reported_ytd_wan,
        last_value(reported_month_wan ignore nulls) over heard as reported_month_wan,
        last_value(cumulative_wan ignore nulls) over heard as cumulative_wan,
        last_value(cumulative_last_year_wan ignore nulls) over heard as cumulative_last_year_wan,
        last_value(funds_in_place_wan ignore nulls) over heard as funds_in_place_wan,
        last_value(funds_paid_wan ignore nulls) over heard as funds_paid_wan,
        last_value(physical_progress ignore nulls) over heard as physical_progress,
        last_value(planned_progress ignore nulls) over heard as planned_progress,
        last_value(progress_text ignore nulls) over heard as progress_text,
        last_value(problem ignore nulls) over heard as problem
    from said
    window heard as (partition by district, project_id, month order by known_from, row_id rows unbounded preceding)
)

select *
from completed
