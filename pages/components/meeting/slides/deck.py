"""The show in the browser's top layer: keys, clicker, swipe, details, overview, notes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
_DECK = st.components.v2.component(
    "guatu_deck",
    html=(HERE / "deck.html").read_text(encoding="utf-8"),
    css=(HERE / "deck.css").read_text(encoding="utf-8"),
    js="".join((HERE / name).read_text(encoding="utf-8") for name in ("notes.js", "presenter.js", "deck.js")),
)
KEYS = (
    "翻页笔、左右键、空格或左右滑翻页；上下键选一行，Enter 或点一下看组成，Esc 返回；"
    "O 总览（方向键选，Enter 打开），数字加 Enter 跳页，B 黑屏，N 记承诺，P 讲者视图"
)


def deck(
    slides: Sequence[dict],
    *,
    play: bool,
    turn: int,
    auto: float,
    units: Sequence[str],
    occasion: str,
    note: Callable[[list[dict]], None] | None,
    written: Sequence[str] = (),
    key: str = "deck",
) -> None:
    """Draw the thumbnails; one opens the show, which ``play`` opens at once.

    Args:
        slides: each with ``name``, ``title``, ``svg``, ``details`` (key → svg) and ``whose`` (key → unit): our own SVG,
            names in it escaped.
        play: open the show.
        turn: how often the reader has asked for the show: one that was closed opens again only for a new turn.
        auto: seconds a slide; any key or touch ends it. 0: no advance.
        units: whom a promise can be noted for.
        occasion: names the meeting; notes that wait in the browser are kept under it.
        note: writes notes (id, kind, unit, due_on, who, text) that the browser sends until they are in ``written``;
            None: the reader may not note.
        written: ids of the notes that stand in the ledger.
        key: the component's key.
    """
    _DECK(
        key=key,
        data={
            "slides": list(slides),
            "play": play,
            "turn": turn,
            "auto": auto,
            "units": list(units),
            "occasion": occasion,
            "may_note": note is not None,
            "written": list(written),
        },
        on_notes_change=lambda: note(st.session_state[key].notes) if note else None,
    )
