"""问题台账: which problems are open, with whom, how long, which are overdue, and what was done about each."""

import streamlit as st

from metrics.issues.issue_changes import issue_changes
from metrics.issues.issue_ledger import issue_ledger
from metrics.issues.issue_summary import issue_summary
from metrics.projects.project_file import projects_found
from pages.components import access, context, states, tables, words, working_day
from pages.components.fetch import fetch
from pages.components.issues import issue_acts, issue_figures, issue_list, issue_words

view = context.bar("issues")
on = working_day.on(view)
ledger = fetch(issue_ledger, view, on=on)
projects = access.mine(fetch(projects_found, view))
names = dict(zip(projects.project_id, projects.project_name, strict=True))
if ledger.empty:
    issue_acts.raise_one(view, on, names)
    states.nothing("台账里还没有问题", "请载入“问题交办销号台账”，或在这里登记。")
units = fetch(issue_summary, view, by="responsible_unit", on=on)

words.headline(*issue_words.headline(fetch(issue_summary, view, by=None, on=on).iloc[0], units, on))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("未销号的问题提出了多久", "个")
        issue_figures.ages(ledger, 190)
    with grid.cell():
        words.title("在谁手里", "未销号的问题最多的单位")
        issue_figures.units(units, 190)
words.footer(view, "issue")

mine = ledger.project_id.isna() | ledger.project_id.isin(names) | (ledger.responsible_unit == access.unit())
shown = ledger[mine].reset_index(drop=True)
with st.container(horizontal=True, vertical_alignment="center"):
    state = context.choose("state", issue_words.counts(shown, on), label="状态")
    kinds = {"": "全部种类"} | {kind: kind for kind in sorted(shown.issue_kind.dropna().unique())}
    kind = context.choose("kind", kinds, label="种类", control=st.pills)
    issue_acts.raise_one(view, on, names)
    tables.download(shown, view=view, name="问题交办销号台账", kinds=("issue",), label="台账 Excel")
    tables.download(
        issue_words.chosen(shown, "open", on), view=view, name="未销号问题 分单位清单", kinds=("issue",),
        sheets_by="responsible_unit", signed=True, label="分单位 Excel",
    )  # fmt: skip
rows = issue_words.chosen(shown, state, on)
rows = rows[rows.issue_kind == kind].reset_index(drop=True) if kind else rows
wanted = st.query_params.get("issue", "")
chosen = shown[shown.issue_id == wanted]
if chosen.empty:
    issue_list.show(rows, view, "")
else:
    with st.grid(2, min_column_width=440, gap="medium") as grid:
        with grid.cell():
            issue_list.show(rows, view, wanted)
        with grid.cell():
            issue_list.opened(chosen.iloc[0], fetch(issue_changes, view, issue_id=wanted), view, on)
