"""The rows behind the heatmap of 数据质量, and the lists to hand out: one sheet a unit, printable."""

import pandas as pd
import streamlit as st

from data.dictionary import lookup
from pages.components import tables, words
from pages.components.view import View

ROWS = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 1.5fr)", leads=True),
    tables.Column("check", "检查", sub="month", width="7em", kind="text", sub_kind="month"),
    tables.Column(
        "situation", "情况", sub="act", width="minmax(0, 2.2fr)", kind="text", sub_kind="text", asks="checked_figures"
    ),
    tables.Column("place", "出处", sub="file", width="minmax(0, 1.5fr)", kind="text", sub_kind="text"),
)
TASKS = {  # column → its head on paper
    "number": "序号",
    "check": "检查",
    "project_name": "项目",
    "month": "月份",
    "situation": "情况",
    "act": "要做什么",
    "file": "文件",
    "sheet": "表",
    "row": "行",
    "answer": "整改情况",
    "done": "完成日期",
}


def show(findings: pd.DataFrame, *, view: View, unit: str, check: str) -> None:
    """Draw the rows of the chosen cell, and the buttons that give the to-do lists."""
    names = lookup("health_check").words
    rows = findings.assign(
        check=[names[key] for key in findings.health_check], project_id=findings.project_id.fillna("")
    )
    shown = rows[(rows.group == unit) | (unit == "")]
    shown = shown[(shown.health_check == check) | (check == "")]
    where = [part for part in (("整张表" if unit == "—" else unit), names.get(check, "")) if part]
    words.title(f"{'　'.join(where) or '全部'}：{len(shown)} 条", "同一条只列一次；点一行看项目")
    tables.show(
        shown, ROWS, view=view, key="findings", link_by="project_id", fold=6, show_head=False,
        label="查出的条目", empty="这一格没有条目。",
    )  # fmt: skip
    with st.container(horizontal=True):
        if unit:
            _download(rows[rows.group == unit], view=view, name=f"整改清单 {'整张表' if unit == '—' else unit}")
        _download(rows, view=view, name="整改清单 各单位", sheets_by="responsible_unit")


def _download(rows: pd.DataFrame, *, view: View, name: str, sheets_by: str = "") -> None:
    tasks = rows.assign(number=range(1, len(rows) + 1), answer=None, done=None)
    if sheets_by:
        tasks["number"] = tasks.groupby(sheets_by, sort=False).cumcount() + 1
    tables.download(
        tasks, view=view, name=name, kinds=tuple(view.sources), columns=list(TASKS), labels=TASKS,
        sheets_by=sheets_by, label=f"下载{name.replace(' ', '：')}",
    )  # fmt: skip
