"""Days that metrics count to."""

from calendar import monthrange
from datetime import date


def last_day(month: date) -> date:
    """Return the last day of a month, given by any of its days."""
    return month.replace(day=monthrange(month.year, month.month)[1])
