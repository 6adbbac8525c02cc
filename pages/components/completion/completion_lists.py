"""The projects under the ranking board: by shortfall, month by month, and those that stand outside the rate."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from data.project_state import state, without_figures, without_figures_word
from pages.components import asking_lists as asked_lists
from pages.components import context, tables, words
from pages.components.completion import completion_board as rankings
from pages.components.completion import completion_words
from pages.components.tables import Column
from pages.components.view import View

NAME = Column("project_name", "项目", width="minmax(0, 2.2fr)")
UNIT = Column("responsible_unit", "责任单位", sub="contact_leader", width="minmax(0, 1.2fr)")
SHORTFALL = (
    NAME,
    UNIT,
    Column("annual_plan_wan", "年度计划", width="6em"),
    Column("investment_completion_rate", "完成率", width="4.2em"),
    Column("pace_gap_pp", "进度差", width="6em"),
    Column("task_rate", "任务完成率", width="5.6em"),
    Column("lamp", "灯", kind="text", tone="lamp_tone", sort_by="light", width="5.2em"),
    Column("shortfall_wan", "进度缺口", width="7em"),
)
OUTSIDE = (
    NAME,
    UNIT,
    Column("standing", "情况", kind="text", width="10em", is_right=False, asks="carried_ytd_wan"),
    Column("annual_plan_wan", "年度计划", width="6em"),
    Column("reported_ytd_wan", "上报", width="6em"),
)
LISTS = {"shortfall": "进度缺口", "months": "逐月", "outside": "未报与计划外"}
EXCEL = (
    "project_id", "project_name", "responsible_unit", "batch", "town", "contact_leader", "plan_status",
    "annual_plan_wan", "reported_ytd_wan", "investment_completion_rate", "expected_share", "pace_gap_pp",
    "planned_ytd_wan", "task_rate", "light", "shortfall_wan", "original_plan_wan", "stage_plan_wan", "cumulative_wan",
    "total_investment_wan", "total_progress",
    "funds_in_place_wan", "funds_paid_wan", "silent_since_month", "required_run_rate_wan", "last_three_months_wan",
)  # fmt: skip
ASKED = (  # what stands beside the rate, and leads to its cells or projects
    "projects", "annual_plan_wan", "reported_ytd_wan", "investment_completion_rate", "expected_share", "pace_gap_pp",
    "planned_ytd_wan", "task_rate", "estimated_projects", "shortfall_wan", "original_plan_wan",
    "original_completion_rate", "stage_rate",
    "cumulative_wan", "total_investment_wan", "total_progress", "funds_in_place_rate", "funds_paid_rate",
    "removed_projects",
    "removed_plan_wan", "outside_plan_projects", "outside_plan_wan", "silent_projects", "silent_plan_wan",
    "carried_projects", "carried_plan_wan", "carried_share", "corrections_wan", "behind_projects", "slow_projects",
    "required_run_rate_wan", "last_three_months_wan",
)  # fmt: skip
GROUP = (
    "projects", "annual_plan_wan", "reported_ytd_wan", "expected_share", "behind_projects", "slow_projects",
    "silent_projects", "shortfall_wan",
)  # fmt: skip
LIGHT_NAMES = {
    name: words.LIGHTS[name].word
    for name in ("behind", "slow", "normal", "ahead", "doubtful", "unreported", "unknown_before")
}
SHOWN_HEAT = 60  # rows of the month by month heatmap before its middle folds


def show(
    projects: pd.DataFrame, months: Callable[[], pd.DataFrame], *, view: View, chosen: str, yardstick: str
) -> None:
    """Draw the list the reader asked for; ``months`` is asked only where the heatmap is open."""
    counted = projects[projects.plan_status == "counted"]
    lights = _by_light(counted)
    outside = _outside(projects, view)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="rule-lists"):
        heading = st.container()  # first in place, written when the list is known
        which = context.choose("list", LISTS, label="列表")
        light = context.choose("light", lights, label="亮灯", control=st.pills) if which != "outside" else ""
        tables.download(
            projects, view=view, name="投资完成 项目", kinds=("dispatch", "annual_plan"), columns=EXCEL, note=chosen
        )
    counted = counted[_light(counted) == light] if light else counted
    with heading:
        many = len(outside if which == "outside" else counted)
        whose = f"{chosen}的项目" if chosen else "项目"
        whose = f"{whose}，{LIGHT_NAMES[light]}" if light else whose
        words.title(f"{whose} {many} 个", "点一行看项目档案" if chosen else "点上面一行只看一组", rule=False)
    if which == "shortfall":
        tables.show(
            _with_lamps(counted),
            _columns(yardstick),
            view=view,
            key="projects",
            sort="shortfall_wan",
            label="项目，按缺口",
        )
    elif which == "months":
        frame = months()
        rankings.board(
            counted,
            frame[frame.project_id.isin(counted.project_id)],
            view=view,
            by="project_id",
            name="project_name",
            key="project_months",
            label="项目",
            link="project",
            has_bars=False,
            most=SHOWN_HEAT,
            **completion_words.shown(view, yardstick),
        )
    else:
        tables.show(
            outside, OUTSIDE, view=view, key="outside", empty="没有未报、调出和计划外的项目。", label="不进完成率的"
        )
    words.footer(view, "dispatch", "annual_plan")


def _light(frame: pd.DataFrame) -> pd.Series:
    """The light of each project; a project without a figure this year has none."""
    if frame.empty:
        return frame.light
    return frame.light.where(frame.reported_ytd_wan.notna(), without_figures(frame.iloc[0]))


def _by_light(counted: pd.DataFrame) -> dict[str, str]:
    """The choices by light with how many projects each has; those without any are left out but the chosen one."""
    numbers = _light(counted).value_counts()
    known = {name: f"{label} {int(numbers.get(name, 0))}" for name, label in LIGHT_NAMES.items()}
    chosen = st.query_params.get("light", "")
    return {"": f"全部 {len(counted)}"} | {n: label for n, label in known.items() if numbers.get(n, 0) or n == chosen}


def asked_groups(groups: pd.DataFrame, view: View) -> None:
    """While the reader asks: the counts of the board's groups, which lead to their projects."""
    by = str(view.by)
    columns = (Column("name", context.GROUP_LABELS[by], kind="text", width="minmax(7em, 1.5fr)", strong=True), *GROUP)
    rows = groups.assign(name=groups[by])
    asked_lists.show(rows, columns, view=view, title="各组的数", of="investment_completion", by=by)


def _columns(yardstick: str) -> tuple[Column, ...]:
    """The list's columns: the gap is named for the yardstick it is measured by."""
    named = {"shortfall_wan": completion_words.GAPS[yardstick]}
    return tuple(replace(column, label=named.get(column.field, column.label)) for column in SHORTFALL)


def _with_lamps(frame: pd.DataFrame) -> pd.DataFrame:
    """Write each project's state."""
    lights = [words.light(state(row)) for row in frame.itertuples()]
    return frame.assign(
        lamp=[str(light) for light in lights],
        lamp_tone=[light.tone for light in lights],
    )


def _outside(projects: pd.DataFrame, view: View) -> pd.DataFrame:
    """Silent, removed and outside-plan projects, and what each of them is."""
    frame = projects[(projects.plan_status != "counted") | (projects.silent_projects > 0)]
    return frame.assign(
        standing=[_standing(row, view) for row in frame.itertuples()],
        annual_plan_wan=frame.annual_plan_wan.where(frame.plan_status == "counted"),
    )


def _standing(row, view: View) -> str:  # noqa: ANN001  (a named tuple)
    if row.plan_status == "removed":
        return "已调出，不进完成率"
    if row.plan_status == "outside_plan":
        return "计划外，金额另列"
    if row.plan_status != "counted":
        return "不计入"
    if not row.carried_projects:
        return without_figures_word(row)
    year = "" if row.silent_since_month.year == view.as_of.year else f"{row.silent_since_month.year}年"
    return f"{year}{row.silent_since_month.month}月起未报，沿用"
