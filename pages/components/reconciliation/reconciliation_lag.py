"""One group's year: reported and booked to date as lines, their monthly amounts below, the lag between them visible."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, STEEL


def draw(months: pd.DataFrame) -> None:
    """Draw ``reconciliation_series`` of one group; January has no return and so no booked point."""
    fig, marks = go.Figure(), Marks()
    at = [month.month for month in months.month]
    places = {"tickvals": at, "ticktext": [f"{month}月" for month in at], "range": [min(at) - 0.5, max(at) + 2.4]}
    line = {"mode": "lines+markers", "marker": {"size": 6}, "hoverinfo": "skip"}
    for column, colour, word in (("reported_ytd_wan", INK, "上报"), ("booked_ytd_wan", BLUE, "入统")):
        fig.add_scatter(x=at, y=months[column], line={"color": colour, "width": 2.4}, **line)
        known = months[months[column].notna()]
        if len(known):
            last, font = known.iloc[-1], {"color": colour}
            said = f"{word} <b>{formats.number(last[column])}</b>"
            marks.note(x=last.month.month, y=last[column], text=said, xanchor="left", xshift=8, font=font)
    both = months[months.reported_ytd_wan.notna() & months.booked_ytd_wan.notna()]
    if len(both):
        last = both.iloc[-1]
        ends = {"x0": last.month.month, "x1": last.month.month, "y0": last.booked_ytd_wan, "y1": last.reported_ytd_wan}
        marks.shape(type="line", line={"color": LATE, "width": 2, "dash": "dot"}, **ends)
        if wait := _behind(months, both):
            corner = {"xref": "paper", "x": 0, "yref": "paper", "y": 1, "xanchor": "left", "yanchor": "top"}
            marks.note(text=f"入统约比上报晚 {wait} 个月", font={"color": LATE}, **corner)
    fig.update_layout(
        xaxis=places,
        yaxis={"visible": True, "nticks": 4, "tickformat": ",d", "rangemode": "tozero"},
        margin={"l": 52, "b": 24, "t": 8},
    )
    marks.put(fig)
    theme.figure(fig, height=210, alt="本年累计：上报与入统逐月", key="lag_lines")
    bars = go.Figure()
    for column, colour, shift in (("reported_period_wan", STEEL, -0.2), ("booked_period_wan", BLUE, 0.2)):
        bars.add_bar(
            x=[month + shift for month in at], y=months[column], width=0.36, marker={"color": colour}, hoverinfo="skip"
        )
    bars.update_layout(
        xaxis=places, yaxis={"visible": True, "nticks": 3, "tickformat": ",d"}, margin={"l": 52, "b": 24, "t": 4}
    )
    theme.figure(bars, height=120, alt="当月：上报（灰）与入统（蓝）", key="lag_bars")


def _behind(months: pd.DataFrame, both: pd.DataFrame) -> str:
    """By how many months booked runs behind: since reported stood where booked stands now; "" where it does not."""
    last = both.iloc[-1]
    earlier = months[months.reported_ytd_wan <= last.booked_ytd_wan]
    if last.booked_ytd_wan >= last.reported_ytd_wan or earlier.empty:
        return ""
    before = earlier.iloc[-1]
    after = months[months.month > before.month].iloc[0]
    step = after.reported_ytd_wan - before.reported_ytd_wan
    part = (last.booked_ytd_wan - before.reported_ytd_wan) / step if step else 0
    return formats.number(last.month.month - before.month.month - part * (after.month.month - before.month.month), 1)
