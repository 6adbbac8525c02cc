"""What the desk changes in the draft plan: in or out, the amount, the batch; each with a reason."""

from datetime import date

import pandas as pd
import streamlit as st

from data.decision_kinds import DraftPlan
from pages.components import access, decide, words
from pages.components.selection import draft_words
from pages.components.view import View

PLACES = {"": "不改", "in": "列入", "out": "不列入"}


def edit(draft: pd.DataFrame, view: View, on: date) -> None:
    """Draw the form that changes one project of the draft."""
    if draft.empty or not access.may(DraftPlan.KIND):
        return
    with st.popover("改草案"):
        rows = draft.set_index("project_id")
        which = st.selectbox(
            "项目", list(rows.index), key="draft_which",
            format_func=lambda key: words.plain(
                f"{rows.project_name[key]}（{'列入' if rows.is_in_draft[key] else '候选'}）"
            ),
        )  # fmt: skip
        place = st.segmented_control(
            "列入", list(PLACES), format_func=PLACES.__getitem__, default="", key="draft_place", required=True
        )
        amount = st.number_input(
            "年度计划（万元，不改空着）", min_value=0.0, value=None, step=100.0, format="%.2f", key="draft_amount"
        )
        batches = [batch.name for batch in view.profile.batches if batch.enabled and batch.holds_at(view.as_of)]
        batch = st.selectbox("批次", batches, index=None, key="draft_batch_choice", placeholder="不改")
        why = st.text_input("原因（必填）", key="draft_why", max_chars=120)
        said: dict[str, object] = {"is_in": place == "in"} if place else {}
        said |= {"annual_plan_wan": f"{amount:.2f}"} if amount is not None else {}
        said |= {"batch": batch} if batch else {}
        decision = DraftPlan.model_validate({"on": on, "project_id": which, "year": draft_words.year(view), **said})
        seen = rows.last_entry_id[which]
        st.button(
            "改", type="primary", key="draft_save", disabled=not said or not why.strip(), on_click=_write,
            args=(decision, None if pd.isna(seen) else int(seen), why.strip(), view),
        )  # fmt: skip


def _write(decision: DraftPlan, seen: int | None, why: str, view: View) -> None:
    decide.write(decision, view=view, after=seen, reason=why)
