"""The ranking of one league: scores as points, the distance to the place above, and the line where cards begin."""

import pandas as pd

from data import formats
from pages.components.meeting.slides.drawing import (  # fmt: skip
    BLUE,
    DIM,
    GROUND,
    INK,
    LATE,
    LEFT,
    PANEL,
    RIGHT,
    SMALL,
    SOFT,
    WARN,
    box,
    leads,
    line,
    mark,
    path,
    text,
    width,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.view import Row

NAME, SCORE, BEHIND = LEFT + 96, 660, 850
NAME_ROOM = SCORE - 130 - NAME
LADDER_LEFT, LADDER_RIGHT = 885, 1340
CARDS = {"yellow": ("黄牌", "黄", "#ffc61a", "#1a1400", WARN), "red": ("红牌", "红", "#b01116", "#ffffff", LATE)}
COLUMNS = (
    (LEFT + 56, "名次", "end"), (NAME, "单位", "start"), (SCORE, "得分", "end"), (BEHIND, "距前一名", "end"),
    (LADDER_RIGHT, "得分高低", "end"), (1520, "上季名次", "end"), (1570, "升降", "start"), (RIGHT, "亮牌", "end"),
)  # fmt: skip


def draw(units: pd.DataFrame, league: str, *, has_cards: bool) -> Drawn:
    """Draw ``unit_ranking`` of one league; units that are not ranked and exemptions' numbers are named below."""
    mine = units[units.league == league]
    ranked, others = mine[mine["rank"].notna()], mine[mine["rank"].isna()]
    if ranked.empty:
        return Drawn(f"{league}：本季没有可排名的单位", "")
    # who stands among the last: the cards' line runs above the best of them
    last = ranked[ranked.is_among_last.eq(True)] if has_cards else ranked.head(0)
    cut = int(last.index.min()) if len(last) else None
    below = _below(ranked, others)
    room = 1000 - 262 - (40 if cut is not None else 0) - (44 if below else 0)
    step = min(88.0, room / len(ranked))
    body = "".join(text(x, 246, said, SMALL, SOFT, anchor=anchor) for x, said, anchor in COLUMNS)
    low, high = float(ranked.score.min()), float(ranked.score.max())
    at = lambda score: LADDER_LEFT + (LADDER_RIGHT - LADDER_LEFT) * (float(score) - low) / ((high - low) or 1)  # noqa: E731
    top, above = 262.0, None
    for row in ranked.itertuples():
        if row.Index == cut:
            body += _line(top + 20, len(last))
            top += 40
        body += leads(_unit(top, step, row, above, at, is_decisive=row.Index == cut), row.responsible_unit)
        top, above = top + step, row
    if below:
        body += text(LEFT, 998, below, SMALL, SOFT, room=RIGHT - LEFT)
    return Drawn(_title(ranked, last, league, is_only=units.league.nunique() == 1), body)


def _below(ranked: pd.DataFrame, others: pd.DataFrame) -> str:
    exempt = [f"{row.responsible_unit}（{row.exemption}）" for row in ranked[ranked.exemption.notna()].itertuples()]
    unranked = [f"{row.responsible_unit}（{row.not_ranked_reason}）" for row in others.itertuples()]
    lists = (("容错", exempt), ("未排名", unranked))
    return "　".join(f"{label}：{'；'.join(names)}" for label, names in lists if names)


def _title(ranked: pd.DataFrame, last: pd.DataFrame, league: str, *, is_only: bool) -> str:
    first = ranked[ranked["rank"] == 1].responsible_unit
    if len(first) == len(ranked) > 1:
        return f"{'' if is_only else f'{league}：'}{len(ranked)} 家单位得分相同"
    head = f"{'' if is_only else f'{league}：'}{first.iloc[0]}{f'等 {len(first)} 家并列' if len(first) > 1 else ''}居首"
    if last.empty:
        return f"{head}，{ranked.responsible_unit.iloc[-1]}居末"
    nearest = last.iloc[0]
    gap = formats.number(abs(nearest.margin), 2)
    return f"{head}；{nearest.responsible_unit}以 {gap} 分之差落入末{_count(len(last))}位"


def _count(places: int) -> str:
    return "一二三四五六七八九十"[places - 1] if places <= 10 else str(places)


def _line(y: float, places: int) -> str:
    said = f"末{_count(places)}位线"
    return (
        line(LEFT - 30, y, RIGHT + 30, y, WARN, 4)
        + box(1040, y - 20, 190, 40, GROUND)
        + text(1135, y + 11, said, 32, WARN, bold=True, anchor="middle")
    )


def _unit(top: float, step: float, row: Row, above: Row | None, at, *, is_decisive: bool) -> str:  # noqa: ANN001
    carded = isinstance(row.card, str)
    size, middle = min(42.0, max(28.0, step * 0.7)), top + step / 2
    base = middle + size * 0.36
    colour = CARDS[row.card][4] if carded else BLUE
    body = box(LEFT - 30, top + 1, RIGHT - LEFT + 60, step - 2, PANEL) if carded else ""
    body += text(LEFT + 56, base, int(row.rank), size, INK, bold=True, anchor="end")
    fitting = max(SMALL, size * min(1.0, NAME_ROOM / width(row.responsible_unit, size)))
    bold = carded or row.rank <= 3
    body += text(NAME, base, row.responsible_unit, fitting, INK, bold=bold, room=NAME_ROOM)
    body += text(SCORE, base, formats.number(row.score, 2), size, INK, bold=True, anchor="end")
    if above is not None:
        gap = float(above.score) - float(row.score)
        body += line(at(row.score), middle, at(above.score), middle, colour if carded else DIM, 10)
        said = f"差 {formats.number(gap, 2)}" if gap else "同分"
        body += text(BEHIND, base, said, size - 2, WARN if is_decisive else SOFT, bold=is_decisive, anchor="end")
    body += mark(at(row.score), middle, "●", 26, colour)
    body += _moved(base, middle, size, row)
    if not carded and (row.is_provisional or isinstance(row.exemption, str)):
        body += text(RIGHT, base, "容错" if isinstance(row.exemption, str) else "暂定", 28, SOFT, anchor="end")
    if carded:
        body += text(RIGHT, base, CARDS[row.card][0], size, INK, bold=True, anchor="end")
        body += card(RIGHT - 144, middle - 22, 44, row.card)
    return body


def _moved(base: float, middle: float, size: float, row: Row) -> str:
    if formats.is_missing(row.rank_before):
        return text(1520, base, "—", size - 2, SOFT, anchor="end")
    moved = int(row.rank_before) - int(row.rank)
    body = text(1520, base, int(row.rank_before), size - 2, SOFT, anchor="end")
    if not moved:
        return body + text(1590, base, "平", size - 2, SOFT, anchor="middle")
    far = INK if abs(moved) >= 3 else SOFT
    return body + mark(1590, middle, "▲" if moved > 0 else "▼", 22, far) + text(1616, base, abs(moved), size - 2, far)


def card(x: float, y: float, height: float, kind: str) -> str:
    """A card as a referee holds it: upright, lettered; a red one before the yellow one that it replaces."""
    _, letter, fill, ink, _ = CARDS[kind]
    w = height * 0.68
    behind = (
        box(x + w * 0.3, y - height * 0.02, w, height, CARDS["yellow"][2], round_=height * 0.07)
        if kind == "red"
        else ""
    )
    front = box(
        x,
        y,
        w,
        height,
        fill,
        edge="#ffffff" if kind == "red" else "none",
        thick=max(2.0, height * 0.02),
        round_=height * 0.07,
    )
    glyph = text(x + w / 2, y + height * 0.5 + w * 0.25, letter, round(w * 0.7), ink, bold=True, anchor="middle")
    return f'<g transform="rotate(7 {x + w / 2:.0f} {y + height / 2:.0f})">{behind}{front}{glyph}</g>'


def speaks(x: float, y: float) -> str:
    """A speech bubble: speaks on the spot."""
    corners = ((x, y), (x + 60, y), (x + 60, y + 40), (x + 30, y + 40), (x + 14, y + 56), (x + 14, y + 40), (x, y + 40))
    return path(corners, edge=INK, thick=5) + line(x + 14, y + 20, x + 46, y + 20, INK, 5)


def writes(x: float, y: float) -> str:
    """A sheet of paper: reports in writing."""
    sheet = path(((x + 8, y), (x + 52, y), (x + 52, y + 56), (x + 8, y + 56)), edge=INK, thick=5)
    return sheet + "".join(line(x + 19, y + down, x + 41, y + down, INK, 5) for down in (16, 28, 40))
