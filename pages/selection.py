"""项目遴选: what was declared for next year, what fits, what is missing, with whom it is, what was not declared."""

import streamlit as st

from metrics.selection.declarations import declarations
from metrics.selection.undeclared_projects import undeclared_projects
from pages.components import access, context, states, words, working_day
from pages.components.fetch import fetch
from pages.components.selection import selection_acts, selection_figures, selection_lists, selection_words

view = context.bar("selection")
on = working_day.on(view)
with st.container(horizontal=True, vertical_alignment="center"):
    year = int(context.choose("year", selection_words.years(view), label="计划年度"))
declared = fetch(declarations, view, year=year, on=on)
waiting = fetch(undeclared_projects, view, year=year, on=on)
if declared.empty and waiting.empty:
    states.nothing(f"还没有{year}年度的项目申报", "请载入“项目申报汇总表”，或换一个计划年度。")

words.headline(*selection_words.headline(declared, waiting, year, on))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("各类申报项目够不够条件", "个；蓝符合，红不符合，空心缺材料")
        selection_figures.kinds(declared, view, 210)
    with grid.cell():
        words.title("走到哪一步", "个；蓝已过，灰待办")
        selection_figures.steps(declared, view, on, 210)
words.footer(view, "declaration", "reserve", "promotion", "annual_plan")

mine, others = access.mine(declared), access.mine(waiting)
with st.container(horizontal=True, vertical_alignment="center"):
    which = context.choose("list", selection_words.counts(mine, others), label="清单")
    selection_acts.review(mine, year, view, on)
    selection_acts.step(mine, year, view, on)
    selection_lists.download(mine, others, view, year)
selection_lists.show(mine, others, which, view)
