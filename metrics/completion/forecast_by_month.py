"""The fan of the year's forecast (年末预测的扇面): where the district will stand month by month, with intervals."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.forecast_cases import history
from metrics.completion.forecasting import forecast
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

COLUMNS = ("month", "forecast_wan", "forecast_low_wan", "forecast_high_wan")


@metric()
def forecast_by_month(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Forecast month by month (逐月预测): the district's year to date in the months to come, with intervals of 80 %.

    口径：同年末预测，预测到每一个月；截至月一行是预测所依据的已完成，没有区间。

    Args:
        con: warehouse connection; ``mart.project_month`` is read.
        profile: the district's rules.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        A row a month from ``as_of`` to December: ``forecast_wan`` and the ends of its interval. No rows under twelve
        months of earlier years, and where no project can be forecast.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T10, T11; the way of forecasting is a default of ours.
    """
    with as_known(con, known_on) as known:
        month = check_month(con, profile, as_of, known_on)
        seen = history(known, profile, month, known_on, None)
    years = seen.ended(month.year)
    rows: list[tuple[object, ...]] = []
    if years and month.year in seen.years:
        for target in range(month.month + 1, 13):
            for group in forecast(seen, years, month.year, month.month, target).groups(None).itertuples():
                rows.append((month.replace(month=target), group.forecast_wan, group.low_wan, group.high_wan))
                basis = group.basis_wan
    if rows:
        rows.insert(0, (month, basis, basis, basis))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.assign(month=pd.to_datetime(frame.month))
