"""The cases of a quarter's score (考核事项): what was due in it, item by item, and what of it was done in time.

One SQL text; the scores sum it up, the list of cases shows it, so neither can say something else.
"""

from calendar import monthrange
from datetime import date
from typing import Any

import duckdb

from data.profile import Profile
from data.quarters import quarter_before, quarter_start
from data.statistics_calendar import statistics_calendar
from metrics.completion.pace import Yardstick, expected_twelfths
from metrics.entry.entry_scope import closing_month, entry_values, scope
from metrics.loaded_months import check_month
from metrics.ranking.excused_entries import EXCUSED
from metrics.request_limits import REQUESTS, limit_values
from metrics.stated import ISSUE, MILESTONE, REQUEST, state

YEARS_BACK = 2  # of working days kept: a request received earlier is not due in the quarter

# one row per case: what it is of what is due, as exact decimals; {scope}: of the entry metrics, {expected}: of the
# pace, {…_state}: what sheets and forms said, {excused}: decided by persons
CASES = """
{scope},

{milestone_state},

{request_state},

{issue_state},

unit_month as (
    -- the unit that answered for a project in a month, and whether the project had left the plan
    select project_id, month, responsible_unit, is_removed
    from mart.project_month
    where district = $district and month between $from_day and $month
),

milestones as (
    select
        coalesce(milestone.responsible_unit, unit_month.responsible_unit, '—') as responsible_unit,
        '节点任务' as item,
        milestone.milestone as case_name,
        milestone.milestone as case_id,
        milestone.project_id,
        milestone.due_on,
        case when milestone.done_on <= $until then milestone.done_on end as done_on,
        cast(coalesce(milestone.done_on <= least(milestone.due_on + $grace_days, $until), false) as integer) as done,
        1 as due
    from said_milestone as milestone
    left join unit_month
        on unit_month.project_id = milestone.project_id
        and unit_month.month = date_trunc('month', milestone.due_on)
    where milestone.due_on between $from_day and $until
        and not coalesce(unit_month.is_removed, false)
),

progress as (
    select
        responsible_unit,
        '形象进度' as item,
        null as case_name,
        project_id,
        cast($until as date) as due_on,
        null as done_on,
        12 * cast(coalesce(carried_ytd_wan, 0) as decimal(30, 2)) as done,
        {expected} as due
    from mart.project_month
    where district = $district and month = $month and is_counted
),

{requests}

services as (
    select
        coalesce(requests.responsible_unit, '—') as responsible_unit,
        '要素保障' as item,
        requests.service_kind as case_name,
        requests.request_id as case_id,
        requests.project_id,
        last.day as due_on,
        case when requests.done_on <= $until then requests.done_on end as done_on,
        cast(coalesce(
            requests.done_number <= requests.limit_number + $grace_days and requests.done_on <= $until, false
        ) as integer) as done,
        1 as due
    from requests
    inner join working_day as last on last.number = requests.limit_number
    where last.day between $from_day and $until
),

entries as (
    -- the period in which a start had to be booked, as its month: January and February are one
    select
        responsible_unit,
        '入库入统' as item,
        null as case_name,
        project_id,
        last_day({due_month}) as due_on,
        statistics_month as done_on,
        cast(is_on_time as integer) as done,
        1 as due
    from judged
    where is_due and start_period + $statistics_periods > $closed_before
),

issues as (
    select
        coalesce(responsible_unit, '—') as responsible_unit,
        '交办整改' as item,
        issue as case_name,
        issue_id as case_id,
        project_id,
        due_on,
        case when closed_on <= $until then closed_on end as done_on,
        cast(coalesce(closed_on <= least(due_on + $grace_days, $until), false) as integer) as done,
        1 as due
    from said_issue
    where due_on between $from_day and $until
),

{excused},

counted as (
    from milestones
    union all by name from progress
    union all by name from services
    union all by name from entries
    union all by name from issues
),

due_case as (
    select
        counted.responsible_unit,
        counted.item,
        counted.case_name,
        counted.case_id,
        counted.project_id,
        counted.due_on,
        counted.done_on,
        cast(counted.done as decimal(24, 6)) as done,
        cast(counted.due as decimal(24, 6)) as due,
        counted.item = '入库入统' and excused.project_id is not null as is_excused
    from counted
    left join excused on excused.project_id = counted.project_id
)"""


def case_values(
    con: duckdb.DuckDBPyConnection,
    profile: Profile,
    as_of: date,
    known_on: date | None,
    *,
    grace_days: int = 0,
) -> dict[str, Any]:
    """Return what ``CASES`` binds, for the quarter of ``as_of`` up to that month.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches, or the days of grace are negative.
    """
    if grace_days < 0:
        raise ValueError(f"宽限天数 {grace_days} 小于零；请给 0 或更大的整数")
    month = check_month(con, profile, as_of, known_on)
    from_day = quarter_start(month)
    before = quarter_before(month)
    until = month.replace(day=monthrange(month.year, month.month)[1])
    calendar = statistics_calendar(profile, month.year)
    return entry_values(con, profile, month, known_on) | {
        "month": month,
        "from_day": from_day,
        "until": until,
        "grace_days": grace_days,
        "closed_before": calendar.closed_period[calendar.place(before)],
        **limit_values(profile, month, date(from_day.year - YEARS_BACK, 1, 1), until),
    }


def cases(values: dict[str, Any], yardstick: Yardstick = "bulletin") -> str:
    """Return the SQL steps up to ``due_case``, with what ``case_values`` gave."""
    return CASES.format(
        scope=scope(values, columns=", responsible_unit"),
        due_month=closing_month("start_period + $statistics_periods"),
        expected=expected_twelfths(yardstick),
        excused=EXCUSED,
        milestone_state=state(MILESTONE, "said_milestone", "$until"),
        request_state=state(REQUEST, "said_request", "$until"),
        requests=REQUESTS.strip(),
        issue_state=state(ISSUE, "said_issue", "$until"),
    )
