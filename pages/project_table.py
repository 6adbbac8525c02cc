"""一张总表: one row a project with what an office is asked for by telephone; rows and columns are chosen."""

import streamlit as st

from metrics.projects.project_table import project_table
from pages.components import access, context, states, words
from pages.components.fetch import fetch
from pages.components.projects import table_choice, table_list

view = context.bar("project_table", judges=True)
table = table_choice.with_state(access.mine(fetch(project_table, view)))
if table.empty:
    states.nothing("没有在计划的项目", "请检查截至月，或载入年度计划表。")
place = st.container()
with st.container(horizontal=True, vertical_alignment="center"):
    rows = table_choice.rows(table)
    names = table_choice.columns()
    table_list.download(rows, names, view)
with place:
    words.headline(*table_choice.headline(table, rows))
    with st.container(key="main-picture"):
        table_list.lights(rows)
    words.footer(view, *table_list.SOURCES)
table_list.show(rows, names, view)
