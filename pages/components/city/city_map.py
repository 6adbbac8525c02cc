"""The districts on a map: each in the colour of its light, grey with until when where it has not delivered."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from data import formats
from data.profile import Profile
from pages.components.map.map_deck import EDGE, LAND, PAPER
from pages.components.map.map_geography import View, rings
from pages.components.theme import FAINT, FONT, INK, MUTED
from pages.components.words import escape, light

WIDTH, HEIGHT = 420, 320
LARGE, SMALL = 14, 12  # letters of a district, of a neighbour
SOFT = 0.82  # how far a light's colour goes towards white under a name


def show(board: pd.DataFrame, profiles: list[Profile], *, height: int = HEIGHT) -> None:
    """Draw a map for each city: the districts that deliver, and around them those of which nothing is known."""
    for city, areas in _cities(tuple((one.surroundings, one.boundary) for one in profiles)).items():
        mine = {one.region_code: one.id for one in profiles if one.region_code[:4] == city}
        if mine:
            st.plotly_chart(
                _figure(areas, mine, board.set_index("district"), height),
                key=f"city_map_{city}",
                config={"displayModeBar": False, "staticPlot": False},
            )


@lru_cache(maxsize=8)
def _cities(files: tuple[tuple[Path | None, Path | None], ...]) -> dict[str, dict[str, tuple[str, BaseGeometry]]]:
    """Return city code → county code → name and area, of all the shapes that the districts' folders hold."""
    found: dict[str, dict[str, tuple[str, BaseGeometry]]] = {}
    for path in (path for pair in files for path in pair if path):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code, name = str(feature["properties"]["adcode"]), feature["properties"]["name"]
            found.setdefault(code[:4], {})[code] = (name, shape(feature["geometry"]))
    return found


def _figure(areas: dict, mine: dict[str, str], board: pd.DataFrame, height: int) -> go.Figure:
    view = View.fit(unary_union([area for _, area in areas.values()]).bounds, WIDTH, height, aside=4, above=6)
    traces: list[dict[str, Any]] = []
    for code, (name, area) in sorted(areas.items(), key=lambda one: one[0] in mine):
        row = board.loc[mine[code]] if mine.get(code) in board.index else None
        fill, said = _colour(row), _said(name, row)
        for ring in rings(area):
            xs, ys = zip(*(view.pixel(*corner) for corner in ring), strict=True)
            traces.append({
                "type": "scatter", "x": [round(x, 1) for x in xs], "y": [round(y, 1) for y in ys], "mode": "lines",
                "line": {"color": PAPER if row is not None else EDGE, "width": 1.5}, "fill": "toself",
                "fillcolor": fill, "hoveron": "fills", "text": said, "hoverinfo": "text",
            })  # fmt: skip
    notes = [_note(*label) for label in labelled(areas, mine, board, view)]
    axis = {"visible": False, "fixedrange": True}
    return go.Figure(
        traces,
        go.Layout(
            height=height, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False, dragmode=False,
            paper_bgcolor=PAPER, plot_bgcolor=PAPER, font={"family": FONT, "color": INK}, annotations=notes,
            xaxis=axis | {"range": [0, view.width]},
            yaxis=axis | {"range": [view.height, 0], "scaleanchor": "x", "constrain": "range"},
        ),
    )  # fmt: skip


Label = tuple[float, float, str, pd.Series | None]  # place, name, and the district's row where it is one of ours


def labelled(areas: dict, mine: dict[str, str], board: pd.DataFrame, view: View) -> list[Label]:
    """Return the names that have room, our districts first; a neighbour whose name would lie on another has none.

    A neighbour's name may go a line up or down; hovering shows every name.
    """
    placed: list[tuple[float, float, float, float]] = []
    labels: list[Label] = []
    for code, (name, area) in sorted(areas.items(), key=lambda one: (one[0] not in mine, -one[1][1].area)):
        row = board.loc[mine[code]] if mine.get(code) in board.index else None
        x, y = view.pixel(*area.representative_point().coords[0])
        size, said = (LARGE, [name, _short(row)]) if row is not None else (SMALL, [name])
        wide, high = size * max(map(len, said)) / 2 + 2, size * 1.3 * len(said) / 2
        for shift in (0,) if row is not None else (0, -high * 2, high * 2):
            box = (x - wide, y + shift - high, x + wide, y + shift + high)
            if row is not None or not any(_overlap(box, other) for other in placed):
                placed.append(box)
                labels.append((x, y + shift, name, row))
                break
    return labels


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _note(x: float, y: float, name: str, row: pd.Series | None) -> dict[str, Any]:
    text = f"<b>{escape(name)}</b><br>{escape(_short(row))}" if row is not None else escape(name)
    font = {"size": LARGE if row is not None else SMALL, "color": INK if row is not None else MUTED}
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": font}


def _colour(row: pd.Series | None) -> str:
    if row is None:
        return LAND
    if not row.has_delivered:
        return FAINT
    red, green, blue = (int(light(row.light).fill[at : at + 2], 16) for at in (1, 3, 5))
    return "#{:02x}{:02x}{:02x}".format(*(round(255 - (255 - tone) * (1 - SOFT + 0.35)) for tone in (red, green, blue)))


def _short(row: pd.Series) -> str:
    if not row.has_delivered:
        last = row.delivered_until_month
        return "未送数" if formats.is_missing(last) else f"至{last:%Y年}{last.month}月"
    return f"{light(row.light).sign} {formats.percent(row.investment_completion_rate)}"


def _said(name: str, row: pd.Series | None) -> str:
    if row is None:
        return f"{escape(name)}：不在各区数据中"
    if not row.has_delivered:
        return f"{escape(name)}：本月未送数"
    rate, gap = formats.percent(row.investment_completion_rate), formats.signed(row.pace_gap_pp)
    return f"{escape(name)}：完成率 {rate}，进度差 {gap} 个百分点"
