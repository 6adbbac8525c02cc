-- One row per dispatch row and month: what was reported (上报), by year to date or by month.
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
