"""Where the gap lies and why: by unit with what holds its largest late project up, and by batch."""

from decimal import Decimal

import pandas as pd

from data import formats
from pages.components.meeting.slides.drawing import INK, LATE, LEFT, RIGHT, RULE, SMALL, SOFT, leads, line, lines, text
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.unit_projects import pages
from pages.components.view import Row

ROWS = 7
COLUMNS = (
    (LEFT, "单位", "start"),
    (640, "净缺口（按时序）", "end"),
    (690, "项目", "start"),
    (1010, "进度缺口最大的项目和卡在哪里", "start"),
)


def draw(units: pd.DataFrame, batches: pd.DataFrame, slow: pd.DataFrame, projects: pd.DataFrame) -> Drawn:
    """Draw the units by gap, and under them the batches.

    Args:
        units: ``investment_completion`` by unit.
        batches: ``investment_completion`` by batch.
        slow: ``slowest_projects``.
        projects: ``completion_projects``.
    """
    short = units[units.shortfall_wan > 0].sort_values(["shortfall_wan", "responsible_unit"], ascending=[False, True])
    if short.empty:
        return Drawn("各单位都没有进度缺口", "", is_empty=True)
    problems = {row.project_id: row.problem for row in slow.itertuples() if isinstance(row.problem, str)}
    body = "".join(text(x, 258, said, SMALL, SOFT, anchor=anchor) for x, said, anchor in COLUMNS)
    shown = short.head(ROWS)
    details: dict[str, tuple[str, str]] = {}
    for place, row in enumerate(shown.itertuples()):
        mine = slow[slow.responsible_unit == row.responsible_unit]
        body += leads(_unit(272 + place * 92, row, mine), row.responsible_unit)
        details |= pages(row, projects, problems=problems)
    if len(short) > ROWS:
        body += text(
            LEFT,
            966,
            f"其余 {len(short) - ROWS} 家净缺口 {formats.money(total(short.shortfall_wan.iloc[ROWS:]))}",
            SMALL,
            SOFT,
        )
    late = batches[batches.shortfall_wan > 0].sort_values("shortfall_wan", ascending=False)
    said = "，".join(f"{row.batch} {formats.money(row.shortfall_wan)}" for row in late.itertuples())
    body += text(LEFT, 1004, f"按批次的净缺口（按时序）：{said}", 30, SOFT, room=RIGHT - LEFT) if said else ""
    return Drawn(_title(short), body, details, {key: key.split("·")[0] for key in details})


def total(amounts: pd.Series) -> Decimal:
    """Add up amounts of 万元 to the cent."""
    return sum((Decimal(str(round(float(amount), 2))) for amount in amounts), Decimal(0))


def _title(short: pd.DataFrame) -> str:
    whole, few = total(short.shortfall_wan), short.head(2)
    names = "、".join(few.responsible_unit)
    share = "" if len(short) <= 2 else f"，占 {formats.percent(total(few.shortfall_wan) / whole, 0)}"
    return f"{len(short)} 家单位有净缺口，合计 {formats.money(whole)}；{names}{'最大' if len(short) > 1 else ''}{share}"


def _unit(top: float, row: Row, mine: pd.DataFrame) -> str:
    base = top + 58
    body = line(LEFT, top, RIGHT, top, RULE) + text(LEFT, base, row.responsible_unit, 40, INK, room=330)
    body += text(640, base, formats.money(row.shortfall_wan), 40, LATE, bold=True, anchor="end")
    counts = ((row.behind_projects, "滞后"), (row.slow_projects, "偏慢"))
    said = "，".join(f"{word} {int(count)} 个" for count, word in counts if count) or "没有滞后的"
    body += text(690, base, said, 30, SOFT, room=300)
    if mine.empty:
        return body + text(1010, base, "没有偏慢、滞后的项目", 30, SOFT)
    worst = mine.iloc[0]
    problem = worst.problem if isinstance(worst.problem, str) else "没有填报问题"
    body += text(1010, top + 40, worst.project_name, 30, INK, room=RIGHT - 1010)
    return body + text(1010, top + 80, lines(problem, 30, RIGHT - 1010, 1)[0], 30, SOFT)
