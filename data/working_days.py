"""The district's working days: the national calendar with its make-up days, and what the profile says otherwise."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from data.profile import Profile


def working_days(profile: Profile, first: date, last: date) -> list[date]:
    """Return every working day from ``first`` to ``last``, both included, in order.

    National holidays and make-up workdays (调休) come from the package ``holidays``; a year whose arrangement is not
    published there yet counts its statutory holidays and weekends. ``holidays.csv`` of the district goes before it.
    """
    said = {override.date: override.is_working for override in profile.day_overrides}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    national = _national(first.year, last.year)
    return [day for day in days if said.get(day, national.is_working_day(day))]


@lru_cache(maxsize=16)
def _national(first_year: int, last_year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=range(first_year, last_year + 1))
