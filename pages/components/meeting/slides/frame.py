"""What all slides share: the occasion over the message, source and version below, and where in the sequence one is."""

from dataclasses import dataclass, field

import pandas as pd

from pages.components.meeting.slides.drawing import INK, LEFT, RIGHT, RULE, SMALL, SOFT, box, canvas, text, width

HEAD_SIZES = (64, 56, 48)


@dataclass(frozen=True)
class Occasion:
    """The meeting: whose, of which quarter, and what its figures rest on."""

    district: str
    quarter: str  # 2026年第三季度
    until: str  # 数据截至 2026年9月
    version: str  # on the last slide only
    is_demo: bool = False
    basis: tuple[str, ...] = ()  # sentences of the last slide: sources and yardsticks


@dataclass(frozen=True)
class Slide:
    """One message. ``tables``: the figures it was drawn from; ``details``: pictures that its marks lead to.

    ``whose``: the unit that a detail is about, where it is about one.
    """

    name: str
    title: str
    svg: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """What a slide's own module gives: its message, its body, details as (title, body) and each one's unit."""

    title: str
    body: str
    details: dict[str, tuple[str, str]] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)
    is_empty: bool = False  # nothing to say: left out of the show
    is_plain: bool = False  # the cover: no occasion and no title over it


def framed(occasion: Occasion, name: str, drawn: Drawn, tables: dict[str, pd.DataFrame], at: int, total: int) -> Slide:
    """Put a slide and its details into the frame."""
    svg = _page(occasion, drawn.title, drawn.body, at, total, is_plain=drawn.is_plain)
    details = {key: _page(occasion, title, body, at, total) for key, (title, body) in drawn.details.items()}
    return Slide(name, drawn.title, svg, tables, details, drawn.whose)


def _page(occasion: Occasion, title: str, body: str, at: int, total: int, *, is_plain: bool = False) -> str:
    over = text(LEFT, 82, f"{occasion.district}重点项目，{occasion.quarter}讲评", 30, SOFT)
    tag = box(RIGHT - 152, 48, 152, 48, "none", edge=SOFT, thick=2, round_=4)
    demo = tag + text(RIGHT - 76, 82, "演示数据", SMALL, SOFT, anchor="middle") if occasion.is_demo else ""
    if is_plain:
        return canvas(demo + body + _steps(at, total), title)
    size = next((size for size in HEAD_SIZES if width(title, size) <= RIGHT - LEFT), HEAD_SIZES[-1])
    head = text(LEFT, 168, title, size, INK, bold=True, room=RIGHT - LEFT)
    foot = text(LEFT, 1046, occasion.until, SMALL, SOFT, room=1100)
    return canvas(over + demo + head + body + foot + _steps(at, total), title)


def _steps(at: int, total: int) -> str:
    pitch = min(40.0, 700 / total)
    bars = (
        box(RIGHT - 104 - (total - place) * pitch, 1032, pitch * 0.8, 8, INK if place == at else RULE, round_=4)
        for place in range(total)
    )
    return "".join(bars) + _count(at, total)


def _count(at: int, total: int) -> str:
    return text(RIGHT, 1046, f"{at + 1} / {total}", SMALL, SOFT, anchor="end")
