"""The show in the browser's top layer: keys, clicker, swipe, details, overview, notes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
_DECK = st.components.v2.component(
    "guatu_deck",
    html=(HERE / "deck.html").read_text(encoding="utf-8"),
    css=(HERE / "deck.css").read_text(encoding="utf-8"),
    js=(HERE / "deck.js").read_text(encoding="utf-8"),
)
KEYS = "翻页笔、方向键、空格或左右滑翻页；Enter 或点一行看细节，Esc 返回；O 总览，数字加 Enter 跳页，B 黑屏，N 记承诺"


def deck(
    slides: Sequence[dict],
    *,
    play: bool,
    auto: float,
    units: Sequence[str],
    note: Callable[[dict], None] | None,
    key: str = "deck",
) -> None:
    """Draw the thumbnails; one opens the show, which ``play`` opens at once.

    Args:
        slides: each with ``name``, ``title``, ``svg`` and ``details`` (key → svg): our own SVG, names in it escaped.
        play: open the show.
        auto: seconds a slide; any key or touch ends it. 0: no advance.
        units: whom a promise can be noted for.
        note: what to do with a note (kind, unit, due_on, who, text); None: the reader may not note.
        key: the component's key.
    """
    _DECK(
        key=key,
        data={"slides": list(slides), "play": play, "auto": auto, "units": list(units), "may_note": note is not None},
        on_note_change=lambda: note(st.session_state[key].note) if note else None,
    )
