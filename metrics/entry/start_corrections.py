"""Corrected starts (开工日期更正): which project's start was moved to another month, and which months that changes."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.known import as_known
from metrics.registry import metric

SQL = """
with said as (
    -- within a month the dispatch speaks after the plan
    select
        project_id, effective_month, known_from, known_to, row_id, actual_start_date,
        year(effective_month) * 1200 + month(effective_month) * 100 + case kind when 'dispatch' then 2 else 1 end
            as spoken
    from mart.project_state
    where district = $district and effective_month <= $as_of and known_from <= $known_on
        and actual_start_date is not null
),

several as (
    select project_id
    from said
    group by project_id
    having count(distinct date_trunc('month', actual_start_date)) > 1
),

-- the start in force once each statement had come, in the order in which they came
in_force as (
    select
        now.project_id, now.known_from, now.spoken, now.row_id,
        any_value(now.effective_month) as effective_month,
        date_trunc('month', arg_max(before.actual_start_date, (before.spoken, before.known_from, before.row_id)))
            as start_month
    from said as now
    inner join several using (project_id)
    inner join said as before
        on before.project_id = now.project_id
        and (before.known_from, before.spoken, before.row_id) <= (now.known_from, now.spoken, now.row_id)
        and (before.known_to is null or before.known_to > now.known_from)
    group by now.project_id, now.known_from, now.spoken, now.row_id
),

changes as (
    select
        *,
        lag(start_month) over (partition by project_id order by known_from, spoken, row_id) as start_month_before
    from in_force
),

affected as (
    select
        *,
        least(start_month, start_month_before) as affected_from_month,
        least(greatest(start_month, start_month_before) - interval 1 month, $as_of) as affected_to_month
    from changes
    where start_month != start_month_before
)

select
    affected.project_id,
    project.project_name,
    this_month.responsible_unit,
    cast(affected.start_month_before as date) as start_month_before,
    cast(affected.start_month as date) as start_month_after,
    cast(affected.affected_from_month as date) as affected_from_month,
    cast(affected.affected_to_month as date) as affected_to_month,
    affected.known_from as received_on
from affected
left join mart.project as project on project.district = $district and project.project_id = affected.project_id
left join mart.project_month as this_month
    on this_month.district = $district and this_month.month = $as_of and this_month.project_id = affected.project_id
where affected.affected_from_month <= affected.affected_to_month
order by affected.known_from desc, affected.effective_month desc, affected.project_id
"""


@metric()
def start_corrections(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Corrected starts (开工日期更正): the start before and after, and the months in which it makes a difference.

    口径：后报的实际开工与先报的不在同一月。影响的月份为两个开工月中早的一月至晚的前一月：这些月里按一个日期已开工、
    按另一个未开工，入库入统、批次的数随之不同；此后是否按时入库入统也按更正后的开工月算。以后月份的表更正的，以前月份仍按当月所报。

    Args:
        con: warehouse connection; ``mart.project_state`` with what was said before is read.
        profile: the district.
        as_of: sheets of later months and later affected months are left out.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per correction, the newest first: ``start_month_before``, ``start_month_after``,
        ``affected_from_month`` to ``affected_to_month`` (both included) and the day received.

    Source:
        T12 (开工当月入库、下月入统).
    """
    values = {"district": profile.id, "as_of": as_of.replace(day=1), "known_on": known_on or NOW}
    with as_known(con, known_on) as known:
        return known.execute(SQL, values).df()
