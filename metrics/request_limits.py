"""Service requests with their limits in working days (要素保障): SQL steps after those of ``stated.state``."""

from datetime import date
from typing import Any

from data.profile import Profile
from data.working_days import working_days

# one row a request received by $until: up to which working day it has time, and on which it was finished
REQUESTS = """
working_day as (
    select day, row_number() over (order by day) as number
    from (select unnest($working_days::date[]) as day)
),

limit_word as (
    -- the district's own limits, for requests that state none, in the rule's order
    select
        unnest($limit_words::varchar[]) as word,
        unnest($limit_days::integer[]) as days,
        generate_subscripts($limit_words::varchar[], 1) as position
),

limited as (
    select
        *,
        coalesce(
            limit_days,
            (
                select arg_min(limit_word.days, limit_word.position)
                from limit_word
                where contains(service_kind, limit_word.word)
            )
        ) + coalesce(paused_days, 0) as allowed_days
    from said_request
    where received_on <= $until
),

requests as (
    -- the day of receipt is not counted, the clock stands still while material is asked for
    select
        limited.*,
        received.number + limited.allowed_days as limit_number,
        finished.number as done_number
    from limited
    asof join working_day as received on limited.received_on >= received.day
    asof left join working_day as finished on limited.done_on >= finished.day
),
"""


def limit_values(profile: Profile, month: date, first: date, last: date) -> dict[str, Any]:
    """Return what ``REQUESTS`` binds beside ``$until``.

    Args:
        profile: the district; its rule ``service_limits`` has the limits of requests that state none.
        month: the month whose rule holds.
        first: of the working days that are counted.
        last: of them.
    """
    rule = profile.rule("service_limits", month)
    limits = rule.working_days if rule is not None and rule.enabled else {}
    return {
        "limit_words": list(limits),
        "limit_days": list(limits.values()),
        "working_days": working_days(profile, first, last),
    }
