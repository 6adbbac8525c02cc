"""The annotated copy: a workbook as it was sent, with the cells marked that stopped a row or could not be read.

Marks are a fill and a comment (reason and what to do). Of formulas the copy keeps the calculated values, so that
nothing runs and nothing asks another file when it is opened; .xls and .csv become .xlsx with the same cells.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.originals import sheet_and_columns
from etl.intake import read_workbook
from etl.intake.text import UNCALCULATED

AUTHOR = "挂图"
REJECTED, FAULT, NOTICE = (PatternFill("solid", start_color=colour) for colour in ("F4B9A0", "FFC94D", "FFF2CC"))
WIDEST = 60  # columns of a rejected row that are filled
Marks = dict[tuple[int, int], tuple[PatternFill, list[str]]]


def annotate(source: Path, name: str, sheets: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the annotated copy of a file as .xlsx.

    Args:
        source: the file as it was sent.
        name: what it is called.
        sheets: its report, as ``python -m etl load --json`` gives it: rejections, cell_faults and notices a sheet.
    """
    book = _opened(source, name)
    for report in sheets:
        sheet = _sheet(book, report["sheet"])
        for (row, column), (fill, texts) in _marks(report, sheet).items():
            _mark(_anchor(sheet, row, column), fill, texts)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def file_name(name: str) -> str:
    """Return what the annotated copy of a file is called."""
    return f"{Path(name).stem}_标注.xlsx"


def write_copies(folder: Path, files: Sequence[tuple[Path, Mapping[str, Any]]]) -> list[Path]:
    """Write the copies of all files that have something to mark; several of one name are numbered.

    Args:
        folder: where to; made if missing.
        files: each file's source and its report.
    """
    written: list[Path] = []
    for source, report in files:
        if not has_marks(report["sheets"]):
            continue
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / file_name(report["file"])
        number = 1
        while path in written:
            number += 1
            path = folder / f"{Path(report['file']).stem}_标注{number}.xlsx"
        path.write_bytes(annotate(source, report["file"], report["sheets"]))
        written.append(path)
    return written


def has_marks(sheets: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a file's report names a row or a cell."""
    return any(sheet["rejections"] or sheet["cell_faults"] or _placed(sheet) for sheet in sheets)


def _placed(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the notices that stand at a row: a whole sheet is not marked."""
    return [one for one in report.get("notices", ()) if one["row"] and one["kind"] != "unit_assumed"]


def _marks(report: Mapping[str, Any], sheet: Worksheet) -> Marks:
    marks: Marks = {}
    for one in _placed(report):
        column = _column(one.get("column")) or _first_said(sheet, one["row"])
        marks.setdefault((one["row"], column), (NOTICE, []))[1].append(f"请核对：{one['text']}")
    for one in report["cell_faults"]:
        place = (one["row"], _column(one["column"]) or 1)
        marks[place] = (FAULT, [f"读不出：{one['reason']}", *marks.get(place, (FAULT, []))[1]])
    _, strip = sheet_and_columns(report["sheet"])
    left, right = (_column(strip[0]) or 1, _column(strip[1]) or 1) if strip else (1, sheet.max_column)
    for one in report["rejections"]:
        place = (one["row"], _first_said(sheet, one["row"], left))
        marks[place] = (REJECTED, [f"整行退回：{one['reason']}", *marks.get(place, (REJECTED, []))[1]])
        for column in range(left, min(right, left + WIDEST - 1) + 1):
            marks.setdefault((one["row"], column), (REJECTED, []))
    return marks


def _column(letters: str | None) -> int | None:
    return column_index_from_string(letters) if letters else None


def _first_said(sheet: Worksheet, row: int, left: int = 1) -> int:
    """Return the first column of a row, from ``left`` on, that holds something."""
    cells = sheet[row] if row <= sheet.max_row else ()
    return next((cell.column for cell in cells if cell.column >= left and cell.value not in (None, "")), left)


def _anchor(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return the cell that can hold a mark: of merged cells the first."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(merged for merged in sheet.merged_cells.ranges if cell.coordinate in merged)
    return sheet.cell(merged.min_row, merged.min_col)


def _mark(cell: Cell, fill: PatternFill, texts: list[str]) -> None:
    cell.fill = copy(fill)
    if not texts:
        return
    said = ([cell.comment.text] if cell.comment else []) + texts
    text = ILLEGAL_CHARACTERS_RE.sub("", "\n".join(dict.fromkeys(said)))
    cell.comment = Comment(text, AUTHOR, width=340, height=40 + 20 * (1 + len(text) // 24))


def _sheet(book: Workbook, said: str) -> Worksheet:
    name, _ = sheet_and_columns(said)
    return book[name] if name in book.sheetnames else book.worksheets[0]


def _opened(source: Path, name: str) -> Workbook:
    """Open a copy of the file in which no formula is left; one that openpyxl cannot read is drawn anew."""
    if source.suffix.lower() not in (".xlsx", ".xlsm"):
        return _drawn_anew(source, name)
    try:
        book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
        _keep_uncalculated(book, source, name)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, OSError):
        return _drawn_anew(source, name)
    return book


def _keep_uncalculated(book: Workbook, source: Path, name: str) -> None:
    """Write a formula that was never calculated as text: its cell would be empty otherwise."""
    read = read_workbook(source, name)
    found = {
        sheet.name: places
        for sheet in read.sheets
        if (
            places := [(r, c) for r, row in enumerate(sheet.rows) for c, cell in enumerate(row) if cell == UNCALCULATED]
        )
    }
    if not found:
        return
    formulas = openpyxl.load_workbook(source, keep_links=False)
    for sheet_name, places in found.items():
        for row, column in places:
            said = formulas[sheet_name].cell(row + 1, column + 1).value
            cell = book[sheet_name].cell(row + 1, column + 1)
            if not isinstance(cell, MergedCell):
                _write(cell, f"未计算的公式 {said}")


def _drawn_anew(source: Path, name: str) -> Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in read_workbook(source, name).sheets:
        drawn = book.create_sheet(sheet.name[:31])
        drawn.title = sheet.name[:31]
        drawn.sheet_state = "hidden" if sheet.is_hidden else "visible"
        for row, cells in enumerate(sheet.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value not in ("", None):
                    _write(drawn.cell(row, column), value)
        for row in sheet.hidden_rows:
            drawn.row_dimensions[row + 1].hidden = True
        for top, left, bottom, right in sheet.merged:
            drawn.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for column in range(1, min(drawn.max_column, WIDEST) + 1):
            drawn.column_dimensions[get_column_letter(column)].width = 14
    if not any(sheet.sheet_state == "visible" for sheet in book.worksheets):
        (book.worksheets[0] if book.worksheets else book.create_sheet("Sheet1")).sheet_state = "visible"
    return book


def _write(cell: Cell, value: object) -> None:
    """Write a value that is never a formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value if not isinstance(value, timedelta) else str(value)
