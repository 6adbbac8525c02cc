"""Cards of a page's key figures: label and status, figure and sparkline, change."""

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from data import formats
from pages.components import asking as asked
from pages.components import registry
from pages.components.theme import BLUE, FAINT
from pages.components.view import View
from pages.components.words import Light


@dataclass(frozen=True)
class Card:
    """One figure. ``values`` and ``target`` are the months of its sparkline; ``status`` says late or not, in words."""

    label: str
    figure: str
    unit: str = ""
    change: str = ""
    note: str = ""
    values: Sequence[float | None] = ()
    target: float | None = None
    status: Light | None = None
    field: str = ""  # its column in the dictionary, where its cells can be asked for
    of: str = ""  # the metric that counts it, where it is a number of projects
    page: str = ""  # module name of the page that holds its rows
    params: Mapping[str, str] | None = None  # that page's choices


def show(cards: Sequence[Card], view: View, key: str = "") -> None:
    """Draw the cards in one row on a landscape tablet; they wrap where there is no room. A card leads to its rows.

    ``key`` tells several rows of cards on a page from each other.
    """
    with st.grid(len(cards), min_column_width=136, gap=20) as grid:
        for place, card in enumerate(cards):
            with grid.cell(), st.container(key=f"card-{key}{place}"):
                st.html(_html(card))
                if card.page and not asked.is_on():
                    path = registry.page(card.page).path
                    st.page_link(path, label=f"看{card.label}", query_params=view.params | dict(card.params or {}))
                if card.field:
                    asked.button(card.field, of=card.of)


def _html(card: Card) -> str:
    status = f'<b class="gt-{card.status.tone}">{card.status}</b>' if card.status else ""
    return (
        f'<div class="gt-kpi"><div><span>{escape(card.label)}</span>{status}</div>'
        f"<strong>{escape(card.figure)}<small>{escape(card.unit)}</small></strong>{_sparkline(card)}"
        f"<div>{''.join(f'<span>{escape(said)}</span>' for said in (card.change, card.note) if said)}</div></div>"
    )


def _sparkline(card: Card) -> str:
    """Draw an <img>, since st.html drops inline SVG: the target thin and grey, a gap where a month has no value."""
    known = [(at, value) for at, value in enumerate(card.values) if value is not None]
    if len(known) < 2:
        return "<i></i>"
    spread = [value for _, value in known] + ([] if card.target is None else [card.target])
    low, high = min(spread), max(spread)
    x = lambda at: 4 + 88 * at / (len(card.values) - 1)  # noqa: E731
    y = lambda value: 28 - 24 * (value - low) / ((high - low) or 1)  # noqa: E731
    line = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in known)
    aim = ""
    if card.target is not None:
        aim = f'<path d="M4 {y(card.target):.1f}H92" stroke="{FAINT}" stroke-width="1.5"/>'
    last = known[-1]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32" preserveAspectRatio="xMaxYMid meet">'
        f'{aim}<polyline points="{line}" fill="none" stroke="{BLUE}" stroke-width="2" stroke-linejoin="round"/>'
        f'<circle cx="{x(last[0]):.1f}" cy="{y(last[1]):.1f}" r="3.5" fill="{BLUE}"/></svg>'
    )
    return f'<img alt="" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


def values_of(column: Sequence[float]) -> list[float | None]:
    """Return a frame's column as a sparkline's months: no value stays no value."""
    return [None if formats.is_missing(value) or math.isnan(value) else float(value) for value in column]
