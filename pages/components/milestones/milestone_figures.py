"""The wall chart: a row a project (or unit), the months of the year across, a mark a milestone on its day."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from data import dictionary, formats
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, FAINT, HAIR, INK, LATE, MUTED

LOOK = {  # state → shape, colour
    "done": ("circle", BLUE),
    "done_late": ("circle-open", BLUE),
    "late": ("triangle-down", LATE),
    "soon": ("diamond", "#b26b00"),
    "later": ("circle-open", MUTED),
    "no_date": ("x", MUTED),
}
MOST = 24  # rows of one picture
LONGEST = 14  # letters of a project's name
ROW = 26


def wall(milestones: pd.DataFrame, by: str, on: date) -> None:
    """Draw the chart of the rows with most to look at; ``by`` is project_name or responsible_unit."""
    dated = milestones[milestones.due_on.notna()]
    names = order(dated, by)[:MOST]
    places = {name: at for at, name in enumerate(names)}
    fig, marks = go.Figure(), Marks()
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    for month in range(1, 13):
        start = date(on.year, month, 1)
        marks.shape(
            type="line",
            x0=start,
            x1=start,
            y0=-0.5,
            y1=len(names) - 0.5,
            layer="below",
            line={"color": HAIR, "width": 1},
        )
    marks.shape(
        type="line", x0=on, x1=on, y0=-0.5, y1=len(names) - 0.5, line={"color": FAINT, "width": 1, "dash": "dot"}
    )
    marks.note(
        x=on, y=len(names) - 0.4, yanchor="top", text=f"今 {on.month}月{on.day}日", font={"color": MUTED, "size": 12}
    )
    known = dictionary.lookup("milestone_state")
    for state, (shape, colour) in LOOK.items():
        said = dictionary.write(known, state)
        rows = dated[(dated.milestone_state == state) & dated[by].isin(places)]
        fig.add_scatter(
            x=[min(max(day.date(), first), last) for day in rows.due_on], y=[places[name] for name in rows[by]],
            mode="markers", text=[f"{formats.day(row.due_on)} {row.milestone}（{said}）" for row in rows.itertuples()],
            marker={"symbol": shape, "size": 12, "color": colour, "line": {"width": 2, "color": colour}},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    fig.update_xaxes(
        range=[first - timedelta(days=4), last + timedelta(days=4)], side="top", tickformat="%-m月", nticks=13,
        automargin=True,
    )  # fmt: skip
    fig.update_yaxes(
        range=[len(names) + 0.3, -0.7], tickvals=list(places.values()), showgrid=False, automargin=True,
        ticktext=[name if len(name) <= LONGEST else name[: LONGEST - 1] + "…" for name in names],
        tickfont={"size": 13, "color": INK},
    )  # fmt: skip
    marks.put(fig)
    theme.figure(
        fig, height=ROW * (len(names) + 2), alt=f"{on.year}年节点挂图：每行一个，时限所在的日子一个标记", key="wall"
    )


def order(milestones: pd.DataFrame, by: str) -> list[str]:
    """Return the rows' names: most late first, then most due soon, then by the earliest limit that is left."""
    rank = milestones.assign(late=milestones.milestone_state == "late", soon=milestones.milestone_state == "soon")
    found = rank.groupby(by, sort=False).agg(late=("late", "sum"), soon=("soon", "sum"), due=("due_on", "max"))
    return list(found.sort_values(["late", "soon", "due"], ascending=[False, False, False], kind="stable").index)


def legend() -> str:
    """Say what the marks mean."""
    return "● 按期完成　○ 逾期完成（蓝）、以后到期（灰）　▼ 逾期　◆ 30 天以内到期；按时限所在的日子"
