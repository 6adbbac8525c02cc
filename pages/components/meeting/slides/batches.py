"""The batches, each by its own yardstick: one mark a project, so that anybody can count."""

import math

import pandas as pd

from data import formats
from data.wording.batch_wording import LATE_OF_ALL, SENTENCES, how, planned, word
from pages.components.meeting.slides import counted
from pages.components.meeting.slides.drawing import (  # fmt: skip
    BLUE,
    DIM,
    INK,
    LATE,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    WARN,
    figure,
    leads,
    line,
    mark,
    text,
    width,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, Page, paged
from pages.components.view import Row

MARKS_LEFT, MARKS_RIGHT = 440, 1330
FIELDS = (
    Field(LEFT, "项目", 640), Field(760, "责任单位", 260), Field(1050, "状态", 170), Field(1240, "进展", 300),
    Field(1560, "计划", RIGHT - 1560),
)  # fmt: skip
KINDS = (  # column, sign, colour, word in the key
    ("done", "■", BLUE, "达到"),
    ("on_pace", "■", DIM, "推进中"),
    ("late", "▼", LATE, "逾期或落后"),
    ("not_due", "○", SOFT, "未到期"),
    ("no_date", "◆", WARN, "没有日期或进度"),
    ("silent", "○", WARN, "当月未报"),
)


def draw(now: pd.DataFrame, before: pd.DataFrame, projects: pd.DataFrame) -> Drawn:
    """Draw ``batch_progress`` now, with what was done at last quarter's end (``before``, empty where none compares).

    ``projects``: ``batch_projects``, for the pages behind the batches.
    """
    shown = now[now.yardstick.notna() & (now.projects + now.converted > 0)]
    if shown.empty:
        return Drawn("没有在列的批次", "", is_empty=True)
    then = {row.batch: row.done for row in before.itertuples()}
    height = min(184, 700 / len(shown))
    body = counted.key(KINDS, MARKS_LEFT)
    for place, row in enumerate(shown.itertuples()):
        body += leads(_batch(290 + place * height, height, row, then.get(row.batch)), row.batch)
    details: dict[str, tuple[str, str]] = {}
    for row in shown.itertuples():
        details |= _pages(row, projects[projects.batch == row.batch])
    return Drawn(_title(shown), body, details)


def _pages(row: Row, mine: pd.DataFrame) -> dict[str, Page]:
    """The pages behind a batch: every project, the late ones first, with its dates."""
    order = {
        standing: place for place, standing in enumerate(("late", "no_date", "silent", "not_due", "on_pace", "done"))
    }
    mine = mine.sort_values("standing", key=lambda column: column.map(order), kind="stable")
    rows = [
        (
            one.project_name,
            (one.responsible_unit or "—", SOFT),
            (word(one.standing, row.yardstick), LATE if one.standing == "late" else INK),
            (how(one, row.yardstick), LATE if one.standing == "late" else SOFT),
            (planned(one, row.yardstick), SOFT),
        )
        for one in mine.itertuples()
    ]
    return paged(row.batch, f"{row.batch} {len(rows)} 个：{SENTENCES[row.yardstick]}", FIELDS, rows)


def _title(shown: pd.DataFrame) -> str:
    late = shown[shown.late > 0].sort_values("late", ascending=False)
    if late.empty:
        return f"{int(shown.projects.sum())} 个在列项目，各批次都没有{LATE_OF_ALL}的"
    said = "、".join(f"{row.batch} {row.late} 个{word('late', row.yardstick)}" for row in late.head(2).itertuples())
    return f"{int(shown.late.sum())} 个项目没有按批次要求推进：{said}{'最多' if len(late) > 1 else ''}"


def _batch(top: float, height: float, row: Row, then: int | None) -> str:
    middle = top + height / 2
    body = line(LEFT, top, RIGHT, top, RULE)
    body += text(LEFT, middle - 4, row.batch, 52, INK, bold=True, room=330)
    body += text(LEFT, middle + 44, SENTENCES[row.yardstick], 30, SOFT, room=340)
    body += _marks(middle, height, row)
    base = row.projects + row.converted
    body += text(1380, middle - 40, word("done", row.yardstick), 30, SOFT)
    body += figure(1380, middle + 46, str(row.done), f"/ {base} 个", 76)
    if then is not None:
        body += text(
            RIGHT, middle - 40, f"比上季末 {formats.number(row.done - then, is_signed=True)}", 30, SOFT, anchor="end"
        )
    if row.late:
        said = f"{word('late', row.yardstick)} {row.late}"
        body += text(RIGHT, middle + 40, said, 46, LATE, bold=True, anchor="end")
        body += mark(RIGHT - width(said, 46) - 30, middle + 24, "▼", 30, LATE)
    return body


def _marks(middle: float, height: float, row: Row) -> str:
    """One mark a project, in as many rows as they need to stay legible."""
    signs = counted.signs(KINDS, row)
    room = MARKS_RIGHT - MARKS_LEFT
    rows = next((rows for rows in (1, 2, 3, 4) if len(signs) / rows * 28 <= room), 5)
    across = math.ceil(len(signs) / rows)
    pitch = min(40.0, room / max(across, 1), (height - 24) / rows)
    top = middle - pitch * (rows - 1) / 2
    return "".join(
        mark(
            MARKS_LEFT + pitch * (place % across) + pitch / 2,
            top + pitch * (place // across),
            sign,
            pitch * 0.78,
            colour,
        )
        for place, (sign, colour) in enumerate(signs)
    )
