"""What a forecast of the year's end stands on (年末预测的依据): each project's year, from a month to a later one."""

from dataclasses import dataclass, field
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.suspected import SUSPECT
from metrics.unknown_months import loaded_months

LEAST_MONTHS = 12  # of earlier years that must be known before the first forecast

SQL = """
select
    project_id,
    {key} as group_key,
    year(month) as year,
    month(month) as month_number,
    responsible_unit,
    coalesce(yardstick, '—') as yardstick,
    is_counted,
    annual_plan_wan,
    expected_share as due,
    carried_ytd_wan as done_wan,
    -- a figure that the project itself gave this month and that is no suspected slip
    reported_ytd_wan is not null and not {suspect} as is_sure,
    coalesce(date_trunc('month', actual_finish_date) <= month, false) as is_finished
from mart.project_month
where district = $district
    and month <= $as_of
    and (is_counted or reported_ytd_wan is not null)
order by project_id, month
"""
NUMBERS, FLAGS = ("annual_plan_wan", "due", "done_wan"), ("is_counted", "is_sure", "is_finished")
TEXTS = ("group_key", "responsible_unit", "yardstick")


@dataclass(frozen=True, eq=False)
class Year:
    """One year of a district: its projects, and by column a table of project × month (January first)."""

    year: int
    projects: np.ndarray  # numbers: texts would cost most of the time
    tables: dict[str, np.ndarray]
    _made: dict[tuple[int, int], pd.DataFrame] = field(default_factory=dict, repr=False)

    def cases(self, month: int, target: int) -> pd.DataFrame:
        """Return the projects counted in a month that surely reported this year, and what they had done by a later one.

        Returns:
            One row a project. ``basis_month`` is the last month up to ``month`` with a sure figure, ``basis_wan`` that
            figure; ``done`` and ``due``: what was done and what its own plan asked for by then, as shares of the plan.
            ``final_wan`` is the target month's figure, NaN where that is silent, suspected or no longer counted.
        """
        if (month, target) not in self._made:
            self._made[month, target] = self._cases(month, target)
        return self._made[month, target]

    def _cases(self, month: int, target: int) -> pd.DataFrame:
        at, end = month - 1, target - 1
        is_sure = self.tables["is_sure"]
        here = np.flatnonzero(self.tables["is_counted"][:, at] & is_sure[:, :month].any(axis=1))
        basis = at - np.argmax(is_sure[here, :month][:, ::-1], axis=1)
        is_known = self.tables["is_counted"][:, end] & (is_sure[:, end] | self.tables["is_finished"][:, end])
        plan, basis_wan = self.tables["annual_plan_wan"][here, at], self.tables["done_wan"][here, basis]
        return pd.DataFrame({
            "year": self.year,
            "project_id": self.projects[here],
            **{name: self.tables[name][here, at] for name in (*TEXTS, "is_finished")},
            "annual_plan_wan": plan,
            "basis_month": basis + 1,
            "basis_wan": basis_wan,
            "done": basis_wan / plan,
            "due": self.tables["due"][here, basis],
            "final_wan": np.where(is_known, self.tables["done_wan"][:, end], np.nan)[here],
        })  # fmt: skip


@dataclass(frozen=True, eq=False)
class History:
    """The years of a district up to a month, grouped by whatever ``group_key`` is."""

    years: dict[int, Year]
    loaded: frozenset[date]  # months with a loaded dispatch
    names: dict[str, np.ndarray]  # by column, what its numbers stand for

    def months(self, before: int) -> int:
        """Return how many months of the years before one have a loaded dispatch."""
        return sum(month.year < before for month in self.loaded)

    def ended(self, before: int) -> list[int]:
        """Return the years before one whose December was reported, in order; none under twelve earlier months."""
        if self.months(before) < LEAST_MONTHS:
            return []
        return sorted(y for y, year in self.years.items() if y < before and year.tables["is_sure"][:, 11].any())

    def past(self, years: list[int], month: int, target: int) -> pd.DataFrame:
        """Return the earlier years' projects that spoke in this very month and in the target month.

        ``rest`` is what they did in between, as a share of the plan.
        """
        past = pd.concat([self.years[year].cases(month, target) for year in years], ignore_index=True)
        past = past[(past.basis_month == month) & past.final_wan.notna()]
        return past.assign(rest=(past.final_wan - past.basis_wan) / past.annual_plan_wan).reset_index(drop=True)


def history(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None, key: str | None
) -> History:
    """Read the years up to ``as_of``; ``key`` is the column to group by, None for the whole district."""
    sql = SQL.format(key=key or "'all'", suspect=SUSPECT)
    rows = con.execute(sql, {"district": profile.id, "as_of": as_of, "known_on": known_on or NOW}).df()
    names = {}
    for column in ("project_id", *TEXTS):
        rows[column], names[column] = pd.factorize(rows[column].to_numpy(dtype=object), sort=True)
    years = {int(year): _year(int(year), part) for year, part in rows.groupby("year")}
    return History(years, frozenset(loaded_months(con, profile, known_on)), names)


def _year(year: int, rows: pd.DataFrame) -> Year:
    projects, index = np.unique(rows.project_id.to_numpy(), return_inverse=True)
    at = (index, rows.month_number.to_numpy() - 1)
    tables: dict[str, np.ndarray] = {}
    for columns, empty, kind in ((NUMBERS, np.nan, float), (FLAGS, False, bool), (TEXTS, -1, int)):
        for column in columns:
            tables[column] = np.full((len(projects), 12), empty, dtype=kind)
            tables[column][at] = rows[column].to_numpy(dtype=kind)
    return Year(year, projects, tables)
