"""承诺与议定事项 of the quarterly review: written down in the meeting, listed below it, judged afterwards."""

from collections.abc import Callable
from uuid import uuid4

import pandas as pd
import streamlit as st

from pages.components import access, decide, tables, words
from pages.components.view import View

STATES = {"open": "未认定", "kept": "兑现", "partly": "部分兑现", "broken": "未兑现", "undone": "撤销"}
KINDS = {"promise": "承诺", "meeting_decision": "议定事项"}
NOTED = (
    tables.Column("what", "事项", sub="whose", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("limit", "期限", kind="date", width="136px"),
    tables.Column("state", "兑现", sub="note", width="minmax(0, 1fr)"),
    tables.Column("noted", "记于", sub="noted_by", width="140px"),
)


def writer(view: View, quarter: str) -> Callable[[dict], None] | None:
    """Return what writes a note down, None where the reader may not."""
    if not access.may("promise"):
        return None

    def note(said: dict) -> None:
        if str(said.get("who", "")).strip():
            st.session_state[decide.NAME] = str(said["who"]).strip()[:30]
        kind = said.get("kind") if said.get("kind") in KINDS else "promise"
        payload = {
            "quarter": quarter,
            "text": str(said["text"]).strip()[:300],
            "responsible_unit": said.get("unit") or None,
        }
        payload |= {"due_on": said.get("due_on") or None}
        decide.write(str(kind), payload, view=view, subject=f"promise:{uuid4().hex}", after=None)

    return note


def show(frame: pd.DataFrame, view: View) -> None:
    """Show what was noted, and let a person say what became of it."""
    words.title(f"承诺和议定事项 {len(frame)} 项", "以前的先对账；会上按 N 记下", rule=True)
    rows = [
        {
            "what": row.promise,
            "whose": " · ".join(
                part
                for part in (KINDS[row.entry_kind], row.responsible_unit, row.project_name)
                if isinstance(part, str)
            ),
            "limit": row.due_on,
            "state": STATES[row.fulfilment],
            "note": row.note if isinstance(row.note, str) else "",
            "noted": row.review_quarter,
            "noted_by": row.noted_by,
        }
        for row in frame.itertuples()
    ]
    columns = ["what", "whose", "limit", "state", "note", "noted", "noted_by"]
    shown = pd.DataFrame(rows, columns=columns)
    tables.show(shown, NOTED, view=view, key="noted", link=None, link_by="what", empty="还没有记下承诺和议定事项。")
    if len(frame) and access.may("promise"):
        _judge(frame, view)


def _judge(frame: pd.DataFrame, view: View) -> None:
    with st.popover("认定兑现情况"):
        texts = {row.subject: f"{row.review_quarter}：{row.promise}" for row in frame.itertuples()}
        which = st.selectbox(
            "哪一项",
            list(texts),
            format_func=lambda name: words.plain(texts[name]),
            key="judge_which",
            placeholder="选一项",
        )
        state = st.segmented_control(
            "兑现",
            [name for name in STATES if name != "open"],
            format_func=STATES.__getitem__,
            key="judge_state",
            default="kept",
        )
        note = st.text_input("说明或依据", key="judge_note", max_chars=120)
        row = frame.set_index("subject").loc[which]

        def save() -> None:
            said = {"status": state, "note": note}
            decide.write(row.entry_kind, said, view=view, subject=which, after=int(row.last_entry_id))

        st.button("记下", type="primary", key="judge_save", disabled=not state, on_click=save)
