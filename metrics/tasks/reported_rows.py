"""In which row of which file a project was reported (出处): so that a unit can say which of its cells is wrong."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.registry import metric

SQL = """
select
    reported.project_id,
    file.file_id,
    file.name as file,
    origin.sheet,
    origin.row,
    file.received_on
from mart.reported as reported
inner join source.row as origin on origin.row_id = reported.row_id
inner join source.file as file on file.file_id = origin.file_id
where reported.district = $district
    and reported.month = $as_of
    and reported.known_from <= $known_on
    and (reported.known_to is null or reported.known_to > $known_on)
qualify row_number() over (partition by reported.project_id order by reported.known_from desc, reported.row_id desc) = 1
order by reported.project_id
"""


@metric()
def reported_rows(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Say in which row each project's month was reported (上报出处): file, sheet and row, as in Excel.

    口径：截至月的上报按最后收到的一行；更正过的仍指原来的行。

    Args:
        con: warehouse connection; ``mart.reported`` and ``source.*`` are read.
        profile: the district.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.

    Returns:
        A row a project that was reported of the month.

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    values = {"district": profile.id, "as_of": as_of.replace(day=1), "known_on": known_on or NOW}
    return con.execute(SQL, values).df()
