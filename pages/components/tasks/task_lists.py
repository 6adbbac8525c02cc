"""A unit's tasks as grouped lists, and what it has sent and proposed; a row opens its task beside them."""

import pandas as pd
import streamlit as st

from data import dictionary, formats
from pages.components import tables, words
from pages.components.tasks import task_words
from pages.components.tasks.task_parts import PARTS
from pages.components.view import View

COLUMNS = (
    tables.Column("project", "项目", kind="text", sub="what", sub_tone="tone", strong=True, width="minmax(0, 1.2fr)"),
    tables.Column("settle", "怎么办", kind="text", width="minmax(0, 1fr)"),
)
PROPOSED = (
    tables.Column("project_name", "项目", sub="change", sub_kind="text", strong=True, width="minmax(0, 1.4fr)"),
    tables.Column("state", "处理", kind="text", sub="why", sub_kind="text", tone="tone", width="minmax(0, 1fr)"),
)


def show(tasks: pd.DataFrame, view: View, chosen: str) -> None:
    """Draw a list for each part that has tasks."""
    rows = task_words.rows(tasks)
    with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap=(8, 28)) as grid:
        for part, (name, note) in PARTS.items():
            mine = rows[rows.part == part]
            if mine.empty:
                continue
            with grid.cell():
                words.title(f"{name} {len(mine)}", note)
                tables.show(
                    mine, COLUMNS, view=view, key=f"tasks_{part}", link="unit_tasks", link_by="key", param="task",
                    chosen=chosen, fold=6, show_head=False, label=name, can_be_asked=False,
                )  # fmt: skip


def proposed(proposals: pd.DataFrame, view: View) -> None:
    """Draw the cells that the unit wants corrected, and what the statistician decided."""
    if proposals.empty:
        return
    known = dictionary.lookup("proposal_state")
    waiting = int((proposals.proposal_state == "open").sum())
    words.title(f"提过的更正 {len(proposals)}", f"{waiting} 条待统计人员认定" if waiting else "都已认定")
    rows = proposals.assign(
        change=[
            f"{row.header if isinstance(row.header, str) else ''} "
            f"{row.stated_value if isinstance(row.stated_value, str) else '（空）'} → {row.proposed_value}"
            for row in proposals.itertuples()
        ],
        state=[dictionary.write(known, state) for state in proposals.proposal_state],
        why=[
            f"{formats.day(row.decided_on)}：{row.decided_reason or '（没有写理由）'}"
            if isinstance(row.decided_by, str)
            else f"{formats.day(row.proposed_on)}提出"
            for row in proposals.itertuples()
        ],
        tone=[{"open": "slow", "accepted": "ahead"}.get(state, "late") for state in proposals.proposal_state],
    )
    tables.show(rows, PROPOSED, view=view, key="proposed", link=None, link_by="subject", fold=6, show_head=False,
                label="提过的更正", can_be_asked=False)  # fmt: skip
