"""A file as cells: xlsx, xlsm, xls through calamine, csv in utf-8 or gb18030. Nothing is understood here yet."""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from etl.intake import limits, package_xls
from etl.intake.package import SheetFacts, read_facts
from etl.intake.text import UNCALCULATED, plain
from etl.intake.workbook_error import WorkbookError

AS_TEXT = re.compile(r'="([^"]*)"')
EXTENSIONS = (".xlsx", ".xlsm", ".xls", ".csv")
ENCODINGS = ("utf-8-sig", "gb18030")  # utf-8-sig reads utf-8 without mark, too
DELIMITERS = ",\t;"


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of raw cells from A1 on, all of one width; an empty cell is “”."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right, from 0
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # from 0


@dataclass(frozen=True)
class Workbook:
    """One file."""

    name: str
    sheets: list[Sheet]


def read_workbook(path: Path, name: str | None = None) -> Workbook:
    """Read a file's cells.

    Args:
        path: an .xlsx, .xlsm, .xls or .csv file.
        name: what the file is called, where ``path`` is only its copy.

    Raises:
        WorkbookError: it cannot be read; says why and what to do, in Chinese.
    """
    path = Path(path)
    name = name or path.name
    ending = Path(name).suffix.lower()
    if ending not in EXTENSIONS:
        raise WorkbookError(f"{name}：不是 Excel 或 csv 文件，请另存为 .xlsx 后重发")
    limits.check_size(name, path.stat().st_size)
    return Workbook(name, [_csv(path, name)] if ending == ".csv" else _excel(path, name))


def _excel(path: Path, name: str) -> list[Sheet]:
    facts = read_facts(path, name) or package_xls.read_facts(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            limits.check_sheets(name, len(book.sheets_metadata))
            return [
                _sheet(book, position, meta, facts.get(meta.name, SheetFacts()))
                for position, meta in enumerate(book.sheets_metadata)
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError:
        raise WorkbookError(f"{name}：文件有密码，请去掉密码后重发") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError) as error:
        raise WorkbookError(f"{name}：打不开（{error}），请在 Excel 里打开并另存为 .xlsx 后重发") from None


def _sheet(book: calamine.CalamineWorkbook, position: int, meta: calamine.SheetMetadata, facts: SheetFacts) -> Sheet:
    sheet = book.get_sheet_by_index(position)
    rows = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    _mark(rows, facts.uncalculated)
    return Sheet(
        name=meta.name,
        rows=rows,
        merged=[(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []],
        is_hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
        hidden_rows=facts.hidden_rows,
    )


def _mark(rows: list[list[Any]], uncalculated: frozenset[tuple[int, int]]) -> None:
    """Mark the cells of formulas that were never calculated; calamine gives them empty, as zero, or not at all."""
    if not uncalculated:
        return
    height = max(row for row, _ in uncalculated) + 1
    width = max(len(rows[0]) if rows else 0, max(column for _, column in uncalculated) + 1)
    rows += [[] for _ in range(height - len(rows))]
    for cells in rows:
        cells += [""] * (width - len(cells))
    for row, column in uncalculated:
        if rows[row][column] in ("", 0):
            rows[row][column] = UNCALCULATED


def _csv(path: Path, name: str) -> Sheet:
    text = _decoded(path.read_bytes(), name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(2**20)
    try:
        rows: list[list[Any]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise WorkbookError(f"{name}：不是有效的 csv（{error}），请用 Excel 另存为 .xlsx 后重发") from None
    if '="' in text:  # how programs keep Excel from reading a code or name as a number
        rows = [[found[1] if (found := AS_TEXT.fullmatch(cell)) else cell for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    limits.check_cells(name, len(rows), width)
    padded = [row + [""] * (width - len(row)) if len(row) < width else row for row in rows]
    return Sheet(Path(name).stem, padded)


def _decoded(raw: bytes, name: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise WorkbookError(f"{name}：文字编码不认识，请用 Excel 另存为 .xlsx 后重发")


def is_blank(cell: Any) -> bool:  # noqa: ANN401
    """Tell whether a cell holds nothing to see."""
    return cell == "" or cell is None or (isinstance(cell, str) and not plain(cell))
