"""储备库: what waits in the three tiers, whether it was fit to enter, what moved up, what was planned without it."""

import streamlit as st

from metrics.data_health.idea_lists import idea_lists
from metrics.reserve.reserve_flows import reserve_flows
from metrics.reserve.reserve_projects import reserve_projects
from metrics.reserve.reserve_tiers import plan_without_reserve, reserve_tiers
from pages.components import access, context, states, words, working_day
from pages.components.fetch import fetch
from pages.components.reserve import reserve_figures, reserve_lists, reserve_words

view = context.bar("reserve")
on = working_day.on(view)
tiers = fetch(reserve_tiers, view, on=on)
if tiers.empty:
    states.nothing("储备库还是空的", "请载入储备库表（1年期待建库、3年期预备库、5年期谋划库）。")
waiting = fetch(reserve_projects, view, on=on)
without = fetch(plan_without_reserve, view, on=on)
ideas = fetch(idea_lists, view)
flows = fetch(reserve_flows, view, on=on)

words.headline(*reserve_words.headline(tiers, waiting, without, ideas, view, on))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title(f"{on.year}年逐级转化", "带宽＝个数；左为年初，右为现在")
        reserve_figures.flows(flows, 250)
    with grid.cell():
        words.title("各库够不够入库标准", "个；蓝有佐证，红缺佐证")
        reserve_figures.tiers(tiers, waiting, view, on, 250)
words.footer(view, "reserve", "approval_step", "promotion", "idea_list", "annual_plan")

lists = reserve_lists.parts(access.mine(waiting), access.mine(without), ideas)
with st.container(horizontal=True, vertical_alignment="center"):
    which = context.choose("list", reserve_words.counts(lists), label="清单")
    reserve_lists.download(access.mine(waiting), access.mine(without), view)
reserve_lists.show(lists, which, view, on)
