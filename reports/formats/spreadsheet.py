"""A report as an Excel workbook: a printable sheet a table, figures as numbers, names as text."""

import io
import math
import re
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.content import Cell, Column, Report, Table
from reports.formats import fonts

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBERS = {  # as data/formats.py writes them
    "money": "#,##0;\u2212#,##0;0",
    "small_money": "0.00;\u22120.00;0",  # below 1 万元
    "percent": "0.0%;\u22120.0%;0.0%",
    "points": "+0.0;\u22120.0;0.0",
    "count": "#,##0",
    "months": "#,##0.#",
    "number": "#,##0",
    "score": "0.00;\u22120.00;0.00",
}
A4, WIDE = 9, 9  # paper; columns from which a sheet lies on its side
CHARACTERS, COVER = 96, 78  # of a page's width, of the first sheet's
SIGNATURE = "填报人：　　　　　　审核人：　　　　　　单位负责人：　　　　　　（盖章）"
FIRST_ROW = 5  # title, units, head stand above (1-based: title 1, until 2, units 3, head 4)


def write(report: Report) -> bytes:
    """Write the book: a first sheet that says what it is and where the figures come from, then a sheet a table."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": report.title, "author": "挂图", "comments": report.footer})
    styles = _Styles(book)
    tables = list(report.blocks(Table))
    names = _tabs([table.name for table in tables])
    _cover(book.add_worksheet("说明"), report, tables, styles)
    for table, name in zip(tables, names, strict=True):
        _sheet(book.add_worksheet(name), table, report, styles)
    book.close()
    return buffer.getvalue()


class _Styles:
    """The book's cell formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **wanted: Any) -> Format:  # noqa: ANN401  (xlsxwriter's properties)
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": fonts.TABLE, "font_size": 10, **wanted})
        return self._made[key]


def _cover(sheet: Worksheet, report: Report, tables: list[Table], styles: _Styles) -> None:
    sheet.set_column(0, 0, COVER)
    wrap = styles.get(text_wrap=True, valign="top", font_size=11)
    sheet.write_string(0, 0, report.title, styles.get(bold=True, font_size=16, font_name=fonts.HEADING))
    sheet.write_string(1, 0, report.footer, styles.get(font_color="#5a6673"))
    said = [report.lead, *(f"{s.heading}　{s.finding}" for s in report.sections if s.finding), *report.basis]
    lines = [line for line in said if line]
    for row, line in enumerate([*lines, "各表：" + "、".join(table.name for table in tables)], 3):
        sheet.write_string(row, 0, line, wrap)
        sheet.set_row(row, 4 + 15 * _lines(line, COVER, 1.1))
    _print(sheet, report, is_wide=False)


def _sheet(sheet: Worksheet, table: Table, report: Report, styles: _Styles) -> None:
    """One table: title, 数据截至 and unit, frozen head that repeats in print, widths, signature line."""
    last = len(table.columns) - 1
    sheet.write_string(0, 0, table.title, styles.get(bold=True, font_size=14, font_name=fonts.HEADING))
    sheet.write_string(1, 0, report.footer, styles.get(font_color="#5a6673"))
    sheet.write_string(2, last, table.units, styles.get(align="right"))
    whole = sum(column.width for column in table.columns)
    room = CHARACTERS * (1.45 if len(table.columns) >= WIDE else 1)
    widths = [max(6, room * column.width / whole) for column in table.columns]
    for place, column in enumerate(table.columns):
        head = styles.get(bold=True, border=1, text_wrap=True, align="center", valign="vcenter", bg_color="#eef2f6")
        sheet.write_string(FIRST_ROW - 2, place, column.label, head)
        sheet.set_column(place, place, widths[place])
    for row, cells in enumerate(table.every_row, FIRST_ROW - 1):
        is_total = table.total is not None and row == FIRST_ROW - 1 + len(table.rows)
        sheet.set_row(row, 4 + 13.5 * max(map(_lines, (cell.text for cell in cells), widths)))
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write(sheet, row, place, cell, column, styles, is_total=is_total)
    below = FIRST_ROW + len(table.every_row)
    if table.note:
        sheet.write_string(below - 1, 0, f"注：{table.note}", styles.get(font_size=9))
    sheet.write_string(below + 1, 0, SIGNATURE, styles.get())
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.repeat_rows(FIRST_ROW - 2)
    if table.rows:
        sheet.autofilter(FIRST_ROW - 2, 0, FIRST_ROW - 2 + len(table.rows), last)
    _print(sheet, report, is_wide=len(table.columns) >= WIDE)


def _write(
    sheet: Worksheet, row: int, place: int, cell: Cell, column: Column, styles: _Styles, *, is_total: bool
) -> None:
    look: dict[str, Any] = {"border": 1, "valign": "vcenter", "bold": is_total}
    if cell.value is None:
        style = styles.get(**look, align=column.align, text_wrap=not column.is_number)
        sheet.write_string(row, place, cell.text, style)
        return
    is_small = column.kind == "money" and 0 < abs(cell.value) < 1
    number = NUMBERS["small_money" if is_small else column.kind]
    sheet.write_number(row, place, cell.value, styles.get(**look, num_format=number))


def _lines(text: str, width: float, size: float = 1.0) -> int:
    """How many lines a text takes in a column so wide: spreadsheets do not all fit the row's height themselves."""
    return max(1, math.ceil(size * sum(1.9 if ord(letter) > 0x2E7F else 1.0 for letter in text) / (width - 1)))


def _print(sheet: Worksheet, report: Report, *, is_wide: bool) -> None:
    """A4, all columns on one page's width, version and page number at the foot."""
    sheet.set_paper(A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.center_horizontally()
    footer = report.footer.replace("&", "&&")
    sheet.set_footer(f"&L&8{footer}&R&8第 &P 页　共 &N 页")


def _tabs(names: list[str]) -> list[str]:
    """Names that Excel takes as tabs, each once."""
    tabs: list[str] = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\']", " ", name)[:28].strip() or "表"
        tabs.append(plain if plain not in tabs else f"{plain}{1 + sum(tab.startswith(plain) for tab in tabs)}")
    return tabs
