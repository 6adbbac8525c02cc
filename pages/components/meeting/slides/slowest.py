"""The slowest projects: how far behind, for how much, and what holds them up. Each leads to a page of its own."""

import pandas as pd

from data import formats
from pages.components.meeting.slides.drawing import (  # fmt: skip
    BLUE,
    INK,
    LATE,
    LEFT,
    PANEL,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    STATUS,
    box,
    figure,
    leads,
    line,
    lines,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.view import Row

ROWS = 5
BAR_LEFT, BAR_RIGHT = 790, 1010


def draw(slow: pd.DataFrame, months: pd.DataFrame) -> Drawn:
    """Draw ``slowest_projects``; ``months`` is ``completion_by_month`` by project, for the projects' own pages."""
    if slow.empty:
        return Drawn(
            "没有慢于项目计划要点名的项目", text(LEFT, 330, "全部在列项目都在偏慢线以上", 44, SOFT), is_empty=True
        )
    shown = slow.head(ROWS)
    body = text((BAR_LEFT + BAR_RIGHT) / 2, 262, "竖线为应完成", SMALL, SOFT, anchor="middle")
    body += text(1380, 262, "进度缺口", SMALL, SOFT, anchor="end") + text(
        1430, 262, "卡在哪里（最近一次填报）", SMALL, SOFT
    )
    for place, row in enumerate(shown.itertuples()):
        body += leads(_project(284 + place * 144, row), row.project_id)
    details = {row.project_id: _detail(row, months[months.project_id == row.project_id]) for row in shown.itertuples()}
    whose = dict(zip(shown.project_id, shown.responsible_unit, strict=True))
    return Drawn(_title(slow), body, details, whose)


def _title(slow: pd.DataFrame) -> str:
    money = formats.money(slow.shortfall_wan.sum())
    few = slow.head(ROWS)
    share = few.shortfall_wan.sum() / slow.shortfall_wan.sum()
    return f"{len(slow)} 个项目进度偏慢或滞后，缺 {money}；前 {len(few)} 个占 {formats.percent(share, 0)}"


def _project(top: float, row: Row) -> str:
    said = lines(row.project_name, 42, 660)
    body = line(LEFT, top, RIGHT, top, RULE)
    for place, part in enumerate(said):
        body += text(
            LEFT, top + (58 if len(said) == 1 else 48 + place * 46), part, 42 if len(said) == 1 else 38, INK, bold=True
        )
    body += text(
        LEFT,
        top + (108 if len(said) == 1 else 132),
        f"{row.responsible_unit}，{row.batch}，计划 {formats.money(row.annual_plan_wan)}",
        28,
        SOFT,
        room=690,
    )
    body += _bar(top + 50, row)
    body += text(1380, top + 88, formats.money(row.shortfall_wan), 40, LATE, bold=True, anchor="end")
    problem = row.problem if isinstance(row.problem, str) else "没有填报问题"
    for place, part in enumerate(lines(problem, 34, 410, 3)):
        body += text(1430, top + 48 + place * 42, part, 34, INK if isinstance(row.problem, str) else SOFT)
    return body


def _bar(top: float, row: Row) -> str:
    room = BAR_RIGHT - BAR_LEFT
    rate = max(0.0, min(1.0, float(row.investment_completion_rate)))
    body = box(BAR_LEFT, top, room, 46, PANEL) + box(BAR_LEFT, top, room * rate, 46, LATE)
    at = BAR_LEFT + room * float(row.expected_share)
    body += text(BAR_RIGHT + 14, top + 36, formats.percent(row.investment_completion_rate), 34, INK, bold=True)
    return body + line(at, top - 12, at, top + 58, INK, 5)


def _detail(row: Row, months: pd.DataFrame) -> tuple[str, str]:
    """One project on a slide of its own: its year by month against the plan, and what is said of it."""
    said = f"计划 {formats.money(row.annual_plan_wan)}，上报 {formats.money(row.reported_ytd_wan)}"
    body = figure(LEFT, 330, formats.percent(row.investment_completion_rate), said, 110)
    body += text(LEFT, 400, f"{row.responsible_unit}　{row.batch}　{row.contact_leader}", 38, SOFT, room=1000)
    body += _year(months)
    x = 1180
    for place, (label, said, tone) in enumerate(_facts(row)):
        top = 250 + place * 190
        body += line(x, top, RIGHT, top, RULE) + text(x, top + 52, label, 32, SOFT)
        for at, part in enumerate(lines(said, 40, RIGHT - x, 3)):
            body += text(x, top + 104 + at * 48, part, 40, tone, bold=at == 0 and tone != INK)
    return row.project_name, body


def _facts(row: Row) -> list[tuple[str, str, str]]:
    sign, word = formats.LIGHTS[row.light]
    gap = f"，完成计划进度的 {formats.percent(row.task_rate)}"
    problem = row.problem if isinstance(row.problem, str) else "没有填报"
    progress = row.progress_text if isinstance(row.progress_text, str) else "没有填报"
    return [
        ("进度", f"{sign} {word}{gap}", STATUS[row.light]),
        ("进度缺口（计划进度 − 上报）", formats.money(row.shortfall_wan), LATE),
        ("形象进度", progress, INK),
        ("存在的问题", problem, INK),
    ]


def _year(months: pd.DataFrame) -> str:
    """Reported year to date by month as bars, the pace as a line over them."""
    known = [row for row in months.itertuples() if not formats.is_missing(row.annual_plan_wan)]
    if not known:
        return ""
    top, foot, step = 500, 950, 84
    plan = max(float(row.annual_plan_wan) for row in known)
    most = max([plan, *(float(row.reported_ytd_wan) for row in known if not formats.is_missing(row.reported_ytd_wan))])
    at = lambda amount: foot - (foot - top) * amount / most  # noqa: E731
    body = text(LEFT, 466, "各月上报累计与计划进度（万元）", 30, SOFT)
    for row in known:
        x = LEFT + (row.month.month - 1) * step
        if not formats.is_missing(row.reported_ytd_wan):
            body += box(x + 8, foot, step - 16, min(0.0, at(max(0.0, float(row.reported_ytd_wan))) - foot), BLUE)
        due = at(float(row.annual_plan_wan) * float(row.expected_share))
        body += line(x, due, x + step, due, INK, 4)
        body += text(x + step / 2, foot + 40, f"{row.month.month}月", SMALL, SOFT, anchor="middle")
    last = known[-1]
    if not formats.is_missing(last.reported_ytd_wan):
        x = LEFT + (last.month.month - 1) * step
        body += text(
            x + step + 12,
            at(max(0.0, float(last.reported_ytd_wan))) + 12,
            formats.number(last.reported_ytd_wan),
            34,
            BLUE,
            bold=True,
        )
        body += text(
            x + step + 12, at(float(last.annual_plan_wan) * float(last.expected_share)) + 12, "计划进度", SMALL, SOFT
        )
    return body + line(LEFT, foot, LEFT + 12 * step, foot, SOFT, 3)
