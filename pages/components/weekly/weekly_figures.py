"""The week in one picture: units by what the meeting has to ask them, late things in vermilion."""

import pandas as pd
import plotly.graph_objects as go

from data.wording.week_parts import PARTS, SHORT
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import HAIR, INK, LATE, MUTED, STEEL

MOST = 10  # units shown
ROW = 30


def units(things: pd.DataFrame, counts: pd.DataFrame) -> None:
    """Draw a row a unit and a column a part: the number on grey, on vermilion where something is late."""
    shown = counts.head(MOST)
    late = things[things.is_late].groupby(["responsible_unit", "part"]).size()
    fig, marks = go.Figure(), Marks()
    names = [unit if unit != "—" else "未写单位" for unit in shown.responsible_unit]
    for at, part in enumerate(PARTS):
        marks.note(x=at, y=-0.55, yanchor="bottom", text=SHORT[part], font={"color": MUTED})
        for row, unit in enumerate(shown.responsible_unit):
            count, overdue = int(shown[part].iloc[row]), int(late.get((unit, part), 0))
            colour = LATE if overdue else STEEL if count else "#ffffff"
            box = {"x0": at - 0.46, "x1": at + 0.46, "y0": row - 0.42, "y1": row + 0.42}
            marks.shape(type="rect", layer="below", fillcolor=colour, line={"width": 1, "color": HAIR}, **box)
            if count:
                marks.note(x=at, y=row, text=f"<b>{count}</b>", font={"color": "#ffffff" if overdue else INK})
    fig.add_scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")
    fig.update_xaxes(range=[-0.5, len(PARTS) - 0.5], visible=False)
    fig.update_yaxes(
        range=[len(shown) - 0.5, -1.35], tickvals=list(range(len(shown))), ticktext=names, showgrid=False,
        tickfont={"size": 13, "color": INK}, automargin=True,
    )  # fmt: skip
    marks.put(fig)
    theme.figure(
        fig, height=ROW * (len(shown) + 1) + 16, alt="各单位本周要说的事项数，红色为其中有逾期的", key="week_units"
    )
