"""The demo's calendar: a month is its first day."""

from datetime import date

FIRST, LAST = date(2024, 1, 1), date(2026, 9, 1)
NEVER = date(9000, 1, 1)  # what has not happened by the last month
YEARS = (2024, 2025, 2026)


def month(year: int, number: int) -> date:
    """Return the first day of a month whose number may run over the year's end."""
    return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def later(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    return month(day.year, day.month + months)


def between(first: date, last: date) -> int:
    """Return the months from one month to another, ``mi(a, b)``."""
    return (last.year - first.year) * 12 + last.month - first.month


MONTHS = tuple(later(FIRST, n) for n in range(between(FIRST, LAST) + 1))
