"""The milestones as a list, the form that notes what was done, and the book that is printed on A3."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data.decision_kinds import Milestone
from pages.components import access, decide, tables, words
from pages.components.milestones import milestone_words
from pages.components.view import View

KIND = "milestone"
COLUMNS = (
    tables.Column("milestone", "节点", kind="text", sub="outside", width="minmax(0, 1.4fr)", strong=True),
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 2fr)"),
    tables.Column("person", "责任人", width="minmax(0, .7fr)"),
    tables.Column("limit", "时限", kind="text", sub="done_words", sort_by="due_on", width="132px"),
    tables.Column("state", "状态", kind="text", tone="tone", sort_by="late_days", width="112px"),
)


def show(milestones: pd.DataFrame, view: View) -> None:
    """Draw the list; a row leads to its project."""
    tables.show(
        milestone_words.rows(milestones), COLUMNS, view=view, key="milestones", fold=15, empty="没有这样的节点。",
        label="节点任务", can_be_asked=False,
    )  # fmt: skip


def note(milestones: pd.DataFrame, view: View, on: date) -> None:
    """Draw the form that notes that a milestone was reached, or has another limit."""
    left = milestones[milestones.done_on.isna()]
    if left.empty or not access.may(KIND):
        return
    with st.popover("登记节点"):
        keys = [f"{row.project_id}|{row.milestone}" for row in left.itertuples()]
        names = dict(zip(keys, left.project_name + "：" + left.milestone, strict=True))
        which = st.selectbox("节点", keys, format_func=lambda key: words.plain(names[key]), key="milestone_which")
        row = left.iloc[keys.index(which)]
        done = st.date_input(
            "完成日期", None, max_value=max(on, date(on.year, 1, 1)), key="milestone_done", format="YYYY-MM-DD"
        )
        due = st.date_input("改为的时限", None, key="milestone_due", format="YYYY-MM-DD")
        evidence = st.text_input("佐证或原因（必填）", key="milestone_evidence", max_chars=120)
        said: dict[str, Any] = {"done_on": done, "evidence": evidence} if done else {}
        said |= {"due_on": due} if due else {}
        decision = Milestone(
            act="done" if done else "edit", on=on, project_id=row.project_id, milestone=row.milestone, **said
        )
        seen = None if pd.isna(row.last_entry_id) else int(row.last_entry_id)
        st.button(
            "登记", type="primary", key="milestone_save", disabled=not (done or due) or not evidence.strip(),
            on_click=_write, args=(decision, seen, evidence, view),
        )  # fmt: skip


def _write(decision: Milestone, seen: int | None, why: str, view: View) -> None:
    decide.write(decision, view=view, after=seen, reason=why.strip())
