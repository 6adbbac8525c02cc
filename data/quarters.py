"""Calendar quarters: the months of one, and how it is called."""

from datetime import date, timedelta

NUMERALS = "一二三四"


def quarter_start(day: date) -> date:
    """Return the first day of a day's calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_before(day: date) -> date:
    """Return the last month of the calendar quarter before a day's own: of a first quarter, last December."""
    return (quarter_start(day) - timedelta(days=1)).replace(day=1)


def quarter_code(day: date) -> str:
    """Name a day's quarter for programs, file names and the ledger: 2026Q3."""
    return f"{day.year}Q{_number(day)}"


def quarter_words(day: date) -> str:
    """Name a day's quarter for readers: 2026年第三季度."""
    return f"{day.year}年第{NUMERALS[_number(day) - 1]}季度"


def _number(day: date) -> int:
    return (day.month + 2) // 3
