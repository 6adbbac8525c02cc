"""Where the year will end (年末预测): a forecast with an interval of 80 %, from the district's own earlier years."""

from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.profile import Profile
from metrics.completion.forecast_cases import History, history
from metrics.completion.forecasting import forecast
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric

GROUPED = tuple(group for group in GROUPS if group != "month")

SQL = """
select
    {key} as group_key,
    {shown_name}
    count(*) as projects,
    sum(project_month.annual_plan_wan) as annual_plan_wan,
    {reported} as reported_ytd_wan
from mart.project_month as project_month
{project_names}
where project_month.district = $district and project_month.month = $as_of and project_month.is_counted
group by all
order by all
"""
PROJECT_NAMES = """left join mart.project as project
    on project.district = project_month.district and project.project_id = project_month.project_id"""
ENDS = ("forecast_wan", "forecast_low_wan", "forecast_high_wan")


@metric(groups=GROUPED)
def year_end_forecast(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Where the year will end (年末预测): forecast of the year's investment, with an interval of 80 %.

    口径：项目：在本区往年同月的项目里找最相近的 19 个（历史少时 9 个）：完成占计划、按自己计划应完成的比例相近，
    同批次、同单位、同是否竣工的优先；它们从那个月到年底又完成了计划的多少，取平均加到已完成上；
    区间去掉最高、最低各一个（9 个时不去）。
    单位和全区：项目之和，区间按往年同样预测的误差放宽。未报的从今年最后一次上报的月份算起；疑似单位错的数不用；
    今年从未上报的不预测，合计中为 0，个数和计划另列。往年已载入的调度不足 12 个月，不预测。

    Args:
        con: warehouse connection; ``mart.project_month`` is read, by project also ``mart.project``.
        profile: the district's rules.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS`` but month; None gives one row for the district.

    Returns:
        One row per group with counted projects, the largest sum missing to the plan first. ``forecast_wan`` with
        ``forecast_low_wan`` and ``forecast_high_wan``, the same as shares of the plan (``_rate``), and
        ``forecast_gap_wan``, forecast less plan: null where ``forecast_projects`` is 0, which is so everywhere while
        ``history_months`` is under 12. ``unforecast_projects`` and ``unforecast_plan_wan`` are in the plan and 0 in the
        forecast. The interval alone is null where fewer than two earlier groups show how wide it is.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T10 (季讲评、年考核), J11, T11 (不能按计划实施的项目); the way of forecasting is a default of ours.
    """
    key = key_column(by, GROUPED)
    with as_known(con, known_on) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = SQL.format(
            key=f"project_month.{key}" if key else "'all'",
            shown_name="project.project_name," if by == "project" else "",
            project_names=PROJECT_NAMES if by == "project" else "",
            # a project that never reported this year has no figure; in sums it is 0
            reported="sum(project_month.carried_ytd_wan)"
            if by == "project"
            else "coalesce(sum(project_month.carried_ytd_wan), 0)",
        )
        groups = known.execute(sql, {"district": profile.id, "as_of": month}).df()
        seen = history(known, profile, month, known_on, key)
    years = seen.ended(month.year)
    found = _forecasts(seen, years, month, is_by_project=by == "project")
    frame = groups.merge(found, on="group_key", how="left")
    frame["forecast_projects"] = frame.forecast_projects.fillna(0).astype(int)
    plan = frame.annual_plan_wan.astype(float)
    for column in ENDS:
        frame[column.replace("_wan", "_rate")] = frame[column] / plan
    frame["forecast_gap_wan"] = frame.forecast_wan - plan
    frame["unforecast_projects"] = frame.projects - frame.forecast_projects
    frame["unforecast_plan_wan"] = np.where(frame.unforecast_projects > 0, plan - frame.forecast_plan_wan.fillna(0), 0)
    frame["history_years"], frame["history_months"] = len(years), seen.months(month.year)
    frame = frame.sort_values(["forecast_gap_wan", "group_key"], kind="stable", na_position="last", ignore_index=True)
    frame = frame.drop(columns=["forecast_plan_wan"] + ([] if key else ["group_key"]))
    return frame.rename(columns={"group_key": key}) if key else frame


def _forecasts(seen: History, years: list[int], month: date, *, is_by_project: bool) -> pd.DataFrame:
    """Return forecast, interval, plan and number of the projects that have a forecast, by group."""
    columns = ["group_key", "forecast_projects", "forecast_plan_wan", "forecast_basis_wan", *ENDS]
    if not years or month.year not in seen.years:
        return pd.DataFrame({column: pd.Series(dtype=object if column == "group_key" else float) for column in columns})
    made = forecast(seen, years, month.year, month.month)
    if is_by_project:
        rows = made.projects[made.projects.forecast_wan.notna()].assign(forecast_projects=1)
    else:
        rows = made.groups("group_key")
    rows = rows.assign(group_key=seen.names["group_key"][rows.group_key.to_numpy()])
    return rows.rename(
        columns={
            "annual_plan_wan": "forecast_plan_wan",
            "basis_wan": "forecast_basis_wan",
            "low_wan": "forecast_low_wan",
            "high_wan": "forecast_high_wan",
        }
    )[columns]
