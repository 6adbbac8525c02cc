"""为什么变了: from last month's rate to this month's; levels are marks (no cut bars), changes floating bars."""

from html import escape

import pandas as pd
import streamlit as st

from data import formats
from data.wording.completion_wording import STEPS, is_split, rate_steps
from pages.components import asking_lists as asked_lists
from pages.components import tables
from pages.components.view import View

WITHOUT = {
    "new_year": "1月是新年度的第一个月，完成率重新起算，不与上年12月比。",
    "first_month": "这是载入的第一个月，没有上月可比。",
    "unknown_month": "上月的调度表没有载入，不与上月比。",
}


NO_PLAN = "有一步没有年度计划，算不出完成率，不能分解。"


def reason_without(frame: pd.DataFrame) -> str:
    """Return in words why there is no split, "" where there is one."""
    if frame.empty:
        return "没有可比的上月数。"
    return WITHOUT.get(str(frame.step.iloc[0])) or ("" if is_split(frame) else NO_PLAN)


def changes(frame: pd.DataFrame, month: int) -> None:
    """Draw the steps of ``why_changed`` for the rate. The parts add up as written."""
    steps = frame[frame.step != "calendar"]
    levels, parts = rate_steps(frame)
    names = [STEPS[step] for step in steps.step]
    low, reach = min(levels), (max(levels) - min(levels)) or 1
    place = lambda level: 82 * (level - low) / reach  # noqa: E731  (the rest is room for the last figure)
    rows = [_level(f"{month - 1}月完成率", levels[0], place, "quiet")]
    rows += [_part(*row, place) for row in zip(names, levels, levels[1:], parts, strict=False)]
    rows += [_level(f"{month}月完成率", levels[-1], place, "")]
    said = "，".join(f"{name} {formats.signed(part)}" for name, part in zip(names, parts, strict=True))
    alt = f"完成率由 {levels[0]}% 到 {levels[-1]}%，百分点：{said}"
    ends = "".join(f'<u style="left:{place(level):.2f}%"></u>' for level in (levels[0], levels[-1]))
    st.html(
        f'<div class="gt-changes" role="img" aria-label="{escape(alt)}"><div class="gt-ends">{ends}</div>'
        f"{''.join(rows)}</div>"
    )


def asked_steps(frame: pd.DataFrame, view: View) -> None:
    """While the reader asks: the steps as a list; each leads to the projects that moved it."""
    steps = frame[frame.step != "calendar"]
    columns = (tables.Column("name", "步骤", kind="text", width="minmax(0, 1fr)"), "projects_moved", "rate_shown_pp")
    rows = steps.assign(name=[STEPS[step] for step in steps.step])
    asked_lists.show(rows, columns, view=view, title="各步涉及的项目", of="why_changed", by="step")


def _level(name: str, level: float, place, tone: str) -> str:  # noqa: ANN001
    """Write a row that marks a level."""
    left = f"{place(level):.2f}%"
    return (
        f'<span>{name}</span><div><i class="gt-mark gt-{tone}" style="left:{left}"></i>'
        f'<b class="gt-{tone}" style="left:{left}">{formats.number(level, 1)}%</b></div>'
    )


def _part(name: str, before: float, after: float, part: float, place) -> str:  # noqa: ANN001
    """Write a row that floats from one level to the next."""
    left, right = sorted((place(before), place(after)))
    tone = "ahead" if part > 0 else "late" if part < 0 else "quiet"
    return (
        f'<span>{name}</span><div><i class="gt-{tone}" style="left:{left:.2f}%;width:{right - left:.2f}%"></i>'
        f'<b class="gt-{tone}" style="left:{right:.2f}%">{formats.signed(part)}</b></div>'
    )
