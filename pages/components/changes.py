"""为什么变了: from last month's rate to this month's; levels are marks (no cut bars), changes floating bars."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme
from pages.components.theme import BLUE, INK, LATE, LINE, MUTED

STEPS = {
    "projects_out": "项目调出",
    "new_projects": "新增项目",
    "plan_change": "年度计划调整",
    "corrections": "数据更正",
    "progress": "项目推进",
    "calendar": "时序",
}
WITHOUT = {
    "new_year": "1月是新年度的第一个月，完成率重新起算，不与上年12月比。",
    "first_month": "这是载入的第一个月，没有上月可比。",
}


def reason_without(frame: pd.DataFrame) -> str:
    """Return in words why there is no split, "" where there is one."""
    return WITHOUT.get(str(frame.step.iloc[0]), "") if len(frame) else "没有可比的上月数。"


def changes(frame: pd.DataFrame, month: int, *, height: int) -> None:
    """Draw the steps of ``why_changed`` for the rate. Levels are rounded first: the parts shown add up as shown."""
    steps = frame[frame.step != "calendar"]
    levels = [_shown(steps.rate_before.iloc[0]), *(_shown(rate) for rate in steps.rate_after)]
    names = [f"{month - 1}月完成率", *(STEPS[step] for step in steps.step), f"{month}月完成率"]
    fig = go.Figure()
    for place, (before, after) in enumerate(zip(levels, levels[1:], strict=False), 1):
        value = round(after - before, 1)
        colour = MUTED if value == 0 else BLUE if value > 0 else LATE
        fig.add_bar(
            y=[place], x=[value], base=before, orientation="h", marker_color=colour, width=0.6, hoverinfo="skip"
        )
        _label(fig, place, max(before, after), formats.signed(value), colour)
    for place, level, colour in ((0, levels[0], MUTED), (len(names) - 1, levels[-1], INK)):
        marker = {"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": colour}}
        fig.add_scatter(y=[place], x=[level], mode="markers", hoverinfo="skip", marker=marker)
        _label(fig, place, level, f"{formats.number(level, 1)}%", colour)
    for level in (levels[0], levels[-1]):
        fig.add_vline(x=level, line={"color": LINE, "width": 1, "dash": "dot"}, layer="below")
    low, high = min(levels), max(levels)
    room = 0.2 * (high - low or 1)
    fig.update_xaxes(range=[low - room / 4, high + 1.4 * room], visible=False)
    fig.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.5, -0.5], showgrid=False,
        tickfont={"color": INK}, ticksuffix="   ",
    )  # fmt: skip
    fig.update_layout(margin={"l": 104})
    parts = "，".join(
        f"{name} {formats.signed(after - before)}"
        for name, before, after in zip(names[1:], levels, levels[1:], strict=False)
    )
    theme.figure(fig, height=height, alt=f"完成率由 {levels[0]}% 到 {levels[-1]}%，百分点：{parts}", key="changes")


def _label(fig: go.Figure, place: int, x: float, text: str, colour: str) -> None:
    fig.add_annotation(y=place, x=x, xanchor="left", xshift=7, text=f"<b>{text}</b>", font={"color": colour})


def _shown(rate: float) -> float:
    return float(formats.rounded(100 * rate, 1))
