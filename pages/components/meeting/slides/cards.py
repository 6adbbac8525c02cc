"""Yellow and red cards with the duties they bring, in the order of speaking."""

from collections.abc import Mapping

import pandas as pd

from data import formats
from pages.components.meeting.slides import unit_parts
from pages.components.meeting.slides.drawing import (
    INK,
    LATE,
    LEFT,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    leads,
    line,
    lines,
    text,
    width,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.ranking import card, last_places, speaks, writes
from pages.components.view import Row

BIG = 3  # so many cards are drawn large; more stand in a list
COLUMNS = ((LEFT + 90, "单位"), (520, "名次、得分"), (790, "为什么"), (1320, "怎样表态"))


def draw(
    units: pd.DataFrame,
    parts: pd.DataFrame,
    cases: pd.DataFrame,
    cells: Mapping[unit_parts.Case, unit_parts.Place],
) -> Drawn:
    """Draw the carded units of ``unit_ranking``, and who got rid of last quarter's card.

    ``parts``, ``cases`` and ``cells`` are for the pages behind the units, as ``ranking.draw`` has them.
    """
    held = units[units.card.notna()].copy()
    held["first"] = held.duty.fillna("").str.contains("现场")
    held = held.sort_values(["first", "card", "rank"], ascending=[False, True, False], kind="stable")
    lifted = units[units.was_among_last.eq(True) & units.is_among_last.eq(False) & units["rank"].notna()]
    if held.empty:
        return Drawn("本季没有亮牌的单位", _lifted(lifted), is_empty=lifted.empty)
    rows = list(held.itertuples())
    if len(rows) <= BIG:
        body = "".join(
            leads(_large(LEFT + place * 600, 232, row), row.responsible_unit) for place, row in enumerate(rows)
        )
    else:
        step = min(92.0, 630 / len(rows))
        body = "".join(text(x, 258, said, SMALL, SOFT) for x, said in COLUMNS)
        body += "".join(
            leads(_line(272 + place * step, step, row), row.responsible_unit) for place, row in enumerate(rows)
        )
    details: dict[str, tuple[str, str]] = {}
    for row in rows:
        details |= unit_parts.pages(row, parts, cases, cells)
    return Drawn(_title(held), body + _lifted(lifted), details, {key: key.split("·")[0] for key in details})


def _title(held: pd.DataFrame) -> str:
    on_the_spot, in_writing = held[held["first"]].responsible_unit, held[~held["first"]].responsible_unit
    parts = [f"{'、'.join(on_the_spot)}现场表态"] if len(on_the_spot) else []
    parts += [f"{'、'.join(in_writing)}书面表态"] if len(in_writing) else []
    if len(held) <= BIG:
        return "；".join(parts)
    red = int((held.card == "red").sum())
    kinds = "、".join(f"{name} {count} 家" for name, count in (("红牌", red), ("黄牌", len(held) - red)) if count)
    return f"{kinds}；{len(on_the_spot)} 家现场表态、{len(in_writing)} 家书面表态"


def why(row: Row) -> str:
    """Say what a card stands for: the league, its last places, since when, how far it is off, and if it stands."""
    reason = "（暂定）" if isinstance(row.provisional_because, str) else "（只因缺口小）" if row.is_trifling else ""
    return _place(row) + reason


def _place(row: Row) -> str:
    places = last_places(row.last_places)
    if row.card == "red":
        before = row.last_places_before
        same = formats.is_missing(before) or int(before) == int(row.last_places)
        return f"{row.league}：连续两季在{places}" if same else f"{row.league}：上季{last_places(before)}，本季{places}"
    if not row.margin:
        return f"{row.league}：与上一名同分，在{places}"
    return f"{row.league}：差 {formats.number(abs(row.margin), 2)} 分出{places}"


def _line(top: float, step: float, row: Row) -> str:
    size, base = min(38.0, step * 0.5), top + step / 2 + 13
    body = line(LEFT, top, RIGHT, top, RULE) + card(LEFT + 6, top + 6, step - 14, row.card)
    body += text(LEFT + 90, base, row.responsible_unit, size - 4, INK, room=340)
    body += text(520, base, f"第 {int(row.rank)} 名，{formats.number(row.score, 2)}", size - 4, INK, room=260)
    body += text(790, base, why(row), size - 4, SOFT, room=515)
    said = "、".join(_duties(row.duty))
    fitting = max(SMALL, min(size - 4, (RIGHT - 1320) / max(width(said, 1), 1)))
    return body + text(1320, base, said, fitting, INK, room=RIGHT - 1320)


def _large(x: float, y: float, row: Row) -> str:
    body = card(x + 12, y + 8, 200, row.card)
    body += text(x + 206, y + 70, row.responsible_unit, 52, INK, bold=True, room=354)
    body += text(x + 206, y + 130, f"第 {int(row.rank)} 名，{formats.number(row.score, 2)} 分", 34, INK)
    before = "上季未排名" if formats.is_missing(row.rank_before) else f"上季第 {int(row.rank_before)} 名"
    body += text(x + 206, y + 178, before, 32, SOFT)
    body += line(x, y + 250, x + 560, y + 250, RULE) + text(x, y + 298, why(row), 36, SOFT)
    for place, duty in enumerate(_duties(row.duty)):
        at = y + 334 + place * 76
        body += (speaks(x + 2, at) if "现场" in duty else writes(x + 2, at)) + text(
            x + 80, at + 42, duty, 42, INK, bold=True, room=480
        )
    if row.card == "red":
        for place, part in enumerate(lines("本年度不得评为市、区先进单位", 34, 480)):
            body += text(x + 80, y + 540 + place * 42, part, 34, LATE, bold=True)
    return body


def _duties(duty: object) -> list[str]:
    return [part for part in str(duty).replace("，", "；").split("；") if part][:2] if isinstance(duty, str) else []


def _lifted(lifted: pd.DataFrame) -> str:
    if lifted.empty:
        return ""
    said = "；".join(f"{row.responsible_unit} {int(row.rank_before)} → {int(row.rank)}" for row in lifted.itertuples())
    body = line(LEFT, 928, RIGHT, 928, RULE) + text(LEFT, 980, "上季在末几位、本季脱离", 34, SOFT)
    return body + text(LEFT + 430, 980, said, 36, INK, bold=True, room=RIGHT - LEFT - 430)
