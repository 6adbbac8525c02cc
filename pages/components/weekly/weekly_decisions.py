"""议定事项 of the weekly meeting: noted on the spot, listed until they are done."""

from datetime import date

import pandas as pd
import streamlit as st

from data import clock, dictionary, formats
from data.decision_kinds import WeekDecision
from data.wording.week_parts import week
from pages.components import access, decide, tables, words
from pages.components.view import View

KIND = WeekDecision.KIND
COLUMNS = (
    tables.Column("decision_text", "议定事项", kind="text", sub="about", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("responsible_unit", "单位", sub="person", width="minmax(0, 1fr)"),
    tables.Column("limit", "期限", kind="text", width="112px"),
    tables.Column("state", "办理", kind="text", sub="note", tone="tone", width="128px"),
)
ACTS = {"done": "已办结", "open": "重新办理", "undone": "撤销"}


def note(view: View, on: date, projects: dict[str, str]) -> None:
    """Draw the form that notes what the meeting decided."""
    if not access.may(KIND):
        return
    with st.popover("记议定事项"):
        text = st.text_area("议定事项", key="week_text", max_chars=300, height=80)
        unit = st.selectbox(
            "单位", [one.name for one in view.profile.units], index=None, key="week_unit", placeholder="选单位"
        )
        person = st.text_input("责任人", key="week_person", max_chars=30)
        project = st.selectbox(
            "项目", list(projects), index=None, key="week_project", placeholder="可以不选",
            format_func=lambda key: words.plain(projects[key]),
        )  # fmt: skip
        due = st.date_input("期限", None, key="week_due", format="YYYY-MM-DD")
        said = WeekDecision(
            noted_at=f"{clock.now():%Y%m%d%H%M%S%f}", text=text.strip(), responsible_unit=unit, person=person or None,
            project_id=project, due_on=due, week=week(on)[0], on=on,
        )  # fmt: skip
        st.button(
            "记下",
            type="primary",
            key="week_save",
            disabled=not text.strip(),
            on_click=_write,
            args=(said, None, "", view),
        )


def show(decisions: pd.DataFrame, view: View, on: date) -> None:
    """Draw the decisions, and let a person say what became of them."""
    known = dictionary.lookup("decision_state")
    rows = decisions.copy()
    rows["about"] = [
        " · ".join(
            [
                f"{formats.day(row.week_from)}的一周，{row.noted_by}记",
                *([row.project_name] if isinstance(row.project_name, str) else []),
            ]
        )
        for row in decisions.itertuples()
    ]
    rows["limit"] = ["没有期限" if pd.isna(day) else formats.day(day) for day in decisions.due_on]
    rows["state"] = [
        f"逾期 {row.late_days} 天"
        if pd.notna(row.late_days) and row.late_days > 0
        else dictionary.write(known, row.decision_state)
        for row in decisions.itertuples()
    ]
    rows["tone"] = ["late" if pd.notna(days) and days > 0 else "quiet" for days in decisions.late_days]
    tables.show(
        rows, COLUMNS, view=view, key="week_decided", link=None, link_by="subject", fold=12,
        empty="还没有记下议定事项。", label="周调度议定事项", can_be_asked=False,
    )  # fmt: skip
    if len(decisions) and access.may(KIND):
        _judge(decisions, view, on)


def _judge(decisions: pd.DataFrame, view: View, on: date) -> None:
    with st.popover("认定办理情况"):
        texts = dict(zip(decisions.subject, decisions.decision_text, strict=True))
        which = st.selectbox("哪一项", list(texts), format_func=lambda key: words.plain(texts[key]), key="week_which")
        act = st.segmented_control("办理", list(ACTS), format_func=ACTS.__getitem__, default="done", key="week_act")
        why = st.text_input("说明（撤销时必填）", key="week_note", max_chars=120)
        row = decisions.set_index("subject").loc[which]
        said = WeekDecision(about=which, status=act, on=on, done_on=on if act == "done" else None)
        st.button(
            "记下", type="primary", key="week_judge", disabled=not act or (act == "undone" and not why.strip()),
            on_click=_write, args=(said, int(row.last_entry_id), why, view),
        )  # fmt: skip


def _write(said: WeekDecision, seen: int | None, why: str, view: View) -> None:
    decide.write(said, view=view, after=seen, reason=why.strip() or None)
