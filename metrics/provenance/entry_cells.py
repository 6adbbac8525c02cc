"""Which cells say when a project started and entered library and statistics (入库入统出处)."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.entry.entry_scope import entry_values, scope
from metrics.known import as_known
from metrics.provenance.cells_of_rows import OF_PROJECTS, OF_STATISTICS
from metrics.provenance.row_cells import row_cells
from metrics.registry import metric

# one row per date of the project, and the row of a sheet that settles it: the last start said; of the entries the
# ledger's or the promotion sheet's month, else the first return that has it
SETTLED = """
with {scope},

mine as (
    select start_date, ledger_library_month, library_month, statistics_month
    from judged
    where project_id = $project_id
),

linked as (
    select statistics_id
    from mart.project_link
    where district = $district and project_id = $project_id
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

started as (
    select 'start_date' as settles, kind, 'actual_start_date' as field, row_id
    from mart.project_state
    where district = $district
        and project_id = $project_id
        and actual_start_date = (select mine.start_date from mine)
        and effective_month <= $as_of
        and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
    qualify row_number() over (
        order by
            effective_month desc,
            case kind when 'plan_adjustment' then 3 when 'dispatch' then 2 else 1 end desc,
            row_id desc
    ) = 1
),

entered as (
    select 'library_ledger' as kind, library_entry_month, statistics_entry_month, row_id, 1 as turn
    from mart.library_entry
    semi join linked using (statistics_id)
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
    union all
    select 'promotion', library_entry_month, statistics_entry_month, row_id, 2
    from mart.promotion
    where district = $district
        and project_id = $project_id
        and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
),

returned as (
    select month, booked_ytd_wan, row_id
    from mart.booked
    semi join linked using (statistics_id)
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

every as (
    select settles, kind, field, row_id, 0 as turn
    from started
    union all
    select 'library_month', kind, 'library_entry_month', row_id, turn
    from entered
    where library_entry_month = (select mine.library_month from mine)
    union all
    select 'library_month', 'statistics_return', 'project_name', row_id, 3
    from returned
    where month = (select mine.library_month from mine)
    union all
    select 'statistics_month', kind, 'statistics_entry_month', row_id, turn
    from entered
    where statistics_entry_month = (select mine.statistics_month from mine)
    union all
    select 'statistics_month', 'statistics_return', 'booked_ytd_wan', row_id, 3
    from returned
    where month = (select mine.statistics_month from mine) and booked_ytd_wan > 0
)

select settles, kind, field, row_id
from every
qualify turn = min(turn) over (partition by settles)
order by settles, row_id
"""
COLUMNS = [
    "settles", "received_on", "kind", "month", "file", "sheet", "row", "position", "header", "field", "value",
    "correction", "is_hidden", "file_id",
]  # fmt: skip


@metric()
def entry_cells(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Entry cells (入库入统出处): the cells that say when a project started and entered library and statistics.

    口径：与 ``entry_lag`` 同一取值：开工取截至月最后一次所报；入库、入统取台账或招商表所记月份，没有的取首次出现、
    首次有数的统计月报那一行。

    Args:
        con: warehouse connection; ``raw.*`` and ``source.*`` are read, too.
        profile: the district's rules.
        as_of: the last closed month; nothing later is seen.
        project_id: the project.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        The columns of ``source_cells``, one row per cell; ``settles`` says what for: start_date, library_month or
        statistics_month. The first figures in a return are that cell's amount, for the statistician's role. No row for
        what has not come, nor for a project outside the scope.

    Source:
        T9 (对系统上报的项目进度进行核实), T12.
    """
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on) | {"project_id": project_id}
        sql = SETTLED.format(scope=scope(values))
        settled = known.execute(sql, bound(sql, values)).fetchall()
        told = {name: values[name] for name in ("district", "known_on")}
        frames = [
            row_cells(known, told, kind=kind, row_id=row_id, field=field).assign(settles=settles)
            for settles, kind, field, row_id in settled
            if kind in {*OF_PROJECTS, *OF_STATISTICS}
        ]
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)
