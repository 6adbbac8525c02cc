"""Each project's move since last month, or an earlier one: what it was in the count then, as known then, and is now."""

from datetime import date, timedelta
from typing import Any

from data.profile import Profile
from metrics.binding import bound

# The projects counted last month, as known before this month's first dispatch came. The first three steps read the
# histories for one month only: deriving all of it anew would take a second.
THEN = """
with plan_then as (
    select
        project_id,
        arg_max(annual_plan_wan, effective_month) as annual_plan_wan,
        arg_max(is_removed, effective_month) as is_removed
    from mart.plan_version
    where district = $district
        and year = year($previous)
        and effective_month <= $previous
        and known_from <= $then and (known_to is null or known_to > $then)
    group by project_id
),

batch_then as (
    -- within a month the dispatch speaks after the plan, a decided adjustment after both
    select
        project_id,
        arg_max(batch, (effective_month, case kind when 'plan_adjustment' then 3 when 'dispatch' then 2 else 1 end))
            as batch
    from mart.project_state
    where district = $district
        and effective_month <= $previous
        and known_from <= $then and (known_to is null or known_to > $then)
    group by project_id
),

reported_then as (
    -- the year's last figure stands
    select project_id, arg_max(reported_ytd_wan, month) as reported_ytd_wan
    from mart.reported
    where district = $district
        and month between date_trunc('year', $previous) and $previous
        and known_from <= $then and (known_to is null or known_to > $then)
    group by project_id
),

counted_then as (
    select
        plan_then.project_id,
        plan_then.annual_plan_wan,
        coalesce(reported_then.reported_ytd_wan, 0) as reported_ytd_wan
    from plan_then
    left join batch_then using (project_id)
    left join mart.batch as batch on batch.district = $district and batch.batch = batch_then.batch
    left join reported_then using (project_id)
    where not plan_then.is_removed
        and plan_then.annual_plan_wan > 0
        and batch.yardstick is distinct from 'preliminary'
)
"""

# one row per project counted last month or this month, the latter as known now
MOVES = (
    THEN  # noqa: S608  (our own text)
    + """,

counted_now as (
    select project_id, annual_plan_wan, coalesce(carried_ytd_wan, 0) as reported_ytd_wan
    from mart.project_month
    where district = $district and month = $as_of and is_counted
),

previous_now as (
    select project_id, coalesce(carried_ytd_wan, 0) as reported_ytd_wan
    from mart.project_month
    where district = $district and month = $previous
),

moves as (
    select
        project_id,
        counted_then.project_id is not null as is_before,
        counted_now.project_id is not null as is_after,
        counted_then.annual_plan_wan as plan_then_wan,
        counted_then.reported_ytd_wan as reported_then_wan,
        counted_now.annual_plan_wan as plan_now_wan,
        counted_now.reported_ytd_wan as reported_now_wan,
        -- last month's figure as known now, less what this month took back
        least(coalesce(previous_now.reported_ytd_wan, 0), counted_now.reported_ytd_wan) as corrected_wan,
        coalesce(previous_now.reported_ytd_wan, 0) as reported_before_wan
    from counted_then
    full join counted_now using (project_id)
    left join previous_now using (project_id)
)
"""
)

RATE_THEN = (
    THEN
    + """
select sum(reported_ytd_wan) / nullif(sum(annual_plan_wan), 0)
from counted_then
"""
)

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
