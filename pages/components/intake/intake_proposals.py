"""Proposals on the page: what is suspected, what the sheet says and what it might mean, and a person's word on it."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from pages.components import context, states, tables, words
from pages.components.view import View
from pages.components.words import escape

Proposal = Mapping[str, Any]
Decide = Callable[[Proposal, str, str], None]  # proposal, value, reason
COLUMNS = (
    tables.Column("name", "项目", kind="text", sub="place", width="minmax(0, 1.1fr)", strong=True, leads=True),
    tables.Column("label", "疑点", kind="text", sub="state_words", sub_tone="tone", width="7.5em"),
    tables.Column("change", "原值 → 建议", kind="text", sub="header", width="minmax(0, .8fr)"),
    tables.Column("text", "原因", kind="text", width="minmax(0, 1.3fr)"),
)
LABELS = {
    "label": "疑点", "state_words": "状态", "name": "项目", "file": "文件", "sheet": "表", "row": "行",
    "header": "列名", "value": "原值", "suggested": "建议", "text": "原因", "who": "谁", "at": "何时", "reason": "理由",
}  # fmt: skip
TONES = {"open": "slow", "source_changed": "late"}


def token(one: Proposal) -> str:
    """Return the short name of a proposal in the page's address."""
    return sha256(one["subject"].encode()).hexdigest()[:10]


def show(found: Sequence[Proposal], state_words: Mapping[str, str], view: View) -> None:
    """Draw the proposals, those that wait first; a row opens one to be decided."""
    counts = {state: sum(one["state"] == state for one in found) for state in state_words}
    waiting, decided = counts["open"], len(found) - counts["open"]
    with st.container(horizontal=True, vertical_alignment="center", key="rule-proposals"):
        words.title("建议与更正", "只提建议，不自己改；接受的更正从当天起算，可以撤销", rule=False)
        options = {"open": f"待定 {waiting}", "decided": f"已定 {decided}"}
        shown = context.choose("proposals", options, label="哪些建议")
    rows = [_row(one, state_words) for one in found if (one["state"] == "open") == (shown == "open")]
    frame = pd.DataFrame(rows, columns=[*LABELS, "place", "change", "tone", "token"])
    tables.show(
        frame, COLUMNS, view=view, key="proposals_list", link="intake", link_by="token", param="proposal", fold=8,
        empty="没有要定的建议。" if shown == "open" else "还没有定过的建议。", label="建议与更正",
    )  # fmt: skip
    if rows:
        tables.download(frame, view=view, name="建议与更正", kinds=(), columns=list(LABELS), labels=LABELS)


def _row(one: Proposal, state_words: Mapping[str, str]) -> dict[str, Any]:
    said = one["decided_value"] or one["suggested"]
    return {
        **{name: one.get(name) for name in LABELS},
        "name": one["project_name"] or one["project_id"] or "（未认定）",
        "place": f"{one['file']} {one['position'] or ''}{one['row'] or ''}",
        "state_words": state_words[one["state"]],
        "change": f"{one['value']} → {said or '？'}" if one["value"] else "",
        "header": one["header"] or "",
        "tone": TONES.get(one["state"], "quiet"),
        "token": token(one),
    }


def ask_cell() -> str:
    """Draw the field for a cell's address; return what was typed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        address = st.text_input("更正一格（如 F12）", placeholder="列和行", width=190, key="cell_address", max_chars=12)
        words.aside("写上列和行，看到这一格载入的值，改成对的，写明理由；从今天起按改后的值，以前各日不变。")
    return address.strip()


def card(
    one: Proposal,
    state_words: Mapping[str, str],
    *,
    is_readable: Callable[[str], bool],
    accept: Decide,
    refuse: Decide,
    undo: Decide,
) -> None:
    """Draw one proposal and the ways to decide on it; a decided one can be taken back by a further entry."""
    place = f"{one['file']}，表“{one['sheet']}”第 {one['row']} 行" + (f"，{one['header']}" if one["header"] else "")
    cell = f"{one['position']}{one['row']}" if one["kind"] == "cell" else ""
    words.title(
        f"{one['label']}：{one['project_name'] or one['project_id'] or cell or '（未认定）'}", state_words[one["state"]]
    )
    st.html(f'<p class="gt-stand" style="font-size:.9375rem">{escape(place)}<br>{escape(one["text"])}</p>')
    if one["state"] == "source_changed":
        states.note(f"来源后来改成 {one['found']}，与更正时的 {one['value']} 不同：更正停用，以来源为准。")
    if one["state"] == "mended":
        states.note("后来的表已经改过这一格，不必更正。")
        return
    if one["state"] != "open":
        states.note(f"{one['who']} {one['at']} {state_words[one['state']]}：{one['reason'] or '（没有写理由）'}")
        reason = st.text_input("撤销的理由", key=f"undo_{token(one)}", max_chars=200)
        st.button("撤销这个决定", on_click=undo, args=(one, "", reason), disabled=not reason.strip())
        return
    key = token(one)
    value = ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if one["can_correct"]:
            st.text_input("表中的值", value=one["value"] or "（空）", disabled=True, width=180, key=f"said_{key}")
            value = st.text_input("改为", value=one["suggested"] or "", width=180, key=f"value_{key}").strip()
        reason = st.text_input("理由（必填）", key=f"reason_{key}", max_chars=200)
    is_withdrawal = one["kind"] == "missing_row"
    if value and not is_readable(value):
        states.note(f"“{value}”读不成这一列的值：金额写万元数字，日期写 2026-09-30。")
        value = ""
    with st.container(horizontal=True):
        if one["can_correct"] or is_withdrawal:
            is_ready = bool(reason.strip()) and (is_withdrawal or bool(value))
            text = "撤回这一行，从今天起不算" if is_withdrawal else "接受，从今天起按改后的值"
            st.button(text, type="primary", on_click=accept, args=(one, value, reason), disabled=not is_ready)
        if cell:  # nobody suspected anything
            return
        text = "保留，不撤回" if is_withdrawal else "不改，来源没有错" if one["can_correct"] else "看过了，不用改"
        st.button(text, on_click=refuse, args=(one, value, reason), disabled=not reason.strip())
