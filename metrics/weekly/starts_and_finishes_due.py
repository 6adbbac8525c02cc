"""Starts and completions that are due (该开未开、该竣未竣): planned by a week's month, and not reported."""

from datetime import date, timedelta

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric

SQL = """
with standing as (
    select project_id, responsible_unit, yardstick, planned_start_date, planned_finish_date, actual_start_date,
        actual_finish_date
    from mart.project_month
    where district = $district and month = $month and is_in_plan
),

due as (
    select project_id, responsible_unit, 'start' as due_kind, planned_start_date as due_on
    from standing
    where yardstick = 'new_start' and coalesce(actual_start_date > $on, true)
    union all
    select project_id, responsible_unit, 'finish', planned_finish_date
    from standing
    where yardstick = 'completion' and coalesce(actual_finish_date > $on, true)
)

select
    due.project_id,
    project.project_name,
    due.responsible_unit,
    project.contact_leader,
    project.project_officer as person,
    due.due_kind,
    due.due_on,
    -- a plan counts by its month: it is late once the month is over
    greatest(date_diff('day', last_day(due.due_on), $on), 0) as late_days
from due
inner join mart.project as project on project.district = $district and project.project_id = due.project_id
where date_trunc('month', due.due_on) <= $until
order by due.due_on, due.due_kind, project.project_name, due.project_id
"""


@metric()
def starts_and_finishes_due(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Starts and completions due by the month of a day's week and not reported (该开未开、该竣未竣), longest due first.

    口径：新开工批次看计划开工、竣工批次看计划竣工，计划月份不晚于本周日所在月而没有报的；计划按月计，过了该月才算逾期。

    Args:
        con: warehouse connection; ``mart.project_month`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month, whose plan and batch hold; its last day is the day where ``on`` is not given.
        known_on: only what was received by the end of this day; None: all.
        on: the day that is asked about; the week runs from its Monday to its Sunday.

    Returns:
        A row a project and ``due_kind`` (start, finish): ``due_on`` the planned date, ``late_days`` since its month's
        end (0: this month).

    Source:
        T7, T10, J13.
    """
    day = on or last_day(as_of)
    values = {
        "district": profile.id, "month": as_of.replace(day=1), "on": day,
        "until": day + timedelta(days=6 - day.weekday()),
    }  # fmt: skip
    with as_known(con, known_on) as known:
        return known.execute(SQL, values).df()
