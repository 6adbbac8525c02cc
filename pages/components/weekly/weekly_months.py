"""The months of the dispatch: which are closed, since when and how; closing one and taking it back."""

import pandas as pd
import streamlit as st

from data import formats
from pages.components import month_closing, words
from pages.components.view import Row, View

SHOWN = 3


def show(months: pd.DataFrame, view: View) -> None:
    """Say of the newest months how they stand, and draw what may be done about them."""
    newest = months.head(SHOWN)
    words.title("月份定稿", "未定稿的月份不作为截至月")
    words.aside("　".join(_said(row) for row in newest.itertuples()))
    with st.container(horizontal=True):
        for row in newest.itertuples():
            month = row.month if not hasattr(row.month, "date") else row.month.date()
            if not row.is_closed:
                month_closing.close(month, view)
            elif row.closed_how == "person":
                month_closing.undo(month, view)


def _said(row: Row) -> str:
    month = formats.month(row.month)
    until = f"数字截至{formats.day(row.state_on)}" if pd.notna(row.state_on) else "没有数字"
    if not row.is_closed:
        return f"{month}未定稿，{until}"
    how = f"{row.decided_by}定稿" if row.closed_how == "person" else "收到月末以后的调度表"
    return f"{month}已定稿（{formats.day(row.closed_on)}，{how}）"
