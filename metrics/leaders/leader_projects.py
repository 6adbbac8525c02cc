"""Projects of a contact leader (联系项目): which are stuck, on what, and who is to be called."""

from calendar import monthrange
from datetime import date, timedelta

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from data.project_state import state
from data.wording.entry_wording import CASES
from metrics.completion.investment_completion import investment_completion
from metrics.entry.entry_cases import not_started_due, open_cases
from metrics.known import as_known
from metrics.registry import metric

TROUBLES = dict(zip(CASES, ("not_in_library", "no_figures", "left_library"), strict=True))
AHEAD = timedelta(days=30)  # how far the next milestones are looked for

SQL = """
with mine as (
    -- a project of two leaders is listed with both
    select
        month.project_id,
        trim(unnest(string_split_regex(month.contact_leader, '[、,，;；/]'))) as leader,
        month.contact_leader,
        month.responsible_unit,
        month.batch,
        month.annual_plan_wan,
        month.is_counted
    from mart.project_month as month
    where month.district = $district and month.month = $as_of and month.is_in_plan and month.contact_leader <> '—'
),

open_issues as (
    select
        project_id,
        count(*) as overdue_issues,
        min(due_on) as overdue_since,
        arg_min(issue, due_on) as overdue_issue
    from mart.issue
    where district = $district
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
        and raised_on <= $last_day and due_on < $last_day
        and (closed_on is null or closed_on > $last_day)
    group by project_id
),

due_milestone as (
    select
        project_id,
        arg_min(milestone, due_on) as due_milestone,
        min(due_on) as due_milestone_on
    from mart.milestone
    where district = $district
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
        and due_on > $last_day and due_on <= $until
        and (done_on is null or done_on > $last_day)
    group by project_id
)

select
    mine.leader,
    mine.project_id,
    project.project_name,
    mine.responsible_unit,
    project.service_unit,
    project.project_officer,
    mine.contact_leader,
    mine.batch,
    mine.annual_plan_wan,
    mine.is_counted,
    coalesce(open_issues.overdue_issues, 0) as overdue_issues,
    open_issues.overdue_since,
    open_issues.overdue_issue,
    due_milestone.due_milestone,
    due_milestone.due_milestone_on
from mine
left join mart.project as project on project.district = $district and project.project_id = mine.project_id
left join open_issues on open_issues.project_id = mine.project_id
left join due_milestone on due_milestone.project_id = mine.project_id
where mine.leader <> ''
order by mine.leader, mine.project_id
"""


@metric()
def leader_projects(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """List the projects of each contact leader (联系项目): what is stuck, since when, and the next milestone.

    口径：在计划、写明联系区领导的项目，一个项目有几位联系领导的，各列一次；该开未开、已开工未入库、已退库、已入库零投资
    与入库入统的清单同一口径，疑似已入库、待统计确认的不在其中。“卡住”为该开未开、过了应入库应入统期而未入、已退库、
    今年零投资，或有逾期未销号的问题。节点为月末后三十天内到期的。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.issue`` and ``mart.milestone`` are read.
        profile: the district.
        as_of: the last closed month; issues and milestones are those at its end.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per leader and project. ``trouble``: not_started, not_in_library, left_library, no_figures,
        overdue_issue (only where none of the others is), null; ``stuck_since``: its planned or actual start, or when
        the issue was due; ``is_stuck``: its time is over, it does not merely wait; ``annual_plan_wan`` and
        ``reported_ytd_wan`` [万元], ``investment_completion_rate`` [0–1], ``light`` (as ``data.project_state`` names
        it); ``overdue_issues`` and the oldest; ``due_milestone`` and its day.

    Source:
        J20, T13.
    """
    month = as_of.replace(day=1)
    last_day = month.replace(day=monthrange(month.year, month.month)[1])
    values = {"district": profile.id, "as_of": month, "last_day": last_day, "until": last_day + AHEAD}
    values["known_on"] = known_on or NOW
    with as_known(con, known_on) as known:
        found = known.execute(SQL, values).df()
        completion = investment_completion(known, profile=profile, as_of=month, known_on=known_on, by="project")
        cases = open_cases(known, profile=profile, as_of=month, known_on=known_on)
        late_starts = not_started_due(known, profile=profile, as_of=month, known_on=known_on)
    figures = ["project_id", "reported_ytd_wan", "investment_completion_rate", "light"]
    found = found.merge(completion[figures], on="project_id", how="left")
    found["light"] = [state(row) for row in found.itertuples()]
    found = found.merge(_troubles(cases, late_starts), on="project_id", how="left")
    is_late = found.overdue_issues > 0
    found["is_stuck"] = is_late | found.is_due.eq(True)
    is_only_late = is_late & found.trouble.isna()
    found["trouble"] = found.trouble.mask(is_only_late, "overdue_issue")
    found["stuck_since"] = found.stuck_since.mask(is_only_late, found.overdue_since)
    return found.drop(columns=["is_counted", "is_due"])


def _troubles(cases: pd.DataFrame, late_starts: pd.DataFrame) -> pd.DataFrame:
    """Return what a project waits for, since when, and whether its time is over; a start that is due goes first."""
    starts = late_starts[["project_id", "planned_start_date"]].rename(columns={"planned_start_date": "stuck_since"})
    entries = cases[["project_id", "start_date"]].rename(columns={"start_date": "stuck_since"})
    entries = entries.assign(trouble=cases.state.map(TROUBLES), is_due=~cases.is_waiting | cases.light.notna())
    both = pd.concat([starts.assign(trouble="not_started", is_due=True), entries], ignore_index=True)
    return both.drop_duplicates("project_id")
