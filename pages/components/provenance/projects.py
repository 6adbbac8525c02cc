"""Who counts in a figure: its projects, with the dates and amounts that decide it; each of those can be asked on."""

from datetime import date

import pandas as pd
import streamlit as st

from data import dictionary, formats
from data.dictionary import Entry
from data.reasons import reasons
from data.wording import completion_wording
from pages.components import fetch, tables, words
from pages.components.asking import Asked
from pages.components.provenance.said import Metric
from pages.components.view import View

WHO = tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 1.8fr)", strong=True)
WIDTHS = {"money": "7em", "date": "7em", "month": "7em", "months": "5.5em", "percent": "5em"}
MONTHS = ("start_year", "cohort_month")  # groupings whose values are dates in the address
FLOW, TOTAL = ["from_year", "from_batch", "to_year", "to_batch"], "total_investment_wan"
STEPS = ("plan_change_wan", "reported_change_wan")
IN, NAMED = "■", 2


def show(about: Asked, known: Entry, as_of: date, view: View, metrics: dict[str, Metric]) -> None:
    """Draw the projects that count in the figure; those at a median are marked."""
    frame, parts = _asked(about, known, as_of, view, metrics)
    facts = [name for name in frame if name not in (*parts, "project_id", "project_name", "responsible_unit")]
    plain = known.kind == "count" and parts == [known.name]
    words.title(f"{len(frame)} 个项目{_adds(frame, known, plain=plain)}", _note(frame), rule=False)
    if "is_in_the_middle" in frame:
        frame = frame.sort_values("is_in_the_middle", ascending=False, kind="stable")
    columns, rows = [WHO], frame
    for name in [] if plain else parts:
        entry = dictionary.lookup(name)
        if entry.kind == "count":
            rows = rows.assign(**{f"in_{name}": [IN if counts else "" for counts in frame[name].fillna(0)]})
            columns.append(tables.Column(f"in_{name}", entry.label, kind="text", width="5.5em"))
        else:
            columns.append(tables.Column(name, _own(entry, known), width=WIDTHS.get(entry.kind, "6em")))
    for name in facts:
        if dictionary.lookup(name).kind in WIDTHS:
            columns.append(tables.Column(name, width=WIDTHS[dictionary.lookup(name).kind]))
    if "is_in_the_middle" in frame:
        rows = rows.assign(middle=["◀ 在此" if there else "" for there in frame.is_in_the_middle])
        columns.append(tables.Column("middle", "位置", kind="text", width="4.5em", tone="ahead"))
    tables.show(
        rows, columns, view=view, key="asked_projects", link=None, link_by="project_id", fold=8,
        label=f"{known.label}的项目", empty="没有计入的项目。",
    )  # fmt: skip
    tables.download(frame, view=view, name=f"计入的项目 {known.label}", kinds=tuple(view.sources), key="asked_excel")


def _own(entry: Entry, known: Entry) -> str:
    """Head a project's own number of months, not as the group's quantile; other columns as they are called."""
    if entry.kind != "months":
        return ""
    return "月数" if entry.name == known.name and not entry.name.endswith("wait_months") else "已等 >"


def name(about: Asked, view: View, metrics: dict[str, Metric]) -> str:
    """The name of the project that is asked about."""
    facts = fetch.fetch(metrics["project_facts"], view, project_id=about.who.partition("|")[0])
    return str(facts.project_name.iloc[0]) if len(facts) else about.who


def written(by: str, who: str) -> str:
    """A group's name as it is written."""
    if by == "step":
        return completion_wording.STEPS.get(who, who)
    if by == "reason":
        return f"{who} {reasons()[who].label}" if who in reasons() else who
    if by == "flow":
        return who.replace("|", " ")
    return formats.month(date.fromisoformat(who)) if by == "cohort_month" and who else who


def _asked(
    about: Asked, known: Entry, as_of: date, view: View, metrics: dict[str, Metric]
) -> tuple[pd.DataFrame, list[str]]:
    """Return who counts, and the columns that say so."""
    if about.of == "batch_flows":
        moved = fetch.fetch(metrics["batch_flow_projects"], view, as_of=as_of)
        ways = moved[FLOW].astype(str).agg("|".join, axis=1)
        return moved[ways == about.who][["project_id", "project_name", "responsible_unit", TOTAL]], [TOTAL]
    if about.of == "why_changed":
        moved = fetch.fetch(metrics["why_changed_projects"], view, as_of=as_of)
        return moved[moved.step == about.who][["project_id", "project_name", "responsible_unit", *STEPS]], list(STEPS)
    group, _, start = about.who.partition("|")
    choices = {key: st.query_params[key] for key in ("basis", "yardstick") if key in st.query_params}
    frame = fetch.fetch(
        metrics["figure_projects"],
        view,
        as_of=as_of,
        by=about.by or None,
        group=group or None,
        of=about.of,
        figure=about.field,
        start_month=date.fromisoformat(start) if start else None,
        **choices,
    )
    return frame, [part for part in known.who_counts if part in frame]


def _adds(frame: pd.DataFrame, known: Entry, *, plain: bool) -> str:
    """Say that what is listed adds up: of an amount its sum, of a rate numerator and denominator."""
    if plain:
        return "，各计 1"
    if "is_in_the_middle" in frame:
        there = list(frame[frame.is_in_the_middle].project_name)
        more = f"等 {len(there)} 个" if len(there) > NAMED else ""
        return f"，处在该位置的是{'、'.join(there[:NAMED])}{more}" if there else "，过半还在等"
    parts = [dictionary.lookup(part) for part in known.who_counts if part in frame]
    said = [
        f"{part.label} {formats.money(frame[part.name].sum()) if part.kind == 'money' else int(frame[part.name].sum())}"
        for part in parts
        if part.kind in ("money", "count")
    ]
    return f"：{'，'.join(said)}" if said else ""


def _note(frame: pd.DataFrame) -> str:
    if "is_in_the_middle" in frame:
        return "处在该位置的在前；其余从短到长，未入的按已等月数"
    return "带虚线的再点一下，列出单元格"
