"""Projects of a contact leader (联系项目): which are stuck, on what, and who is to be called."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.project_state import state
from metrics.completion.investment_completion import investment_completion
from metrics.days import last_day
from metrics.entry.entry_cases import not_started_due, open_cases
from metrics.issues.issue_ledger import issue_ledger
from metrics.known import as_known
from metrics.milestones.milestone_states import milestone_states
from metrics.registry import metric

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
    mine.is_counted
from mine
left join mart.project as project on project.district = $district and project.project_id = mine.project_id
where mine.leader <> ''
order by mine.leader, mine.project_id
"""


@metric()
def leader_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """List the projects of each contact leader (联系项目): what is stuck, since when, and the next milestone.

    口径：在计划、写明联系区领导的项目，一个项目有几位联系领导的，各列一次；该开未开、已开工未入库、已退库、已入库零投资
    与入库入统的清单同一口径，疑似已入库、待统计确认的不在其中。“卡住”为该开未开、过了应入库应入统期而未入、已退库、
    今年零投资，或有逾期未销号的问题。节点为三十天内到期、还没有完成的，各列最近一个。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.issue`` and ``mart.milestone`` are read.
        profile: the district.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received by the end of this day; None: all that is loaded.
        on: the day that issues and milestones are asked of, as ``issue_ledger`` has it.

    Returns:
        One row per leader and project. ``trouble``: not_started, not_in_library, left_library, no_figures,
        overdue_issue (only where none of the others is), null; ``stuck_since``: its planned or actual start, or when
        the issue was due; ``is_stuck``: its time is over, it does not merely wait; ``annual_plan_wan`` and
        ``reported_ytd_wan`` [万元], ``investment_completion_rate`` [0–1], ``light`` (as ``data.project_state`` names
        it); ``overdue_issues`` and the one due first; ``due_milestone`` and its day.

    Source:
        J20, T13.
    """
    month, day = as_of.replace(day=1), on or last_day(as_of)
    with as_known(con, known_on) as known:
        found = known.execute(SQL, {"district": profile.id, "as_of": month}).df()
        completion = investment_completion(known, profile=profile, as_of=month, known_on=known_on, by="project")
        cases = open_cases(known, profile=profile, as_of=month, known_on=known_on)
        late_starts = not_started_due(known, profile=profile, as_of=month, known_on=known_on)
        issues = issue_ledger(known, profile=profile, as_of=month, known_on=known_on, on=day)
        milestones = milestone_states(known, profile=profile, as_of=month, known_on=known_on, on=day)
    figures = ["project_id", "reported_ytd_wan", "investment_completion_rate", "light", "has_unknown_before"]
    found = found.merge(completion[figures], on="project_id", how="left")
    found["light"] = [state(row) for row in found.itertuples()]
    for more in (_troubles(cases, late_starts), _overdue(issues), _due(milestones)):
        found = found.merge(more, on="project_id", how="left")
    found["overdue_issues"] = found.overdue_issues.fillna(0).astype("int64")
    is_late = found.overdue_issues > 0
    found["is_stuck"] = is_late | found.is_due.eq(True)
    is_only_late = is_late & found.trouble.isna()
    found["trouble"] = found.trouble.mask(is_only_late, "overdue_issue")
    found["stuck_since"] = found.stuck_since.mask(is_only_late, found.overdue_since)
    return found.drop(columns=["is_counted", "is_due", "has_unknown_before"])


def _troubles(cases: pd.DataFrame, late_starts: pd.DataFrame) -> pd.DataFrame:
    """Return what a project waits for, since when, and whether its time is over; a start that is due goes first."""
    starts = late_starts[["project_id", "planned_start_date"]].rename(columns={"planned_start_date": "stuck_since"})
    entries = cases[["project_id", "start_date"]].rename(columns={"start_date": "stuck_since"})
    entries = entries.assign(trouble=cases.state, is_due=~cases.is_waiting | cases.light.notna())
    both = pd.concat([starts.assign(trouble="not_started", is_due=True), entries], ignore_index=True)
    return both.drop_duplicates("project_id")


def _overdue(issues: pd.DataFrame) -> pd.DataFrame:
    """Return of each project how many issues are overdue, and the one that was due first."""
    late = issues[issues.issue_state == "overdue"].sort_values(["due_on", "issue_id"])
    return late.groupby("project_id", as_index=False).agg(
        overdue_issues=("issue_id", "size"),
        overdue_issue=("issue", "first"),
        overdue_since=("due_on", "first"),
        overdue_days=("overdue_days", "first"),
    )


def _due(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return of each project the first milestone of the next thirty days."""
    soon = milestones[milestones.milestone_state == "soon"].sort_values(["due_on", "milestone"])
    first = soon.drop_duplicates("project_id")[["project_id", "milestone", "due_on"]]
    return first.rename(columns={"milestone": "due_milestone", "due_on": "due_milestone_on"})
