"""Entry and lag by unit: what has started and is not in the statistics, since when, and for how much."""

from datetime import date

import pandas as pd

from data import formats
from data.wording import entry_wording as lag_wording
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
    leads,
    line,
    mark,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, Page, paged
from pages.components.view import Row

ROWS = 10
MARKS_LEFT, MARKS_RIGHT = 440, 1260
FIELDS = (
    Field(LEFT, "项目", 680), Field(800, "状态", 220), Field(1040, "开工", 180), Field(1400, "已等", 170, "end"),
    Field(1440, "卡在哪一步", RIGHT - 1440),
)  # fmt: skip
KINDS = (
    ("overdue", "▼", LATE, "逾期未入统"),
    ("late_in", "■", DIM, "迟入统"),
    ("on_time", "■", BLUE, "按时入统"),
    ("not_due", "○", SOFT, "未到期"),
)


def draw(
    total: pd.DataFrame,
    by_year: pd.DataFrame,
    as_of: date,
    units: pd.DataFrame,
    cases: pd.DataFrame,
    starts: str,
    corrected: pd.DataFrame,
) -> Drawn:
    """Draw ``entry_lag`` by responsible unit, most unbooked money first.

    Args:
        total: its one row for the district.
        by_year: its rows by year of start.
        as_of: the month of the meeting.
        units: its rows by unit.
        cases: ``open_cases``, for the pages behind the units.
        corrected: ``start_corrections``.
        starts: of the rule ``on_time_starts``.
    """
    if len(total) and lag_wording.is_unknown(total.iloc[0]):
        return Drawn(lag_wording.UNKNOWN, "", is_empty=True)
    if total.empty or not total.projects.iloc[0]:
        return Drawn("没有已开工而应入统的项目", "", is_empty=True)
    now = total.iloc[0]
    shown, rest = units.head(ROWS), units.iloc[ROWS:]
    details: dict[str, Page] = {}
    body = counted.key(KINDS, MARKS_LEFT)
    for x, said in ((1480, "等待最久"), (RIGHT, "已报未入统")):
        body += text(x, 259, said, 30, SOFT, anchor="end")
    for place, row in enumerate(shown.itertuples()):
        mine = cases[cases.responsible_unit == row.responsible_unit]
        unit = _unit(282 + place * 64, row)
        body += leads(unit, row.responsible_unit) if len(mine) else unit
        details |= _pages(row, mine)
    if len(rest):
        money = formats.money(rest.unbooked_at_stake_wan.sum())
        said = f"其余 {len(rest)} 个单位：应入统 {int(rest.due.sum())} 个，逾期 {int(rest.overdue.sum())} 个"
        body += text(LEFT, 962, f"{said}，已报未入统 {money}", 30, SOFT)
    said = "；".join(filter(None, [lag_wording.to_confirm(now), lag_wording.corrected_starts(corrected)]))
    if said:
        body += text(LEFT, 1004, said, 30, SOFT, room=RIGHT - LEFT)
    first, every = lag_wording.rates(now, by_year, as_of, starts) if now.due else (lag_wording.rate(now), "")
    body += text(LEFT, 216, every, 32, SOFT) if every else ""
    head = f"{first}；{lag_wording.at_stake(now)}"
    return Drawn(head, body, details, {key: key.split("·")[0] for key in details})


def _pages(row: Row, mine: pd.DataFrame) -> dict[str, Page]:
    """The pages behind a unit: its started projects without library entry or figures, and where each is stuck."""
    if mine.empty:
        return {}
    rows = [
        (
            one.project_name,
            (lag_wording.state(one.state), SOFT),
            (formats.month(one.start_date), SOFT),
            (f"> {int(one.waited_months)} 个月" if not formats.is_missing(one.waited_months) else "—", INK),
            lag_wording.stuck(one),
        )
        for one in mine.itertuples()
    ]
    title = f"{row.responsible_unit}：{len(rows)} 个已开工项目没有入库或没有数"
    return paged(row.responsible_unit, title, FIELDS, rows)


def _unit(top: float, row: Row) -> str:
    y = top + 46
    body = line(LEFT, top, RIGHT, top, RULE)
    body += text(LEFT, y, row.responsible_unit, 38, INK, room=340)
    signs = counted.signs(KINDS, row)
    pitch = min(38.0, (MARKS_RIGHT - MARKS_LEFT) / max(len(signs), 1))
    for place, (sign, colour) in enumerate(signs):
        body += mark(MARKS_LEFT + pitch * place + pitch / 2, top + 33, sign, min(30, pitch * 0.8), colour)
    if row.waiting:
        wait = "—" if formats.is_missing(row.longest_wait_months) else f"> {int(row.longest_wait_months)} 个月"
        body += text(1480, y, wait, 38, INK, anchor="end")
    money = formats.money(row.unbooked_at_stake_wan)
    return body + text(
        RIGHT,
        y,
        money if row.unbooked_at_stake_wan else "—",
        38,
        INK,
        anchor="end",
    )
