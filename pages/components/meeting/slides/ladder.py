"""The supervision ladder: which units stand on which step, with the gap that put them there."""

import pandas as pd

from data import formats
from data.wording.completion_wording import both
from pages.components.meeting.slides.drawing import (
    INK,
    LATE,
    LEFT,
    PANEL,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    WARN,
    box,
    leads,
    line,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.unit_projects import pages
from pages.components.view import Row

ROWS = 9
FOOT, LINE = 1004, 40  # the last line's place, and how far lines stand apart
COLUMNS = (
    (LEFT, "单位", "start"), (720, "提议的措施", "start"), (1330, "自何时", "end"),
    (RIGHT, "已下达", "end"),
)  # fmt: skip


YARDSTICKS = {"task": "项目计划", "month": "时序"}


def draw(steps: pd.DataFrame, names: tuple[str, ...], projects: pd.DataFrame) -> Drawn:
    """Draw ``supervision_ladder``, the highest step first.

    Args:
        steps: a row a unit.
        names: the district's steps, the mildest first.
        projects: ``completion_projects``, for the pages behind the units.
    """
    on_it = steps[steps.is_proposed]
    if on_it.empty:
        return Drawn(f"没有单位在督办阶梯上{_unsure(steps)}", "", is_empty=True)
    shown = on_it.head(ROWS)
    step = min(84.0, 690 / len(shown))
    body = "".join(text(x, 258, said, SMALL, SOFT, anchor=anchor) for x, said, anchor in COLUMNS)
    body += text(640, 258, f"比{YARDSTICKS[on_it.ladder_measure.iloc[0]]}（百分点）", SMALL, SOFT, anchor="end")
    details: dict[str, tuple[str, str]] = {}
    for place, row in enumerate(shown.itertuples()):
        body += leads(_unit(274 + place * step, step, row, len(names)), row.responsible_unit)
        details |= pages(row, projects)
    if len(on_it) > ROWS:
        others = "、".join(
            f"{row.responsible_unit}（{row.proposed_measure}）" for row in on_it.iloc[ROWS:].itertuples()
        )
        body += text(LEFT, 1004, f"另有：{others}", SMALL, SOFT, room=RIGHT - LEFT)
    body += _spared(steps[steps.is_spared], 274 + len(shown) * step + 56)
    return Drawn(_title(on_it, steps), body, details, {key: key.split("·")[0] for key in details})


def _spared(spared: pd.DataFrame, top: float) -> str:
    """Name below the ladder who is slow by the month and on the own task, with both figures, as many as have room."""
    lines = max(0, int((FOOT - top) // LINE))
    if spared.empty or lines < 2:
        return ""
    said = [f"{row.responsible_unit}：{both(row)}" for _, row in spared.iterrows()]
    if len(said) > lines - 1:
        said = [*said[: lines - 2], f"另有 {len(said) - lines + 2} 家"]
    body = text(LEFT, top, "按月份慢、按项目任务正常，不提示：", SMALL, SOFT)
    return body + "".join(
        text(LEFT, top + at * LINE, one, SMALL, SOFT, room=RIGHT - LEFT) for at, one in enumerate(said, 1)
    )


def _title(on_it: pd.DataFrame, steps: pd.DataFrame) -> str:
    counts = on_it.sort_values("ladder_step", ascending=False).groupby("proposed_measure", sort=False).size()
    said = "、".join(f"{measure} {count} 家" for measure, count in counts.head(3).items())
    return f"{len(on_it)} 家单位在督办阶梯上：{said}{'等' if len(counts) > 3 else ''}{_unsure(steps)}"


def _unsure(steps: pd.DataFrame) -> str:
    """Say how many stand on a step by a provisional sum: nothing is proposed for them."""
    count = int((steps.is_provisional & (steps.ladder_step > 0)).sum())
    return f"；另 {count} 家的数暂定，不提出" if count else ""


def _unit(top: float, step: float, row: Row, steps: int) -> str:
    base = top + step / 2 + 12
    tone = LATE if row.ladder_step >= steps - 1 else WARN if row.ladder_step > 1 else INK
    body = line(LEFT, top, RIGHT, top, RULE) + text(LEFT, base, row.responsible_unit, 38, INK, bold=True, room=330)
    body += text(640, base, formats.signed(row.ladder_gap_pp), 40, tone, bold=True, anchor="end")
    for place in range(steps):  # a rung a step
        body += box(720 + place * 34, base - 26, 28, 28, tone if place < row.ladder_step else PANEL, round_=3)
    said = f"{row.proposed_measure}{'（升级）' if row.is_escalated else ''}"
    body += text(
        720 + steps * 34 + 14, base, said, 36, SOFT if row.is_held_back else tone, bold=not row.is_held_back, room=300
    )
    body += text(1330, base, formats.month(row.ladder_since_month), 32, SOFT, anchor="end")
    issued = row.issued_measure if isinstance(row.issued_measure, str) else "未下达"
    held = f"暂缓：{row.exemption}" if row.is_held_back else issued
    return body + text(
        RIGHT, base, held, 32, INK if isinstance(row.issued_measure, str) else SOFT, anchor="end", room=470
    )
