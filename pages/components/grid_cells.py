"""Cells of a grid as horizontal bars: they fill their cell at every width, can be clicked, hatched and outlined."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

WIDE, HIGH = 0.94, 0.9  # of a column's width and a row's height
PLAIN = {"marker": {"opacity": 1}}  # a choice is marked by an outline, nothing fades


@dataclass(frozen=True)
class Cell:
    """One cell: where, what it says, how it looks; ``is_open`` hatches it: not finished."""

    x: float
    y: str
    text: str
    fill: str
    ink: str
    hint: str
    is_open: bool = False
    custom: Sequence[str] = ()


def draw(fig: go.Figure, cells: Sequence[Cell]) -> None:
    """Draw the cells as one trace of unit-wide bars."""
    hatch = {
        "shape": ["/" if cell.is_open else "" for cell in cells],
        "fgcolor": "#ffffff",
        "fgopacity": 0.3,
        "size": 7,
        "solidity": 0.22,
        "fillmode": "overlay",
    }
    fig.add_bar(
        orientation="h",
        base=[cell.x - WIDE / 2 for cell in cells],
        x=[WIDE] * len(cells),
        y=[cell.y for cell in cells],
        width=HIGH,
        text=[cell.text for cell in cells],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"color": [cell.ink for cell in cells], "size": 12},
        customdata=[list(cell.custom) for cell in cells],
        hovertext=[cell.hint for cell in cells],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": [cell.fill for cell in cells], "line": {"width": 0}, "pattern": hatch},
        selected=PLAIN,
        unselected=PLAIN,
    )
