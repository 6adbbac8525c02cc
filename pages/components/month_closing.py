"""定稿: the office says that a month is over, or takes it back with a reason; both stand in the ledger."""

from datetime import date
from typing import Literal

import streamlit as st

from data import formats
from data.decision_kinds import MonthClose
from pages.components import access, decide
from pages.components.view import View

KIND = MonthClose.KIND


def close(month: date, view: View) -> None:
    """Draw the button that closes an open month, for those who may."""
    if not access.may(KIND):
        return
    with st.popover(f"{month.month}月定稿"):
        st.markdown(f"定稿以后，{formats.month(month)}就是可选的截至月，按已收到的数字计算；可以说明原因后撤销。")
        why = st.text_input("依据", key=f"close_why_{month:%Y%m}", max_chars=120, placeholder="如 10月31日各单位已报齐")
        st.button(
            "定稿",
            type="primary",
            key=f"close_{month:%Y%m}",
            on_click=_write,
            args=(month, "closed", why, decide.newest(MonthClose(month=month, status="closed").subject, view), view),
        )


def undo(month: date, view: View) -> None:
    """Draw the button that takes a person's closing back; a reason is needed."""
    if not access.may(KIND):
        return
    with st.popover(f"撤销{month.month}月定稿"):
        why = st.text_input("撤销的原因（必填）", key=f"undo_why_{month:%Y%m}", max_chars=120)
        st.button(
            "撤销",
            key=f"undo_{month:%Y%m}",
            disabled=not why.strip(),
            on_click=_write,
            args=(month, "undone", why, decide.newest(MonthClose(month=month, status="closed").subject, view), view),
        )


def _write(month: date, status: Literal["closed", "undone"], why: str, seen: int | None, view: View) -> None:
    said = MonthClose(month=month, status=status)
    decide.write(said, view=view, after=seen, reason=why.strip() or None)
