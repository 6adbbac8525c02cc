"""Which cell says when a case was due and done (得分事项出处): one cell for each case of the quarter's scores."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.ranking.quarter_cases import case_values, cases
from metrics.registry import metric

# {cases}: the steps up to due_case, of quarter_cases; judged, among them, has the months of the entries
SQL = """
with {cases},

case_link as (
    select project_id, statistics_id
    from mart.project_link
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

statement as (
    -- what a row of a sheet says of a case: the day that the case shows as done, else the one from which it was due
    select
        '节点任务' as item, project_id, milestone as case_id, milestone as thing, cast(null as date) as month,
        'done_on' as field, done_on as day, 1 as turn, row_id, known_from
    from raw.milestone
    where district = $district
    union all
    select '节点任务', project_id, milestone, milestone, null, 'due_on', due_on, 2, row_id, known_from
    from raw.milestone
    where district = $district
    union all
    select '交办整改', null, issue_id, issue_kind, null, 'closed_on', closed_on, 1, row_id, known_from
    from raw.issue
    where district = $district
    union all
    select '交办整改', null, issue_id, issue_kind, null, 'due_on', due_on, 2, row_id, known_from
    from raw.issue
    where district = $district
    union all
    select '要素保障', null, request_id, service_kind, null, 'done_on', done_on, 1, row_id, known_from
    from raw.service_request
    where district = $district
    union all
    select '要素保障', null, request_id, service_kind, null, 'received_on', received_on, 3, row_id, known_from
    from raw.service_request
    where district = $district
    union all
    select
        '入库入统', case_link.project_id, null, null, null, 'statistics_entry_month', entry.statistics_entry_month,
        1, entry.row_id, entry.known_from
    from mart.library_entry as entry
    inner join case_link using (statistics_id)
    where entry.district = $district and (entry.known_to is null or entry.known_to > $known_on)
    union all
    select
        '入库入统', project_id, null, null, null, 'statistics_entry_month', statistics_entry_month,
        2, row_id, known_from
    from mart.promotion
    where district = $district and (known_to is null or known_to > $known_on)
    union all
    select
        '入库入统', case_link.project_id, null, null, booked.month, 'booked_ytd_wan', booked.month,
        3, booked.row_id, booked.known_from
    from mart.booked as booked
    inner join case_link using (statistics_id)
    where booked.district = $district
        and booked.booked_ytd_wan > 0
        and (booked.known_to is null or booked.known_to > $known_on)
    union all
    select
        '入库入统', state.project_id, null, null, null, 'actual_start_date', state.actual_start_date,
        4, state.row_id, state.known_from
    from mart.project_state as state
    where state.district = $district
        and state.effective_month <= $month
        and (state.known_to is null or state.known_to > $known_on)
),

settled as (
    select
        due_case.responsible_unit,
        due_case.item,
        due_case.project_id,
        due_case.case_id,
        statement.thing,
        statement.month,
        statement.field,
        statement.row_id
    from due_case
    left join judged on judged.project_id = due_case.project_id and due_case.item = '入库入统'
    inner join statement
        on statement.item = due_case.item
        and (statement.project_id is null or statement.project_id = due_case.project_id)
        and statement.case_id is not distinct from due_case.case_id
        and statement.known_from <= $known_on
        -- where something was done, the day it was due is not what the case shows
        and (statement.field not in ('due_on', 'received_on', 'actual_start_date') or due_case.done_on is null)
        and statement.day = case statement.turn + if(due_case.item = '入库入统', 10, 0)
            when 1 then due_case.done_on
            when 2 then due_case.due_on
            when 3 then statement.day  -- a request's limit counts from the day it was received
            when 14 then judged.start_date
            else due_case.done_on
        end
    qualify row_number() over (
        partition by due_case.responsible_unit, due_case.item, due_case.project_id, due_case.case_id
        order by statement.turn, statement.known_from desc, statement.row_id desc
    ) = 1
)

select
    settled.responsible_unit,
    settled.item,
    settled.project_id,
    settled.case_id,
    settled.field,
    file.received_on,
    file.name as file,
    origin.sheet,
    origin.row,
    source_column.position,
    source_column.header
from settled
inner join source.row as origin using (row_id)
inner join source.file as file on file.file_id = origin.file_id
left join source.column as source_column
    on source_column.file_id = origin.file_id
    and source_column.sheet = origin.sheet
    and origin.row between coalesce(source_column.first_row, 1) and coalesce(source_column.last_row, origin.row)
    and (source_column.month is null or settled.month is null or source_column.month = settled.month)
    and (
        source_column.field = settled.field
        -- a column a thing (节点A：完成), one column for two dates
        or split_part(source_column.field, ':', 2) = settled.thing
            and split_part(source_column.field, ':', 3) in ('', settled.field)
        or settled.field = 'actual_start_date' and source_column.field in ('start_and_finish', 'start_either')
    )
qualify row_number() over (
    partition by settled.responsible_unit, settled.item, settled.project_id, settled.case_id
    order by source_column.field = settled.field desc nulls last, length(source_column.position), source_column.position
) = 1
order by settled.responsible_unit, settled.item, settled.project_id, settled.case_id
"""


@metric()
def case_cells(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Cells of the scores' cases (得分事项出处): where the day stands on which each case was done, else was due.

    口径：与 ``score_cases`` 同一套事项。节点、交办问题办结的取办结日那一格，没有办结的取到期日；
    要素保障没有办结的取收件日；入库入统已入统的取台账、招商表的入统月份，没有的取首次有数的统计月报，未入统的取开工日。
    由人登记、改过而表中没有这一日的，没有行。

    Args:
        con: warehouse connection; ``raw.*`` and ``source.*`` are read, too.
        profile: the district's rules.
        as_of: last month that counts; its quarter's cases are looked up.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per case that a sheet says: ``item``, ``project_id`` and ``case_id`` as in ``score_cases``, ``field``
        (done_on, due_on, closed_on, received_on, statistics_entry_month, booked_ytd_wan or actual_start_date), the file
        with the day it was received, sheet, row, ``position`` (column letters, null where unknown) and header. The
        cell's place alone, no amount. No rows for 形象进度 (``figure_cells``) and for typed items (``unit_cells``).

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches.

    Source:
        T9 (对系统上报的项目进度进行核实), T19.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        values = case_values(known, profile, as_of, known_on)
        sql = SQL.format(cases=cases(values))
        return known.execute(sql, bound(sql, values)).df()
