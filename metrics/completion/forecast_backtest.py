"""The forecast tried on the past (预测回测): what it would have said in every earlier month, against what came."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.forecast_cases import History, history
from metrics.completion.forecasting import forecast
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

GROUPED = {"district": None, "responsible_unit": "responsible_unit"}
LEVELS = (*GROUPED, "project")
WAYS = ("forecast", "linear", "last_year")
CENT = 0.005  # 万元: less than this is the noise of the sums


@metric()
def forecast_backtest(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Back-test of the year's forecast (预测回测): coverage of the interval, and errors beside two naive ways.

    口径：对每一个已经结束、之前又有完整年度的年份，站在 1 至 11 月各月，只用更早的年份和当年到该月的数预测年末，再与
    年末实际比。只比当时计入、年底仍计入且年底有数的项目；当时已竣工的项目不算预测。误差 = Σ|预测 − 实际| ÷ Σ年度计划。
    直线法：已完成 × 12 ÷ 月份；上年曲线法：已完成 ÷ 全区上年同月占全年的比例。各月用现在所知的数，更正已在内。

    Args:
        con: warehouse connection; ``mart.project_month`` is read.
        profile: the district's rules.
        as_of: only years that ended before this one's are tried.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        Per ``forecast_level`` (district, responsible_unit, project) a row for all months (``month_number`` null) and
        one for each month of 1 to 11: how many forecasts were tried, how many intervals held what came, also as a
        share of those that had an interval, and three errors as shares of the plan. No rows without two whole years.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T10, T11; the way of forecasting is a default of ours.
    """
    with as_known(con, known_on) as known:
        month = check_month(con, profile, as_of, known_on)
        seen = history(known, profile, month, known_on, None)
    tried = list(_tried(seen, month.year))
    frames = [_summed(pd.concat([one[level] for one in tried], ignore_index=True), level) for level in LEVELS if tried]
    if not frames:
        return pd.DataFrame(
            columns=[
                "forecast_level",
                "month_number",
                "tried_forecasts",
                "covered_forecasts",
                "covered_share",
                *map(_error, WAYS),
            ]
        )
    return pd.concat(frames, ignore_index=True)


def _tried(seen: History, before: int) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield the forecasts of each earlier year and month with what came, by level."""
    for year in seen.ended(before):
        years = seen.ended(year)
        for month in range(1, 12) if years else ():
            made = forecast(seen, years, year, month)
            known = made.projects[made.projects.final_wan.notna() & ~made.projects.is_finished]
            last = seen.years[years[-1]].cases(month, 12)
            last = last[last.final_wan.notna()]
            share = last.basis_wan.sum() / last.final_wan.sum()
            levels = {"project": known[known.forecast_wan.notna()]}
            levels |= {level: made.of(known).groups(key) for level, key in GROUPED.items()}
            yield {
                level: rows.assign(
                    month_number=month, linear_wan=rows.basis_wan * 12 / month, last_year_wan=rows.basis_wan / share
                )
                for level, rows in levels.items()
            }


def _summed(tried: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return a row for all months, then one a month."""
    tried = tried.assign(
        has_interval=tried.low_wan.notna(),
        covered=(tried.final_wan >= tried.low_wan - CENT) & (tried.final_wan <= tried.high_wan + CENT),
        **{_error(way): (tried[f"{way}_wan"] - tried.final_wan).abs() for way in WAYS},
    )
    rows = []
    for month, part in [(None, tried), *tried.groupby("month_number")]:
        plan, asked = part.annual_plan_wan.sum(), int(part.has_interval.sum())
        rows.append({
            "forecast_level": level,
            "month_number": month,
            "tried_forecasts": len(part),
            "covered_forecasts": int(part.covered.sum()),
            "covered_share": part.covered.sum() / asked if asked else None,
            **{_error(way): part[_error(way)].sum() / plan for way in WAYS},
        })  # fmt: skip
    return pd.DataFrame(rows)


def _error(way: str) -> str:
    return f"{way}_error_share"
