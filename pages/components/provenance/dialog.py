"""The dialog that answers “数据出处”: it takes the figure from the address and chooses the way to its cells."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from data import formats
from data.dictionary import Entry
from pages.components import asking as asked
from pages.components import context, states, words
from pages.components.asking import Asked
from pages.components.provenance import gaps, projects, said, scores, sums, years
from pages.components.view import View

Metric = Callable[..., pd.DataFrame]
DATES = ("start_date", "library_month", "statistics_month")  # of a project, settled by one cell each


def answer(*metrics: Metric) -> None:
    """Open the dialog about the figure asked for, if there is one; called after the page was drawn."""
    if asked.question() and st.session_state.get(asked.VIEW):
        _dialog({metric.__name__: metric for metric in metrics})


@st.dialog("数据出处", width="large", on_dismiss=asked.close)
def _dialog(metrics: dict[str, Metric]) -> None:
    about, view = asked.question(), st.session_state[asked.VIEW]  # the reader may have asked on
    known = asked.entry(about.field) if about else None
    if about is None or known is None or about.by not in asked.WHOSE:
        return
    about, known = scores.of_item(about, known)
    as_of = about.month or view.as_of
    with st.container(horizontal=True, vertical_alignment="center"):
        if asked.has_before():
            st.button("返回", icon=":material/arrow_back:", key="asked_back", on_click=asked.back)
        whose = _whose(about, view, metrics)
        st.html(
            f'<p class="gt-stand"><b>{words.escape(known.label)}</b>　{words.escape(whose)}　{formats.month(as_of)}</p>'
        )
    if about.by == "project" or as_of in view.months:
        _ways(about, known, as_of, view, metrics)
    else:
        states.note(f"{formats.month(as_of)}的调度表没有载入。")
    words.footer(view, *view.sources)


def _ways(about: Asked, known: Entry, as_of: date, view: View, metrics: dict[str, Metric]) -> None:
    """The ways from a figure to its cells, the nearest first."""
    if about.by == "project":
        _of_project(about, known, as_of, view, metrics)
    elif about.of == gaps.OF and about.by != asked.LINKED:
        gaps.show(about, known, view, metrics)
    elif about.of == years.OF:
        years.show(about, view, metrics)
    elif known.compares:
        scores.compared(about, view, metrics)
    elif scores.is_of_a_unit(about, known):
        scores.made_up(about, known, view, metrics)
    elif about.of and known.who_counts:
        projects.show(about, known, as_of, view, metrics)
    else:
        for figure in known.made_of:
            if figure in sums.FIGURES:
                sums.show(figure, about, as_of, view, metrics["figure_cells"])


def _of_project(about: Asked, known: Entry, as_of: date, view: View, metrics: dict[str, Metric]) -> None:
    """Of a project: the cells that add up, those that settle its dates, else what was said of it."""
    is_loaded = as_of in view.months
    amounts = [figure for figure in known.made_of if figure in sums.FIGURES and is_loaded]
    for figure in amounts:
        sums.show(figure, about, as_of, view, metrics["figure_cells"])
    dates = [name for name in known.made_of if name in DATES]
    is_settled = bool(dates) and is_loaded and said.settled(about, dates, as_of, view, metrics["entry_cells"])
    if about.field == "material_state":
        said.of_material(about, view, metrics)
    elif not amounts and not is_settled:
        said.of_project(about, known, view, metrics["source_cells"])


def _whose(about: Asked, view: View, metrics: dict[str, Metric]) -> str:
    if about.by == "project":
        material = about.who.partition("|")[2]
        return f"{projects.name(about, view, metrics)}　{material}".rstrip()
    label = context.GROUP_LABELS.get(about.by, "")
    who = about.who if about.by == "flow" else about.who.partition("|")[0]
    return f"{label} {projects.written(about.by, who)}".strip() if who else view.profile.name
