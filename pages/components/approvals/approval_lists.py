"""The projects that are being prepared, as a list, and the matrix as a workbook."""

import pandas as pd

from data import formats
from pages.components import tables
from pages.components.approvals import approval_words
from pages.components.view import View

SOURCES = ("approval_step", "annual_plan", "dispatch")
COLUMNS = (
    tables.Column("project_name", "项目", sub="about", width="minmax(0, 2fr)", strong=True),
    tables.Column("maturity_share", "成熟度", sub="obtained_words", width="112px"),
    tables.Column("next_words", "待办手续", kind="text", sub="last_words", width="minmax(0, 1.3fr)"),
    tables.Column(
        "start_words", "计划开工", kind="text", sub="overdue_words", sub_tone="late", sort_by="planned_start_date",
        width="128px",
    ),
    tables.Column("age_words", "在前期批次", kind="text", tone="age_tone", width="96px"),
)  # fmt: skip


def show(rows: pd.DataFrame, view: View) -> None:
    """Draw the list; a row leads to its project."""
    tables.show(
        approval_words.rows(rows), COLUMNS, view=view, key="approvals", fold=15, empty="没有这样的项目。",
        label="前期手续",
    )  # fmt: skip


def download(maturity: pd.DataFrame, matrix: pd.DataFrame, view: View) -> None:
    """Draw the button that gives the matrix, a row a project, a column a step."""
    words = [
        formats.iso_date(row.approved_on) if row.approval_state == "done"
        else {"next": "待办", "not_applicable": "不涉及"}.get(row.approval_state, "")
        for row in matrix.itertuples()
    ]  # fmt: skip
    wide = matrix.assign(words=words).pivot_table(
        index="project_id", columns="approval_step", values="words", aggfunc="first"
    )
    order = list(matrix.sort_values("step_place", kind="stable").approval_step.unique())
    printed = maturity.merge(wide.reset_index(), on="project_id", how="left")
    columns = (
        "project_name", "responsible_unit", "batch", "maturity_share", "next_approval", "planned_start_date",
        "months_in_preliminary", *order,
    )  # fmt: skip
    tables.download(
        printed, view=view, name="前期手续矩阵", kinds=SOURCES, columns=columns, labels={step: step for step in order},
        is_a3=True, label="矩阵 Excel",
    )  # fmt: skip
