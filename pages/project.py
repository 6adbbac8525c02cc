"""项目档案: everything of one project."""

import streamlit as st

from data.wording.entry_wording import corrected_starts
from metrics.completion.investment_completion import investment_completion
from metrics.entry.start_corrections import start_corrections
from metrics.meeting.issues_to_decide import issues_to_decide
from metrics.milestones.milestone_states import milestone_states
from metrics.projects.project_file import (
    project_batches,
    project_facts,
    project_months,
    project_plan_versions,
    projects_found,
)
from metrics.projects.project_procedures import project_approvals, project_entries
from metrics.projects.project_progress import project_progress
from metrics.provenance.source_cells import source_cells
from metrics.services.service_requests import service_requests
from pages.components import access, context, states, words
from pages.components.fetch import fetch
from pages.components.projects import project_figures, project_said, project_search, project_tables, project_words
from pages.components.reports import board_button

view = context.bar("project")
project_id = st.query_params.get("project", "")
facts = fetch(project_facts, view, project_id=project_id)
if facts.empty:
    text = project_search.box()
    project_search.show(access.mine(fetch(projects_found, view, text=text)), view, text, project_id)
    st.stop()
if not access.is_mine(facts.responsible_unit.iloc[0], facts.service_unit.iloc[0]):
    states.stop("这个项目不在您的范围内", "您可以看本单位负责或服务的项目，以及各页的全区排名和汇总。")

months = fetch(project_months, view, project_id=project_id)
completion = fetch(investment_completion, view, by="project").set_index("project_id", drop=False)
now = months.iloc[-1] if len(months) and months.month.iloc[-1].date() == view.as_of else None
entries = fetch(project_entries, view, project_id=project_id)
with_booked = access.may("see_booked_projects")

words.headline(
    *project_words.headline(facts.iloc[0], now, completion.loc[project_id] if project_id in completion.index else None)
)
project_words.figures(facts.iloc[0], now, with_booked=with_booked)
project_words.ask(project_id, with_booked=with_booked)
with st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell(), st.container(key="main-picture"):
        words.title(f"{view.as_of.year}年累计", "万元；虚线为计划，空心点为未报沿用")
        project_figures.year_curve(months, view.as_of, with_booked=with_booked, height=250)
        words.title("各月上报", "万元；负数为更正，○ 未报", rule=False)
        project_figures.month_bars(months, 104)
    with grid.cell():
        words.title("计划与实际", "空心为最初计划，灰为现计划，蓝为实际")
        project_figures.timeline(facts.iloc[0], entries, view.as_of, 264)
        project_words.attributes(facts.iloc[0])
corrected = fetch(start_corrections, view)
words.footer(
    view, "annual_plan", "dispatch", "statistics_return", "library_ledger",
    note=corrected_starts(corrected[corrected.project_id == project_id], named=False),
)  # fmt: skip
things = [fetch(metric, view) for metric in (issues_to_decide, milestone_states, service_requests)]
issues, milestones, requests = (found[found.project_id == project_id] for found in things)
project_said.show(fetch(project_progress, view, project_id=project_id), issues, milestones, requests, view)

with st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        project_tables.entries(entries)
        project_tables.history(
            fetch(project_plan_versions, view, project_id=project_id),
            fetch(project_batches, view, project_id=project_id),
        )
    with grid.cell():
        project_tables.approvals(
            fetch(project_approvals, view, project_id=project_id), facts.approval_procedure.iloc[0]
        )
board_button.show(view, project_id)
project_tables.months(months, view, project_id, with_booked=with_booked)
project_tables.sources(fetch(source_cells, view, project_id=project_id), view, with_booked=with_booked)
