"""Which cells is this? (数字出处): the cells of the source files behind a project's figures."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.registry import metric

SQL = """
with linked as (
    select statistics_id
    from mart.project_link
    where district = $district and project_id = $project_id
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

-- what each row said, as one object a row (and month)
said as (
    select 'annual_plan' as kind, row_id, known_from, effective_month as month,
        cast(to_json(annual_plan) as varchar) as said
    from raw.annual_plan as annual_plan
    where district = $district and project_id = $project_id
    union all
    select 'annual_plan', row_id, known_from, month, cast(to_json(monthly_plan) as varchar)
    from mart.monthly_plan as monthly_plan
    where district = $district and project_id = $project_id
    union all
    select 'dispatch', row_id, known_from, month, cast(to_json(dispatch) as varchar)
    from raw.dispatch as dispatch
    where district = $district and project_id = $project_id
    union all
    select 'approval_step', row_id, known_from, date_trunc('month', completed_on),
        cast(to_json(approval_step) as varchar)
    from raw.approval_step as approval_step
    where district = $district and project_id = $project_id
    union all
    select 'statistics_return', row_id, known_from, month, cast(to_json(statistics_return) as varchar)
    from raw.statistics_return as statistics_return
    where district = $district and statistics_id in (select linked.statistics_id from linked)
    union all
    select 'library_ledger', row_id, known_from, library_entry_month, cast(to_json(library_ledger) as varchar)
    from raw.library_ledger as library_ledger
    where district = $district and statistics_id in (select linked.statistics_id from linked)
),

cells as (
    select
        file.received_on,
        file.file_id,
        file.name as file,
        said.kind,
        said.month,
        origin.sheet,
        origin.row,
        source_column.position,
        source_column.header,
        source_column.field,
        -- a field that the row does not hold under this column's month is another row's
        said.said ->> source_column.field as value,
        origin.is_hidden
    from said
    inner join source.row as origin using (row_id)
    inner join source.file as file on file.file_id = origin.file_id
    inner join source.column as source_column
        on source_column.file_id = origin.file_id
        and source_column.sheet = origin.sheet
        and origin.row between coalesce(source_column.first_row, 1) and coalesce(source_column.last_row, origin.row)
        and (source_column.month is null or source_column.month = said.month)
    where said.known_from <= $known_on
        and ($field is null or source_column.field = $field)
        and ($month is null or said.month = $month)
)

select distinct received_on, kind, month, file, sheet, row, position, header, field, value, is_hidden, file_id
from cells
where value is not null
order by received_on desc, file_id desc, sheet, row, month, length(position), position
"""


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

    口径：凡说到该项目的行（含已连统计项目的统计月报和台账），按收到先后，新的在前；金额已换算成万元。

    Args:
        con: warehouse connection; ``raw.*``, ``source.*``, ``mart.project_link``, ``mart.monthly_plan`` are read.
        profile: the district.
        project_id: the project.
        field: only cells read into this field, e.g. ``reported_ytd_wan``; None: all.
        month: only what was said of this month; None: all.
        known_on: only files received by the end of this day; None: all that is loaded.

    Returns:
        One row per cell that holds a value, newest file first; ``value`` as it was understood, as text.

    Source:
        T9 (数据报送).
    """
    values = {
        "district": profile.id,
        "project_id": project_id,
        "field": field,
        "month": month,
        "known_on": known_on or date.max,
    }
    return con.execute(SQL, values).df()
