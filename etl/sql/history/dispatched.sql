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
    problem,
    coordination,
    next_month_plan,
    -- a row that says nothing reaches nowhere
    case
        when coalesce(reported_ytd_wan, reported_month_wan, cumulative_wan, physical_progress) is not null
            or coalesce(progress_text, problem, coordination, next_month_plan) is not null
            then coalesce(snapshot_on, last_day(month))
    end as state_on
from {raw}.dispatch
