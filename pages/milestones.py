"""节点挂图: what has to be reached by which day, what was, and who answers for it."""

from functools import partial

import streamlit as st

from metrics.milestones.milestone_states import milestone_states
from pages.components import access, context, states, tables, words, working_day
from pages.components.fetch import fetch
from pages.components.milestones import milestone_figures, milestone_lists, milestone_words
from pages.components.reports import report_button, report_question
from reports.kinds.wall_chart import wall_chart

view = context.bar("milestones")
on = working_day.on(view)
milestones = access.mine(fetch(milestone_states, view, on=on))
if milestones.empty:
    states.nothing("还没有节点任务", "请载入“节点任务”表，或换一个截至月。")

words.headline(*milestone_words.headline(milestones, on))
with st.container(horizontal=True, vertical_alignment="center"):
    by = context.choose("rows", milestone_words.BY, label="分行")
    state = context.choose("state", milestone_words.counts(milestones), label="状态")
    milestone_lists.note(milestones, view, on)
    tables.download(milestones, view=view, name="节点任务", kinds=("milestone",), label="节点 Excel")
    if access.may("see_leader_projects"):
        chart = partial(wall_chart, report_question.of_view(view, access.roles()), on)
        report_button.show("挂图（PDF，A3）", chart, "pdf")
    tables.download(
        milestones, view=view, name="节点任务 分单位挂图", kinds=("milestone",), sheets_by="responsible_unit",
        signed=True, label="分单位 Excel",
    )  # fmt: skip
shown = milestone_words.chosen(milestones, state)
with st.container(key="main-picture"):
    words.title(f"{on.year}年{milestone_words.BY[by].removeprefix('按')}挂图", milestone_figures.legend())
    if shown.due_on.notna().any():
        milestone_figures.wall(shown, by, on)
words.footer(view, "milestone", "annual_plan")
milestone_lists.show(shown, view)
