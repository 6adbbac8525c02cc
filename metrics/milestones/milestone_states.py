"""The milestones of the year (节点任务): each with its unit, person, limit and where it stands on a day."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric
from metrics.stated import MILESTONE, state

SOON_DAYS = 30
# one row per milestone of this year and open one of earlier years; {state} says what stands
SQL = """
with {state},

standing as (
    -- the project as it stood in the month: who answers for it, and whether it is still in the plan
    select project_id, responsible_unit, is_in_plan, is_removed
    from mart.project_month
    where district = $district and month = $month
),

cut as (
    select
        said.* exclude (done_on, responsible_unit),
        coalesce(said.responsible_unit, standing.responsible_unit, '—') as responsible_unit,
        case when said.done_on <= $on then said.done_on end as done_on,
        coalesce(standing.is_in_plan, false) as is_in_plan
    from said
    left join standing on standing.project_id = said.project_id
    where not coalesce(standing.is_removed, false)
)

select
    cut.project_id,
    project.project_name,
    cut.milestone,
    cut.responsible_unit,
    coalesce(cut.person, project.project_officer) as person,
    project.contact_leader,
    cut.due_on,
    cut.done_on,
    case
        when cut.due_on is null and cut.done_on is null then 'no_date'
        when cut.done_on > cut.due_on then 'done_late'
        when cut.done_on is not null then 'done'
        when cut.due_on < $on then 'late'
        when cut.due_on <= $on + $soon then 'soon'
        else 'later'
    end as milestone_state,
    case
        when cut.done_on is null and cut.due_on is not null then greatest(date_diff('day', cut.due_on, $on), 0)
    end as late_days,
    cut.is_in_plan,
    cut.evidence,
    cut.last_entry_id
from cut
left join mart.project as project on project.district = $district and project.project_id = cut.project_id
where (cut.done_on is null or cut.done_on >= $new_year or cut.due_on >= $new_year)
order by cut.due_on nulls last, project.project_name, cut.project_id, cut.milestone
"""


@metric()
def milestone_states(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The milestones of the year (节点任务) with unit, person, limit and where each stands on a day; earliest first.

    口径：今年到期或完成的，和以前没有完成的；已调出计划的项目不列。完成日期在时限当天或以前为按期，以后为逾期完成；
    没有完成、过了时限的为逾期，时限当天不算；30 天以内到期的单列。
    责任单位没有写的取项目的责任单位，责任人没有写的取项目专员。

    Args:
        con: warehouse connection; ``mart.milestone``, ``mart.decision``, ``mart.project`` and ``mart.project_month``
            are read.
        profile: the district.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received, and written down, by the end of this day; None: all.
        on: the day that is asked about, for the weekly meeting; what is dated later is not seen.

    Returns:
        A row a milestone: ``milestone_state`` done, done_late, late, soon (due within 30 days), later or no_date;
        ``late_days`` (0: not late; null: done or without limit); ``is_in_plan`` false: 计划外.

    Source:
        T8 (挂图作战，节点的责任单位、责任人、办理时限), T19.
    """
    day = on or last_day(as_of)
    sql = SQL.format(state=state(MILESTONE, "said", "$on").strip())
    values = {
        "district": profile.id, "known_on": known_on or NOW, "on": day, "month": as_of.replace(day=1),
        "soon": SOON_DAYS, "new_year": date(day.year, 1, 1),
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(sql, bound(sql, values)).df()
    return found.astype({"late_days": "Int64", "last_entry_id": "Int64"})
