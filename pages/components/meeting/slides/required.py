"""What the rest of the year asks for: the amount a month that fulfils the plan, beside the last three months."""

import pandas as pd

from data import formats
from data.wording.completion_wording import UNKNOWN_BEFORE
from pages.components.meeting.slides.drawing import (
    BLUE,
    INK,
    LATE,
    LEFT,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    figure,
    leads,
    line,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, Page, paged
from pages.components.view import Row

ROWS = 7
COLUMNS = (
    (700, "单位", "start"),
    (1240, "每月需完成", "end"),
    (1520, "近三个月平均", "end"),
    (RIGHT, "相当于近三月", "end"),
)
FIELDS = (
    Field(LEFT, "项目", 700), Field(1000, "年度计划", 200, "end"), Field(1240, "上报", 200, "end"),
    Field(1520, "每月需完成", 230, "end"), Field(RIGHT, "近三个月平均", 280, "end"),
)  # fmt: skip


def draw(whole: pd.DataFrame, units: pd.DataFrame, projects: pd.DataFrame) -> Drawn:
    """Draw the required pace of the district and of the units that must speed up most.

    Args:
        whole: ``investment_completion`` of the district, one row.
        units: ``investment_completion`` by unit.
        projects: ``completion_projects``.
    """
    now = whole.iloc[0]
    if formats.is_missing(now.required_run_rate_wan) or not now.required_run_rate_wan:
        return Drawn("年度计划已经完成，或已到年末", "", is_empty=True)
    asked = units[units.required_run_rate_wan.notna() & (units.required_run_rate_wan > 0)]
    asked = asked.sort_values(["required_run_rate_wan", "responsible_unit"], ascending=[False, True])
    faster = asked[[must_speed_up(row) for row in asked.itertuples()]]
    body = figure(LEFT, 360, formats.money(now.required_run_rate_wan), "", 100)
    body += text(LEFT, 420, "完成年度计划，全区每月需完成", 36, SOFT)
    is_known = not formats.is_missing(now.last_three_months_wan)
    mean = formats.money(now.last_three_months_wan) if is_known else "—"
    said = "" if is_known else f"（{UNKNOWN_BEFORE}，不明）"
    body += figure(LEFT, 590, mean, "", 100, BLUE) + text(LEFT, 650, f"近三个月平均每月完成{said}", 36, SOFT)
    if is_known:
        body += text(LEFT, 800, f"{len(faster)} 家单位须提速", 52, LATE if len(faster) else INK, bold=bool(len(faster)))
        body += text(LEFT, 856, "每月需完成的多于近三个月平均", 30, SOFT)
    body += "".join(text(x, 258, said, SMALL, SOFT, anchor=anchor) for x, said, anchor in COLUMNS)
    shown = (faster if len(faster) else asked).head(ROWS)
    details: dict[str, tuple[str, str]] = {}
    for place, row in enumerate(shown.itertuples()):
        body += leads(_unit(272 + place * 96, row), row.responsible_unit)
        details |= _projects(row, projects)
    return Drawn(_title(now, len(faster)), body, details, {key: key.split("·")[0] for key in details})


def must_speed_up(row: Row) -> bool:
    """Tell whether the unit needs more a month than it did in the last three; where these are unknown, nobody does."""
    is_known = not formats.is_missing(row.last_three_months_wan)
    return is_known and row.required_run_rate_wan > row.last_three_months_wan


def _title(now: Row, faster: int) -> str:
    head = f"今后每月需完成 {formats.money(now.required_run_rate_wan)}"
    if not formats.is_missing(now.last_three_months_wan):
        head += f"（近三个月平均 {formats.money(now.last_three_months_wan)}）"
    return f"{head}，{faster} 家单位须提速" if faster else head


def _unit(top: float, row: Row) -> str:
    base = top + 60
    body = line(700, top, RIGHT, top, RULE) + text(700, base, row.responsible_unit, 40, INK, room=340)
    body += text(1240, base, formats.money(row.required_run_rate_wan), 40, INK, bold=True, anchor="end")
    has_mean = not formats.is_missing(row.last_three_months_wan)
    body += text(1520, base, formats.money(row.last_three_months_wan) if has_mean else "—", 36, SOFT, anchor="end")
    if not has_mean:
        return body + text(RIGHT, base, "不明", 34, SOFT, anchor="end")
    if row.last_three_months_wan <= 0:
        return body + text(RIGHT, base, "近三月没有完成", 34, LATE, anchor="end")
    times = row.required_run_rate_wan / row.last_three_months_wan
    return body + text(RIGHT, base, f"{formats.number(times, 1)} 倍", 40, LATE if times > 1 else SOFT, anchor="end")


def _projects(row: Row, projects: pd.DataFrame) -> dict[str, Page]:
    mine = projects[(projects.responsible_unit == row.responsible_unit) & (projects.plan_status == "counted")]
    mine = mine.sort_values("required_run_rate_wan", ascending=False, na_position="last", kind="stable")
    money = lambda wan: "—" if formats.is_missing(wan) else formats.money(wan)  # noqa: E731
    rows = [
        (
            one.project_name,
            money(one.annual_plan_wan),
            "未报" if formats.is_missing(one.reported_ytd_wan) else money(one.reported_ytd_wan),
            (money(one.required_run_rate_wan), LATE if must_speed_up(one) and one.required_run_rate_wan > 0 else INK),
            (money(one.last_three_months_wan), SOFT),
        )
        for one in mine.itertuples()
    ]
    title = f"{row.responsible_unit}：每月需完成 {money(row.required_run_rate_wan)}，{len(rows)} 个项目"
    return paged(row.responsible_unit, title, FIELDS, rows)
