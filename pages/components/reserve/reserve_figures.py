"""Pictures of the reserve: where its projects went this year, and whether each tier's were fit to enter."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from data import dictionary, formats
from data.selection_lists import tier_rules
from pages.components import flow_bands, theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, MUTED
from pages.components.view import View

COLOURS = {"plan": BLUE, "left": MUTED, "new": MUTED}
ORDER = ("plan", "ready_1y", "prepare_3y", "idea_5y", "new", "left")
UP = {"idea_5y": 0, "prepare_3y": 1, "ready_1y": 2, "plan": 3}


def flows(frame: pd.DataFrame, height: int) -> None:
    """Draw the year's bands: blue for what moved up, grey for what stayed, was new, or left."""
    known = dictionary.lookup("to_tier")
    left, right = _column(frame, "from_tier"), _column(frame, "to_tier")
    tall = max(sum(left.values()), 1)
    room = tall * 0.07
    places = [flow_bands.spots(column, room) for column in (left, right)]
    fig, marks = go.Figure(), Marks()
    links = [(row.from_tier, row.to_tier, int(row.projects)) for row in frame.itertuples()]
    flow_bands.bands(marks, 0, links, places[0], places[1], _tint)
    for at, (column, spots) in enumerate(zip((left, right), places, strict=True)):
        for name, count in column.items():
            colour = COLOURS.get(name, INK)
            word = dictionary.write(known, name)
            flow_bands.node(marks, at, word, count, spots[name], colour=colour, is_last=at == 1)
    bottom = max(
        [spots[name] + column[name] for column, spots in zip((left, right), places, strict=True) for name in column]
        or [1]
    )
    fig.update_xaxes(visible=False, range=[-0.03, 1.03])
    fig.update_yaxes(visible=False, range=[bottom + room * 0.3, -room * 0.3])
    marks.put(fig)
    up = sum(count for source, target, count in links if UP.get(target, -1) > UP.get(source, 9))
    theme.figure(fig, height=height, alt=f"储备项目今年的去向，往上转的 {up} 个", key="reserve_flows")


def tiers(frame: pd.DataFrame, waiting: pd.DataFrame, view: View, on: date, height: int) -> None:
    """Draw a bar a tier: blue has a proof of its standard, vermilion lacks it; money and conversion in words."""
    rules, known = tier_rules(view.profile, on), dictionary.lookup("reserve_tier")
    rows = frame.iloc[::-1]
    names = [rules[tier].name if tier in rules else dictionary.write(known, tier) for tier in rows.reserve_tier]
    proven = [int((waiting[waiting.reserve_tier == tier].is_standard_proven).sum()) for tier in rows.reserve_tier]
    missing = [int(row.projects) - fit for row, fit in zip(rows.itertuples(), proven, strict=True)]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(y=names, x=proven, orientation="h", width=0.42, marker={"color": BLUE})
    fig.add_bar(y=names, x=missing, base=proven, orientation="h", width=0.42, marker={"color": LATE})
    fig.update_traces(hoverinfo="skip")
    tallest = max([*rows.projects, 1])
    for name, row, lacks in zip(names, rows.itertuples(), missing, strict=True):
        text = f"<b>{row.projects}</b> 个" + (f"，缺 {lacks}" if lacks else "")
        marks.note(x=row.projects, y=name, xanchor="left", xshift=6, text=text, font={"color": INK})
        median = f"，一半 {row.conversion_median_months} 个月内转化" if pd.notna(row.conversion_median_months) else ""
        share = formats.percent(row.converted_share, 0)
        below = f"{formats.money(row.total_investment_wan)}；转化率 {share}{median}"
        marks.note(x=0, y=name, xanchor="left", yshift=-34, text=below, font={"color": MUTED, "size": 12})
    fig.update_xaxes(range=[0, tallest * 1.6], visible=False)
    fig.update_yaxes(
        showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True, range=[-0.75, len(names) - 0.5]
    )
    marks.put(fig)
    theme.figure(fig, height=height, alt="三级储备库的项目，蓝为入库标准有佐证，红为缺佐证", key="reserve_tiers")


def _column(frame: pd.DataFrame, side: str) -> dict[str, int]:
    sums = frame.groupby(side).projects.sum()
    return {name: int(sums[name]) for name in ORDER if name in sums.index}


def _tint(source: str, target: str) -> str:
    return "rgba(11,92,173,.30)" if UP.get(target, -1) > UP.get(source, 9) else "rgba(204,213,222,.55)"
