"""周调度: what the weekly meeting walks through: asked for, due, overdue, not updated, decided."""

from functools import partial

import pandas as pd
import streamlit as st

from data.wording import week_parts
from metrics.data_health.data_health_findings import data_health_findings
from metrics.issues.issue_ledger import issue_ledger
from metrics.milestones.milestone_states import milestone_states
from metrics.projects.project_file import projects_found
from metrics.weekly.coordination_asked import coordination_asked
from metrics.weekly.month_states import month_states
from metrics.weekly.starts_and_finishes_due import starts_and_finishes_due
from metrics.weekly.week_decisions import week_decisions
from pages.components import access, context, words, working_day
from pages.components.fetch import fetch
from pages.components.reports import report_button, report_question
from pages.components.weekly import (
    weekly_decisions,
    weekly_figures,
    weekly_lists,
    weekly_months,
    weekly_words,
)
from reports.kinds.week_minutes import week_minutes

view = context.bar("weekly")
on = working_day.on(view)
stale = pd.concat([fetch(data_health_findings, view, health_check=check) for check in ("stale_30", "stale_7")])
things = access.mine(
    week_parts.gather(
        fetch(coordination_asked, view, on=on),
        fetch(issue_ledger, view, on=on),
        fetch(milestone_states, view, on=on),
        fetch(starts_and_finishes_due, view, on=on),
        stale,
        on,
    )
)
decisions = fetch(week_decisions, view, on=on)
counts = week_parts.by_unit(things)

words.headline(*weekly_words.headline(things, counts, decisions, on))
with st.container(key="main-picture"):
    if len(counts):
        words.title("各单位要过的", "件；红格有逾期的")
        weekly_figures.units(things, counts)
words.footer(view, *weekly_lists.KINDS)
projects = access.mine(fetch(projects_found, view))
with st.container(horizontal=True, vertical_alignment="center"):
    part = context.choose("part", weekly_lists.counts(things, decisions), label="事项")
    weekly_decisions.note(view, on, dict(zip(projects.project_id, projects.project_name, strict=True)))
    weekly_lists.handed_out(things, view, on)
    if access.may("see_leader_projects"):
        minutes = partial(week_minutes, report_question.of_view(view, access.roles()), on)
        report_button.show("会议纪要 Word", minutes, "docx")
if part == "decided":
    weekly_decisions.show(decisions, view, on)
else:
    weekly_lists.show(things, part, view)
weekly_months.show(fetch(month_states, view), view)
