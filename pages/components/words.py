"""The words around the figures: the finding as a title, section titles, source lines, and names made harmless.

Names come from workbooks and are untrusted: ``escape`` for HTML, ``plain`` for Markdown labels.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from data import formats
from data.loaded import until_words
from data.sheet_kinds import SHEET_LABELS
from pages.components.theme import AMBER, AMBER_FILL, BLUE, FAINT, LATE, MUTED, STEEL
from pages.components.view import View


@dataclass(frozen=True)
class Light:
    """A status: sign and word first, colour third. ``tone`` is the class of text and rows, ``fill`` a bar's colour."""

    sign: str
    word: str
    tone: str
    colour: str
    fill: str

    def __str__(self) -> str:
        return f"{self.sign} {self.word}"


_COLOURS = {
    "ahead": ("ahead", BLUE, BLUE),
    "normal": ("quiet", MUTED, STEEL),
    "slow": ("slow", AMBER, AMBER_FILL),
    "behind": ("late", LATE, LATE),
}
_COLOURS |= {name: ("quiet", MUTED, FAINT) for name in formats.LIGHTS if name not in _COLOURS}
LIGHTS = {name: Light(*formats.LIGHTS[name], *colours) for name, colours in _COLOURS.items()}
NOT_DUE = Light(*formats.NOT_DUE, "quiet", MUTED, "#ffffff")


def light(value: object) -> Light:
    """Return sign, word and colour of a light as metrics name it; null is ○ 未到期."""
    return LIGHTS.get(value, NOT_DUE) if isinstance(value, str) else NOT_DUE


def plain(text: object) -> str:
    """A name from the data inside a Markdown label: shown, never executed."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~:$<>&@])", r"\\\1", str(text))


def late(text: str) -> str:
    """The part of a headline that is behind, as HTML."""
    return f'<span class="gt-late">{escape(text)}</span>'


def ahead(text: str) -> str:
    """The part of a headline that is ahead, as HTML."""
    return f'<span class="gt-ahead">{escape(text)}</span>'


def most_late(late_of: Mapping[str, int], unit: str) -> str:
    """Say which unit has most that is late, as HTML; two share the place, among three and more nobody has most.

    Args:
        late_of: how many are late, by unit; "—" is nobody.
        unit: of what is counted: 个, 件.
    """
    most = max((number for name, number in late_of.items() if name != "—"), default=0)
    names = [escape(name) for name, number in late_of.items() if number == most and name != "—"]
    if not most or len(names) > 2:
        return ""
    return f"{'、'.join(names)}逾期最多，{'各 ' if len(names) > 1 else ''}{most} {unit}"


def headline(head: str, standfirst: str = "") -> None:
    """Draw the finding and one line under it. Both are our own HTML (``late``); names in them must come escaped."""
    below = f'<p class="gt-stand">{standfirst}</p>' if standfirst else ""
    st.html(f'<h1 class="gt-head">{head}</h1>{below}')


def title(text: str, note: str = "", *, rule: bool = True) -> None:
    """Draw a section's title: the finding, with measure and unit in grey behind. Plain text."""
    st.html(f'<h2 class="gt-title{" gt-rule" if rule else ""}">{escape(text)}<span>{escape(note)}</span></h2>')


def source_line(view: View, kinds: Iterable[str], note: str = "") -> str:
    """数据截至 and source of a figure as HTML: the dates of all kinds, and which kinds where they agree."""
    kinds = list(dict.fromkeys(kinds))
    loaded = [kind for kind in kinds if kind in view.sources]
    said = [until_words(kinds, view.sources, view.as_of, view.known_on)]
    if len({view.until(kind) for kind in loaded}) == 1:
        said.append(f"来源：{'、'.join(SHEET_LABELS[kind] for kind in loaded)}")
    said += ["演示数据"] if view.is_demo else []
    return " · ".join(escape(word) for word in [*said, *([note] if note else [])])


def aside(text: str) -> None:
    """Draw a line of figures that stand beside the main one. Plain text."""
    st.html(f'<p class="gt-aside">{escape(text)}</p>')


def footer(view: View, *kinds: str, note: str = "") -> None:
    """Draw 数据截至 and source under a figure, e.g. ``footer(view, "dispatch", "statistics_return")``."""
    st.html(f'<p class="gt-foot">{source_line(view, kinds, note)}</p>')
