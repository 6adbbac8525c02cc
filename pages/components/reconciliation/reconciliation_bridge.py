"""The bridge from reported to booked: every reason a step, ends as levels, closed against sums made independently."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from data.reasons import UNEXPLAINED
from pages.components import asking as asked
from pages.components import asking_lists as asked_lists
from pages.components import theme
from pages.components.marks import Marks
from pages.components.tables import Column
from pages.components.theme import BLUE, INK, LATE, MUTED, STEEL
from pages.components.view import Row, View

HEIGHT = 200
SUMS = (
    "reported_ytd_wan", "booked_ytd_wan", "booked_to_reported", "difference_wan", "gap_wan", "gross_gap_wan",
    "explained_wan", "explained_share", "proposed_wan", "unexplained_wan", "open_groups",
)  # fmt: skip


def draw(reasons: pd.DataFrame, total: pd.Series) -> None:
    """Draw the steps of ``reconciliation`` by reason between its ends; a reason without money is left out."""
    steps = list(reasons[reasons.difference_wan != 0].itertuples())
    unit = formats.money_unit(total.reported_ytd_wan)
    scale = 10_000 if unit == "亿元" else 1
    levels = [float(total.reported_ytd_wan)]
    for row in steps:
        levels.append(levels[-1] - float(row.difference_wan))
    fig, marks = go.Figure(), Marks()
    for place, row in enumerate(steps, 1):
        before, after = levels[place - 1] / scale, levels[place] / scale
        _step(fig, place, before, after, row)
        across = {"x0": place - 0.5, "x1": place + 0.5, "y0": before, "y1": before}
        marks.shape(type="line", line={"color": MUTED, "width": 1}, **across)
        up = after > before
        said = f"{'+' if up else ''}{formats.money_figure(-row.difference_wan, unit)}"
        font = {"color": _tone(row), "size": 12}
        marks.note(x=place, y=after, text=said, yanchor="bottom" if up else "top", font=font)
    for place, level, colour in ((0, levels[0] / scale, INK), (len(levels), levels[-1] / scale, BLUE)):
        ends = {"x0": place - 0.4, "x1": place + 0.4, "y0": level, "y1": level}
        marks.shape(type="line", line={"color": colour, "width": 5}, **ends)
        font = {"size": 15, "color": colour}
        marks.note(x=place, y=level, text=f"<b>{formats.number(level, 2)}</b>", yanchor="bottom", yshift=4, font=font)
    low, high = min(levels) / scale, max(levels) / scale
    room = (high - low) or 1
    names = ["<b>上报</b><br>调度", *(_name(row) for row in steps), "<b>入统</b><br>整张月报"]
    places = {"tickvals": list(range(len(names))), "ticktext": names, "range": [-0.6, len(names) - 0.4]}
    fig.update_layout(
        xaxis=places | {"tickfont": {"size": 11}},
        yaxis={"visible": False, "range": [low - 0.16 * room, high + 0.2 * room]},
        margin={"b": 48, "t": 4},
        bargap=0.3,
    )
    marks.put(fig)
    parts = "，".join(f"{row.reason_label} {formats.money(-row.difference_wan)}" for row in steps)
    ends_said = f"从上报 {formats.money(levels[0])} 到入统 {formats.money(levels[-1])}"
    theme.figure(fig, height=HEIGHT, key="bridge", alt=f"{ends_said}：{parts}")


def asked_reasons(reasons: pd.DataFrame, total: pd.Series, view: View) -> None:
    """While the reader asks: the sums and the steps as figures that lead to their groups."""
    asked.figures(total, SUMS, of="reconciliation")
    shown = reasons.assign(name=[f"{row.reason} {row.reason_label}" for row in reasons.itertuples()])
    columns = (Column("name", "原因", kind="text", width="minmax(0, 1fr)", strong=True),
               Column("groups", width="6em"), Column("difference_wan", width="10em"))  # fmt: skip
    asked_lists.show(shown, columns, view=view, title="各项原因", of="reconciliation", by="reason")


def _step(fig: go.Figure, place: int, before: float, after: float, row: Row) -> None:
    """One step; what nobody has settled is hatched: the unexplained, and the part that only a rule proposes."""
    settled = (
        0.0
        if row.reason == UNEXPLAINED
        else 1 - min(1.0, abs(float(row.proposed_wan or 0) / float(row.difference_wan)))
    )
    middle = before + (after - before) * settled
    fill = _fill(row)
    open_ = {
        "color": "#ffffff",
        "line": {"color": fill, "width": 1},
        "pattern": {"shape": "/", "fgcolor": fill, "size": 6},
    }
    for start, end, marker in ((before, middle, {"color": fill}), (middle, after, open_)):
        if start != end:
            fig.add_bar(x=[place], base=[start], y=[end - start], width=0.62, marker=marker, hoverinfo="skip")


def _fill(row: Row) -> str:
    return STEEL if row.legitimate is True else _tone(row)


def _tone(row: Row) -> str:
    return LATE if row.legitimate is False or row.reason == UNEXPLAINED else MUTED


def _name(row: Row) -> str:
    if row.reason == UNEXPLAINED:
        return "<b>未说明</b>"
    label = row.reason_label
    half = len(label) if len(label) <= 5 else -(-len(label) // 2)  # two even lines
    return "<br>".join([row.reason, *(label[at : at + half] for at in range(0, len(label), half))])
