"""The mid-year review (年中调整建议): who cannot keep the plan, and who is ready among the preliminary projects."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.approvals.approval_maturity import approval_maturity
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric

ENOUGH = 0.8  # of the annual plan, at the pace of the last three months: below it the plan is out of reach

SQL = """
with standing as (
    select *
    from mart.project_month
    where district = $district and month = $month and is_in_plan
),

recent as (
    -- what the last three months of this year added, on the mean; a silent month added nothing
    select
        project_id,
        (arg_max(carried_ytd_wan, month) - coalesce(arg_min(carried_ytd_wan, month) filter (month = $before), 0))
            / $months as monthly_wan
    from mart.project_month
    where district = $district and month between $before and $month and year(month) = $year
    group by project_id
)

select
    standing.project_id,
    project.project_name,
    coalesce(standing.responsible_unit, '—') as responsible_unit,
    standing.batch,
    standing.yardstick,
    standing.annual_plan_wan,
    standing.carried_ytd_wan as reported_ytd_wan,
    recent.monthly_wan as recent_monthly_wan,
    coalesce(standing.carried_ytd_wan, 0) + greatest(coalesce(recent.monthly_wan, 0), 0) * (12 - month($month))
        as pace_year_end_wan,
    standing.planned_start_date,
    coalesce(standing.actual_start_date <= $on, false) as is_started,
    coalesce(standing.planned_start_date <= $on and standing.actual_start_date is null, false) as is_start_overdue
from standing
left join recent on recent.project_id = standing.project_id
left join mart.project as project on project.district = $district and project.project_id = standing.project_id
where coalesce(standing.actual_finish_date > $on, true)
order by standing.annual_plan_wan desc nulls last, project.project_name, standing.project_id
"""
COLUMNS = ["review_advice", "review_reason"]


@metric()
def midyear_review(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """The mid-year review (年中调整建议): who may have to go, and who is ready to start.

    口径：建设项目里，过了计划开工月还没有开工的，或按近三个月的平均进度到年底不足年度计划 80% 的，建议评估调出或调减；
    前期项目里，已开工的、应办手续办齐的，建议转为建设项目。只是供人审定的清单，不作决定。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.approval_step`` and ``mart.project`` are read.
        profile: the district.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.

    Returns:
        A row a project with an advice: ``review_advice`` out (评估调出或调减) or ready (可转建设), with
        ``review_reason``; ``pace_year_end_wan``: what the pace of the last three months gives by the year's end,
        beside ``annual_plan_wan``. Amounts 万元.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T11 (将不能按计划实施的项目调出，具备开工条件的区重点前期项目), J11.
    """
    month = as_of.replace(day=1)
    maturity = approval_maturity(con, profile=profile, as_of=as_of, known_on=known_on).set_index("project_id")
    values = {
        "district": profile.id, "known_on": known_on or NOW, "month": month, "year": month.year,
        "on": last_day(month), "months": min(3, month.month),
        "before": month.replace(month=month.month - 3) if month.month > 3 else month.replace(month=1),
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(SQL, bound(SQL, values)).df()
    share = maturity.maturity_share
    told = [_advice(row, share.get(row["project_id"])) for row in found.to_dict("records")]
    found = pd.concat([found, pd.DataFrame(told, columns=COLUMNS, index=found.index, dtype=object)], axis=1)
    return found[found.review_advice.notna()].drop(columns=["yardstick"]).reset_index(drop=True)


def _advice(row: dict[str, Any], share: float | None) -> tuple[str | None, str | None]:
    if row["yardstick"] == "preliminary":
        if row["is_started"]:
            return "ready", "已经开工"
        return ("ready", "应办手续已办齐") if share == 1 else (None, None)
    if row["is_start_overdue"] and row["yardstick"] == "new_start":
        return "out", "过了计划开工月还没有开工"
    plan = row["annual_plan_wan"]
    if pd.notna(plan) and plan > 0 and row["pace_year_end_wan"] < ENOUGH * plan:
        return "out", "按近三个月进度到年底不足计划的八成"
    return None, None
