"""What changed since last quarter's end: levels as marks, parts floating between them, adding up as shown."""

import pandas as pd

from data import formats
from data.wording.completion_wording import STEPS, is_split, rate_steps, rate_without
from pages.components.meeting.slides.behind import total
from pages.components.meeting.slides.drawing import (  # fmt: skip
    BLUE,
    GOOD,
    INK,
    LATE,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    box,
    leads,
    line,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, Page, paged

BAR_LEFT, BAR_RIGHT = 560, 1640
FIELDS = (
    Field(LEFT, "项目", 800), Field(920, "责任单位", 380), Field(1560, "计划变动", 250, "end"),
    Field(RIGHT, "上报变动", 250, "end"),
)  # fmt: skip
WITHOUT = {
    "new_year": "新年度重新起算，不与上年末比",
    "first_month": "这是载入的第一个月，没有上季可比",
    "unknown_month": "上季末的调度表没有载入，没有可比的数",
}


def draw(frame: pd.DataFrame, projects: pd.DataFrame, slips: pd.DataFrame) -> Drawn:
    """Draw the split of ``why_changed`` since last quarter's end.

    Args:
        frame: its steps.
        projects: the projects behind each step.
        slips: ``change_without_slips`` since then: with one the figure without it stands in the title.
    """
    step = str(frame.step.iloc[0])
    if step in WITHOUT or not is_split(frame):
        said = text(LEFT, 330, WITHOUT.get(step, "有一步没有年度计划，算不出完成率"), 44, SOFT)
        return Drawn("本季变化：没有上季可比", said, is_empty=True)
    steps = frame[frame.step != "calendar"]
    levels, parts = rate_steps(frame)
    low, reach = min(levels), (max(levels) - min(levels)) or 1
    at = lambda level: BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * (level - low) / reach  # noqa: E731
    height = 640 / (len(parts) + 2)
    body = _level(270, height, "上季末公布", levels[0], at, SOFT)
    for place, (name, before, after, part) in enumerate(zip(steps.step, levels, levels[1:], parts, strict=False), 1):
        body += _part(270 + place * height, height, name, before, after, part, at, projects)
    body += _level(270 + (len(parts) + 1) * height, height, "现在", levels[-1], at, INK)
    body += text(LEFT, 1004, "差按写出的数（一位小数），各部分相加等于总变化", 30, SOFT)
    details: dict[str, tuple[str, str]] = {}
    for name in steps.step:
        details |= _projects(name, projects[projects.step == name])
    return Drawn(_title(levels, projects) if slips.empty else _doubted(levels, slips), body, details)


def _doubted(levels: list[float], slips: pd.DataFrame) -> str:
    """Say the change with and without suspected slips of the unit."""
    head = f"完成率比上季末 {formats.signed(levels[-1] - levels[0])} 个百分点"
    return "；".join(filter(None, [f"{head}（含疑似单位错，待核）", rate_without(slips)]))


def _title(levels: list[float], projects: pd.DataFrame) -> str:
    """Say how far the rate moved, and which unit's works added most to it."""
    head = f"完成率比上季末 {formats.signed(levels[-1] - levels[0])} 个百分点"
    works = projects[projects.step == "progress"]
    sums = {unit: total(of_unit.reported_change_wan.dropna()) for unit, of_unit in works.groupby("responsible_unit")}
    if not sums or max(sums.values()) <= 0:
        return head
    best = min(sums, key=lambda unit: (-sums[unit], unit))
    return f"{head}；新增完成最多的是{best}（{formats.money(sums[best])}）"


def _projects(step: str, mine: pd.DataFrame) -> dict[str, Page]:
    """The pages behind a step: each project with what it changed of plan and reported."""
    if mine.empty:
        return {}
    size = mine.reported_change_wan.abs().fillna(0) + mine.plan_change_wan.abs().fillna(0)
    rows = [
        (
            row.project_name,
            (row.responsible_unit or "—", SOFT),
            _change(row.plan_change_wan),
            _change(row.reported_change_wan),
        )
        for row in mine.loc[size.sort_values(ascending=False, kind="stable").index].itertuples()
    ]
    return paged(step, f"{STEPS[step]}：{len(rows)} 个项目", FIELDS, rows)


def _change(wan: float) -> str:
    return "—" if formats.is_missing(wan) or not wan else f"{'+' if wan > 0 else ''}{formats.money(wan)}"


def _level(top: float, height: float, label: str, level: float, at, colour: str) -> str:  # noqa: ANN001
    middle = top + height / 2
    body = line(LEFT, top, RIGHT, top, RULE) + text(LEFT, middle + 16, label, 44, INK, bold=True)
    body += box(at(level) - 5, top + 18, 10, height - 36, colour)
    return body + text(at(level) + 22, middle + 18, f"{formats.number(level, 1)}%", 52, colour, bold=True)


def _part(top: float, height: float, step: str, before: float, after: float, part: float, at, projects) -> str:  # noqa: ANN001
    middle = top + height / 2
    body = line(LEFT, top, RIGHT, top, RULE) + text(
        LEFT, middle + (0 if step != "calendar" else 14), STEPS[step], 42, INK
    )
    count = int((projects.step == step).sum())
    body += text(LEFT, middle + 40, f"{count} 个项目", 30, SOFT) if count else text(LEFT, middle + 40, "没有", 30, SOFT)
    colour = GOOD if part > 0 else LATE if part < 0 else SOFT
    body += box(
        at(before), middle - 24, at(after) - at(before) or 4, 48, BLUE if part > 0 else LATE if part < 0 else RULE
    )
    body += text(max(at(before), at(after)) + 22, middle + 16, formats.signed(part), 46, colour, bold=True)
    return leads(body, step) if count else body
