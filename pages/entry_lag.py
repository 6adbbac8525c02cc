"""入库入统: what has started and is not in the statistics, since when, and for how much."""

import streamlit as st

from data import formats
from data.wording import entry_wording as lag_wording
from metrics.entry.entries_to_confirm import entries_to_confirm
from metrics.entry.entry_cases import entry_anomalies, not_started_due, open_cases
from metrics.entry.entry_lag import entry_lag
from metrics.entry.entry_triangle import GROUPS, entry_by_start_month, entry_triangle
from metrics.entry.start_corrections import start_corrections
from pages.components import access, context, states, words
from pages.components.entry import entry_asking as lag_asked
from pages.components.entry import entry_lists as lag_lists
from pages.components.entry import entry_pictures as lag_pictures
from pages.components.entry import entry_words as lag_words
from pages.components.fetch import fetch

groups = ("responsible_unit", *(name for name in GROUPS if name != "responsible_unit"))
view = context.bar("entry_lag", group_by=groups, judges=True)
basis = st.query_params.get("basis", "feasible")
basis = basis if basis in lag_words.BASES else "feasible"
total = fetch(entry_lag, view, by=None, basis=basis)
if total.empty:
    states.nothing(
        f"截至{formats.month(view.as_of)}没有已开工的项目", "请检查截至月，或载入写有开工时间的调度表和统计月报。"
    )
lag = total.iloc[0]
if lag_wording.is_unknown(lag):
    states.nothing(lag_wording.UNKNOWN, "请到“数据接入”页载入统计月报或入库台账。")
triangle = fetch(entry_triangle, view, basis=basis)
by_start = fetch(entry_by_start_month, view, basis=basis)
cases = fetch(open_cases, view, basis=basis)
not_started = fetch(not_started_due, view)

by_year = fetch(entry_lag, view, by="start_year", basis=basis)
words.headline(*lag_words.headline(lag, by_year, view.as_of, view.profile.measure("on_time_starts", view.as_of)))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        lag_pictures.triangle(triangle)
    with grid.cell():
        lag_pictures.start_grid(by_start, fetch(entry_lag, view, basis=basis), str(view.by))
corrected = lag_wording.corrected_starts(access.mine(fetch(start_corrections, view)))
words.footer(view, *lag_lists.KINDS, note="；".join(filter(None, [lag_wording.unmatched(lag), corrected])))
lag_asked.show(lag, lambda: fetch(entry_lag, view, basis=basis), triangle, by_start, view)

controls = st.container(horizontal=True, vertical_alignment="center")
with controls:
    shown = context.choose("list", lag_lists.counts(cases, not_started, lag), label="清单")
    context.choose("basis", lag_words.BASES, label="口径")
lag_lists.show(
    shown,
    cases,
    not_started,
    lambda: fetch(entry_anomalies, view),
    lambda: fetch(entries_to_confirm, view),
    lambda: fetch(entry_lag, view, by="project", basis=basis),
    view,
    place=controls,
)
