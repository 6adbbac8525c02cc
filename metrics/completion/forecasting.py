"""The forecast's rule (年末预测的算法): what the most similar projects of earlier years still did, by addition.

A project: the 19 most similar projects of the district's earlier years at the same month. The mean of what they still
did of their plans is the forecast; the second lowest and second highest end the interval (16 of 20 places: 80 %).
A group: the sum; the interval is as wide as the errors of the same forecast of earlier years' groups ask for.
"""

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import pandas as pd

from metrics.completion.forecast_cases import History

SIMILAR, FEW = 19, 9  # with 9 the lowest and the highest are the ends: 8 of 10 places, 80 % again
ENOUGH = 2 * SIMILAR  # with fewer earlier projects 19 would be nearly all of them
OTHER_BATCH, OTHER_UNIT, OTHER_STATE = 0.1, 0.05, 0.3  # how far apart these make two projects, as shares of the plan
PART = 256  # projects compared at once
TENTH = NormalDist().inv_cdf(0.9)  # an interval of 80 % leaves a tenth on each side


@dataclass(frozen=True)
class Forecast:
    """Projects with their forecast, and the same of earlier years beside what came."""

    # cases with forecast_wan, low_wan, high_wan and spread_wan, all NaN without enough earlier ones
    projects: pd.DataFrame
    past: pd.DataFrame  # the earlier years' cases, each year forecast from the others

    def of(self, projects: pd.DataFrame) -> "Forecast":
        """Return the same forecast of some of its projects only."""
        return replace(self, projects=projects)

    def groups(self, key: str | None) -> pd.DataFrame:
        """Return one row per value of ``key``: sums of basis, plan and forecast, and the interval of the sum."""
        known = self.projects[self.projects.forecast_wan.notna()]
        group = known[key] if key else pd.Series(0, index=known.index)
        sums = known.groupby(group)[["basis_wan", "annual_plan_wan", "forecast_wan", "final_wan"]].sum()
        spread = np.sqrt((known.spread_wan**2).groupby(group).sum())
        half = (self._widening(key) * spread).where(spread > 0, 0.0)
        sums = sums.assign(
            forecast_projects=known.groupby(group).size(),
            low_wan=sums.forecast_wan - half,
            high_wan=sums.forecast_wan + half,
        )
        return sums.rename_axis("group_key").reset_index()

    def _widening(self, key: str | None) -> float:
        """Return how many spreads a group's interval reaches to each side, from the errors of earlier years' groups.

        The whole district is one group a year: with one earlier year its units stand in for it.
        """
        known = self.past[self.past.forecast_wan.notna()]
        by = key or ("responsible_unit" if known.year.nunique() == 1 else None)
        group = [known.year, known[by]] if by else [known.year]
        off = (known.final_wan - known.forecast_wan).groupby(group).sum()
        spread = np.sqrt((known.spread_wan**2).groupby(group).sum())
        errors = (off / spread)[spread > 0]
        if len(errors) < 2:  # noqa: PLR2004  (one error says nothing of how errors spread)
            return float("nan")
        return _student(len(errors)) * float(np.sqrt(np.mean(np.square(errors))))


def forecast(history: History, years: list[int], year: int, month: int, target: int = 12) -> Forecast:
    """Forecast what the projects counted in a month will have done by a later month of the year.

    The earlier years are forecast the same way, each from the others; the only one from its own other projects.

    Args:
        history: the district's years.
        years: the earlier years that may be looked at.
        year: of the forecast.
        month: the last known month.
        target: the month that is forecast.
    """
    past = [
        _estimated(history, history.past([one], month, target), [y for y in years if y != one] or [one], target)
        for one in years
    ]
    found = _estimated(history, history.years[year].cases(month, target), years, target)
    return Forecast(found, pd.concat(past, ignore_index=True))


def _estimated(history: History, asked: pd.DataFrame, years: list[int], target: int) -> pd.DataFrame:
    """Return the cases with their forecast; a silent one is forecast from the month in which it last spoke."""
    found = np.full((len(asked), 4), np.nan)
    for month in sorted(asked.basis_month.unique()):
        here = np.flatnonzero(asked.basis_month == month)
        found[here] = _still_done(asked.iloc[here], history.past(years, int(month), target))
    plan, basis = asked.annual_plan_wan.to_numpy(), asked.basis_wan.to_numpy()
    return asked.assign(
        forecast_wan=basis + plan * found[:, 0],
        low_wan=basis + plan * found[:, 1],
        high_wan=basis + plan * found[:, 2],
        spread_wan=plan * found[:, 3],
    )


def _still_done(asked: pd.DataFrame, past: pd.DataFrame) -> np.ndarray:
    """Return per case the mean, the two ends and the spread of what the most similar earlier projects still did."""
    number = SIMILAR if len(past) > ENOUGH else FEW
    found = np.full((len(asked), 4), np.nan)
    if len(past) <= number:
        return found
    rest = past.rest.to_numpy()
    cut = 1 if number == SIMILAR else 0
    for first in range(0, len(asked), PART):
        part = asked.iloc[first : first + PART]
        nearest = np.argsort(_apart(part, past), axis=1, kind="stable")[:, :number]
        still = np.sort(rest[nearest], axis=1)
        found[first : first + PART] = np.column_stack(
            [still.mean(axis=1), still[:, cut], still[:, -1 - cut], still.std(axis=1, ddof=1)]
        )
    return found


def _apart(asked: pd.DataFrame, past: pd.DataFrame) -> np.ndarray:
    """Return how far each case is from each earlier one: done, due, batch, unit, finished; never from itself."""

    def differs(column: str) -> np.ndarray:
        differing: np.ndarray = asked[column].to_numpy()[:, None] != past[column].to_numpy()[None, :]
        return differing

    def distance(column: str) -> np.ndarray:
        apart: np.ndarray = np.abs(asked[column].to_numpy()[:, None] - past[column].to_numpy()[None, :])
        return apart

    apart = distance("done") + distance("due")
    apart += OTHER_BATCH * differs("yardstick") + OTHER_UNIT * differs("responsible_unit")
    apart += OTHER_STATE * differs("is_finished")
    return np.where(differs("project_id") | differs("year"), apart, np.inf)


def _student(number: int) -> float:
    """Return Student's t of 90 % for so many errors, by the expansion in 1/n (two terms: right to 2 %)."""
    z = TENTH
    return z + (z**3 + z) / (4 * number) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * number**2)
