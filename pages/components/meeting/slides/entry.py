"""Entry and lag by unit: what has started and is not in the statistics, since when, and for how much."""

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
    line,
    mark,
    text,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.view import Row

ROWS = 10
MARKS_LEFT, MARKS_RIGHT = 440, 1260
KINDS = (
    ("overdue", "▼", LATE, "逾期未入统"),
    ("late_in", "■", DIM, "迟入统"),
    ("on_time", "■", BLUE, "按时入统"),
    ("not_due", "○", SOFT, "未到期"),
)


def draw(total: pd.DataFrame, units: pd.DataFrame) -> Drawn:
    """Draw ``entry_lag`` by responsible unit, most unbooked money first; ``total`` is its one row for the district."""
    if total.empty or not total.projects.iloc[0]:
        return Drawn("没有已开工而应入统的项目", "")
    now = total.iloc[0]
    shown, rest = units.head(ROWS), units.iloc[ROWS:]
    body = counted.key(KINDS, MARKS_LEFT)
    for x, said in ((1480, "等待最久"), (RIGHT, "已报未入统")):
        body += text(x, 259, said, 30, SOFT, anchor="end")
    for place, row in enumerate(shown.itertuples()):
        body += _unit(286 + place * 66, row)
    if len(rest):
        money = formats.money(rest.unbooked_at_stake_wan.sum())
        said = f"其余 {len(rest)} 个单位：应入统 {int(rest.due.sum())} 个，逾期 {int(rest.overdue.sum())} 个"
        body += text(LEFT, 962, f"{said}，已报未入统 {money}", 30, SOFT)
    if said := lag_wording.to_confirm(now):
        body += text(LEFT, 1004, said, 30, SOFT)
    stake = formats.money(now.unbooked_at_stake_wan)
    head = f"应入统 {int(now.due)} 个，按时 {formats.percent(now.on_time_rate)}；{stake}已报未入统"
    return Drawn(head, body)


def _unit(top: float, row: Row) -> str:
    y = top + 46
    body = line(LEFT, top, RIGHT, top, RULE)
    body += text(LEFT, y, row.responsible_unit, 38, INK, bold=row.overdue > 0, room=340)
    signs = counted.signs(KINDS, row)
    pitch = min(38.0, (MARKS_RIGHT - MARKS_LEFT) / max(len(signs), 1))
    for place, (sign, colour) in enumerate(signs):
        body += mark(MARKS_LEFT + pitch * place + pitch / 2, top + 33, sign, min(30, pitch * 0.8), colour)
    if row.waiting:
        wait = "—" if formats.is_missing(row.longest_wait_months) else f"> {int(row.longest_wait_months)} 个月"
        body += text(1480, y, wait, 38, INK, bold=True, anchor="end")
    money = formats.money(row.unbooked_at_stake_wan)
    return body + text(
        RIGHT,
        y,
        money if row.unbooked_at_stake_wan else "—",
        38,
        INK,
        bold=bool(row.unbooked_at_stake_wan),
        anchor="end",
    )
