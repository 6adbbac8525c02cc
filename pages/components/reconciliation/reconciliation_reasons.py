"""The amounts of one difference: what rules propose, what a person decides, what is left; save, next, undo."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import formats
from data.decision_kinds import Reason
from data.reasons import UNEXPLAINED, reasons
from pages.components import access, context, decide, states, words
from pages.components.view import Row, View

MOST = 6  # amounts that one difference is split into


def editor(row: Row, amounts: pd.DataFrame, view: View, preceding: str | None, following: str | None) -> None:
    """Draw the amounts of a group's difference, as decided or proposed, to be decided by a person.

    Args:
        row: the group's row of ``reconciliation``.
        amounts: its rows of ``reconciliation_amounts``.
        view: the page's view.
        preceding: group_id of the one before in the queue, None at its beginning.
        following: group_id of the next one in the queue, None at its end.
    """
    month = row.compared_month.date()
    said = amounts[(amounts.reason != UNEXPLAINED) & ~amounts.reason.map(lambda code: reasons()[code].automatic)]
    key = f"{row.group_id}_{month:%Y%m}_{row.last_entry_id}"
    count = st.session_state.setdefault(f"parts_{key}", max(1, min(MOST, len(said))))
    codes = ["", *(code for code, reason in reasons().items() if code != UNEXPLAINED and not reason.automatic)]
    words.title("差额归因", "万元；规则先提，由人认定", rule=True)
    parts: list[dict[str, str]] = []
    for place in range(count):
        rest = partial(_take_rest, key, place, count, row.difference_wan)
        part = _part(codes, said.iloc[place] if place < len(said) else None, f"{key}_{place}", rest)
        if part["reason"] or part["amount_wan"]:
            parts.append(part)
    for part in parts:
        attach = reasons()[part["reason"]].attach if part["reason"] and not part["note"] else None
        if attach:
            words.aside(f"{_words(part['reason'])}，请附：{attach}。")
    fault, left = _checked(parts, row)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            f'<p class="gt-aside">差额 <b>{formats.number(row.difference_wan, 2)}</b>，未说明 '
            f'<b class="gt-late">{"—" if left is None else formats.number(left, 2)}</b> 万元</p>'
        )
        if count < MOST:
            st.button("加一项", key=f"more_{key}", type="tertiary", on_click=_more, args=(f"parts_{key}",))
    if fault:
        states.note(fault)
    may = access.may("reason") and not fault
    with st.container(horizontal=True):
        st.button(
            "保存，看下一个", type="primary", key=f"save_{key}", disabled=not may or not parts, shortcut="Ctrl+Enter",
            on_click=_save, args=(row, month, parts, view, following),
        )  # fmt: skip
        if preceding:
            st.button("上一个", key="group_before", shortcut="Alt+Up", on_click=context.put, args=("group", preceding))
        if following:
            st.button("下一个", key="next_group", shortcut="Alt+Down", on_click=context.put, args=("group", following))


def _part(codes: list[str], given: pd.Series | None, key: str, rest: Callable[[], None]) -> dict[str, str]:
    """Draw one amount: its reason, money and note; what is proposed stands in the fields. A reason takes the rest."""
    look: dict = {"label_visibility": "collapsed"}
    at = codes.index(given.reason) if given is not None else 0
    amount = _plain(given.amount_wan) if given is not None else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            "原因", codes, index=at, key=f"reason_{key}", format_func=_words, width=230, placeholder="选原因",
            on_change=rest, **look,
        )  # fmt: skip
        st.session_state.setdefault(f"amount_{key}", amount)
        said = st.text_input("金额", key=f"amount_{key}", placeholder="金额", width=120, **look)
        hint = "说明：依据哪份文件、与谁核对"
        note = st.text_input(
            "说明、依据", value=_evidence(given), key=f"note_{key}", placeholder=hint, max_chars=200, **look
        )
    return {"reason": code, "amount_wan": _number(said), "note": note.strip()}


def _take_rest(key: str, place: int, count: int, difference_wan: float) -> None:
    """Give a reason that was chosen and has no amount yet what the other amounts leave; from the choice's callback."""
    amounts = [str(st.session_state.get(f"amount_{key}_{at}", "")) for at in range(count)]
    if amounts[place].strip() or not st.session_state[f"reason_{key}_{place}"]:
        return
    try:
        others = sum((Decimal(_number(text)) for text in amounts if text.strip()), Decimal(0))
    except InvalidOperation:
        return  # the fault is told beside the amount it is in
    rest = Decimal(str(round(difference_wan, 2))) - others
    if rest:
        st.session_state[f"amount_{key}_{place}"] = f"{rest:.2f}"


def _number(said: str) -> str:
    return said.strip().replace(",", "").replace("−", "-")


def _words(code: str) -> str:
    return f"{code} {reasons()[code].label}" if code else "选原因"


def _plain(amount: float) -> str:
    return formats.number(amount, 2).replace("−", "-")


def _evidence(given: pd.Series | None) -> str:
    if given is None:
        return ""
    return next((text for text in (given.note, given.evidence) if isinstance(text, str) and text), "")


def _more(name: str) -> None:
    st.session_state[name] += 1


def _checked(parts: list[dict[str, str]], row: Row) -> tuple[str, Decimal | None]:
    """Say in words what is wrong with the amounts, and what they leave unexplained."""
    total = Decimal(0)
    for place, part in enumerate(parts, 1):
        try:
            amount = Decimal(part["amount_wan"])
        except InvalidOperation:
            return f"第 {place} 项的金额“{part['amount_wan']}”不是数，写作 1234.56 或 -120。", None
        if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
            return f"第 {place} 项的金额最多两位小数。", None
        if not part["reason"]:
            return f"第 {place} 项没有选原因。", None
        total += amount
    return "", Decimal(str(round(row.difference_wan, 2))) - total


def _save(row: Row, month: date, parts: list[dict[str, str]], view: View, following: str | None) -> None:
    then = partial(context.put, "group", following) if following else None
    _write(row, month, view, then, parts=parts)


def history(row: Row, entries: pd.DataFrame, view: View) -> None:
    """Show what was decided before, newest first; the last decision of this month can be taken back."""
    words.title("以往决定", "只增不改", rule=True)
    if entries.empty:
        states.note("还没有人作过决定。")
        return
    for entry_id, parts in entries.groupby("entry_id", sort=False):
        first = parts.iloc[0]
        amounts = [
            f"{part.reason} {formats.number(part.amount_wan, 2)}"
            for part in parts.itertuples()
            if isinstance(part.reason, str)
        ]
        said = "撤回" if first.is_undone else "、".join(amounts) or "没有原因"
        is_standing = first.is_in_force and first.decided_month == row.compared_month
        whose = (
            f"{formats.day(first.decided_at)} {first.decided_by}：{formats.month(first.decided_month)}的差额，{said}"
        )
        words.aside(
            whose if first.is_undone or first.is_in_force else f"{whose}（已被取代、撤回，或所指项目已不在一组）"
        )
        if is_standing and access.may("reason"):
            st.button("撤回这一条", key=f"undo_{entry_id}", on_click=_undo, args=(row, view))


def _undo(row: Row, view: View) -> None:
    _write(row, row.compared_month.date(), view, None, status="undone")


def _write(row: Row, month: date, view: View, then: Callable[[], None] | None, **said: Any) -> None:  # noqa: ANN401
    last = None if formats.is_missing(row.last_entry_id) else int(row.last_entry_id)
    statistics = row.statistics_ids if isinstance(row.statistics_ids, str) else None
    decision = Reason(
        group_id=row.group_id, as_of=month, project_ids=row.project_ids, statistics_ids=statistics or "", **said
    )
    decide.write(decision, view=view, after=last, then=then)
