"""A report's file: a button asks for it, the next run makes it and shows how far it is, then it can be taken away."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components import states

MADE, ASKED = "guatu_made_report", "guatu_make_report"


@dataclass(frozen=True)
class File:
    """What can be made: of which report in which format, what writes it, and what may hinder that, said in words."""

    report: object
    made: str
    title: str  # of the format
    name: str
    media_type: str
    write: Callable[[], bytes]
    hindrance: type[Exception]


def begun() -> DeltaGenerator | None:
    """Show that a file is being made, before anything is computed; None where nobody asked for one."""
    return st.progress(0.1, text="正在计算各项指标…") if st.session_state.pop(ASKED, False) else None


def offer(file: File, progress: DeltaGenerator | None) -> None:
    """Draw the button; make the file where it was asked for (``begun``) and offer it until another is chosen."""
    st.button(f"生成 {file.title}", type="primary", on_click=partial(st.session_state.update, {ASKED: True}))
    if progress:
        progress.progress(0.5, text=f"内容已算好，正在写 {file.title}…")
        _make(file)
        progress.empty()
    kept = st.session_state.get(MADE)
    if kept and kept[:2] == (file.report, file.made):
        label = f"下载（{len(kept[2]) / 1024:.0f} KB）"
        st.download_button(label, kept[2], file.name, file.media_type, icon=":material/download:", on_click="ignore")


def _make(file: File) -> None:
    try:
        st.session_state[MADE] = (file.report, file.made, file.write())
    except file.hindrance as error:
        st.session_state.pop(MADE, None)
        states.note(str(error))
