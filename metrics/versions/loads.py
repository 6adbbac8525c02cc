"""What each load changed (版本): facts new, corrected and withdrawn, day of receipt by day of receipt.

A load is all that was received on one day, for that is how the warehouse knows things: by whole days. Everything comes
from the histories of the version that is read (known_from, known_to, the file of the row), never from older warehouse
files: those may long be gone.
"""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.registry import metric

# every amount that was ever known, held against the one before; silence takes nothing back
CHANGES = """
with said as (
    select 'reported' as measure, project_id as id, month, known_from, known_to, row_id, reported_ytd_wan as wan
    from mart.reported
    where district = $district
    union all
    select 'booked', statistics_id, month, known_from, known_to, row_id, booked_ytd_wan
    from mart.booked
    where district = $district
    union all
    select 'plan', project_id, effective_month, known_from, known_to, row_id, annual_plan_wan
    from mart.plan_version
    where district = $district
),

told as (
    select
        *,
        lag(wan) over turns as wan_before,
        lead(known_from) over turns as told_again
    from said
    where month <= $as_of and known_from <= $known_on
    window turns as (partition by measure, id, month order by known_from, row_id)
),

changes as (
    select measure, id, month, known_from as received_on, row_id, wan_before as before_wan, wan as after_wan,
        case when wan is null then 'withdrawn' when wan_before is null then 'new' else 'corrected' end as change
    from told
    where wan is distinct from wan_before
    union all
    -- closed with nothing in its place
    select measure, id, month, known_to, row_id, wan, null, 'withdrawn'
    from told
    where wan is not null and known_to <= $known_on and (told_again is null or told_again > known_to)
)
"""

LOADS = """,

files as (
    select
        file.received_on,
        count(distinct file.file_id) as files,
        list_sort(list(distinct sheet.kind) filter (sheet.kind is not null)) as kinds
    from source.file as file
    left join source.sheet as sheet using (file_id)
    where file.district = $district
        and file.received_on <= $known_on
        and coalesce(sheet.month, date_trunc('month', file.received_on) - interval 1 month) <= $as_of
    group by file.received_on
),

changed as (
    select
        received_on,
        count(*) filter (change = 'new') as new_facts,
        count(*) filter (change = 'corrected') as corrected_facts,
        count(*) filter (change = 'withdrawn') as withdrawn_facts,
        min(month) as first_month,
        max(month) as last_month
    from changes
    group by received_on
)

select
    coalesce(files.received_on, changed.received_on) as received_on,
    coalesce(files.files, 0) as files,
    array_to_string(files.kinds, ',') as kinds,
    coalesce(changed.new_facts, 0) as new_facts,
    coalesce(changed.corrected_facts, 0) as corrected_facts,
    coalesce(changed.withdrawn_facts, 0) as withdrawn_facts,
    changed.first_month,
    changed.last_month
from files
full join changed using (received_on)
order by 1 desc
"""


@metric()
def loads(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """List what was received on each day and how much of it changed what was known (收件变动).

    口径：同一天收到的文件为一次收件。按每个项目每个月的上报累计、统计项目每个月的入统累计、各版年度计划计：以前没有数、这次有的为新增，
    与以前不同的为更正，被收回而没有新数的为撤回；再说一遍、留空都不算。由现版本的历史（何时得知、何时被取代、出自哪个文件）推算，
    不读旧的数据文件；已搁置的文件不在其中。

    Args:
        con: warehouse connection; ``mart.reported``, ``mart.booked``, ``mart.plan_version``, ``source.*`` are read.
        profile: the district.
        as_of: facts about later months are not counted.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per day of receipt, newest first: ``files``, ``kinds`` (comma-separated), counts of facts (a project
        and month), and the first and last month they are about (null: nothing changed).

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    return ask_changes(con, LOADS, profile=profile, as_of=as_of, known_on=known_on)


def ask_changes(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None,
    received_on: date | None = None,
) -> pd.DataFrame:
    """Ask for what ``sql`` makes of the step ``changes``, which stands before it."""
    values: dict[str, Any] = {
        "district": profile.id,
        "as_of": as_of.replace(day=1),
        "known_on": known_on or NOW,
        "received_on": received_on,
    }
    return con.execute(CHANGES + sql, bound(CHANGES + sql, values)).df()
