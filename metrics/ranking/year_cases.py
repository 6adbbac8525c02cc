"""The cases of a year's score (年考核事项): what was due by the month, item by item; see ``quarter_cases``."""

from calendar import monthrange
from datetime import date
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile
from metrics.loaded_months import check_month
from metrics.statements import steps

CASES = steps("ranking", "year_cases")  # up to ``due_case``


def case_values(con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None) -> dict[str, Any]:
    """Return what ``CASES`` binds, for the year of ``as_of`` up to that month.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches.
    """
    month = check_month(con, profile, as_of, known_on)
    return {
        "district": profile.id,
        "known_on": known_on or NOW,
        "month": month,
        "is_taken_up": profile.measure("conversions", month) == "taken_up",
        "until": month.replace(day=monthrange(month.year, month.month)[1]),
    }
