"""One group of 报统对账 beside its list: what both systems say of it, month by month, and why they differ."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.components import states, words
from pages.components.reconciliation import (
    link_review,
    reconciliation_lag,
    reconciliation_reasons,
    reconciliation_sides,
)
from pages.components.reconciliation.reconciliation_lists import following, preceding
from pages.components.reconciliation.reconciliation_words import names_of
from pages.components.view import Row, View

MOST_LINKS = 3  # reviewed below the reasons


def opened(groups: pd.DataFrame, order: list[str]) -> Row | None:
    """Return the group that the address names, else the list's first; None where the list is empty."""
    wanted = st.query_params.get("group", "")
    wanted = wanted if wanted in set(groups.group_id) else (order[0] if order else "")
    return next((row for row in groups.itertuples() if row.group_id == wanted), None)


def linked(row: Row, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that hold the group together."""
    return pairs[(pairs.group_id == row.group_id) & (pairs.status == "linked")]


def candidates(row: Row, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the doubtful pairs of the group's projects: what the group may be linked to once a person has decided."""
    ids = str(row.project_ids).split(",") if isinstance(row.project_ids, str) else []
    return pairs[(pairs.status == "pending") & pairs.project_id.isin(ids)]


def facts(row: Row, links: pd.DataFrame, series: pd.DataFrame) -> None:
    """Draw both sides and their months (``reconciliation_series``)."""
    words.title(names_of(row), f"{row.responsible_unit} · {row.batch or ''}")
    st.html(reconciliation_sides.table(reconciliation_sides.of_group(row, links)))
    reconciliation_lag.draw(series)


def reasons(
    row: Row,
    amounts: pd.DataFrame,
    history: Callable[[], pd.DataFrame],
    links: pd.DataFrame,
    doubtful: pd.DataFrame,
    order: list[str],
    view: View,
) -> None:
    """Let a person say why the sides differ, and whether what is linked belongs together.

    Args:
        row: the group.
        amounts: ``reconciliation_amounts``, of all groups.
        history: gives the group's ``reconciliation_history``.
        links: the group's own pairs.
        doubtful: pairs of its projects that wait for a person: they are asked first.
        order: the list's groups, for the one that comes next.
        view: the page's view.
    """
    for pair in doubtful.head(MOST_LINKS).itertuples():
        link_review.review(pair, None, view)
    if row.status == "unlinked_return":
        states.note(
            "月报中有、没有连到今年的调度项目：按口径归“统计库中未匹配”（R18），不用认定。请到“匹配待审”或“另配一对”连上。"
        )
    else:
        said = amounts[amounts.group_id == row.group_id]
        beside = (preceding(order, row.group_id), following(order, row.group_id))
        reconciliation_reasons.editor(row, said, view, *beside)
        reconciliation_reasons.history(row, history(), view)
    for pair in links.head(MOST_LINKS).itertuples():
        link_review.review(pair, None, view, with_sides=False)
