"""What one day's files changed (版本): the sums of each month before and after, and every fact with its row."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.registry import metric
from metrics.versions.loads import ask_changes

CHOSEN = """,

chosen as (
    select coalesce($received_on, (select max(changes.received_on) from changes)) as received_on
)
"""

MONTHS = (
    CHOSEN
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
    CHOSEN
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
def load_months(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    received_on: date | None = None,
) -> pd.DataFrame:
    """Sum reported, booked and plan of each month before and after one day's files (收件前后各月合计).

    口径：当时全部项目的本年累计（计划按生效月）直接相加：不沿用、不分计划内外，与页面上的完成额不必相等；
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
        T9 (对系统上报的项目进度进行核实).
    """
    return ask_changes(con, MONTHS, profile=profile, as_of=as_of, known_on=known_on, received_on=received_on)


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
        T9 (对系统上报的项目进度进行核实).
    """
    return ask_changes(con, ROWS, profile=profile, as_of=as_of, known_on=known_on, received_on=received_on)
