"""The cases of a quarter's score (考核事项): what was due in it, item by item, and what of it was done in time.

One SQL text; the scores sum it up, the list of cases shows it, so neither can say something else.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import duckdb

from data.profile import Profile
from data.quarters import quarter_before, quarter_start
from data.statistics_calendar import statistics_calendar
from metrics.completion.pace import Yardstick, expected_twelfths
from metrics.entry.entry_scope import closing_month, entry_values, scope
from metrics.loaded_months import check_month
from metrics.request_limits import REQUESTS, limit_values
from metrics.stated import ISSUE, MILESTONE, REQUEST, state
from metrics.statements import steps

YEARS_BACK = 2  # of working days kept: a request received earlier is not due in the quarter
AHEAD = timedelta(days=500)  # what is due in the quarter may have been finished later


def case_values(
    con: duckdb.DuckDBPyConnection,
    profile: Profile,
    as_of: date,
    known_on: date | None,
    *,
    grace_days: int = 0,
) -> dict[str, Any]:
    """Return what ``cases`` binds, for the quarter of ``as_of`` up to that month.

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
        **limit_values(profile, month, date(from_day.year - YEARS_BACK, 1, 1), until + AHEAD),
    }


def cases(values: dict[str, Any], yardstick: Yardstick = "bulletin") -> str:
    """Return the SQL steps up to ``due_case``, with what ``case_values`` gave."""
    parts = [
        scope(values, columns=", responsible_unit"),
        state(MILESTONE, "said_milestone", "$until"),
        state(REQUEST, "said_request", "$until"),
        state(ISSUE, "said_issue", "$until"),
        REQUESTS,
        steps("ranking", "excused_entries"),
        steps(
            "ranking",
            "quarter_cases",
            due_month=closing_month("start_period + $statistics_periods"),
            expected=expected_twelfths(yardstick),
        ),
    ]
    return ",\n\n".join(parts)
