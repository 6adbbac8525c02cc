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
    -- the words of the district's own limits, for requests that state none: entry ``position`` of the rule's order
    select
        unnest($limit_words::varchar[]) as word,
        unnest($limit_days::integer[]) as days,
        unnest($limit_positions::integer[]) as position
),

fitting_limit as (
    -- an entry fits a kind in which all its words stand
    select asked.service_kind, limit_word.position, any_value(limit_word.days) as days
    from (select distinct service_kind from said_request where service_kind is not null) as asked
    cross join limit_word
    group by asked.service_kind, limit_word.position
    having bool_and(contains(asked.service_kind, limit_word.word))
),

kind_limit as (
    select service_kind, arg_min(days, position) as days
    from fitting_limit
    group by service_kind
),

limited as (
    select
        said_request.*,
        coalesce(said_request.limit_days, kind_limit.days) + coalesce(said_request.paused_days, 0) as allowed_days
    from said_request
    left join kind_limit on kind_limit.service_kind = said_request.service_kind
    where said_request.received_on <= $until
),

requests as (
    -- the day of receipt is not counted, the clock stands still while material is asked for
    select
        limited.*,
        received.number as received_number,
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
    words = [
        (word, days, position)
        for position, (entry, days) in enumerate(limits.items(), start=1)
        for word in entry.split("＋")
    ]
    return {
        "limit_words": [word for word, _, _ in words],
        "limit_days": [days for _, days, _ in words],
        "limit_positions": [position for _, _, position in words],
        "working_days": working_days(profile, first, last),
    }
