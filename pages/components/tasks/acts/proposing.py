"""A cell of a unit's own project that it wants corrected: the statistician accepts it or does not."""

import pandas as pd
import streamlit as st

from data.decision_kinds import CellProposal
from data.warehouse import connect, store_folder
from etl.corrections import correctable_cell, corrections, proposals
from pages.components import access, decide, states, words
from pages.components.data_health.health_words import STATISTICS
from pages.components.view import Row, View

KIND = proposals.OFFERED


def propose(task: Row, unit: str, reported: pd.DataFrame, view: View) -> None:
    """Draw the form: which cell of the task's row, what it should say, and why.

    Args:
        task: a row of ``task_parts.gather``: about one of the unit's own projects.
        unit: who proposes.
        reported: ``reported_rows``: the row in which the month was reported, where the task names none of its own.
        view: the page's view.
    """
    if not access.may(KIND) or not isinstance(task.project_id, str):
        return
    place = _place(task, reported)
    cells = _cells(*place, view.version) if place else []
    cells = [cell for cell in cells if cell["sheet_kind"] not in STATISTICS and cell["state"] != "accepted"]
    if not cells:
        return
    cells.sort(key=lambda cell: not cell["field"].endswith("_wan"))  # amounts first: it is mostly about them
    with st.popover("提更正"):
        names = [f"{cell['header'] or cell['position']}：{cell['value'] or '（空）'}" for cell in cells]
        at = st.selectbox(
            "哪一格", range(len(cells)), format_func=lambda at: words.plain(names[at]), key=f"cell_{task.key}"
        )
        cell = cells[at]
        words.aside(f"{cell['file']}，表“{cell['sheet']}”第 {cell['row']} 行")
        value = st.text_input("改为", key=f"cell_value_{task.key}_{at}", max_chars=200).strip()
        reason = st.text_input("理由（必填）", key=f"cell_reason_{task.key}", max_chars=200).strip()
        if value and not _is_readable(cell, value):
            states.note(f"“{value}”读不成这一列的值：金额写万元数字，日期写 2026-09-30。")
            value = ""
        st.button(
            "提给统计人员", type="primary", key=f"cell_save_{task.key}", disabled=not (value and reason),
            on_click=_write, args=(cell, value, reason, unit, task, view),
        )  # fmt: skip


def _place(task: Row, reported: pd.DataFrame) -> tuple[int, str, int] | None:
    """Return file, sheet and row that the task speaks of: its own, else the one in which the month was reported."""
    if pd.notna(task.file_id) and pd.notna(task.row) and isinstance(task.sheet, str):
        return int(task.file_id), task.sheet, int(task.row)
    found = reported[reported.project_id == task.project_id]
    return (int(found.file_id.iloc[0]), found.sheet.iloc[0], int(found.row.iloc[0])) if len(found) else None


@st.cache_data(max_entries=64, show_spinner=False)
def _cells(file_id: int, sheet: str, row: int, version: str) -> list[dict]:  # noqa: ARG001  (the key)
    return correctable_cell.of_row(store_folder(), file_id, sheet, row)


def _is_readable(cell: dict, value: str) -> bool:
    with connect(store_folder()).cursor() as con:
        return corrections.readable(con, cell["sheet_kind"], cell["field"], value)


def _write(cell: dict, value: str, reason: str, unit: str, task: Row, view: View) -> None:
    decision = CellProposal(
        about=cell["subject"], status="proposed", unit=unit, project_id=task.project_id,
        project_name=task.project_name, header=cell["header"], value=value, **proposals.of_cell(cell),
    )  # fmt: skip
    decide.write(decision, view=view, after=cell["entry_id"], reason=reason)
