"""四类清单: what was to start and finish in the period and did, what is under construction, what is new."""

import streamlit as st

from metrics.lists.four_lists import four_lists
from pages.components import access, context, states, words
from pages.components.fetch import fetch
from pages.components.lists import lists_figures, lists_table, lists_words

view = context.bar("four_lists", judges=True)
with st.container(horizontal=True, vertical_alignment="center"):
    span = context.choose("span", lists_words.SPANS, label="时段")
lists = fetch(four_lists, view, span=span)
if lists.empty:
    states.nothing(
        f"{lists_words.period(view, span)}四类清单都是空的", "请载入写有计划开工、竣工时间的年度计划表和调度表。"
    )
year = fetch(four_lists, view, span="year")

words.headline(*lists_words.headline(lists, view, span))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    for kind in ("start", "finish"):
        with grid.cell():
            label = lists_words.KINDS[kind]
            words.title(f"各月应{label}", f"个；蓝为已{label}，红为未{label}，空心为计划在以后各月")
            lists_figures.months(year, kind, view.as_of.month, 200)
words.footer(view, *lists_table.SOURCES)
mine = access.mine(lists)
with st.container(horizontal=True, vertical_alignment="center"):
    kind = context.choose("list", lists_words.counts(mine), label="清单")
    lists_table.download(mine, view, lists_words.period(view, span))
lists_table.show(mine, kind, view)
