"""Service requests with their limits in working days (要素保障): SQL steps after those of ``stated.state``."""

from datetime import date
from typing import Any

from data.profile import Profile
from data.working_days import working_days
from metrics.statements import steps

REQUESTS = steps("", "requests")  # they follow the steps of ``stated.state``


def limit_values(profile: Profile, month: date, first: date, last: date) -> dict[str, Any]:
    """Return what ``REQUESTS`` binds beside ``$until``.

    Args:
        profile: the district; its rule ``service_limits`` has the limits of requests that state none.
        month: the month whose rule holds.
        first: of the working days that are counted.
        last: of them; late enough for what is finished after ``$until``.
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
