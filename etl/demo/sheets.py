"""How an office's sheet looks: title, note, merged two-row header, groups, totals, notes below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

MARK = "（演示数据）"
CREATED = datetime(2026, 10, 12, 9, 0)  # noqa: DTZ001 (Excel knows no zone)
Cell = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """A column: its header, the header above it, where there is one, and how its cells look."""

    header: str
    width: int = 12
    parent: str | None = None
    look: str = "number"  # number / text / middle / percent


def columns_of(*headers: tuple[str, int, str] | tuple[str, int, str, str]) -> list[Column]:
    """Return columns from header, width, look and, where it has one, the header above."""
    return [Column(header, width, parent[0] if parent else None, look) for header, width, look, *parent in headers]


@dataclass
class Row:
    """A row: of a project, a group or a total."""

    cells: Sequence[Cell]
    kind: str = "row"  # row / group / total
    is_hidden: bool = False


@dataclass
class Sheet:
    """One sheet as it is written."""

    name: str
    title: str
    note: str
    columns: list[Column]
    rows: list[Row]
    below: list[str] = field(default_factory=list)

    @property
    def header_rows(self) -> int:
        """Two where some columns stand under a common header."""
        return 2 if any(column.parent for column in self.columns) else 1

    @property
    def first_row(self) -> int:
        """Excel row number of the first row below the header."""
        return 3 + self.header_rows


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a workbook; the same sheets give the same bytes."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": CREATED, "author": "演示数据", "comments": "演示数据，项目与企业均为虚构"})
        looks = _looks(book)
        for sheet in sheets:
            _write_sheet(book, looks, sheet)


def _write_sheet(book: xlsxwriter.Workbook, looks: dict[str, Any], sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    last = len(sheet.columns) - 1
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, last, sheet.title, looks["title"])
    page.merge_range(1, 0, 1, last, sheet.note, looks["note"])
    _write_header(page, looks, sheet)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    at = sheet.first_row - 1
    for row in sheet.rows:
        _write_row(page, looks, sheet.columns, at, row)
        at += 1
    for line in sheet.below:
        page.merge_range(at, 0, at, last, line, looks["below"])
        at += 1
    page.freeze_panes(sheet.first_row - 1, 3)
    page.set_landscape()
    page.set_paper(8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, sheet.first_row - 2)
    page.set_footer("&C第 &P 页，共 &N 页")


def _write_header(page: Any, looks: dict[str, Any], sheet: Sheet) -> None:  # noqa: ANN401
    number = 0
    while number < len(sheet.columns):
        column = sheet.columns[number]
        if column.parent is None:
            if sheet.header_rows == 2:
                page.merge_range(2, number, 3, number, column.header, looks["header"])
            else:
                page.write_string(2, number, column.header, looks["header"])
            number += 1
            continue
        end = number
        while end + 1 < len(sheet.columns) and sheet.columns[end + 1].parent == column.parent:
            end += 1
        if end > number:
            page.merge_range(2, number, 2, end, column.parent, looks["header"])
        else:
            page.write_string(2, number, column.parent, looks["header"])
        for child in range(number, end + 1):
            page.write_string(3, child, sheet.columns[child].header, looks["header"])
        number = end + 1
    for at in range(2, 2 + sheet.header_rows):
        page.set_row(at, 32)


def _write_row(page: Any, looks: dict[str, Any], columns: list[Column], at: int, row: Row) -> None:  # noqa: ANN401
    if row.is_hidden:
        page.set_row(at, None, None, {"hidden": True})
    elif any(isinstance(value, str) and "\n" in value for value in row.cells):
        page.set_row(at, 28)
    if row.kind == "group":
        page.merge_range(at, 0, at, len(columns) - 1, row.cells[0], looks["text_heavy"])
        return
    heavy = "" if row.kind == "row" else "_heavy"
    for number, (column, value) in enumerate(zip(columns, row.cells, strict=True)):
        if value is None:
            page.write_blank(at, number, None, looks["text" + heavy])
        elif isinstance(value, str):
            page.write_string(at, number, value, looks[("text" if column.look == "text" else "middle") + heavy])
        elif isinstance(value, date):
            page.write_datetime(at, number, datetime(value.year, value.month, value.day), looks["date"])  # noqa: DTZ001
        else:
            look = "plain" if column.look == "middle" else "number" if value == int(value) else "cents"
            is_share = isinstance(value, float) and value < 10  # 87.1 is typed in points, without a percent format
            look = "percent" if column.look == "percent" and is_share else look
            page.write_number(at, number, float(value), looks[look + heavy])


def _looks(book: xlsxwriter.Workbook) -> dict[str, Any]:
    body = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    looks = {
        "title": {"font_name": "黑体", "font_size": 20, "align": "center", "valign": "vcenter"},
        "note": {"font_name": "宋体", "font_size": 10, "align": "right"},
        "below": {"font_name": "宋体", "font_size": 10, "text_wrap": True},
        "header": body | {"bold": True, "align": "center", "font_name": "黑体"},
        "date": body | {"num_format": "yyyy/m/d", "align": "center"},
    }
    kinds = {
        "text": {},
        "middle": {"align": "center"},
        "plain": {"align": "center"},
        "number": {"num_format": "#,##0"},
        "cents": {"num_format": "#,##0.00####"},
        "percent": {"num_format": "0.0%"},
    }
    for name, more in kinds.items():
        looks[name] = body | more
        looks[name + "_heavy"] = body | more | {"bold": True}
    return {name: book.add_format(look) for name, look in looks.items()}
