"""Who has signed in where a page is being drawn: the session that the gate named at the websocket's handshake.

Streamlit keeps the header's value with its own session (``st.user``) and gives that to no other sign-in. The gate has
asked for the session at the message that started this run; it is asked again here, since a run may go on for long.
"""

import time
from datetime import datetime

import streamlit as st

from accounts import audit, database, sessions
from accounts.people import Account
from accounts.serving.app import is_served
from accounts.settings import SessionRules, read_settings

KEPT_SECONDS = 2.0
_KEPT = "guatu_visitor"

_NOTED = "guatu_noted"

__all__ = ["account", "is_served", "last_visit", "note", "session"]


def session() -> sessions.Session | None:
    """Return the visitor's session, None on a server for one machine or where it has ended."""
    session_id = st.user.get("session") if is_served() else None
    if not isinstance(session_id, str):
        return None
    kept = st.session_state.get(_KEPT)
    if kept and kept[0] == session_id and time.monotonic() - kept[1] < KEPT_SECONDS:
        return kept[2]
    found = sessions.find(database.shared(), session_id, _rules())
    st.session_state[_KEPT] = (session_id, time.monotonic(), found)
    return found


def account() -> Account | None:
    """Return the visitor's account, None as of ``session``."""
    found = session()
    return found.account if found else None


def note(act: str, *, once: bool = False, **what: object) -> None:
    """Write into the audit trail what the visitor does; nothing on a server for one machine.

    Args:
        act: one of ``audit.ACTS``.
        once: the same is written down once a session of the browser, as for what is read.
        what: of what; no figures.
    """
    found = session()
    if found is None:
        return
    noted = st.session_state.setdefault(_NOTED, set())
    if once and (act, *map(str, what.items())) in noted:
        return
    audit.write(database.shared(), act, login=found.account.login, address=found.address, **what)
    noted.add((act, *map(str, what.items())))


def last_visit() -> datetime | None:
    """Return when the visitor's account was last there before this session, None: never, or not known here."""
    found = session()
    return sessions.last_visit(database.shared(), found) if found else None


@st.cache_resource
def _rules() -> SessionRules:
    return read_settings().session
