"""A drawn workbook as .xls and .ods."""

from datetime import datetime
from decimal import Decimal
from html import escape
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import xlwt

from tests.etl.layouts.page import Page
from tests.etl.layouts.workbooks import Drawn

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
HIDDEN = (
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def old_workbook(drawn: Drawn, folder: Path, chance: Random) -> Path:
    """Write an .xls file as old programs do."""
    path = folder / f"{drawn.name}.xls"
    book = xlwt.Workbook(encoding="utf-8")
    percent, day = xlwt.easyxf(num_format_str="0.0%"), xlwt.easyxf(num_format_str="yyyy/m/d")
    for page in drawn.pages:
        sheet = book.add_sheet(page.name)
        tops = {(top, left): (bottom, right) for top, left, bottom, right in page.merged}
        covered = _covered(page)
        for row, cells in enumerate(page.cells):
            for at, cell in enumerate(cells):
                if (cell == "" and (row, at) not in tops) or (row, at) in covered:
                    continue
                value = float(cell) if isinstance(cell, Decimal) else cell
                look = (
                    percent
                    if (row, at) in page.percents
                    else day
                    if isinstance(cell, datetime)
                    else xlwt.Style.default_style
                )
                if (row, at) in tops:
                    bottom, right = tops[row, at]
                    sheet.write_merge(row, bottom, at, right, value, look)
                else:
                    sheet.write(row, at, value, look)
        if page.is_hidden:
            sheet.visibility = chance.choice((1, 2))
    book.save(str(path))
    return path


def _covered(page: Page) -> set[tuple[int, int]]:
    return {
        (row, at)
        for top, left, bottom, right in page.merged
        for row in range(top, bottom + 1)
        for at in range(left, right + 1)
        if (row, at) != (top, left)
    }


def open_document(drawn: Drawn, folder: Path, _: Random) -> Path:
    """Write an .ods file: the content alone, as small programs do."""
    path = folder / f"{drawn.name}.ods"
    tables = "".join(_table(page) for page in drawn.pages)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2">{HIDDEN}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with ZipFile(path, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return path


def _table(page: Page) -> str:
    tops = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
    covered = _covered(page)
    lines = []
    for row, cells in enumerate(page.cells):
        said = []
        for at, cell in enumerate(cells):
            if (row, at) in covered:
                said.append("<table:covered-table-cell/>")
                continue
            spans = (
                'table:number-rows-spanned="{}" table:number-columns-spanned="{}"'.format(*tops[row, at])
                if (row, at) in tops
                else ""
            )
            said.append(
                f"<table:table-cell {spans} {_value(cell, is_percent=(row, at) in page.percents)}</table:table-cell>"
            )
        lines.append(f"<table:table-row>{''.join(said)}</table:table-row>")
    style = ' table:style-name="hidden"' if page.is_hidden else ""
    return f'<table:table table:name="{escape(page.name)}"{style}>{"".join(lines)}</table:table>'


def _value(cell: Any, *, is_percent: bool) -> str:  # noqa: ANN401
    if cell == "":
        return ">"
    if isinstance(cell, datetime):
        return f'office:value-type="date" office:date-value="{cell:%Y-%m-%d}"><text:p>{cell:%Y/%m/%d}</text:p>'
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'office:value-type="string">{lines}'
    kind = "percentage" if is_percent else "float"
    shown = f"{cell * 100:.1f}%" if is_percent else f"{cell}"
    return f'office:value-type="{kind}" office:value="{cell}"><text:p>{shown}</text:p>'
