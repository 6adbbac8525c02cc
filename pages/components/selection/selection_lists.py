"""The declarations as lists, and the book with all of them."""

import pandas as pd

from pages.components import tables
from pages.components.selection import selection_words
from pages.components.view import View

SOURCES = ("declaration", "reserve", "promotion")
NAME = tables.Column("project_name", "项目", sub="about", width="minmax(0, 2fr)", strong=True)
VERDICT = tables.Column(
    "verdict_words", "结论", kind="text", sub="verdict_reason", tone="tone", sort_by="verdict", width="minmax(0, 2fr)"
)
DECLARED: tuple[tables.Column, ...] = (
    NAME,
    tables.Column("declared_total_wan", width="128px"),
    VERDICT,
    tables.Column("declared_words", "申报", kind="text", sort_by="declared_on", width="128px"),
    tables.Column("step_words", "步骤", kind="text", sub="whom_words", sort_by="current_step", width="minmax(0, 1fr)"),
)
UNDECLARED: tuple[tables.Column, ...] = (
    NAME,
    tables.Column("total_investment_wan", width="112px"),
    VERDICT,
    tables.Column("found_in", "来自", kind="text", sub="since_words", sort_by="found_since", width="minmax(0, 1fr)"),
)
PRINTED = (
    "list_words", "project_name", "responsible_unit", "declared_category", "declared_total_wan", "declared_plan_wan",
    "total_investment_wan",
    "planned_start_date", "planned_finish_date", "declared_on", "verdict", "verdict_reason", "declared_bars",
    "review_evidence", "step_done", "step_done_on", "current_step", "with_whom", "selection_decision", "found_in",
)  # fmt: skip


def show(declared: pd.DataFrame, waiting: pd.DataFrame, which: str, view: View) -> None:
    """Draw one list; a row leads to its project."""
    if which == "undeclared":
        rows, columns = selection_words.undeclared(waiting), UNDECLARED
    else:
        rows, columns = selection_words.rows(declared), DECLARED
        rows = rows if which == "all" else rows[rows.verdict == which].reset_index(drop=True)
    tables.show(
        rows, columns, view=view, key=f"selection_{which}", fold=15, empty="没有这样的项目。", label="项目遴选清单",
    )  # fmt: skip


def download(declared: pd.DataFrame, waiting: pd.DataFrame, view: View, year: int) -> None:
    """Draw the button that gives the declarations and what was not declared, a sheet each."""
    printed = pd.concat(
        [declared.assign(list_words="申报项目"), waiting.assign(list_words="符合条件未申报")], ignore_index=True
    )
    tables.download(
        printed, view=view, name=f"项目遴选 {year}年度", kinds=SOURCES, columns=PRINTED, labels={"list_words": "清单"},
        sheets_by="list_words", signed=True, is_a3=True, label="遴选 Excel",
    )  # fmt: skip
