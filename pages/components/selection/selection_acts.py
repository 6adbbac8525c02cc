"""What the desk notes of declarations: what the review found, and which step is done. All in the ledger."""

from datetime import date

import pandas as pd
import streamlit as st

from data.decision_kinds import DeclarationReview, DeclarationStep
from data.selection_lists import BARS, listed
from pages.components import access, decide, words
from pages.components.view import View

SIZES = {"other": "一般项目", "infrastructure": "交通、城镇、园区基础设施", "exempt": "新技术等四类或重大民生"}
NO_BARS = "无"
ALL = "（全部符合条件的）"


def review(declared: pd.DataFrame, year: int, view: View, on: date) -> None:
    """Draw the form for what the review found of a project: its threshold, its bars, the evidence."""
    if declared.empty or not access.may(DeclarationReview.KIND):
        return
    with st.popover("初审认定"):
        names = dict(zip(declared.project_id, declared.project_name, strict=True))
        which = st.selectbox("项目", list(names), format_func=lambda key: words.plain(names[key]), key="review_which")
        size = st.selectbox(
            "按哪个投资额界限", list(SIZES), index=None, format_func=SIZES.__getitem__, key="review_size",
            placeholder="不改",
        )  # fmt: skip
        rule = listed(view.profile, BARS, on)
        bars = st.multiselect(
            "不得列入情形", [NO_BARS, *(rule.items if rule else ())], key="review_bars", placeholder="不改",
            accept_new_options=rule is None,
        )  # fmt: skip
        evidence = st.text_input("依据（必填）", key="review_evidence", max_chars=120)
        said = {"size_class": size} if size else {}
        said |= {"bars": "；".join(bar for bar in bars if bar != NO_BARS) or NO_BARS} if bars else {}
        decision = DeclarationReview.model_validate(
            {"on": on, "project_id": which, "year": year, "evidence": evidence.strip(), **said}
        )
        st.button(
            "登记", type="primary", key="review_save", disabled=not said or not evidence.strip(), on_click=_write,
            args=([(decision, decide.newest(decision.subject, view))], view),
        )  # fmt: skip


def step(declared: pd.DataFrame, year: int, view: View, on: date) -> None:
    """Draw the form that notes a step, for one project or for all that fit."""
    rule = view.profile.rule("declarations", on)
    if declared.empty or rule is None or not rule.enabled or not access.may(DeclarationStep.KIND):
        return
    with st.popover("登记步骤"):
        names = {"": ALL} | dict(zip(declared.project_id, declared.project_name, strict=True))
        which = st.selectbox("项目", list(names), format_func=lambda key: words.plain(names[key]), key="step_which")
        who = {one.name: one.who for one in rule.steps}
        name = st.selectbox("步骤", list(who), format_func=lambda key: f"{key}（{who[key]}）", key="step_name")
        done = st.date_input("完成日期（没有完成的空着）", None, max_value=on, key="step_done", format="YYYY-MM-DD")
        unit = st.text_input("在谁手里", key="step_unit", max_chars=40)
        evidence = st.text_input("文号、会议", key="step_evidence", max_chars=120)
        ids = [which] if which else list(declared[declared.verdict == "eligible"].project_id)
        decisions = [
            DeclarationStep(
                on=on, project_id=one, year=year, step=name, done_on=done, responsible_unit=unit.strip() or None,
                evidence=evidence.strip() or None,
            )
            for one in ids
        ]  # fmt: skip
        st.button(
            f"登记 {len(ids)} 个", type="primary", key="step_save", disabled=not ids or not (done or unit.strip()),
            on_click=_write, args=([(one, decide.newest(one.subject, view)) for one in decisions], view),
        )  # fmt: skip


def _write(decisions: list, view: View) -> None:
    decide.write_all(decisions, view=view)
