"""What was promised and decided last quarter, and whether it was kept."""

import pandas as pd

from pages.components.meeting.slides.drawing import (  # fmt: skip
    GOOD,
    INK,
    LATE,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    WARN,
    leads,
    line,
    lines,
    path,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, paged
from pages.components.view import Row

ROWS = 6
FIELDS = (
    Field(LEFT, "兑现", 170), Field(270, "单位", 280), Field(580, "承诺或议定事项", 1060),
    Field(RIGHT, "记于", 170, "end"),
)  # fmt: skip
STATES = {"broken": ("未兑现", LATE), "partly": ("部分兑现", WARN), "open": ("未认定", SOFT), "kept": ("兑现", GOOD)}


def draw(promises: pd.DataFrame, quarter: str) -> Drawn:
    """Draw ``promises`` made before this quarter's review (``quarter``, as 2026Q3)."""
    earlier = promises[promises.review_quarter < quarter]
    if earlier.empty:
        return Drawn(
            "上季没有记下承诺和议定事项",
            text(LEFT, 330, "本季讲评中按 N 记下，下季在这里逐条对账", 44, SOFT),
            is_empty=True,
        )
    order = {state: place for place, state in enumerate(STATES)}
    listed = earlier.sort_values("fulfilment", key=lambda states: states.map(order), kind="stable")
    height = min(124.0, 740 / min(len(listed), ROWS))
    body = "".join(
        leads(_promise(236 + place * height, row), "承诺") for place, row in enumerate(listed.head(ROWS).itertuples())
    )
    if len(listed) > ROWS:
        body += text(LEFT, 1000, f"其余 {len(listed) - ROWS} 项见“季度讲评”页", 30, SOFT)
    rows = [
        (
            STATES.get(row.fulfilment, STATES["open"]),
            (row.responsible_unit if isinstance(row.responsible_unit, str) else "全区", INK),
            row.promise,
            (row.review_quarter, SOFT),
        )
        for row in listed.itertuples()
    ]
    return Drawn(_title(listed), body, paged("承诺", f"以前的承诺和议定事项 {len(rows)} 项", FIELDS, rows))


def _title(listed: pd.DataFrame) -> str:
    kept, broken = int((listed.fulfilment == "kept").sum()), listed[listed.fulfilment == "broken"]
    head = f"以前 {len(listed)} 项承诺和议定事项，兑现 {kept} 项"
    if broken.empty:
        return head
    units = list(dict.fromkeys(broken.responsible_unit.dropna()))
    return f"{head}；{'、'.join(units[:3]) or '有'}{'等' if len(units) > 3 else ''}未兑现 {len(broken)} 项"


def _promise(top: float, row: Row) -> str:
    said, colour = STATES.get(row.fulfilment, STATES["open"])
    body = line(LEFT, top, RIGHT, top, RULE) + _sign(LEFT + 28, top + 60, row.fulfilment, colour)
    body += text(LEFT + 84, top + 74, said, 38, colour, bold=True)
    unit = row.responsible_unit if isinstance(row.responsible_unit, str) else "全区"
    body += text(350, top + 74, unit, 40, INK, bold=True, room=290)
    what = lines(row.promise, 38, 830)
    for place, part in enumerate(what):
        body += text(650, top + (74 if len(what) == 1 else 50 + place * 46), part, 38 if len(what) == 1 else 34, INK)
    note = row.note if isinstance(row.note, str) else ""
    return body + text(RIGHT, top + 74, note, 32, SOFT, anchor="end", room=340)


def _sign(x: float, y: float, state: str, colour: str) -> str:
    if state == "kept":
        return path(((x - 20, y), (x - 6, y + 16), (x + 22, y - 18)), edge=colour, thick=9, closed=False)
    if state == "broken":
        return path(((x - 17, y - 17), (x + 17, y + 17)), edge=colour, thick=9, closed=False) + path(
            ((x + 17, y - 17), (x - 17, y + 17)), edge=colour, thick=9, closed=False
        )
    return path(((x - 20, y), (x + 20, y)), edge=colour, thick=9, closed=False)
