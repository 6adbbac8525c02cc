"""承诺与议定事项 of the quarterly review: written down in the meeting, listed below it, judged afterwards."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from data import ledger
from data.decision_kinds import MeetingDecision, Promise
from pages.components import access, decide, tables, who, words
from pages.components.view import View

STATES = {"open": "未认定", "kept": "兑现", "partly": "部分兑现", "broken": "未兑现", "undone": "撤销"}
MOST_TEXT = 300
KINDS = {"promise": "承诺", "meeting_decision": "议定事项"}
NOTED = (
    tables.Column("what", "事项", sub="whose", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("limit", "期限", kind="date", width="136px"),
    tables.Column("state", "兑现", sub="note", width="minmax(0, 1fr)"),
    tables.Column("noted", "记于", sub="noted_by", width="140px"),
)


SECRETARY = "会议记录"  # who noted it, where the note names nobody


def writer(view: View, quarter: str) -> Callable[[list[dict]], None] | None:
    """Return what writes notes down, each once however often the browser sends it; None where the reader may not."""
    if not access.may("promise"):
        return None

    def write(notes: list[dict]) -> None:
        there = written(view)
        new = [
            note for note in notes if note.get("id") and note["id"] not in there and str(note.get("text", "")).strip()
        ]
        by_name: dict[str, list[dict]] = {}
        for note in new:
            by_name.setdefault(str(note.get("who") or "").strip()[: who.MOST_LETTERS] or SECRETARY, []).append(note)
        for name, of_name in by_name.items():
            decide.write_all([(_decision(note, quarter), None) for note in of_name], view=view, name=name)

    return write


def written(view: View) -> list[str]:
    """Return the browser's ids of the notes that stand in the ledger."""
    with ledger.open_ledger() as book:
        entries = [entry for kind in KINDS for entry in book.entries(kind, view.district)]
    return list(dict.fromkeys((entry.subject or "").removeprefix("promise:") for entry in entries))


NOTES: dict[str, type[Promise]] = {model.KIND: model for model in (Promise, MeetingDecision)}


def _decision(note: dict, quarter: str) -> Promise:
    """Return a note as a decision; what a form could not have sent is left out."""
    try:
        due_on = date.fromisoformat(str(note.get("due_on") or ""))
    except ValueError:
        due_on = None
    model = NOTES.get(str(note.get("kind")), Promise)
    return model(
        note_id=str(note["id"])[:40],
        quarter=quarter,
        text=str(note["text"]).strip()[:MOST_TEXT],
        responsible_unit=str(note.get("unit") or "")[:60] or None,
        due_on=due_on,
    )


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
            said = NOTES[row.entry_kind](about=which, status=state, note=note)
            decide.write(said, view=view, after=int(row.last_entry_id))

        st.button("记下", type="primary", key="judge_save", disabled=not state, on_click=save)
