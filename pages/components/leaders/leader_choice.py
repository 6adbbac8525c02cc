"""Whose projects are shown, and since when what has changed."""

from collections.abc import Callable

import pandas as pd

from data import formats
from data.wording import leader_wording
from pages.components import access, context, fetch, words
from pages.components.view import View


def leader(everybody: pd.DataFrame) -> str:
    """Return the leader whose projects are shown: a leader sees his own, others choose."""
    if own := access.leader():
        return own
    names = everybody.leader.value_counts().index
    return context.choose("leader", {name: name for name in names}, label="联系区领导")


def headline(name: str, mine: pd.DataFrame, moved: str) -> tuple[str, str]:
    """The finding and the line under it, as HTML: how many are stuck, on what, and what changed."""
    stuck = int(mine.is_stuck.sum())
    found = words.late(f"{stuck} 个卡住") if stuck else words.ahead("没有卡住的")
    below = "；".join(filter(None, [leader_wording.counts(mine), moved]))
    return f"{words.escape(name)}联系 {len(mine)} 个项目，{found}。", words.escape(f"{below}。") if below else ""


def moved(mine: pd.DataFrame, name: str, view: View, leader_projects: Callable[..., pd.DataFrame]) -> str:
    """Say what changed since the account's last visit, or since the month before where nobody has signed in."""
    visit = None if view.known_on else access.last_visit()
    known_on = visit or view.known_on
    if visit:
        month = fetch.stand(view.version, view.profile, visit).last_month
    else:
        month = next((month for month in view.months if month < view.as_of), None)
    if not month:
        return ""
    since = f"自上次查看（{formats.day(visit)}）以来" if visit else f"与{formats.month(month)}比"
    earlier = fetch.fetch(leader_projects, view, as_of=min(month, view.as_of), known_on=known_on)
    return leader_wording.moved(mine, earlier[earlier.leader == name], since) if len(earlier) else ""
