"""报送情况: who has sent the month's figures and who has not, on which day, and what units said about it."""

import streamlit as st

from data import formats
from metrics.projects.project_file import projects_found
from metrics.tasks.task_answers import task_answers
from metrics.tasks.unit_sendings import unit_sendings
from pages.components import context, states, tables, words
from pages.components.fetch import fetch
from pages.components.tasks import sending_lists

view = context.bar("unit_sendings")
sendings = fetch(unit_sendings, view)
now = sendings[sendings.month.dt.date == view.as_of]
if now.empty:
    states.nothing(f"{formats.month(view.as_of)}没有应报的项目", "请载入年度计划，或换一个截至月。")

words.headline(*sending_lists.headline(sendings, view.as_of))
with st.container(key="main-picture"):
    sending_lists.show(sendings, view)
words.footer(view, "dispatch")
tables.download(sendings, view=view, name="各单位报送情况", kinds=("dispatch",), label="报送情况 Excel")
projects = fetch(projects_found, view)
names = dict(zip(projects.project_id, projects.project_name, strict=True))
sending_lists.answers(fetch(task_answers, view), names, view)
