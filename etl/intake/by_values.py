"""What columns are that their headings leave open, by what stands in them: progress in words, a batch called 性质."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from etl.intake.columns import Column, UnreadColumn
from etl.intake.header import Header
from etl.intake.matching import COMPOSED
from etl.intake.names import Names
from etl.intake.text import as_text, is_marker, is_nothing, plain
from etl.intake.workbook import is_blank

NUMERAL = re.compile(r"[\d零一二三四五六七八九十百半成]")
NATURES = frozenset(
    {
        "项目性质",
        "性质",
        "建设性质",
        "项目类别",
        "类别",
        "类型",
        "项目类型",
        "建设类别",
        "项目状态",
        "建设阶段",
        "项目阶段",
        "阶段",
    }
)
BUILDING = frozenset({"新建", "扩建", "改建", "改扩建", "迁建", "技改", "恢复"})  # how it is built: alone no batch


def told_by_values(
    header: Header,
    names: Names,
    columns: Sequence[Sequence[Any]],
    rows: Sequence[int],
    percents: Set[tuple[int, int]] = frozenset(),
) -> Header:
    """Return the header with such columns read as what they hold.

    Args:
        header: of the table.
        names: of the district's batches.
        columns: the sheet's cells turned by column.
        rows: those that hold projects, from 0.
        percents: cells (row, column) whose number is shown as a percent.
    """
    if header.kind is None:
        return header
    fields = {column.field for column in header.columns}
    kept, unread = [], list(header.unread)
    for column in header.columns:
        cells = _Cells(columns[column.index], rows)
        how = header.kind.reads(column.field)
        if how == "money" and not column.options and _are_percents(columns[column.index], rows, column.index, percents):
            unread.append(UnreadColumn(column.index, column.label, "写的是百分比，不是金额，不必读", "known"))
            continue
        if column.options or how not in ("money", "percent") or not _are_words(cells):
            if "batch" in header.kind.fields and not fields & {"batch"} and _is_batch(column, cells, names):
                column, fields = replace(column, field="batch"), fields | {"batch"}
            kept.append(column)
        elif (
            column.field == "physical_progress"
            and "progress_text" in header.kind.fields
            and "progress_text" not in fields
        ):
            kept.append(replace(column, field="progress_text"))
            fields |= {"progress_text"}
        elif column.quality == COMPOSED or sum(other.field == column.field for other in header.columns) > 1:
            unread.append(UnreadColumn(column.index, column.label, "写的是文字，不是金额", "known"))
        else:
            kept.append(column)
    for one in list(unread):
        cells = _Cells(columns[one.index], rows)
        column = Column(one.index, one.label, "batch", COMPOSED)
        if "batch" in header.kind.fields and "batch" not in fields and _is_batch(column, cells, names):
            kept.append(column)
            unread.remove(one)
            fields |= {"batch"}
    return replace(header, columns=sorted(kept, key=lambda column: column.index), unread=unread)


@dataclass(frozen=True)
class _Cells:
    """A column's cells in the rows that hold projects, taken out only where somebody looks."""

    column: Sequence[Any]
    rows: Sequence[int]

    def __iter__(self) -> Iterator[Any]:
        return (self.column[row] for row in self.rows)

    @property
    def has_texts(self) -> bool:
        """Whether any cell from the first row to the last is a text; told without looking at each."""
        return bool(self.rows) and str in set(map(type, self.column[self.rows[0] : self.rows[-1] + 1]))


def _are_words(cells: _Cells) -> bool:
    """Tell whether more than half of what stands in a column are words without an amount, “三成” among these."""
    if not cells.has_texts:
        return False
    if sum(type(cell) is str and cell != "" for cell in cells) * 2 <= sum(cell != "" for cell in cells):
        return False
    said = [cell for cell in cells if not is_blank(cell) and not (isinstance(cell, str) and is_marker(cell))]
    words = [
        cell for cell in said if isinstance(cell, str) and not NUMERAL.search(cell) and not is_nothing(plain(cell))
    ]
    return 2 * len(words) > len(said)


def _are_percents(cells: Sequence[Any], rows: Sequence[int], column: int, percents: Set[tuple[int, int]]) -> bool:
    """Tell whether all that stands in a column is shown as a percent: “完成年度计划” may be a share, or an amount."""
    is_one = False
    for row in rows:
        cell = cells[row]
        if is_blank(cell) or (isinstance(cell, str) and is_nothing(plain(cell))):
            continue
        is_one = plain(cell).endswith("%") if isinstance(cell, str) else (row, column) in percents
        if not is_one:
            return False
    return is_one


def _is_batch(column: Column, cells: _Cells, names: Names) -> bool:
    """Tell whether a column called 性质 or the like holds nothing but batches of the district."""
    if not column.label.parts or column.label.parts[-1].short_key not in NATURES or column.options:
        return False
    said = {plain(as_text(cell)) for cell in cells if not is_blank(cell)}
    return bool(said - BUILDING) and all(names.is_known("batch", text) for text in said)
