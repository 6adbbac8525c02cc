"""One of the four lists, and the book with all of them."""

import pandas as pd

from pages.components import tables
from pages.components.lists.lists_words import KINDS, rows
from pages.components.view import View

NAME = tables.Column("project_name", "项目", sub="about", width="minmax(0, 2.4fr)", strong=True)
PLAN = tables.Column("annual_plan_wan", "年度计划", width="110px")
PLANNED = (
    NAME,
    tables.Column(
        "planned_words", "计划", kind="text", sub="slip_words", sub_tone="late", sort_by="planned_on", width="128px"
    ),
    tables.Column("actual_words", "实际", kind="text", sort_by="actual_on", width="128px"),
    PLAN,
    tables.Column("state", "状态", kind="text", tone="tone", width="112px"),
)
BUILDING = (
    NAME,
    tables.Column("actual_words", "开工", kind="text", sort_by="actual_on", width="128px"),
    tables.Column("planned_words", "计划竣工", kind="text", sort_by="planned_on", width="128px"),
    PLAN,
    tables.Column("state", "变动", kind="text", width="112px"),
)
ENTERED = (NAME, tables.Column("actual_words", "日期", kind="text", sort_by="actual_on", width="140px"), PLAN)
COLUMNS = {"start": PLANNED, "finish": PLANNED, "building": BUILDING, "signed": ENTERED, "approved": ENTERED}
PRINTED = (
    "list_words", "project_name", "responsible_unit", "batch", "annual_plan_wan", "planned_on", "actual_on", "slips",
    "list_state", "stock_state",
)  # fmt: skip
SOURCES = ("annual_plan", "dispatch", "promotion", "approval_step")


def show(lists: pd.DataFrame, kind: str, view: View) -> None:
    """Draw one list; a row leads to its project."""
    tables.show(
        rows(lists, kind), COLUMNS[kind], view=view, key=f"lists_{kind}", fold=15, empty="本期没有。",
        label=f"{KINDS[kind]}项目清单",
    )  # fmt: skip


def download(lists: pd.DataFrame, view: View, period: str) -> None:
    """Draw the button that gives all four lists, a sheet each."""
    printed = lists.assign(list_words=lists.list_kind.map(KINDS))
    tables.download(
        printed, view=view, name=f"四类清单 {period}", kinds=SOURCES, columns=PRINTED,
        labels={"list_words": "清单", "planned_on": "计划", "actual_on": "实际"}, sheets_by="list_words", signed=True,
        label="四类清单 Excel",
    )  # fmt: skip
