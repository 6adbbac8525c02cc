"""Each project's move since last month, or an earlier one: what it was in the count then, as known then, and is now."""

from datetime import date, timedelta
from typing import Any

from data.profile import Profile
from metrics.binding import bound
from metrics.statements import steps

THEN = "with " + steps("completion", "counted_then")
# steps up to ``moves``, one row a project counted in the month before or in this one
MOVES = f"{THEN},\n\n{steps('completion', 'moves')}\n"
RATE_THEN = f"""{THEN}

select sum(reported_ytd_wan) / nullif(sum(annual_plan_wan), 0)
from counted_then
"""  # noqa: S608  (our own text)

FIRST_KNOWN = """
select
    min(first_known_from) filter (month = $previous) as previous,
    min(first_known_from) filter (month > $previous) as following
from mart.source_month
where district = $district and kind = 'dispatch' and month between $previous and $as_of
"""


def moves_values(
    con: Any,  # noqa: ANN401
    profile: Profile,
    month: date,
    known_on: date | None,
    since: date | None = None,
) -> dict[str, Any]:
    """Bind the month before (or ``since``) and the day until which it counts as known.

    That is the day before the first dispatch of a later month came (``then``); where both months came together, the
    day until which all is known.

    Raises:
        ValueError: ``since`` is not before the month.
    """
    previous = since.replace(day=1) if since else (month - timedelta(days=1)).replace(day=1)
    if previous >= month:
        raise ValueError(f"since must be a month before {month:%Y-%m}, not {previous:%Y-%m}")
    asked = {"district": profile.id, "previous": previous, "as_of": month}
    [(first, following)] = con.execute(FIRST_KNOWN, asked).fetchall()
    then = now = known_on or date.max - timedelta(days=1)
    if following and (first or date.min) < following:  # else both came together
        then = min(now, following - timedelta(days=1))
    return asked | {"then": then, "is_earlier": then < now}


def is_comparable(month: date, previous: date, loaded: set[date]) -> bool:
    """Tell whether two months of one year have a dispatch: the year starts anew in January."""
    return month.year == previous.year and {month, previous} <= loaded


def rate_then(con: Any, profile: Profile, month: date, known_on: date | None) -> float | None:  # noqa: ANN401
    """Return last month's completion rate as known before this month's dispatch came, as ``why_changed`` has it."""
    rate: float | None
    [(rate,)] = con.execute(RATE_THEN, bound(RATE_THEN, moves_values(con, profile, month, known_on))).fetchall()
    return rate
