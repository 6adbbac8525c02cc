"""The lists of 入库入统: which one is shown, filtered by a cell of the grid, with its size and its Excel file."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.components import context, tables
from pages.components.entry import entry_words as lag_words
from pages.components.entry.start_grid import EARLIER
from pages.components.words import escape

KINDS = ("dispatch", "statistics_return", "library_ledger")


def counts(cases: pd.DataFrame, not_started: pd.DataFrame, lag: pd.Series) -> dict[str, str]:
    """The lists one can choose from, with their numbers: three questions first, then what stands apart."""
    numbers = {key: int((cases.state == state).sum()) for key, state in lag_words.CASES.items()}
    numbers["start"] = len(not_started)
    options = {key: f"{name} {numbers[key]}" for key, name in lag_words.LISTS.items()}
    return options | {
        "anomaly": f"异常 {lag.anomaly:.0f}",
        "unknown": f"入统月份不详 {lag.entered_unknown:.0f}",
        "unlinked": f"已开工未匹配 {lag.unlinked - lag.awaiting_confirmation:.0f}",
        "confirm": f"待统计确认 {lag.awaiting_confirmation:.0f}",
    }


def show(
    name: str,
    cases: pd.DataFrame,
    not_started: pd.DataFrame,
    anomalies: Callable[[], pd.DataFrame],
    to_confirm: Callable[[], pd.DataFrame],
    by_project: Callable[[], pd.DataFrame],
    view: context.View,
    *,
    place: DeltaGenerator,
) -> None:
    """Draw the chosen list, the filter it stands under, and in ``place`` the way to Excel."""
    group, start = chosen()
    columns: tuple[tables.Column, ...]
    if name in lag_words.CASES:
        frame = cases[cases.state == lag_words.CASES[name]]
        frame = lag_words.chosen_cell(frame, str(view.by), group, start) if group else frame
        rows, columns, sort = lag_words.case_rows(frame), lag_words.CASE_COLUMNS, "unbooked_at_stake_wan"
    elif name == "start":
        frame = not_started
        rows, columns, sort = lag_words.start_rows(frame), lag_words.START_COLUMNS, "overdue_months"
    elif name == "anomaly":
        frame = anomalies().rename(columns={"anomaly": "contradiction"})  # elsewhere anomaly is a count
        rows, columns, sort = lag_words.plain_rows(frame), lag_words.ANOMALY_COLUMNS, ""
    elif name == "confirm":
        frame = to_confirm()
        rows, columns, sort = lag_words.plain_rows(frame), lag_words.CONFIRM_COLUMNS, "reported_ytd_wan"
    else:
        every = by_project()
        open_ones = every[every.awaiting_confirmation == 0]
        frame = open_ones[open_ones[{"unknown": "entered_unknown", "unlinked": "unlinked"}[name]] > 0]
        rows, columns, sort = lag_words.plain_rows(frame), lag_words.PLAIN_COLUMNS, "unbooked_at_stake_wan"
    label = {
        **lag_words.LISTS,
        "anomaly": "异常",
        "unknown": "入统月份不详",
        "unlinked": "未匹配",
        "confirm": "待统计确认",
    }[name]
    with place:
        labels = {"contradiction": "矛盾"}
        tables.download(frame, view=view, name=f"入库入统 {label}", kinds=KINDS, labels=labels)
    if group and name in lag_words.CASES:
        with st.container(horizontal=True, vertical_alignment="center"):
            since = start.removeprefix(EARLIER)
            where = f"{escape(group)}，{escape(since)}{'' if since == start else ' 以前'}开工："
            st.html(f'<p class="gt-stand">{where}{lag_words.scope_line(label, frame)}</p>', width="content")
            st.button("清除筛选", type="tertiary", icon=":material/close:", on_click=clear)
    tables.show(rows, columns, view=view, key="cases", fold=10, sort=sort, label=label)


def chosen() -> tuple[str, str]:
    """The cell of the grid that filters the lists: (group, start month), blank where none."""
    return st.query_params.get("group", ""), st.query_params.get("start", "")


def choose(group: str, start: str) -> None:
    """Take the touched cell into the URL; a second touch lets it go."""
    if chosen() == (group, start):
        clear()
    else:
        context.put("group", group)
        context.put("start", start)


def clear() -> None:
    """Show all again."""
    context.put("group", "")
    context.put("start", "")
