"""The bounds of ``as_of``: no answer without a loaded dispatch, no verdict before enough is reported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

import duckdb

from data import loaded as standing
from data.profile import Profile
from metrics.known import as_known
from metrics.open_months import open_months

# a project that never reported in any month up to this one is not waited for
REPORTED = """
with ever as (
    select distinct project_id
    from mart.project_month
    where district = $district and month <= $month and reported_ytd_wan is not null
)

select
    coalesce(responsible_unit, '—'),
    count(*),
    count(*) filter (is_silent),
    coalesce(sum(annual_plan_wan) filter (is_silent is not true or project_id in (select project_id from ever)), 0),
    coalesce(sum(annual_plan_wan) filter (is_silent is not true), 0)
from mart.project_month
where district = $district and month = $month and is_counted
group by responsible_unit
order by responsible_unit
"""


@dataclass(frozen=True)
class UnitReports:
    """What a unit reported of a month: projects, and plan money [万元] of the projects that are waited for."""

    unit: str
    projects: int
    silent_projects: int
    plan_wan: Decimal
    reported_plan_wan: Decimal

    @property
    def has_reported(self) -> bool:
        """Tell whether at least one of the unit's projects was reported."""
        return self.silent_projects < self.projects


@dataclass(frozen=True)
class MonthReports:
    """How much of a month was reported."""

    month: date
    units: tuple[UnitReports, ...]
    is_open: bool = False  # not closed yet: a state of an unfinished month

    @property
    def reported_units(self) -> int:
        """Return how many units have reported."""
        return sum(unit.has_reported for unit in self.units)

    @property
    def plan_wan(self) -> Decimal:
        """Return the plan money of the projects that are waited for."""
        return sum((unit.plan_wan for unit in self.units), Decimal(0))

    @property
    def reported_plan_wan(self) -> Decimal:
        """Return the plan money of the projects that were reported."""
        return sum((unit.reported_plan_wan for unit in self.units), Decimal(0))

    def is_enough(self, limit: Decimal) -> bool:
        """Tell whether the month can be judged: at least ``limit`` of the plan money; a month without plan can."""
        return self.reported_plan_wan >= limit * self.plan_wan


def month_reports(con: duckdb.DuckDBPyConnection, profile: Profile, month: date) -> MonthReports:
    """Return how much of a month's dispatch was reported, on a connection as published or as known on a day."""
    rows = con.execute(REPORTED, {"district": profile.id, "month": month}).fetchall()
    return MonthReports(month, tuple(UnitReports(*row) for row in rows))


def young_months(
    con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None = None
) -> tuple[MonthReports, ...]:
    """Return the newest loaded months in which not enough was reported yet, newest first.

    They end at the default ``as_of``: the last closed month with at least ``silence.enough_share`` (default 70 %) of
    the plan money reported. Where no month has that much, only the open ones at the head are young.
    """
    months = standing.months(con, profile=profile, known_on=known_on)
    still_open = open_months(con, profile, known_on)
    found: list[MonthReports] = []
    with as_known(con, known_on) as known:
        for month in months:
            limit = Decimal(str(profile.rule("silence", month).enough_share))
            reports = replace(month_reports(known, profile, month), is_open=month in still_open)
            if reports.is_enough(limit) and not reports.is_open:
                return tuple(found)
            found.append(reports)
    return tuple(takewhile(lambda reports: reports.is_open, found))


def by_default(months: Sequence[date], young: Sequence[MonthReports]) -> date:
    """Return the month that is asked by default: the first after the young ones; where all are young, the oldest."""
    return months[min(len(young), len(months) - 1)]


def last_month(con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None = None) -> date:
    """Return the default ``as_of``: the last closed month of which enough is reported, see ``young_months``.

    Raises:
        ValueError: no dispatch was loaded by ``known_on``.
    """
    months = _months(con, profile, known_on)
    return by_default(months, young_months(con, profile, known_on))


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
