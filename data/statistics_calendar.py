"""The calendar of statistics returns (1月免报): the period that each month falls into, and the last one it closes."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.profile import Profile
from data.rules import StatisticsReturns

FIRST_YEAR = 1900  # no date that a sheet can hold is earlier, see etl/intake/dates.py
YEARS_AHEAD = 2  # targets may end after the last loaded month


@dataclass(frozen=True)
class Calendar:
    """The months from January 1900 on, one place a month; a period is a number, one more than the period before."""

    months: tuple[date, ...]
    has_return: tuple[bool, ...]
    period: tuple[int, ...]  # of what happens in the month
    closed_period: tuple[int, ...]  # the last period that has ended with the month
    closing_month: tuple[date, ...]  # of each period, from the first one on

    def place(self, month: date) -> int:
        """Return the place of a month in the tuples; an earlier month than the first has the first place."""
        return max((month.year - FIRST_YEAR) * 12 + month.month - 1, 0)

    def last_return(self, month: date) -> date:
        """Return the month itself, or the last one before it that has a return."""
        place = self.place(month)
        while place > 0 and not self.has_return[place]:
            place -= 1
        return self.months[place]

    @property
    def first_period(self) -> int:
        """The number of the period of ``closing_month[0]``."""
        return self.period[0]

    def periods_a_year(self, year: int) -> int:
        """Count the returns of a year."""
        first = self.place(date(year, 1, 1))
        return sum(self.has_return[first : first + 12])


def statistics_calendar(profile: Profile, last_year: int) -> Calendar:
    """Return the district's calendar to two years after ``last_year``.

    Without a return in January a period's number is year · 11 + max(month, 2), DOMAIN's way to count.

    Source:
        固定资产投资统计报表制度.
    """
    return _calendar(profile.statistics_returns, last_year + YEARS_AHEAD)


@lru_cache(maxsize=64)
def _calendar(rules: tuple[StatisticsReturns, ...], last_year: int) -> Calendar:
    months = tuple(date(year, month, 1) for year in range(FIRST_YEAR, last_year + 1) for month in range(1, 13))
    has_return = tuple(_has_return(rules, month) for month in months)
    a_year = sum(has_return[:12])
    closed: list[int] = []
    last_closed = FIRST_YEAR * a_year + 12 - a_year
    for is_closing in has_return:
        last_closed += is_closing
        closed.append(last_closed)
    period = tuple(n if is_closing else n + 1 for n, is_closing in zip(closed, has_return, strict=True))
    closing = tuple(month for month, is_closing in zip(months, has_return, strict=True) if is_closing)
    return Calendar(months, has_return, period, tuple(closed), closing)


def _has_return(rules: tuple[StatisticsReturns, ...], month: date) -> bool:
    held = [rule for rule in rules if rule.holds_at(month)]
    return not held or not held[-1].enabled or month.month not in held[-1].months_without
