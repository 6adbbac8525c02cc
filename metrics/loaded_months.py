"""The bounds of ``as_of``: no answer about a month whose dispatch is not loaded."""

from datetime import date

import duckdb

from data import standing
from data.profile import Profile


def last_month(con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None = None) -> date:
    """Return the default ``as_of``: the last month with a loaded dispatch.

    Raises:
        ValueError: no dispatch was loaded by ``known_on``.
    """
    return _months(con, profile, known_on)[0]


def check_month(con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None = None) -> date:
    """Return ``as_of`` as the first day of its month, if it lies within the dispatches loaded by ``known_on``.

    Raises:
        ValueError: the month lies before the first or after the last loaded dispatch.
    """
    month = as_of.replace(day=1)
    months = _months(con, profile, known_on)
    first, last = months[-1], months[0]
    if not first <= month <= last:
        which = "晚于最后" if month > last else "早于最初"
        choice = f"{profile.short_name}可选 {in_words(first)} 至 {in_words(last)}"
        raise ValueError(f"截至月 {in_words(month)} {which}载入的调度月份；{choice}")
    return month


def _months(con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None) -> list[date]:
    """Return the months of the dispatches loaded by ``known_on``, newest first, at least one."""
    months = standing.months(con, profile=profile, known_on=known_on)
    if not months:
        until = f"（截至 {known_on:%Y-%m-%d} 收到的文件）" if known_on else ""
        raise ValueError(f"{profile.short_name}还没有载入月度调度表{until}；请先载入")
    return months


def in_words(month: date) -> str:
    """Write a month as 2026年9月."""
    return f"{month.year}年{month.month}月"
