"""季度讲评: the meeting itself, on slides that can be frozen."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from data.quarters import quarter_before, quarter_code
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.completed_amount import completed_amount
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_projects import completion_projects
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import light_yardstick
from metrics.completion.why_changed import known_then, why_changed, why_changed_projects
from metrics.entry.entry_cases import open_cases
from metrics.entry.entry_lag import entry_lag
from metrics.entry.start_corrections import start_corrections
from metrics.meeting.issues_to_decide import issues_to_decide
from metrics.meeting.promises import promises
from metrics.overview.overview import overview
from metrics.projects.map_points import map_points
from metrics.projects.slowest_projects import slowest_projects
from metrics.provenance.case_cells import case_cells
from metrics.provenance.figure_cells import figure_cells
from metrics.ranking.score_cases import score_cases, score_parts
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.ranking.unit_ranking import unit_ranking
from pages.components import context, words
from pages.components.fetch import fetch
from pages.components.meeting import meeting_locks as meeting
from pages.components.meeting import meeting_promises as noted
from pages.components.meeting.slides.deck import KEYS, deck
from pages.components.view import View
from reports.formats import drawn_deck

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def asked(view: View) -> dict[str, pd.DataFrame]:
    """Everything the slides say, from the metrics; last quarter's end is empty where it is not loaded.

    Whatever is compared with last quarter's end is compared with what was known of it then, as 为什么变了 has it.
    """
    before = quarter_before(view.as_of)
    is_loaded = before in view.months
    then, keep = (before, None) if is_loaded else (view.as_of, 0)
    changes = fetch(why_changed, view, since=before if is_loaded else None)
    earlier = replace(view, as_of=then, known_on=(is_loaded and known_then(changes)) or view.known_on)
    return {
        "months": fetch(overview, view),
        "months_before": fetch(overview, earlier).head(keep),
        "batches": fetch(batch_progress, view, by=None),
        "batches_before": fetch(batch_progress, earlier, by=None).head(keep if then.year == view.as_of.year else 0),
        "completed": fetch(completed_amount, view, by=None, since=before if is_loaded else None),
        "changes": changes,
        "slips": fetch(change_without_slips, view, since=before if is_loaded else None),
        "moved": fetch(why_changed_projects, view, since=before if is_loaded else None),
        "towns": fetch(investment_completion, view, by="town"),
        "points": fetch(map_points, view),
        "lag": fetch(entry_lag, view, by=None),
        "lag_years": fetch(entry_lag, view, by="start_year"),
        "start_corrections": fetch(start_corrections, view),
        "lag_units": fetch(entry_lag, view, by="responsible_unit"),
        "units": fetch(unit_ranking, view),
        "slow": fetch(slowest_projects, view),
        "slow_months": fetch(
            completion_by_month, view, by="project", yardstick=light_yardstick(view.profile, view.as_of)
        ),
        "promises": fetch(promises, view),
        "issues": fetch(issues_to_decide, view),
        "steps": fetch(supervision_ladder, view),
        "parts": fetch(score_parts, view),
        "cases": fetch(score_cases, view),
        "cells": fetch(figure_cells, view),
        "case_cells": fetch(case_cells, view),
        "open_cases": fetch(open_cases, view),
        "projects": fetch(completion_projects, view),
        "batch_projects": fetch(batch_projects, view),
        "whole": fetch(investment_completion, view, by=None),
        "by_unit": fetch(investment_completion, view, by="responsible_unit"),
        "by_batch": fetch(investment_completion, view, by="batch"),
    }


view = context.bar("meeting", judges=True)
name = quarter_code(view.as_of)
held, last_entry = meeting.locks(view, name)
lock = meeting.lock_shown(view, held)
show = meeting.kept_slides(lock) if lock else meeting.as_data(meeting.drawn(asked(view), view, view.version))

meeting.headline(view, lock, held, len(show))
with st.container(horizontal=True, vertical_alignment="center"):
    meeting.controls(view, name, lock, held, last_entry, lambda: meeting.content(show, view, name))
    st.download_button(
        "下载 PPT", lambda: drawn_deck.write(show), f"讲评_{view.profile.short_name}_{name}.pptx", mime=PPTX,
        icon=":material/download:", on_click="ignore", key="meeting_pptx",
    )  # fmt: skip
with st.container(key="main-picture"):
    deck(
        show,
        play="play" in st.query_params,
        turn=meeting.turn(),
        auto=meeting.seconds(st.query_params.get("auto", "")),
        units=[unit.name for unit in view.profile.units],
        occasion=f"{view.district}:{name}",
        note=noted.writer(view, name),
        written=noted.written(view),
    )
words.footer(view, *meeting.SOURCES, note=KEYS)
noted.show(fetch(promises, view), view)
if lock and st.query_params.get("compare"):
    then = replace(view, known_on=lock.frozen_on)
    meeting.compared(lock, show, meeting.drawn(asked(then), then, lock.version), view)
