"""What each load changed (版本): facts new, corrected and withdrawn, and the sums of each month before and after.

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

LOADS = (
    CHANGES
    + """,

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
)

CHOSEN = """,

chosen as (
    select coalesce($received_on, (select max(changes.received_on) from changes)) as received_on
)
"""

MONTHS = (
    CHANGES
    + CHOSEN
    + """,

sums as (
    select
        measure,
        month,
        sum(coalesce(after_wan, 0) - coalesce(before_wan, 0)) filter (changes.received_on < chosen.received_on)
            as before_wan,
        sum(coalesce(after_wan, 0) - coalesce(before_wan, 0)) filter (changes.received_on = chosen.received_on)
            as change_wan,
        count(*) filter (changes.received_on = chosen.received_on) as changed_facts
    from changes
    inner join chosen on changes.received_on <= chosen.received_on
    group by measure, month
)

select
    measure,
    month,
    coalesce(before_wan, 0) as before_wan,
    coalesce(before_wan, 0) + coalesce(change_wan, 0) as after_wan,
    coalesce(change_wan, 0) as change_wan,
    changed_facts
from sums
order by list_position(['reported', 'booked', 'plan'], measure), month
"""
)

ROWS = (
    CHANGES
    + CHOSEN
    + """

select
    changes.measure,
    changes.change,
    if(changes.measure = 'booked', null, changes.id) as project_id,
    coalesce(project.project_name, statistics.project_name, changes.id) as project_name,
    changes.month,
    changes.before_wan,
    changes.after_wan,
    coalesce(changes.after_wan, 0) - coalesce(changes.before_wan, 0) as change_wan,
    file.name as file,
    origin.sheet,
    origin.row
from changes
inner join chosen using (received_on)
left join mart.project as project
    on project.district = $district and project.project_id = changes.id and changes.measure <> 'booked'
left join mart.statistics_project as statistics
    on statistics.district = $district and statistics.statistics_id = changes.id and changes.measure = 'booked'
left join source.row as origin using (row_id)
left join source.file as file on file.file_id = origin.file_id
order by
    list_position(['withdrawn', 'corrected', 'new'], changes.change),
    list_position(['reported', 'booked', 'plan'], changes.measure), abs(change_wan) desc, changes.month, changes.id
"""
)


@metric()
def loads(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """List what was received on each day and how much of it changed what was known (收件变动).

    口径：同一天收到的文件为一次收件。按每个项目每个月的上报累计、统计项目每个月的入统累计、各版年度计划计：以前没有数、这次有的为新增，
    与以前所知不同的为更正，被收回而没有新数的为撤回；再说一遍、留空都不算。由现版本的历史（何时得知、何时被取代、出自哪个文件）推算，
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
        T9 (数据报送).
    """
    return _ask(con, LOADS, profile, as_of, known_on, None)


@metric()
def load_months(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    received_on: date | None = None,
) -> pd.DataFrame:
    """Sum reported, booked and plan of each month before and after one day's files (收件前后各月合计).

    口径：当时所知全部项目的本年累计（计划按生效月）直接相加：不沿用、不分计划内外，与页面上的完成额不必相等；
    收件后 = 收件前 + 变动。

    Args:
        con: as for ``loads``.
        profile: the district.
        as_of: later months are left out.
        known_on: only what was received by the end of this day; None: all that is loaded.
        received_on: the day; None: the newest that changed anything.

    Returns:
        One row per measure (reported, booked, plan) and month known by then: sums in 万元 before and after, their
        difference, and how many facts changed.

    Source:
        T9 (数据报送).
    """
    return _ask(con, MONTHS, profile, as_of, known_on, received_on)


@metric()
def load_rows(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    received_on: date | None = None,
) -> pd.DataFrame:
    """List every fact that one day's files changed, with the row that says it (收件变动明细).

    口径：同收件变动；撤回的列被收回的那一行。入统为单个统计项目的数，页面只给统计人员看。

    Args:
        con: as for ``loads``.
        profile: the district.
        as_of: later months are left out.
        known_on: only what was received by the end of this day; None: all that is loaded.
        received_on: the day; None: the newest that changed anything.

    Returns:
        One row per fact, withdrawn ones first, then corrected, then new: amounts in 万元 before and after (null: none),
        file, sheet, row. ``project_id`` is null for booked ones.

    Source:
        T9 (数据报送).
    """
    return _ask(con, ROWS, profile, as_of, known_on, received_on)


def _ask(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    profile: Profile,
    as_of: date,
    known_on: date | None,
    received_on: date | None,
) -> pd.DataFrame:
    values: dict[str, Any] = {
        "district": profile.id,
        "as_of": as_of.replace(day=1),
        "known_on": known_on or NOW,
        "received_on": received_on,
    }
    return con.execute(sql, bound(sql, values)).df()
