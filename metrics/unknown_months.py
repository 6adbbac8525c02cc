"""The months between the first and the last dispatch: one whose dispatch is not loaded is unknown, not zero."""

from collections.abc import Sequence
from datetime import date

import duckdb
import pandas as pd

from data import loaded as standing
from data.profile import Profile

# of a row of mart.project_month: the dispatch of its month was loaded by $known_on
IS_LOADED = """month in (
            select source_month.month
            from mart.source_month as source_month
            where source_month.district = $district
                and source_month.kind = 'dispatch'
                and source_month.first_known_from <= $known_on
        )"""

# what a month without a dispatch cannot say: with silence alone these would look like figures
UNKNOWN = (
    "reported_ytd_wan", "investment_completion_rate", "pace_gap_pp", "task_rate", "light", "shortfall_wan",
    "behind_projects", "slow_projects", "original_reported_ytd_wan", "original_completion_rate", "stage_reported_wan",
    "stage_rate", "cumulative_wan", "total_progress", "required_run_rate_wan", "last_three_months_wan",
)  # fmt: skip


def loaded_months(con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None) -> set[date]:
    """Return the months whose dispatch was loaded by ``known_on``."""
    return set(standing.months(con, profile=profile, known_on=known_on))


def has_unknown_before(month: date, loaded: set[date]) -> bool:
    """Tell whether an earlier month of the year has no dispatch: who has no figure may have reported in it."""
    return any(month.replace(month=earlier) not in loaded for earlier in range(1, month.month))


def with_unknown_before(frame: pd.DataFrame, month: date, loaded: set[date]) -> pd.DataFrame:
    """Return the frame with ``has_unknown_before`` of each row's month, of ``month`` where the rows have none."""
    if "month" not in frame:
        return frame.assign(has_unknown_before=has_unknown_before(month, loaded))
    return frame.assign(
        has_unknown_before=[has_unknown_before(pd.Timestamp(of_row).date(), loaded) for of_row in frame.month]
    )


def with_three_months(last: date, loaded: set[date]) -> list[date]:
    """Return the year's months up to ``last`` of whose last three (in the year) the sum is known.

    It is the difference of two year-to-date figures: the month before the three is loaded, or they begin in January.
    """
    months = [last.replace(month=number) for number in range(1, last.month + 1)]
    return [month for month in months if month.month <= 3 or month.replace(month=month.month - 3) in loaded]


def blank_unknown(frame: pd.DataFrame, loaded: set[date], columns: Sequence[str] = UNKNOWN) -> pd.DataFrame:
    """Return a frame with a row a month in which these columns are null for the months that are not loaded."""
    unknown = ~pd.Series([pd.Timestamp(month).date() in loaded for month in frame.month], index=frame.index, dtype=bool)
    if not unknown.any():
        return frame
    return frame.assign(**{name: _blank(frame[name], unknown) for name in columns if name in frame})


def _blank(column: pd.Series, where: pd.Series) -> pd.Series:
    is_number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return column.astype(float if is_number else object).mask(where)
