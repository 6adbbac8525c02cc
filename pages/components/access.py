"""Who is there: the only place that knows.

On localhost without configuration one person has all roles of readers and can look “as” each of them; ``GUATU_ROLES``
(for example ``meeting`` on the big screen's machine) narrows what this machine's reader may be. Where the dashboard is
served to others, the gate names the session that somebody signed in with, and the account's roles hold.
"""

import os
from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from accounts.people import Account
from accounts.serving import visitor
from data import access
from data.profile import Profile

NAMES = access.NAMES
_CHOSEN = "guatu_role"


def person() -> Account | None:
    """Return whose account this page is drawn for; None at this machine itself, and where the session has ended."""
    return visitor.account()


def note(act: str, **what: object) -> None:
    """Write into the audit trail what the reader does; nothing at this machine itself."""
    visitor.note(act, once=False, **what)


def is_served() -> bool:
    """Tell whether the dashboard is served to others, who have to sign in."""
    return visitor.is_served()


def opens(acts: Sequence[str]) -> bool:
    """Tell whether the reader may see a page of these acts; unlike ``may`` it leaves no trace."""
    return any(access.may(act, roles()) for act in acts)


def granted() -> frozenset[str]:
    """Return the roles of the account, or of whoever sits at this machine; a name that is no role gives nothing."""
    if visitor.is_served():
        somebody = person()
        return somebody.roles if somebody else frozenset()
    said = os.environ.get("GUATU_ROLES", "").replace("，", ",").split(",")
    named = {name.strip() for name in said if name.strip()}
    return access.EVERYBODY & named if named else access.READERS


def look_as(role: str) -> str:
    """Look on as one role from now on, “” for all that are granted; return what was settled."""
    st.session_state[_CHOSEN] = role if role in granted() else ""
    return st.session_state[_CHOSEN]


def chosen() -> str:
    """Return the role that the reader looks on as, “” for all that are granted."""
    return st.session_state.get(_CHOSEN, "")


def roles() -> frozenset[str]:
    """Return the roles of the person in front of the screen."""
    return granted() & {chosen()} if chosen() else granted()


def may(act: str) -> bool:
    """Tell whether the reader may do this (``data.access.ACTS``) or has this role."""
    allowed = act in roles() if act in NAMES else access.may(act, roles())
    if allowed and act == "see_booked_projects":
        visitor.note("read_booked", once=True, **dict(st.query_params))
    return allowed


def leader() -> str:
    """Return the name in 联系区领导 of whoever is here as a leader alone, "" for everybody else."""
    somebody = person()
    return (somebody.leader or "") if somebody and roles() == {"leader"} else ""


def unit() -> str:
    """Return the unit of whoever is here as an officer alone, "" for everybody else."""
    somebody = person()
    return (somebody.unit or "") if somebody and roles() == {"officer"} else ""


def last_visit() -> date | None:
    """Return the day of the account's last visit before this one; None: never, or at this machine itself."""
    visit = visitor.last_visit()
    return visit.date() if visit else None


def is_mine(responsible_unit: object, service_unit: object) -> bool:
    """Tell whether a project is within the reader's scope: whoever is here for a unit alone sees its own in detail."""
    somebody = person()
    if somebody is None:
        return True
    return access.is_in_scope(roles(), somebody.unit, responsible_unit, service_unit)


def mine(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the projects of a list that are within the reader's scope; see ``is_mine``."""
    service = frame.service_unit if "service_unit" in frame else frame.responsible_unit
    kept = [is_mine(*both) for both in zip(frame.responsible_unit, service, strict=True)]
    return frame[pd.Series(kept, index=frame.index, dtype=bool)].reset_index(drop=True)  # none keeps the columns, too


def districts(known: Sequence[str]) -> list[str]:
    """Return the districts that the reader may see, of those there are."""
    somebody = person()
    return [name for name in known if somebody is None or somebody.district in (None, name)]


def totals(
    frame: pd.DataFrame, profile: Profile, columns: Sequence[str], *, changes: Sequence[str] = ()
) -> pd.DataFrame:
    """Return rows that are totals, booked figures of few projects withheld from whoever may not see them."""
    if may("see_booked_projects"):
        return frame
    return access.withhold_totals(frame, profile, columns, count="booked_projects", changes=changes)


def require_reader() -> None:
    """Stop the page for whoever has no role that reads figures, before anything of the data is drawn."""
    if access.READERS.isdisjoint(granted()):
        require("read")


def require(*acts: str) -> None:
    """Stop the page unless the reader may do one of these. Each page asks for itself, deep links included."""
    if not any(may(act) for act in acts):
        from pages.components import states

        visitor.note("denied", once=True, acts=sorted(acts), role=chosen())
        wanted = [name for role, name in NAMES.items() if any(role in access.ACTS.get(act, {act}) for act in acts)]
        states.stop("这一页需要其他权限", f"需要“{'、'.join(wanted)}”的权限：请在上面换一个身份，或联系管理员。")
