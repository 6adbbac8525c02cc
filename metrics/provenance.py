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
    select 'annual_plan' as kind, row_id, known_from, month, cast(to_json(monthly_plan) as varchar) as said
    from mart.monthly_plan as monthly_plan
    where district = $district and project_id = $project_id
    {rows}
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
        -- a field that the row does not hold under this column's month is another row's; what the cell says stands
        coalesce(correction.expected, said.said ->> source_column.field) as value,
        case
            when correction.state = 'applied' and correction.decided_on <= $known_on then correction.value
        end as correction,
        origin.is_hidden
    from said
    inner join source.row as origin using (row_id)
    inner join source.file as file on file.file_id = origin.file_id
    inner join source.column as source_column
        on source_column.file_id = origin.file_id
        and source_column.sheet = origin.sheet
        and origin.row between coalesce(source_column.first_row, 1) and coalesce(source_column.last_row, origin.row)
        and (source_column.month is null or source_column.month = said.month)
    left join source.correction as correction
        on correction.row_id = said.row_id
        and correction.kind = said.kind
        and correction.field = source_column.field
        and (correction.month is null or correction.month = said.month)
    where said.known_from <= $known_on
        and said.known_from = file.received_on  -- a correction speaks later, in the row's name
        and ($field is null or source_column.field = $field)
        and ($month is null or said.month = $month)
)

select distinct
    received_on, kind, month, file, sheet, row, position, header, field, value, correction, is_hidden, file_id
from cells
where value is not null
order by received_on desc, file_id desc, sheet, row, month, length(position), position
"""

ROWS = """union all
    select '{kind}', row_id, known_from, {month}, cast(to_json({kind}) as varchar)
    from raw.{kind} as {kind}
    where district = $district and {whose}"""
OF_PROJECT = "project_id = $project_id"
LINKED = "statistics_id in (select linked.statistics_id from linked)"
# kind of sheet → the month that a row of it is about; the raw table has the kind's name
MONTHS = {
    "annual_plan": "effective_month",
    "dispatch": "month",
    "approval_step": "date_trunc('month', completed_on)",
    "milestone": "date_trunc('month', due_on)",
    "issue": "date_trunc('month', raised_on)",
    "service_request": "date_trunc('month', received_on)",
    "incident": "date_trunc('month', occurred_on)",
    "exemption": "date_trunc('month', exempt_from)",
    "plan_adjustment": "effective_month",
    "reserve": "date_trunc('month', entered_on)",
    "declaration": "date_trunc('month', declared_on)",
    "promotion": "date_trunc('month', signed_on)",
}
STATISTICS_MONTHS = {"statistics_return": "month", "library_ledger": "library_entry_month"}
SAID_ROWS = [ROWS.format(kind=kind, month=month, whose=OF_PROJECT) for kind, month in MONTHS.items()]
SAID_ROWS += [ROWS.format(kind=kind, month=month, whose=LINKED) for kind, month in STATISTICS_MONTHS.items()]


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
        what a person put beside it, where that holds.

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
    return con.execute(SQL.replace("{rows}", "\n    ".join(SAID_ROWS)), values).df()
