"""我的任务: what is missing, late, odd or due among a unit's own projects, and what settles it."""

import streamlit as st

from data import dictionary
from metrics.data_health.data_health_findings import data_health_findings, limits
from metrics.entry.entry_readiness import entry_readiness
from metrics.issues.issue_ledger import issue_ledger
from metrics.milestones.milestone_states import milestone_states
from metrics.projects.project_file import projects_found
from metrics.tasks.open_requests import open_requests
from metrics.tasks.reported_rows import reported_rows
from metrics.tasks.task_answers import cell_proposals, task_answers
from metrics.weekly.starts_and_finishes_due import starts_and_finishes_due
from pages.components import access, context, words, working_day
from pages.components.data_health import health_words
from pages.components.fetch import fetch
from pages.components.tasks import task_choice, task_lists, task_parts, task_words
from pages.components.tasks.acts import answering, sending

view = context.bar("unit_tasks")
on = working_day.on(view)
projects = fetch(projects_found, view)
unit = task_choice.unit(projects)
own = task_choice.own(projects, unit)

checks = dictionary.lookup("health_check").words
findings = fetch(data_health_findings, view)
findings = findings[findings.project_id.isin(own)].reset_index(drop=True)
due_day = limits(view.profile, view.as_of, view.known_on)["due_on"].day
findings = health_words.described(findings, due_day, with_booked=False)
tasks = task_parts.gather(
    findings.assign(check=[checks[check] for check in findings.health_check]),
    task_parts.of_projects(own, fetch(entry_readiness, view)),
    task_parts.is_of(unit, own, fetch(milestone_states, view, on=on)),
    task_parts.is_of(unit, own, fetch(issue_ledger, view, on=on)),
    task_parts.is_of(unit, own, fetch(open_requests, view, on=on)),
    task_parts.of_projects(own, fetch(starts_and_finishes_due, view, on=on)),
    on,
)
tasks = task_parts.with_answers(tasks, fetch(task_answers, view))
proposals = fetch(cell_proposals, view)

words.headline(*task_words.headline(unit, len(own), tasks))
chosen = st.query_params.get("task", "")
for task in tasks[tasks.key == chosen].itertuples():
    answering.opened(task, unit, task_parts.of_projects(own, fetch(reported_rows, view)), view)
task_lists.show(tasks, view, chosen)
words.footer(view, "dispatch", "approval_step", "milestone", "issue", "service_request")
with st.grid(2, min_column_width=440, gap="medium") as grid:
    if access.may("load_own") and access.unit() == unit:
        with grid.cell():
            sending.show(unit, view)
    with grid.cell():
        task_lists.proposed(proposals[proposals.responsible_unit == unit].reset_index(drop=True), view)
