"""The dates behind the entry lag (入库入统日期): each project's start, library entry and first figures."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.entry.entry_scope import Basis, closing_month, entry_values, scope
from metrics.known import as_known
from metrics.registry import metric

SQL = """
with {scope}

select
    judged.project_id,
    project.project_name,
    judged.responsible_unit,
    judged.batch,
    judged.start_date,
    judged.is_estimated_start,
    judged.library_month,
    judged.is_library_month_unknown,
    judged.statistics_month,
    judged.is_statistics_month_unknown,
    cast(judged.start_year as integer) as start_year,
    {cohort_month} as cohort_month,
    judged.statistics_period - judged.start_period as periods_since
from judged
left join mart.project as project on project.district = $district and project.project_id = judged.project_id
order by judged.start_date nulls last, judged.project_id
"""


@metric()
def entry_dates(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    basis: Basis = "feasible",
) -> pd.DataFrame:
    """Entry dates (入库入统日期): when each project of the entry lag started and entered library and statistics.

    口径：与 ``entry_lag`` 同一范围、同一取值：台账或招商表所记月份在先，否则为首次出现、首次有数的统计月报。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        basis: ``feasible`` or ``raw`` start, for ``cohort_month`` and ``periods_since``.

    Returns:
        One row per project, earliest start first; a month is null where it has not come. ``is_…_month_unknown``: only
        known to be that month or earlier. ``cohort_month`` closes the period of the start, ``periods_since`` [periods]
        is from there to the first figures.

    Raises:
        ValueError: unknown ``basis``.

    Source:
        T12.
    """
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on, basis)
        sql = SQL.format(
            scope=scope(values, columns=", responsible_unit, batch"), cohort_month=closing_month("judged.start_period")
        )
        frame = known.execute(sql, bound(sql, values)).df()
    frame.attrs = {"data_as_of": values["as_of"], "money_as_of": values["money_month"]}
    return frame
