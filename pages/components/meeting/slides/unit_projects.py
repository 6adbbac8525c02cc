"""The pages behind a unit or a town: its projects with plan, reported amount, gap, and what holds them up."""

from collections.abc import Mapping

import pandas as pd

from data import formats
from data.project_state import state
from pages.components.meeting.slides.drawing import INK, LATE, LEFT, RIGHT, SOFT, STATUS
from pages.components.meeting.slides.listing import Field, Page, paged
from pages.components.view import Row

FIELDS = (
    Field(LEFT, "项目", 560), Field(840, "年度计划", 180, "end"), Field(1020, "上报", 170, "end"),
    Field(1160, "完成率", 130, "end"), Field(1180, "亮灯", 150), Field(1510, "时序缺口", 170, "end"),
    Field(1530, "存在的问题", RIGHT - 1530),
)  # fmt: skip


def pages(
    row: Row, projects: pd.DataFrame, *, by: str = "responsible_unit", worst_first: bool = True,
    problems: Mapping[str, str] | None = None,
) -> dict[str, Page]:  # fmt: skip
    """Return the pages of one group's counted projects.

    Args:
        row: the group's row of ``investment_completion``.
        projects: ``completion_projects``.
        by: the column of both that names the group.
        worst_first: the largest gap first, else the best rate.
        problems: project_id → the problem last reported.
    """
    name = getattr(row, by)
    mine = projects[(projects[by] == name) & (projects.plan_status == "counted")]
    order = ("shortfall_wan", False) if worst_first else ("task_rate", False)
    mine = mine.sort_values(order[0], ascending=order[1], na_position="last", kind="stable")
    rows = [_project(one, (problems or {}).get(one.project_id, "")) for one in mine.itertuples()]
    plan, reported = formats.money(row.annual_plan_wan), formats.money(row.reported_ytd_wan)
    title = f"{name}：{len(rows)} 个项目，计划 {plan}，上报 {reported}"
    return paged(str(name), title, FIELDS, rows)


def _project(row: Row, problem: str) -> tuple:
    never = formats.is_missing(row.reported_ytd_wan)
    light = "" if never else state(row) or ""
    gap = row.shortfall_wan
    return (
        row.project_name,
        (formats.money(row.annual_plan_wan), SOFT),
        "未报" if never else formats.money(row.reported_ytd_wan),
        "—" if never else formats.percent(row.investment_completion_rate, 0),
        (formats.light(state(row)), STATUS.get(light, SOFT)),
        (formats.money(gap), LATE if light in ("behind", "slow") else INK)
        if not formats.is_missing(gap) and gap > 0
        else ("—", SOFT),
        (problem or "—", SOFT),
    )
