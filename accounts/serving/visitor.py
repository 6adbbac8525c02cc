"""Who has signed in where a page is being drawn: the session that the gate named at the websocket's handshake.

Streamlit keeps the header's value with its own session (``st.user``) and gives that to no other sign-in. The gate has
asked for the session at the message that started this run; it is asked again here, since a run may go on for long.
"""

import time

import streamlit as st

from accounts import database, sessions
from accounts.people import Account
from accounts.serving.app import is_served
from accounts.settings import SessionRules, read_settings

KEPT_SECONDS = 2.0
_KEPT = "guatu_visitor"

__all__ = ["account", "address", "is_served", "session"]


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


def address() -> str:
    """Return from where the visitor comes, as the session was opened."""
    found = session()
    return found.address if found else ""


@st.cache_resource
def _rules() -> SessionRules:
    return read_settings().session
