"""Who decides here: asked once in a bar at the foot of the screen, kept for the session and for the device."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from data import ledger
from pages.components import access

NAME = "guatu_who"
MOST_LETTERS = 30
NOBODY = {"", "本机", "root", "administrator", "admin", "system", "user", "nobody", "www-data", "streamlit", "guatu"}
_DEVICE = st.components.v2.component(
    "guatu_who", html="<span></span>", js=Path(__file__).with_name("who.js").read_text(encoding="utf-8")
)


def name() -> str | None:
    """Return who decides here: whose account it is, the name given in this session, or the system's user."""
    somebody = access.person()
    if somebody:
        return somebody.name
    given = st.session_state.get(NAME)
    if given:
        return given
    user = ledger.os_user()
    return None if user.strip().lower() in NOBODY else user


def remember(text: str) -> str:
    """Keep a name for the rest of the session; return it as kept, empty where it says nothing."""
    given = text.strip()[:MOST_LETTERS]
    if given:
        st.session_state[NAME] = given
    return given


def ask(waiting: int, on_name: Callable[[], None], on_cancel: Callable[[], None]) -> None:
    """Ask for the name while decisions wait for it; where it is known, let the device keep it.

    Args:
        waiting: how many decisions wait.
        on_name: writes them, once the name is there.
        on_cancel: lets them go.
    """

    def given() -> None:
        if remember(st.session_state.get("who_name", "")):
            on_name()

    def kept() -> None:
        if remember(str(st.session_state["who_device"].name or "")):
            on_name()

    if waiting:
        with st.container(key="who_bar"), st.form("who_form", border=False, clear_on_submit=False):
            what = f"{waiting} 项决定" if waiting > 1 else "这项决定"
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                asked = f"{what}连同姓名、时间一起记下；只问一次，留在这台设备。"
                st.html(f"<p class='gt-aside'><b>由谁记录？</b>　{asked}</p>")
                st.text_input("姓名", key="who_name", max_chars=MOST_LETTERS, label_visibility="collapsed",
                              placeholder="姓名", width=180)  # fmt: skip
                st.form_submit_button("记下", type="primary", key="who_confirm", on_click=given)
                st.form_submit_button("不记了", key="who_cancel", on_click=on_cancel)
    session = st.session_state.get(NAME, "")
    if waiting or session:
        _DEVICE(key="who_device", data={"name": session, "is_asking": bool(waiting)}, on_name_change=kept)
