"""联系项目: which of a leader's projects are stuck, and who is to be called?"""

from functools import partial

import streamlit as st

from data.wording import leader_wording
from metrics.leaders.leader_projects import leader_projects
from pages.components import access, context, states, words, working_day
from pages.components.fetch import fetch
from pages.components.leaders import leader_choice, leader_lists
from pages.components.reports import report_button, report_question
from reports.kinds.leader_cards import leader_cards

view = context.bar("leader_projects")
on = working_day.on(view)
everybody = fetch(leader_projects, view, on=on)
if everybody.empty:
    states.nothing("没有写明联系区领导的项目", "年度计划或调度表里有“联系区领导”一列，载入以后这里按领导列出。")
leader = leader_choice.leader(everybody)
mine = everybody[everybody.leader == leader]
if mine.empty:
    states.nothing(f"没有{leader}联系的项目", "账号里写的姓名要与“联系区领导”一列一致，请联系管理员。")

words.headline(*leader_choice.headline(leader, mine, leader_choice.moved(mine, leader, view, leader_projects)))
words.aside(leader_wording.pace(leader, mine))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap=(8, 28)) as grid:
    for name, frame in leader_lists.groups(mine).items():
        with grid.cell():
            leader_lists.show(name, frame, view)
    with grid.cell():
        leader_lists.show_next(mine, view)
card = partial(leader_cards, report_question.of_view(view, access.roles()), leader, on)
report_button.show("打印卡（PDF，A4）", card, "pdf")
words.footer(view, "annual_plan", "dispatch", "statistics_return", "library_ledger", "milestone", "issue")
