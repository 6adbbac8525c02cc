"""The draft plan as lists, and the book with draft and balance."""

import pandas as pd

from pages.components import tables
from pages.components.selection import draft_words
from pages.components.view import View

SOURCES = ("annual_plan", "dispatch", "declaration", "reserve")
COLUMNS = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 2fr)", strong=True),
    tables.Column("source_words", "来源", kind="text", sub="why", sort_by="draft_source", width="minmax(0, 1.6fr)"),
    tables.Column("draft_batch", "明年批次", sub="before_words", width="132px"),
    tables.Column("draft_total_wan", sub="left_words", width="150px"),
    tables.Column("plan_this_year_wan", "今年计划", width="112px"),
    tables.Column("draft_plan_wan", "明年计划", sub="basis_words", sub_tone="basis_tone", width="112px"),
)
PRINTED = (
    "list_words", "project_name", "responsible_unit", "draft_source", "ground", "batch_this_year", "draft_batch",
    "draft_total_wan", "plan_this_year_wan", "left_wan", "draft_plan_wan", "amount_basis", "planned_start_date",
    "planned_finish_date", "edited_by", "edit_reason",
)  # fmt: skip


def show(draft: pd.DataFrame, which: str, view: View) -> None:
    """Draw one list; a row leads to its project."""
    tables.show(
        draft_words.rows(draft, which), COLUMNS, view=view, key=f"draft_{which}", fold=15, empty="没有这样的项目。",
        label="计划草案",
    )  # fmt: skip


def download(draft: pd.DataFrame, balance: pd.DataFrame, view: View) -> None:
    """Draw the buttons that give the reasons project by project, and the balance by batch."""
    printed = draft.assign(list_words=["列入" if inside else "候选" for inside in draft.is_in_draft])
    tables.download(
        printed, view=view, name="计划草案 依据", kinds=SOURCES, columns=PRINTED, labels={"list_words": "清单"},
        sheets_by="list_words", is_a3=True, label="依据 Excel",
    )  # fmt: skip
    tables.download(balance, view=view, name="计划草案 指标平衡", kinds=SOURCES, label="平衡 Excel")
