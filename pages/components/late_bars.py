"""Counts as bars, the late ones first in vermilion: upright by classes, or lying by units."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import INK, LATE, MUTED, STEEL

WORD = "逾期"


def upright(
    names: Sequence[str],
    late: Sequence[int],
    rest: Sequence[int],
    *,
    height: int,
    alt: str,
    key: str,
    unit: str = "个",
    word: str = WORD,
) -> None:
    """Draw a bar a class: how many, and how many of them are late."""
    fig, marks = go.Figure(), Marks()
    fig.add_bar(
        x=list(names), y=list(late), marker={"color": LATE}, width=0.62,
        hovertemplate=f"%{{x}} {word} %{{y}} {unit}<extra></extra>",
    )  # fmt: skip
    fig.add_bar(
        x=list(names), y=list(rest), base=list(late), marker={"color": STEEL}, width=0.62,
        hovertemplate=f"%{{x}} 未{word} %{{y}} {unit}<extra></extra>",
    )  # fmt: skip
    for name, overdue, other in zip(names, late, rest, strict=True):
        if overdue + other:
            said = f"<b>{overdue + other}</b>" + (f"<br>{word} {overdue}" if overdue else "")
            marks.note(x=name, y=overdue + other, yanchor="bottom", text=said, font={"color": INK})
    tallest = max([a + b for a, b in zip(late, rest, strict=True)] or [1])
    fig.update_yaxes(range=[0, max(tallest, 1) * 1.3], visible=False)
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 26})
    theme.figure(fig, height=height, alt=alt, key=key)


def lying(
    names: Sequence[str],
    late: Sequence[int],
    rest: Sequence[int],
    said: Sequence[str],
    *,
    height: int,
    alt: str,
    key: str,
) -> None:
    """Draw a bar a unit, the first on top, with its words behind; late ones first on the bar."""
    fig, marks = go.Figure(), Marks()
    names, late, rest, said = names[::-1], late[::-1], rest[::-1], said[::-1]
    fig.add_bar(y=names, x=late, orientation="h", marker={"color": LATE}, width=0.6, hoverinfo="skip")
    fig.add_bar(y=names, x=rest, base=late, orientation="h", marker={"color": STEEL}, width=0.6, hoverinfo="skip")
    longest = [a + b for a, b in zip(late, rest, strict=True)]
    for name, length, overdue, text in zip(names, longest, late, said, strict=True):
        marks.note(x=length, y=name, xanchor="left", xshift=6, text=text, font={"color": LATE if overdue else MUTED})
    fig.update_xaxes(range=[0, max([*longest, 1]) * 1.45], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt=alt, key=key)
