-- One row per project, month and state of knowledge: what the project reported in the dispatch (上报).
with compared as (
    select
        *,
        row_number() over heard = 1 as is_first,
        lag(row(
            reported_ytd_wan, cumulative_wan, cumulative_last_year_wan, funds_in_place_wan, funds_paid_wan,
            physical_progress, planned_progress, progress_text, problem
        )) over heard as said_before
    from history.reported_stated
    window heard as (partition by district, project_id, month order by known_from, turn, row_id)
),

changed as (
    select *
    from compared
    where is_first or said_before is distinct from row(
        reported_ytd_wan, cumulative_wan, cumulative_last_year_wan, funds_in_place_wan, funds_paid_wan,
        physical_progress, planned_progress, progress_text, problem
    )
)

select
    district, project_id, month, known_from,
    lead(known_from) over (partition by district, project_id, month order by known_from, turn, row_id) as known_to,
    row_id,
    reported_ytd_wan,
    cumulative_wan,
    cumulative_last_year_wan,
    funds_in_place_wan,
    funds_paid_wan,
    physical_progress,
    planned_progress,
    progress_text,
    problem
from changed
