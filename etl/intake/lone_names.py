"""Rows that say nothing but a text where the projects' names stand: remarks between projects, no projects."""

import re
from typing import Any

import numpy as np

from etl.intake.kinds import IDENTITY
from etl.intake.money import amounts
from etl.intake.reading import Table
from etl.intake.row_account import Rows
from etl.intake.rows import is_figure
from etl.intake.text import shown
from etl.intake.workbook import is_blank

SURELY_REMARK = re.compile(r"\W*(?:以[下上]|[下上]列)(?:为|是|均|空白|各|共|项目|\d).*")
REMARK = re.compile(r"[-—－*＊#]+[^-—－*＊#]+[-—－*＊#]+|[(（][^()（）]*[)）]")
MOSTLY = 0.5  # of the rows say amounts: where hardly any does, a name alone is nothing odd


def find(table: Table, rows: Rows, columns: list[tuple[Any, ...]]) -> None:
    """Take remarks out of a table whose projects have figures; of any other text that stands alone, say the doubt.

    Args:
        table: its columns, read.
        rows: its account.
        columns: the sheet's cells turned by column.
    """
    place_of_name = next((one.index for one in table.header.columns if one.field == "project_name"), None)
    if table.kind.identity != IDENTITY or place_of_name is None or not table.rows:
        return
    said = np.zeros(len(table.rows), dtype=bool)
    for column in table.header.columns:
        values = table.of(column) if is_figure(table.kind, column) else None
        if values is not None and len(values):
            said |= amounts(values).exact.is_valid().to_numpy(zero_copy_only=False)
    has_figures = said.sum() >= MOSTLY * len(said)
    for place in np.flatnonzero(~said).tolist():
        row = table.rows[place]
        if rows.outcome[row] == "loaded" and all(is_blank(cells[row]) for cells in _others(columns, place_of_name)):
            text = str(columns[place_of_name][row])
            if SURELY_REMARK.fullmatch(text) or (has_figures and REMARK.fullmatch(text)):
                rows.skip(row, "note")
            elif has_figures:
                rows.doubtful[row] = f"“{shown(text)[:40]}”只有名称，没有序号、单位和数字，可能不是项目"


def _others(columns: list[tuple[Any, ...]], name: int) -> list[tuple[Any, ...]]:
    return [cells for place, cells in enumerate(columns) if place != name]
