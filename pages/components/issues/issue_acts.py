"""What people do about an issue: raise, hand over, answer, close with evidence, send back. All in the ledger."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import clock
from data.decision_kinds import Issue, IssueAnswer
from pages.components import access, context, decide, words
from pages.components.view import Row, View

KINDS = (
    "征地拆迁",
    "用地",
    "规划",
    "前期手续",
    "资金",
    "施工环境",
    "管线迁改",
    "配套设施",
    "投诉",
    "闲置土地",
    "限期整改",
    "其他",
)
LEVELS = ("区级", "市级", "省级", "镇（街道）")
ACTS = {"edit": "分类交办", "answer": "答复", "close": "销号", "reopen": "退回重办"}
LONGEST = 300


def raise_one(view: View, on: date, projects: dict[str, str]) -> None:
    """Draw the form that raises an issue."""
    if not access.may("issue"):
        return
    with st.popover("登记问题"):
        said: dict[str, Any] = {
            "issue": st.text_area("问题", key="issue_text", max_chars=LONGEST, height=80),
            "issue_kind": st.selectbox(
                "种类", KINDS, index=None, key="issue_kind", placeholder="选种类", accept_new_options=True
            ),
            "project_id": st.selectbox(
                "项目", list(projects), index=None, key="issue_project", placeholder="可以不选",
                format_func=lambda key: words.plain(projects[key]),
            ),
            **_handed(view, "new", None),
            "raised_on": st.date_input("提出日", on, key="issue_raised", format="YYYY-MM-DD"),
        }  # fmt: skip
        issue_id = f"D{clock.now():%Y%m%d%H%M%S}"
        st.button("登记", type="primary", key="issue_new", disabled=not (said["issue"] or "").strip(), on_click=_write,
                  args=("new", issue_id, said, None, on, view))  # fmt: skip


def act(row: Row, view: View, on: date) -> None:
    """Draw what may be done about the issue that is open beside the list."""
    mine = access.is_mine(row.responsible_unit, None)
    answers = access.may("issue_answer") and mine
    acts = [
        name
        for name, wanted in (
            ("edit", access.may("issue") and pd.isna(row.closed_on)),
            ("answer", answers and pd.isna(row.closed_on)),
            ("close", access.may("issue") and pd.isna(row.closed_on)),
            ("reopen", access.may("issue") and pd.notna(row.closed_on)),
        )
        if wanted
    ]
    if not acts:
        return
    with st.popover("办理"):
        key = row.issue_id
        chosen = st.segmented_control("事项", acts, format_func=ACTS.__getitem__, default=acts[0], key=f"act_{key}")
        said, why, is_ready = _form(chosen or acts[0], row, view, on)
        seen = None if pd.isna(row.last_entry_id) else int(row.last_entry_id)
        st.button("写入台账", type="primary", key=f"act_save_{key}", disabled=not is_ready, on_click=_write,
                  args=(chosen or acts[0], key, said, seen, on, view, why))  # fmt: skip


def _form(chosen: str, row: Row, view: View, on: date) -> tuple[dict[str, Any], str, bool]:
    key = f"{chosen}_{row.issue_id}"
    if chosen == "edit":
        kinds = [*KINDS, *([row.issue_kind] if isinstance(row.issue_kind, str) and row.issue_kind not in KINDS else [])]
        kind = st.selectbox("种类", kinds, index=kinds.index(row.issue_kind) if row.issue_kind in kinds else None,
                            key=f"kind_{key}", placeholder="选种类")  # fmt: skip
        return {"issue_kind": kind, **_handed(view, key, row)}, "", True
    if chosen == "answer":
        text = st.text_area("办理情况", key=f"answer_{key}", max_chars=LONGEST, height=80)
        day = st.date_input("答复日期", on, key=f"answered_{key}", format="YYYY-MM-DD")
        return {"answer": text, "answered_on": day}, "", bool(text.strip())
    if chosen == "close":
        evidence = st.text_input("销号依据（必填）", key=f"evidence_{key}", max_chars=120)
        day = st.date_input("销号日期", on, key=f"closed_{key}", format="YYYY-MM-DD")
        return {"closed_on": day, "evidence": evidence}, "", bool(evidence.strip())
    why = st.text_input("退回的原因（必填）", key=f"why_{key}", max_chars=120)
    due = st.date_input("新的办结时限", None, key=f"redue_{key}", format="YYYY-MM-DD")
    return {"closed_on": None, **({"due_on": due} if due else {})}, why, bool(why.strip())


def _handed(view: View, key: str, row: Row | None) -> dict[str, Any]:
    """Draw to whom an issue is handed and until when; what stands is filled in."""
    units = [unit.name for unit in view.profile.units]
    was = None if row is None else row.responsible_unit
    units += [was] if isinstance(was, str) and was not in units else []
    level = None if row is None else row.issue_level
    levels = [*LEVELS, *([level] if isinstance(level, str) and level not in LEVELS else [])]
    person = row.person if row is not None and isinstance(row.person, str) else ""
    due = None if row is None or pd.isna(row.due_on) else row.due_on
    return {
        "issue_level": st.selectbox(
            "协调层级", levels, index=levels.index(level) if level in levels else None, key=f"level_{key}",
            placeholder="选层级",
        ),
        "responsible_unit": st.selectbox(
            "交办单位", units, index=units.index(was) if was in units else None, key=f"unit_{key}", placeholder="选单位"
        ),
        "person": st.text_input("责任人", person, key=f"person_{key}", max_chars=30) or None,
        "due_on": st.date_input("办结时限", due, key=f"due_{key}", format="YYYY-MM-DD"),
    }  # fmt: skip


def _write(
    act: str, issue_id: str, said: dict[str, Any], seen: int | None, on: date, view: View, why: str = ""
) -> None:
    model = IssueAnswer if act == "answer" else Issue
    decision = model(act=act, on=on, issue_id=issue_id, **said)
    then = partial(context.put, "issue", issue_id)
    decide.write(decision, view=view, after=seen, reason=why.strip() or None, then=then)
