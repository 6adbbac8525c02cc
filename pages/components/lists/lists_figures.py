"""The year's months: what was to start or finish in each, and how much of it did."""

import pandas as pd
import plotly.graph_objects as go

from pages.components import theme
from pages.components.lists.lists_words import KINDS
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, MUTED


def months(year: pd.DataFrame, kind: str, last: int, height: int) -> None:
    """Draw a bar a month: blue is done, vermilion is not; the months to come are those still planned.

    Args:
        year: ``four_lists`` of the year.
        kind: start or finish.
        last: the month that is shown; later ones have not come.
        height: pixels.
    """
    rows = year[year.list_kind == kind]
    listed = rows[rows.list_state.isin(["done", "open"])]
    at = pd.to_datetime(listed.first_listed_month).dt.month
    done = [int(((at == month) & (listed.list_state == "done")).sum()) for month in range(1, 13)]
    left = [int(((at == month) & (listed.list_state == "open")).sum()) for month in range(1, 13)]
    later = rows[rows.list_state == "upcoming"]
    to_come = pd.to_datetime(later.planned_on).dt.month
    ahead = [int((to_come == month).sum()) for month in range(1, 13)]
    names = [f"{month}月" for month in range(1, 13)]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(x=names, y=done, marker={"color": BLUE}, width=0.66, hoverinfo="skip")
    fig.add_bar(x=names, y=left, base=done, marker={"color": LATE}, width=0.66, hoverinfo="skip")
    hollow = {"color": "#ffffff", "line": {"color": MUTED, "width": 1}}
    fig.add_bar(x=names, y=ahead, marker=hollow, width=0.66, hoverinfo="skip")
    for month, name in enumerate(names):
        total = done[month] + left[month]
        if total or ahead[month]:
            said = f"<b>{done[month]}</b>/{total}" if month < last else f"{ahead[month]}"
            marks.note(x=name, y=max(total, ahead[month]), yanchor="bottom", text=said, font={"color": INK})
    tallest = max([a + b for a, b in zip(done, left, strict=True)] + ahead + [1])
    fig.update_yaxes(range=[0, tallest * 1.25], visible=False)
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 24})
    theme.figure(
        fig,
        height=height,
        alt=f"各月应{KINDS[kind]}的项目，蓝为已{KINDS[kind]}，红为未{KINDS[kind]}",
        key=f"lists_chart_{kind}",
    )
