"""The bridge from reported to booked: every reason a step, ends as levels, closed against sums made independently.

Where the screen is narrow the steps stand below each other; every step leads to its groups.
"""

from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data import formats
from data.reasons import UNEXPLAINED
from pages.components import asking as asked
from pages.components import asking_lists as asked_lists
from pages.components import context, theme
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
        said = _change(row, unit)
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
    with st.container(key="bridge-wide"):
        points = theme.clickable(fig, height=HEIGHT, key="bridge", alt=f"{ends_said}：{parts}")
    _pick(steps[int(points[0]["x"]) - 1].reason if points else "")
    with st.container(key="bridge-narrow"):
        st.html(_rows(steps, [level / scale for level in levels], unit))


def choose(reasons: pd.DataFrame) -> str:
    """Draw the reasons to choose from, by touch or by Enter, and return the chosen one's code, "" for none."""
    named = {
        row.reason: f"{_plain_name(row)} {formats.money(-row.difference_wan)}"
        for row in reasons.itertuples()
        if row.difference_wan
    }
    options = {"": "全部原因"} | named
    with st.popover(f"按原因看各组：{options.get(st.query_params.get('reason', ''), options[''])}"):
        return context.choose("reason", options, label="原因", control=st.pills)


def _pick(reason: str) -> None:
    """Put the reason of a bar that was just touched into the address; a touch counts once."""
    if reason and st.session_state.get("bridge_touched") != reason:
        context.put("reason", reason)
    st.session_state["bridge_touched"] = reason


def _rows(steps: list, levels: list[float], unit: str) -> str:
    """Write the steps below each other: marks for the ends, floating bars for the parts."""
    low, reach = min(levels), (max(levels) - min(levels)) or 1
    place = lambda level: 78 * (level - low) / reach  # noqa: E731  (the rest is room for the last figure)
    rows = [("上报（调度）", levels[0], levels[0], formats.number(levels[0], 2), "")]
    rows += [
        (
            _plain_name(row),
            before,
            after,
            _change(row, unit),
            "late" if _tone(row) == LATE else "quiet",
        )
        for row, before, after in zip(steps, levels, levels[1:], strict=False)
    ]
    rows.append(("入统（整张月报）", levels[-1], levels[-1], formats.number(levels[-1], 2), "ahead"))
    body = ""
    for name, before, after, said, tone in rows:
        left, right = sorted((place(before), place(after)))
        bar = "gt-mark " if before == after else ""
        width = "" if before == after else f";width:{right - left:.2f}%"
        body += (
            f'<span>{escape(name)}</span><div><i class="{bar}gt-{tone}" style="left:{left:.2f}%{width}"></i>'
            f'<b class="gt-{tone}" style="left:{right:.2f}%">{escape(said)}</b></div>'
        )
    return f'<div class="gt-changes gt-bridge" role="img" aria-label="从上报到入统，{unit}">{body}</div>'


def _change(row: Row, unit: str) -> str:
    return f"{'+' if row.difference_wan < 0 else ''}{formats.money_figure(-row.difference_wan, unit)}"


def _plain_name(row: Row) -> str:
    return "未说明" if row.reason == UNEXPLAINED else f"{row.reason} {row.reason_label}"


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
            fig.add_bar(x=[place], base=[start], y=[end - start], width=0.62, marker=marker, hoverinfo="none")


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
