"""Pictures of the approvals: the matrix project × step, and the step where each project waits."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme
from pages.components.approvals.approval_words import short
from pages.components.grid_cells import Cell, draw
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, MUTED, STEEL

MOST = 14  # projects drawn; all stand in the list
ROW, HEAD = 21, 52  # pixels
LOOKS = {"done": (BLUE, "#ffffff"), "next": (LATE, "#ffffff"), "later": ("#eef1f4", MUTED)}
LONGEST = 10


def matrix(frame: pd.DataFrame, shown: pd.DataFrame) -> None:
    """Draw the first projects of a list, a row each, a column a step.

    Args:
        frame: rows of ``approval_matrix``.
        shown: rows of ``approval_maturity``, in the order they are drawn.
    """
    order = [key for key in shown.project_id if (frame.project_id == key).any()][:MOST]
    steps = list(frame.sort_values("step_place", kind="stable").approval_step.unique())
    names = dict(zip(frame.project_id, frame.project_name, strict=True))
    places = {key: str(at) for at, key in enumerate(order)}
    cells = []
    for row in frame[frame.project_id.isin(order) & (frame.approval_state != "not_applicable")].itertuples():
        fill, ink = LOOKS[row.approval_state]
        text = (
            f"{row.approved_on:%y}.{row.approved_on.month}"
            if row.approval_state == "done"
            else "待办"
            if row.approval_state == "next"
            else ""
        )
        said = f"办结 {formats.day(row.approved_on)}" if row.approval_state == "done" else text or "以后"
        hint = f"{names[row.project_id]}：{row.approval_step}，{said}"
        cells.append(Cell(steps.index(row.approval_step), places[row.project_id], text, fill, ink, hint))
    fig, marks = go.Figure(), Marks()
    draw(fig, cells)
    for at, step in enumerate(steps):
        words = "<br>".join(_lines(short(step)))
        marks.note(x=at, y=1, yref="paper", yanchor="bottom", text=words, font={"color": MUTED, "size": 11})
    ticks = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in (names[key] for key in order)]
    fig.update_yaxes(
        tickmode="array", tickvals=list(places.values()), ticktext=ticks, autorange="reversed", showgrid=False,
        automargin=True, tickfont={"size": 12, "color": INK}, type="category",
    )  # fmt: skip
    fig.update_xaxes(visible=False, range=[-0.5, len(steps) - 0.5])
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": HEAD, "b": 0}, barmode="overlay")
    height = HEAD + ROW * max(len(order), 3)
    theme.figure(fig, height=height, alt="项目和手续的矩阵，蓝为已办结，红为待办，灰为以后", key="approval_matrix")


def steps(frame: pd.DataFrame) -> None:
    """Draw a bar a step: blue has it, vermilion waits for it, grey has not come so far."""
    rows = frame.iloc[::-1]
    names = [short(step) for step in rows.approval_step]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(y=names, x=rows.obtained, orientation="h", width=0.6, marker={"color": BLUE})
    fig.add_bar(
        y=names, x=rows.waiting_projects, base=rows.obtained, orientation="h", width=0.6, marker={"color": LATE}
    )
    reached = rows.obtained + rows.waiting_projects
    fig.add_bar(y=names, x=rows.not_reached, base=reached, orientation="h", width=0.6, marker={"color": STEEL})
    fig.update_traces(hoverinfo="skip")
    for name, row in zip(names, rows.itertuples(), strict=True):
        text = f"{row.obtained}/{row.projects}" + (
            f"，<b>待办 {row.waiting_projects}</b>" if row.waiting_projects else ""
        )
        colour = LATE if row.waiting_projects else MUTED
        marks.note(x=row.projects, y=name, xanchor="left", xshift=6, text=text, font={"color": colour})
    fig.update_xaxes(range=[0, max([*rows.projects, 1]) * 1.45], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=HEAD + ROW * MOST, alt="各项手续已办结和待办的项目个数，红为待办", key="approval_steps")


def _lines(name: str) -> list[str]:
    """Part a short name into lines of two letters, of three where the number is odd."""
    width = 2 if len(name) % 2 == 0 else 3
    return [name[at : at + width] for at in range(0, len(name), width)]
