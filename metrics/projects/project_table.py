"""The one table of projects (一张总表): a row a project with what an office is asked for by telephone."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.completion.investment_completion import investment_completion
from metrics.days import last_day
from metrics.issues.issue_ledger import issue_ledger
from metrics.known import as_known
from metrics.milestones.milestone_states import milestone_states
from metrics.registry import metric

# one row a project in the plan of the month, or reported outside it; entries by status only, no booked amount
SQL = """
with spoken as (
    select project_id, month, progress_text, problem, coordination, next_month_plan
    from mart.reported
    where district = $district
        and month <= $month
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

latest as (
    select
        project_id,
        arg_max(progress_text, month) as progress_text,
        max(month) as last_reported_month
    from spoken
    group by project_id
),

said as (
    -- problems and plans of the month that is shown only: older ones may be settled
    select project_id, problem, coordination, next_month_plan from spoken where month = $month
)

select
    standing.project_id,
    project.project_code,
    project.project_name,
    nullif(standing.project_level, '—') as project_level,
    project.category,
    project.construction_nature,
    nullif(standing.batch, '—') as batch,
    standing.responsible_unit,
    project.service_unit,
    project.owner,
    project.project_officer,
    nullif(standing.contact_leader, '—') as contact_leader,
    nullif(standing.town, '—') as town,
    standing.total_investment_wan,
    standing.annual_plan_wan,
    standing.is_counted,
    case
        when standing.is_outside_plan then 'outside_plan'
        when standing.is_counted then 'counted'
        else 'not_counted'
    end as plan_status,
    standing.carried_ytd_wan,
    standing.is_silent,
    standing.planned_start_date,
    case when standing.actual_start_date <= $until then standing.actual_start_date end as actual_start_date,
    standing.planned_finish_date,
    case when standing.actual_finish_date <= $until then standing.actual_finish_date end as actual_finish_date,
    standing.physical_progress,
    latest.progress_text,
    said.problem,
    said.coordination,
    said.next_month_plan,
    case
        when coalesce(entry.ledger_statistics_month, entry.return_statistics_month) <= $month then 'in_statistics'
        when coalesce(entry.ledger_library_month, entry.return_library_month) <= $month then 'in_library'
        when standing.actual_start_date <= $until then 'not_in_library'
        else 'not_started'
    end as entry_state,
    latest.last_reported_month
from mart.project_month as standing
inner join mart.project as project on project.district = $district and project.project_id = standing.project_id
left join mart.project_entry as entry on entry.district = $district and entry.project_id = standing.project_id
left join latest on latest.project_id = standing.project_id
left join said on said.project_id = standing.project_id
where standing.district = $district and standing.month = $month and (standing.is_in_plan or standing.is_outside_plan)
order by standing.responsible_unit, standing.annual_plan_wan desc nulls last, project.project_name, standing.project_id
"""
OF_COMPLETION = ("investment_completion_rate", "light", "pace_gap_pp", "has_unknown_before")


@metric()
def project_table(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """The one table of projects (一张总表): a row a project in plan or outside it, unit by unit, largest plan first.

    口径：截至月在计划和计划外的项目。完成、完成率、亮灯同“投资完成”，不计入完成率的没有；形象进度文字取最近一次所报，
    问题、需要协调、下月计划只取截至月所报。入统状态只说是否入库、是否有数，先看台账，台账没有的看报表。
    下一节点为没有完成的节点中时限最早的，未销号问题同“问题台账”，都截至月末。

    Args:
        con: warehouse connection; ``mart.project_month``, ``project_entry``, ``reported``, ``milestone``, ``issue`` and
            ``decision`` are read.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all.

    Returns:
        A row a project; amounts in 万元, ``reported_ytd_wan`` is carried over silent months (null: never reported this
        year); ``entry_state``
        in_statistics, in_library, not_in_library or not_started; ``next_milestone`` with ``next_milestone_on`` (null:
        none open), ``open_issues``.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T10 (月通报、每月调度项目进展情况), J19.
    """
    values = {
        "district": profile.id, "month": as_of.replace(day=1), "until": last_day(as_of), "known_on": known_on or NOW
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(SQL, bound(SQL, values)).df().rename(columns={"carried_ytd_wan": "reported_ytd_wan"})
        completion = investment_completion(known, profile=profile, as_of=as_of, known_on=known_on, by="project")
        milestones = milestone_states(known, profile=profile, as_of=as_of, known_on=known_on)
        issues = issue_ledger(known, profile=profile, as_of=as_of, known_on=known_on)
    left = milestones[milestones.done_on.isna() & milestones.due_on.notna()].drop_duplicates("project_id")
    left = left.rename(columns={"milestone": "next_milestone", "due_on": "next_milestone_on"})
    for frame, names in ((completion, OF_COMPLETION), (left, ("next_milestone", "next_milestone_on"))):
        found = found.merge(frame[["project_id", *names]], on="project_id", how="left")
    counts = issues[issues.closed_on.isna()].project_id.value_counts()
    found["open_issues"] = found.project_id.map(counts).fillna(0).astype("int64")
    return found
