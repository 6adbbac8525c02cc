"""Which cells is this? (数字出处): the cells of the source files behind a project's figures."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.provenance.cells_of_rows import OF_PROJECTS, OF_STATISTICS, cells_of, rows_of
from metrics.registry import metric

# the statistics projects behind a project, as known on the day
LINKED = """with linked as (
    select statistics_id
    from mart.project_link
    where district = $district and project_id = $project_id
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
)
"""
MONTHLY_PLAN = """select 'annual_plan', row_id, known_from, month, cast(to_json(monthly_plan) as varchar)
from mart.monthly_plan as monthly_plan
where district = $district and project_id = $project_id"""
OF_PROJECT = "project_id = $project_id"
OF_LINKED = "statistics_id in (select linked.statistics_id from linked)"
SQL = cells_of(
    [
        MONTHLY_PLAN,
        *(rows_of(kind, OF_PROJECT) for kind in OF_PROJECTS),
        *(rows_of(kind, OF_LINKED) for kind in OF_STATISTICS),
    ],
    steps=LINKED,
)


@metric()
def source_cells(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    project_id: str,
    field: str | None = None,
    month: date | None = None,
    known_on: date | None = None,
) -> pd.DataFrame:
    """List the source cells behind a project's figures (数字出处): file, sheet, row, column, header, value, received.

    口径：凡说到该项目的行，各类表都算（含已连统计项目的统计月报和台账），按收到先后，新的在前；金额已换算成万元。

    Args:
        con: warehouse connection; ``raw.*``, ``source.*``, ``mart.project_link``, ``mart.monthly_plan`` are read.
        profile: the district.
        project_id: the project.
        field: only cells read into this field, e.g. ``reported_ytd_wan``; None: all.
        month: only what was said of this month; None: all.
        known_on: only files received by the end of this day; None: all that is loaded.

    Returns:
        One row per cell that holds a value, newest file first; ``value`` as the cell says it, as text; ``correction``
        what a person put beside it, where that holds; ``project_name`` as its row names the project.

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    values = {
        "district": profile.id,
        "project_id": project_id,
        "field": field,
        "said_month": month,
        "known_on": known_on or date.max,
    }
    return con.execute(SQL, values).df()
