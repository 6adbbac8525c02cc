"""Why the completion rate changed (为什么变了): an exact split of its move since last month."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.completion.completion_moves import MOVES, moves_values
from metrics.completion.written_parts import with_calendar, written_parts
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.unknown_months import loaded_months

# follows MOVES
SQL = """,

sums as (
    select
        coalesce(sum(plan_then_wan), 0) as plan_then,
        coalesce(sum(plan_then_wan) filter (is_after), 0) as plan_left,
        coalesce(sum(plan_now_wan) filter (not is_before), 0) as plan_new,
        coalesce(sum(plan_now_wan), 0) as plan_now,
        coalesce(sum(reported_then_wan), 0) as reported_then,
        coalesce(sum(reported_then_wan) filter (is_after), 0) as reported_left,
        coalesce(sum(reported_before_wan) filter (is_after and not is_before), 0) as reported_new,
        coalesce(sum(corrected_wan) filter (is_after), 0) as reported_corrected,
        coalesce(sum(reported_now_wan), 0) as reported_now,
        count(*) filter (not is_after) as projects_out,
        count(*) filter (is_after and not is_before) as projects_new,
        count(*) filter (is_after and is_before and plan_now_wan != plan_then_wan) as projects_replanned,
        count(*) filter (
            is_after and corrected_wan != case when is_before then reported_then_wan else reported_before_wan end
        ) as projects_corrected,
        count(*) filter (is_after and reported_now_wan > corrected_wan) as projects_progressed,
        count(*) filter (is_after) as projects_now
    from moves
),

-- the state after each step, in the printed order
states as (
    select unnest([
        {'position': 0, 'step': 'before', 'projects': 0, 'plan': plan_then, 'reported': reported_then},
        {'position': 1, 'step': 'projects_out', 'projects': projects_out, 'plan': plan_left, 'reported': reported_left},
        {'position': 2, 'step': 'new_projects', 'projects': projects_new, 'plan': plan_left + plan_new,
            'reported': reported_left + reported_new},
        {'position': 3, 'step': 'plan_change', 'projects': projects_replanned, 'plan': plan_now,
            'reported': reported_left + reported_new},
        {'position': 4, 'step': 'corrections', 'projects': projects_corrected, 'plan': plan_now,
            'reported': reported_corrected},
        {'position': 5, 'step': 'progress', 'projects': projects_progressed, 'plan': plan_now,
            'reported': reported_now},
        {'position': 6, 'step': 'calendar', 'projects': projects_now, 'plan': plan_now, 'reported': reported_now}
    ], recursive := true)
    from sums
),

rated as (
    select
        position,
        step,
        projects,
        plan as annual_plan_wan,
        reported as reported_ytd_wan,
        reported / nullif(plan, 0) as rate_after,
        (1200 * reported - 100 * plan * case step when 'calendar' then month($as_of) else month($previous) end)
            / nullif(12 * plan, 0) as gap_after_pp
    from states
),

parts as (
    select
        *,
        lag(rate_after) over (order by position) as rate_before,
        lag(gap_after_pp) over (order by position) as gap_before_pp
    from rated
)

select
    step,
    projects as projects_moved,
    annual_plan_wan,
    reported_ytd_wan,
    rate_before,
    rate_after,
    100 * (rate_after - rate_before) as rate_part_pp,
    gap_before_pp,
    gap_after_pp,
    gap_after_pp - gap_before_pp as gap_part_pp,
    case when $is_earlier then $then end as known_then
from parts
where position > 0
order by position
"""

# follows MOVES
PROJECTS_SQL = """,

changes as (
    select project_id, 1 as position, 'projects_out' as step, -plan_then_wan as plan_change_wan,
        -reported_then_wan as reported_change_wan
    from moves
    where not is_after
    union all
    select project_id, 2, 'new_projects', plan_now_wan, reported_before_wan
    from moves
    where is_after and not is_before
    union all
    select project_id, 3, 'plan_change', plan_now_wan - plan_then_wan, 0
    from moves
    where is_after and is_before and plan_now_wan != plan_then_wan
    union all
    select project_id, 4, 'corrections', 0,
        corrected_wan - case when is_before then reported_then_wan else reported_before_wan end
    from moves
    where is_after and corrected_wan != case when is_before then reported_then_wan else reported_before_wan end
    union all
    select project_id, 5, 'progress', 0, reported_now_wan - corrected_wan
    from moves
    where is_after and reported_now_wan > corrected_wan
)

select
    changes.step,
    changes.project_id,
    project.project_name,
    this_month.responsible_unit,
    changes.plan_change_wan,
    changes.reported_change_wan
from changes
left join mart.project_month as this_month
    on this_month.district = $district
    and this_month.month = $as_of
    and this_month.project_id = changes.project_id
left join mart.project as project on project.district = $district and project.project_id = changes.project_id
order by changes.position, abs(changes.reported_change_wan) + abs(changes.plan_change_wan) desc, changes.project_id
"""


@metric()
def why_changed(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    since: date | None = None,
) -> pd.DataFrame:
    """Split the change of rate and pace gap since last month (为什么变了) into parts that add up.

    口径：从“上月数（按本月第一份调度表收到前一天的数据）”到“本月数（按最新数据）”，依次替换：
    调出项目 → 新增项目 → 计划调整 → 数据更正（上月及以前的数最新与当时之差，加本月负数）→ 项目推进 →
    （只进度差）时序。每一步的部分 = 替换后 − 替换前，所以各部分之和正好等于总变化；
    写成一位小数时尾数按最大余数调整，写出的各部分之和等于写出的总变化（差按写出的数）；各步对进度差的部分同完成率，尾数归时序。进度差按时序（月份/12）。
    上月的调度表与本月的同日或更晚收到时，上月数按最新数据。

    Args:
        con: warehouse connection; ``mart.project_month`` and the histories of plan, state and reports are read.
        profile: the district.
        as_of: the last closed month.
        known_on: “now” is the end of this day; None: all that is loaded.
        since: the month compared with, e.g. the end of last quarter; None: last month.

    Returns:
        One row per step, in order, with the number of projects that moved, plan and reported after the step [万元],
        rate before and after [fraction], its part [百分点], and the same of the pace gap. The first ``_before`` is last
        month's figure, the last ``_after`` this month's. ``_shown_pp`` is the part as pages, slides and reports write
        it: one decimal, by largest remainders, so that the parts add up to the change of the written figures. A step's
        part is the same of rate and gap; the last tenth of the gap stands with the calendar. In
        January, and in the first loaded month, one row (``new_year`` or ``first_month``) without a split. Null where
        a step leaves no plan.

    Raises:
        ValueError: ``as_of`` outside the loaded months; ``since`` not before it.

    Source:
        T10 (讲评); DOMAIN 4.1.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        values = moves_values(con, profile, month, known_on, since)
        frame = known.execute(MOVES + SQL, values).df()
    step = _without_split(con, profile, month, known_on, since)
    if step is not None:
        frame = frame.tail(1).reset_index(drop=True)
        frame["step"] = step
        frame[["rate_before", "rate_part_pp", "gap_before_pp", "gap_part_pp"]] = float("nan")
    frame.insert(
        frame.columns.get_loc("rate_part_pp") + 1,
        "rate_shown_pp",
        written_parts(frame, "rate_before", "rate_part_pp", "rate_after", 100),
    )
    frame.insert(
        frame.columns.get_loc("gap_part_pp") + 1,
        "gap_shown_pp",
        with_calendar(frame, "rate_shown_pp", "gap_before_pp", "gap_after_pp"),
    )
    return frame


@metric()
def why_changed_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    since: date | None = None,
) -> pd.DataFrame:
    """List the projects behind each step of why_changed (为什么变了): what each took in or out of plan and reported.

    口径：同 why_changed；每一步各项目金额之和等于该步前后合计之差。

    Args:
        con: warehouse connection, as for ``why_changed``.
        profile: the district.
        as_of: the last closed month.
        known_on: “now” is the end of this day; None: all that is loaded.
        since: the month compared with, e.g. the end of last quarter; None: last month.

    Returns:
        One row per step and project, in the steps' order, largest first; no rows where there is no split.

    Raises:
        ValueError: ``as_of`` outside the loaded months; ``since`` not before it.

    Source:
        T10 (讲评); DOMAIN 4.1.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = MOVES + PROJECTS_SQL
        frame = known.execute(sql, bound(sql, moves_values(con, profile, month, known_on, since))).df()
    return frame if _without_split(con, profile, month, known_on, since) is None else frame.head(0)


def known_then(frame: pd.DataFrame) -> date | None:
    """Return the day until which the month compared with counts as known; None: all that is loaded."""
    day = frame.known_then.iloc[0]
    return None if pd.isna(day) else pd.Timestamp(day).date()


def _without_split(con: Any, profile: Profile, month: date, known_on: date | None, since: date | None) -> str | None:  # noqa: ANN401
    if month.month == 1 or (since and since.year < month.year):
        return "new_year"
    loaded = loaded_months(con, profile, known_on)
    if month == min(loaded):
        return "first_month"
    before = since.replace(day=1) if since else (month - timedelta(days=1)).replace(day=1)
    return None if {before, month} <= loaded else "unknown_month"
