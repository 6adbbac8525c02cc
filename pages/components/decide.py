"""What a person decides on a page: the one way into the ledger. Asks access, knows who, tells a conflict in words."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from data import ledger, log
from etl import publish
from pages.components import access
from pages.components.view import View

NAME, WAITING, NOTICES = "guatu_who", "guatu_waiting", "guatu_notices"
NOBODY = {"", "本机", "root", "administrator", "admin", "system", "user", "nobody", "www-data", "streamlit", "guatu"}


def write(
    kind: str,
    payload: dict[str, Any],
    *,
    view: View,
    subject: str | None = None,
    after: int | None = ledger.ANY,
    reason: str | None = None,
) -> bool:
    """Write down a decision and publish it; call it from a widget's callback, the run that follows shows the outcome.

    Args:
        kind: what sort of decision, see ``data/access.py``.
        payload: what was decided: flat, English keys, money as text of exact decimals, months as ISO dates.
        view: the page's context; the decision is its district's.
        subject: what it is about.
        after: id of the last entry on the subject that the page showed, None: there was none.
        reason: why.

    Returns:
        True: it stands in the ledger. False: it does not (no right, somebody was faster, nobody has said yet who
        decides here); the next run says so in words, or asks for the name and then writes.
    """
    return write_all([(kind, payload, subject, after)], view=view, reason=reason)


def write_all(
    decisions: Sequence[tuple[str, dict[str, Any], str | None, int | None]], *, view: View, reason: str | None = None
) -> bool:
    """Write several decisions, each with kind, payload, subject and the last entry seen, and publish them once.

    Returns:
        True: all of them stand in the ledger; a conflict leaves out its own decision only, and is told in words.
    """
    if not all(access.may(kind) for kind, *_ in decisions):
        return _tell("您没有作这项决定的权限，没有写入。", False)
    asked = [
        {"kind": kind, "payload": payload, "subject": subject, "after": after, "reason": reason}
        for kind, payload, subject, after in decisions
    ]
    name = who()
    if name is None:
        st.session_state[WAITING] = asked
        return False
    return _append(asked, view, name)


def newest(subject: str, view: View) -> int | None:
    """Return the id of the newest entry on a subject, None where there is none: what ``after`` wants.

    Ask while drawing, not in a callback: what has come since the reader saw the page must be told as a conflict.
    """
    with ledger.open_ledger() as book:
        entry = book.newest(subject, view.district)
    return entry.id if entry else None


def who() -> str | None:
    """Return who decides here: the name given in this session, else the system's user if that is a person's."""
    told = st.session_state.get(NAME)
    if told:
        return told
    user = ledger.os_user()
    return None if user.strip().lower() in NOBODY else user


def ask_who(view: View) -> None:
    """Ask for the name while a decision waits for it, then write that; drawn by the context bar on every page."""
    if WAITING in st.session_state:
        _name_dialog(view)


def _forget() -> None:
    st.session_state.pop(WAITING, None)


@st.dialog("由谁记录？", on_dismiss=_forget)
def _name_dialog(view: View) -> None:
    st.write("决定会连同姓名、时间一起记下，本次打开期间只问一次。")
    name = st.text_input("姓名", key="who_name", max_chars=30).strip()
    if st.button("记下", type="primary", disabled=not name, key="who_confirm"):
        st.session_state[NAME] = name
        _append(st.session_state.pop(WAITING), view, name)
        st.rerun()


def _append(asked: list[dict[str, Any]], view: View, name: str) -> bool:
    """Write and publish; whatever stands in the way is told in words."""
    written = 0
    with ledger.open_ledger() as book:
        for one in asked:
            try:
                book.append(one["kind"], one["payload"], district=view.district, who=name,
                            subject=one["subject"], after=one["after"], reason=one["reason"])  # fmt: skip
                written += 1
            except ledger.Conflict as conflict:
                _tell(str(conflict), False)
    if not written:
        return False
    try:
        publish.decided()
    except publish.NOT_PUBLISHED as error:
        log.error(None, error, what="decision written but not published")
        return _tell("已经记下，但还没有进入数字：数据正在写入，或这次没有发布成。下次发布时生效。", True)
    return written == len(asked)


def _tell(text: str, outcome: bool) -> bool:
    st.session_state.setdefault(NOTICES, []).append(text)
    return outcome
