"""The ranking of one league: scores with their items, the distance to the place above, the line where cards begin."""

from collections.abc import Mapping

import pandas as pd

from data import formats
from data.wording import score_wording
from pages.components.meeting.slides import unit_parts
from pages.components.meeting.slides.drawing import (  # fmt: skip
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

NAME, SCORE, BEHIND = LEFT + 96, 640, 820
NAME_ROOM = SCORE - 130 - NAME
ITEMS_LEFT, ITEMS_RIGHT = 850, 1420  # a column an item, its points
CARDS = {"yellow": ("黄牌", "黄", "#ffc61a", "#1a1400", WARN), "red": ("红牌", "红", "#b01116", "#ffffff", LATE)}
COLUMNS = (
    (LEFT + 56, "名次", "end"), (NAME, "单位", "start"), (SCORE, "得分", "end"), (BEHIND, "距前一名", "end"),
    (1540, "上季名次", "end"), (1590, "升降", "start"), (RIGHT, "亮牌", "end"),
)  # fmt: skip


def draw(
    units: pd.DataFrame,
    league: str,
    parts: pd.DataFrame,
    cases: pd.DataFrame,
    cells: Mapping[unit_parts.Case, unit_parts.Place],
    *,
    has_cards: bool,
) -> Drawn:
    """Draw ``unit_ranking`` of one league with the points of each item; who is not ranked is named below.

    Args:
        units: all units.
        league: the league that is drawn.
        parts: ``score_parts``.
        cases: ``score_cases``, for the pages behind the units.
        cells: of ``unit_parts.source_cells``.
        has_cards: the district's rules know yellow and red cards.
    """
    mine = units[units.league == league]
    ranked, others = mine[mine["rank"].notna()], mine[mine["rank"].isna()]
    if ranked.empty:
        return Drawn(f"{league}：本季没有可排名的单位", "", is_empty=True)
    # who stands among the last: the cards' line runs above the best of them
    last = ranked[ranked.is_among_last.eq(True)] if has_cards else ranked.head(0)
    cut = int(last.index.min()) if len(last) else None
    below = [said for said in (why_high_but_slow(ranked, parts), *_below(ranked, others)) if said]
    room = 1000 - 290 - (40 if cut is not None else 0) - 42 * len(below)
    step = min(84.0, room / len(ranked))
    items = list(dict.fromkeys(parts[parts.responsible_unit.isin(ranked.responsible_unit)].item))
    body = "".join(
        text(x, 262, said, SMALL, SOFT, anchor=anchor) for x, said, anchor in COLUMNS if has_cards or said != "亮牌"
    )
    body += "".join(text(_item_x(at, items), 262, item[:2], SMALL, SOFT, anchor="end") for at, item in enumerate(items))
    top, above = 276.0, None
    details: dict[str, tuple[str, str]] = {}
    for row in ranked.itertuples():
        if row.Index == cut:
            body += _line(top + 20, int(row.last_places))
            top += 40
        of_unit = parts[parts.responsible_unit == row.responsible_unit]
        body += leads(_unit(top, step, row, above, of_unit, items, is_decisive=row.Index == cut), row.responsible_unit)
        details |= unit_parts.pages(row, parts, cases, cells)
        top, above = top + step, row
    for place, said in enumerate(below):
        body += text(LEFT, 1000 - 40 * (len(below) - 1 - place), said, SMALL, SOFT, room=RIGHT - LEFT)
    whose = {key: key.split("·")[0] for key in details}
    return Drawn(_title(ranked, last, league, is_only=units.league.nunique() == 1), body, details, whose)


def why_high_but_slow(ranked: pd.DataFrame, parts: pd.DataFrame) -> str:
    """Say why a unit is in the first third by score and the slowest of its league by completion; "" where none is."""
    rates = ranked[ranked.investment_completion_rate.notna()]
    high = ranked[ranked["rank"] <= max(2, len(ranked) // 3)]
    if len(rates) < 3:
        return ""
    slowest = rates[rates.investment_completion_rate == rates.investment_completion_rate.min()]
    both = high[high.responsible_unit.isin(slowest.responsible_unit)]
    if both.empty:
        return ""
    row = both.iloc[0]
    mine = parts[(parts.responsible_unit == row.responsible_unit) & parts.item_points.notna()]
    pace, others = mine[mine.item == unit_parts.PACE], mine[mine.item != unit_parts.PACE]
    rate = formats.percent(row.investment_completion_rate)
    head = f"{row.responsible_unit}得分第 {int(row['rank'])}、完成率本组最低（{rate}）"
    if pace.empty or others.empty:
        return f"{head}：得分来自其他考核项"
    one = next(pace.itertuples())
    points = sum(others.item_points)
    fulls = sum(full for item in others.itertuples() if (full := unit_parts.full(mine, item)) is not None)
    return (
        f"{head}：{unit_parts.PACE}得 {formats.number(one.item_points, 2)} 分"
        f"（满分 {formats.number(unit_parts.full(mine, one), 2)}），"
        f"其他 {len(others)} 项得 {formats.number(points, 2)} 分（满分 {formats.number(fulls, 2)}）"
    )


def _item_x(at: int, items: list[str]) -> float:
    return ITEMS_LEFT + (ITEMS_RIGHT - ITEMS_LEFT) * (at + 1) / max(len(items), 1)


def _below(ranked: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    exempt = [f"{row.responsible_unit}（{row.exemption}）" for row in ranked[ranked.exemption.notna()].itertuples()]
    unranked = [f"{row.responsible_unit}（{row.not_ranked_reason}）" for row in others.itertuples()]
    unsure = [f"{row.responsible_unit}（{row.provisional_because}）" for row in ranked.itertuples()
              if isinstance(row.provisional_because, str)]  # fmt: skip
    small = [f"{row.responsible_unit}{score_wording.trifling(row)}" for row in ranked.itertuples() if row.is_trifling]
    lists = (("容错", exempt), ("暂定", unsure), ("缺口小", small), ("未排名", unranked))
    return [f"{label}：{'；'.join(names)}" for label, names in lists if names]


def _title(ranked: pd.DataFrame, last: pd.DataFrame, league: str, *, is_only: bool) -> str:
    first = ranked[ranked["rank"] == 1].responsible_unit
    if len(first) == len(ranked) > 1:
        return f"{'' if is_only else f'{league}：'}{len(ranked)} 家单位得分相同"
    head = f"{'' if is_only else f'{league}：'}{first.iloc[0]}{f'等 {len(first)} 家并列' if len(first) > 1 else ''}居首"
    if len(ranked) == 1:
        return f"{head}，本组只有这一家"
    if last.empty:
        lowest = ranked[ranked["rank"] == ranked["rank"].max()].responsible_unit
        return f"{head}，{lowest.iloc[0]}{f'等 {len(lowest)} 家并列' if len(lowest) > 1 else ''}居末"
    nearest, places = last.iloc[0], last_places(last.iloc[0].last_places)
    gap = formats.number(abs(nearest.margin), 2)
    if not nearest.margin:
        return f"{head}；{nearest.responsible_unit}与上一名同分，按完成率、按时入统排在{places}"
    return f"{head}；{nearest.responsible_unit}在{places}，差 {gap} 分出{places}"


def last_places(count: int) -> str:
    """Name the last places of a league: 末三位; of one place 末位."""
    return "末位" if count == 1 else f"末{'一两三四五六七八九十'[int(count) - 1] if count <= 10 else int(count)}位"


def _line(y: float, places: int) -> str:
    said = f"{last_places(places)}线"
    return (
        line(LEFT - 30, y, RIGHT + 30, y, WARN, 4)
        + box(1040, y - 20, 190, 40, GROUND)
        + text(1135, y + 11, said, 32, WARN, bold=True, anchor="middle")
    )


def _unit(
    top: float, step: float, row: Row, above: Row | None, mine: pd.DataFrame, items: list[str], *, is_decisive: bool
) -> str:
    carded = isinstance(row.card, str)
    size, middle = min(42.0, max(28.0, step * 0.6)), top + step / 2
    base = middle + size * 0.36
    body = box(LEFT - 30, top + 1, RIGHT - LEFT + 60, step - 2, PANEL if carded else GROUND)
    body += text(LEFT + 56, base, int(row.rank), size, INK, anchor="end")
    fitting = max(SMALL, size * min(1.0, NAME_ROOM / width(row.responsible_unit, size)))
    body += text(NAME, base, row.responsible_unit, fitting, INK, room=NAME_ROOM)
    body += text(SCORE, base, formats.number(row.score, 2), size, INK, bold=True, anchor="end")
    if above is not None:
        gap = float(above.score) - float(row.score)
        said = f"差 {formats.number(gap, 2)}" if gap else "同分"
        body += text(BEHIND, base, said, max(SMALL, size - 6), WARN if is_decisive else SOFT, anchor="end")
    for item in mine.itertuples():
        if item.item in items:
            has = not formats.is_missing(item.item_points)
            tone = SOFT if not has else LATE if item.item_rate < 0.6 else INK
            said = formats.number(item.item_points, 1) if has else "—"
            body += text(_item_x(items.index(item.item), items), base, said, max(SMALL, size - 10), tone, anchor="end")
    body += _moved(base, middle, size, row)
    if not carded and (row.is_provisional or isinstance(row.exemption, str)):
        body += text(RIGHT, base, "容错" if isinstance(row.exemption, str) else "暂定", 28, SOFT, anchor="end")
    if carded:
        body += text(RIGHT, base, CARDS[row.card][0], max(SMALL, size - 6), INK, anchor="end")
        tall = min(44.0, step - 8)
        body += card(RIGHT - 144, middle - tall / 2, tall, row.card)
    return body


def _moved(base: float, middle: float, size: float, row: Row) -> str:
    if formats.is_missing(row.rank_before):
        return text(1540, base, "—", size - 2, SOFT, anchor="end")
    moved = int(row.rank_before) - int(row.rank)
    body = text(1540, base, int(row.rank_before), size - 2, SOFT, anchor="end")
    if not moved:
        return body + text(1610, base, "平", size - 2, SOFT, anchor="middle")
    far = INK if abs(moved) >= 3 else SOFT
    return body + mark(1610, middle, "▲" if moved > 0 else "▼", 22, far) + text(1636, base, abs(moved), size - 2, far)


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
