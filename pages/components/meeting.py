"""The quarterly review around its slides: what is frozen and by whom, what was noted, where today's figures differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

from data import clock, frozen, ledger, log
from data.formats import day
from data.quarters import quarter_words
from pages.components import access, context, decide, states, tables, words
from pages.components.slides.frame import Slide
from pages.components.view import View

STATES = {"open": "未认定", "kept": "兑现", "partly": "部分兑现", "broken": "未兑现", "undone": "撤销"}
KINDS = {"promise": "承诺", "meeting_decision": "议定事项"}
NOTED = (
    tables.Column("what", "事项", sub="whose", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("limit", "期限", kind="date", width="136px"),
    tables.Column("state", "兑现", sub="note", width="minmax(0, 1fr)"),
    tables.Column("noted", "记于", sub="noted_by", width="140px"),
)


@dataclass(frozen=True)
class Lock:
    """A meeting that was frozen: the record's hash, the version and the day it stands on, and who did it."""

    entry_id: int
    hash: str
    version: str
    frozen_on: date
    who: str
    reason: str | None


def subject(view: View, quarter: str) -> str:
    """What the freezing of a quarter's meeting is about, in the ledger."""
    return f"freeze:meeting:{view.district}:{quarter}"


def locks(view: View, quarter: str) -> tuple[list[Lock], int | None]:
    """Return the quarter's frozen meetings, newest first, and the last entry's id; one that was lifted is left out."""
    with ledger.open_ledger() as book:
        entries = book.entries("freeze", view.district, subject(view, quarter))
    found: list[Lock] = []
    for entry in entries:
        said = entry.payload
        if said.get("status") == "undone":
            found = [lock for lock in found if lock.hash != said["hash"]]
        else:
            held = date.fromisoformat(said["frozen_on"])
            found.append(Lock(entry.id, said["hash"], said["version"], held, entry.who, entry.reason))
    return found[::-1], entries[-1].id if entries else None


def content(show: list[dict[str, Any]], view: View, quarter: str) -> dict[str, Any]:
    """Lay a show out as data to be frozen: pictures, the tables they were drawn from, version and rules."""
    return {
        "what": "meeting",
        "district": view.district,
        "quarter": quarter,
        "as_of": f"{view.as_of:%Y-%m}",
        "version": view.version,
        "rules": view.profile.model_dump(mode="json", exclude={"folder"}),
        "slides": show,
    }


def as_data(slides: list[Slide]) -> list[dict[str, Any]]:
    """Each slide as plain data."""
    return [
        {
            "name": slide.name,
            "title": slide.title,
            "svg": slide.svg,
            "details": slide.details,
            "tables": {name: frozen.as_data(table) for name, table in slide.tables.items()},
        }
        for slide in slides
    ]


def freeze(made: Mapping[str, Any], view: View, quarter: str, after: int | None, reason: str) -> None:
    """Keep the show and enter its hash into the ledger; from a button's callback."""
    if not access.may("freeze"):
        return
    try:
        name = frozen.freeze(made)
    except OSError as error:
        told = f"没有锁定：数据目录写不进去，原因见 logs/guatu.log，编号 {log.error(None, error)}。"
        st.session_state.setdefault(decide.NOTICES, []).append(told)
        return
    payload = {key: made[key] for key in ("what", "quarter", "as_of", "version")}
    payload |= {"hash": name, "frozen_on": clock.today().isoformat()}
    decide.write("freeze", payload, view=view, subject=subject(view, quarter), after=after, reason=reason)


def lift(lock: Lock, view: View, quarter: str, after: int | None, reason: str) -> None:
    """Lift a lock: the record stays, the page goes back to the figures as they are known now."""
    payload = {"status": "undone", "hash": lock.hash, "what": "meeting", "quarter": quarter}
    decide.write("freeze", payload, view=view, subject=subject(view, quarter), after=after, reason=reason)


def headline(view: View, lock: Lock | None, held: list[Lock], count: int) -> None:
    """Say what is shown: frozen by whom, or the figures as they stand now."""
    head = f"{quarter_words(view.as_of)}讲评，{count} 张"
    if lock:
        by = f"{escape(lock.who)} {day(lock.frozen_on)}"
        said = f"已锁定：{by}，版本 {lock.version[-8:]}，校验 {lock.hash[:8]}。会上数字不再变动。"
    elif view.known_on:
        said = f"按{day(view.known_on)}所知的数字，未锁定。"
    elif held:
        said = "现在的数字，与锁定的可能不同；讲评以锁定的为准。"
    else:
        said = "还没有锁定：数字随新的报表和决定变动。上会前请锁定。"
    words.headline(head, said)


def controls(
    view: View, quarter: str, lock: Lock | None, held: list[Lock], after: int | None, made: Callable[[], dict[str, Any]]
) -> None:
    """The buttons over the slides: play, freeze or lift, frozen or now, and what today's code would give."""
    st.button(
        "开始放映",
        type="primary",
        icon=":material/slideshow:",
        key="meeting_play",
        on_click=lambda: context.put("play", "1"),
    )
    if not lock and access.may("freeze") and not view.known_on:
        with st.popover("上会锁定", icon=":material/lock:"):
            st.write("锁定版本、规则和每一张的数据；此后新的报表、决定和程序都不改变这场讲评。")
            reason = st.text_input(
                "事由", value=f"{quarter_words(view.as_of)}讲评上会", key="freeze_reason", max_chars=60
            )
            st.button("锁定", type="primary", key="freeze_now", disabled=not reason.strip(),
                      on_click=lambda: freeze(made(), view, quarter, after, reason))  # fmt: skip
    if held and not view.known_on:
        context.choose("show", {"frozen": "看锁定的", "now": "看现在的"}, label="哪一份")
    if lock:
        context.choose("compare", {"": "不比较", "1": "与现在的程序比"}, label="比较")
        if access.may("freeze"):
            with st.popover("解除锁定", icon=":material/lock_open:"):
                reason = st.text_input("原因", key="lift_reason", max_chars=60)
                st.button("解除", key="lift_now", disabled=not reason.strip(),
                          on_click=lambda: lift(lock, view, quarter, after, reason))  # fmt: skip


def seconds(said: str) -> float:
    """Read ?auto=8; what is no number of seconds between 2 and 600 is no advance."""
    try:
        found = float(said or 0)
    except ValueError:
        return 0
    return found if 2 <= found <= 600 else 0


def noter(view: View, quarter: str) -> Callable[[dict], None] | None:
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


def noted(frame: pd.DataFrame, view: View) -> None:
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


def compared(lock: Lock, kept: list[dict], now: list[Slide], view: View) -> None:
    """Show where today's code gives something else than what was frozen, as known on the day of freezing."""
    found = frozen.differences(kept, as_data(now))
    if found.empty:
        states.note(f"用现在的程序、按{day(lock.frozen_on)}所知重算，{len(kept)} 张的数据与锁定时完全一致。")
        return
    states.note(f"用现在的程序、按{day(lock.frozen_on)}所知重算，有 {len(found)} 格与锁定时不同；讲评以锁定的为准。")
    st.dataframe(
        found.astype(str), hide_index=True, height=300,
        column_config={"slide": "张", "table": "表", "row": "行", "column": "列", "frozen": "锁定时", "today": "现在"},
    )  # fmt: skip
    tables.download(found, view=view, name="讲评 与锁定时的差异")
