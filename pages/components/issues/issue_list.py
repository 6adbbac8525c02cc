"""The list of issues, and the one that is opened: its words, what was done about it, what can be done."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from data import dictionary, formats
from pages.components import registry, tables, words
from pages.components.issues import issue_acts, issue_words
from pages.components.view import Row, View

COLUMNS = (
    tables.Column("issue", "问题", kind="text", sub="about", width="minmax(0, 2.6fr)", strong=True),
    tables.Column("responsible_unit", "交办单位", sub="person", width="minmax(0, 1fr)"),
    tables.Column("limit", "办结时限", kind="text", sort_by="due_on", width="112px"),
    tables.Column("state_words", "状态", kind="text", sub="age", tone="state_tone", sub_tone="state_tone",
                  sort_by="overdue_days", width="132px"),
)  # fmt: skip
CHANGES = (
    tables.Column("day", "日期", kind="text", width="108px"),
    tables.Column("act", "事项", kind="text", sub="changed_by", width="minmax(0, 1fr)"),
    tables.Column("said", "内容", kind="text", width="minmax(0, 2fr)"),
)


def show(rows: pd.DataFrame, view: View, chosen: str) -> None:
    """Draw the list; a row opens its issue beside the list."""
    tables.show(
        issue_words.rows(rows), COLUMNS, view=view, key="issues", link="issues", link_by="issue_id", param="issue",
        chosen=chosen, fold=12, empty="这里没有问题。", label="问题台账", can_be_asked=False,
    )  # fmt: skip


def opened(row: Row, changes: pd.DataFrame, view: View, on: date) -> None:
    """Draw one issue: what it is, its project, what was done, what can be done."""
    about = [row.issue_kind, row.issue_level, row.responsible_unit, row.person]
    words.title(row.issue if isinstance(row.issue, str) else "（没有写明问题）")
    said = " · ".join(part for part in about if isinstance(part, str))
    limit = "没有办结时限" if pd.isna(row.due_on) else f"办结时限 {formats.day(row.due_on)}"
    st.html(f'<p class="gt-stand">{escape(said)}<br>{formats.day(row.raised_on)}提出，{limit}</p>')
    for label, text in (("办理情况", row.answer), ("销号依据", row.evidence)):
        if isinstance(text, str):
            st.html(f'<p class="gt-aside">{label}：{escape(text)}</p>')
    with st.container(horizontal=True):
        issue_acts.act(row, view, on)
        if isinstance(row.project_id, str):
            st.page_link(
                registry.page("project").path, label=f"看项目：{words.plain(row.project_name)}",
                query_params=view.params | {"project": row.project_id},
            )  # fmt: skip
    tables.show(
        _changes(changes), CHANGES, view=view, key="issue_changes", link=None, link_by="day", fold=8,
        can_be_asked=False, label="办理记录", empty="没有办理记录。",
    )  # fmt: skip


def _changes(changes: pd.DataFrame) -> pd.DataFrame:
    known = dictionary.lookup("issue_act")
    rows = []
    for row in changes.itertuples():
        parts = [
            *(part for part in (row.responsible_unit, row.person) if isinstance(part, str)),
            *(
                f"{label} {formats.day(day)}"
                for label, day in (("时限", row.due_on), ("销号", row.closed_on))
                if pd.notna(day)
            ),
            *(part for part in (row.answer, row.evidence, row.reason) if isinstance(part, str)),
        ]
        rows.append(
            {
                "day": formats.day(row.changed_on),
                "act": dictionary.write(known, row.issue_act),
                "changed_by": row.changed_by if isinstance(row.changed_by, str) else "",
                "said": "；".join(parts) or "—",
            }
        )
    return pd.DataFrame(rows, columns=["day", "act", "changed_by", "said"])
