"""计划草案: next year's plan as it comes together: balanced against this year's, changed, taken away as a book."""

import streamlit as st

from metrics.selection.draft_plan import draft_balance, draft_plan, draft_summary
from pages.components import access, context, states, words, working_day
from pages.components.fetch import fetch
from pages.components.selection import draft_acts, draft_book, draft_figures, draft_lists, draft_words

view = context.bar("draft_plan")
on = working_day.on(view)
draft = fetch(draft_plan, view, on=on)
if draft.empty:
    states.nothing("还没有可列入明年计划的项目", "请载入今年的年度计划表和项目申报汇总表。")
balance = fetch(draft_balance, view, on=on)

words.headline(*draft_words.headline(fetch(draft_summary, view, on=on).iloc[0], draft, view))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("各批次年度计划", "亿元；灰为今年，蓝为草案")
        draft_figures.balance(balance, 210)
    with grid.cell():
        words.title("从哪里来", "个；蓝为列入，空心为候选")
        draft_figures.sources(draft, 210)
words.footer(view, "annual_plan", "dispatch", "declaration", "reserve", note="草案，未经审定")

mine = access.mine(draft)
with st.container(horizontal=True, vertical_alignment="center"):
    which = context.choose("list", draft_words.counts(mine), label="清单")
    draft_acts.edit(mine, view, on)
    draft_book.download(draft, view)
    draft_lists.download(mine, balance, view)
draft_lists.show(mine, which, view)
