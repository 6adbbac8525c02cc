"""A drawn workbook as a file: xlsx, csv in its encodings and separators, html or tabs named .xls, and old_files."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from tests.etl.layouts.old_files import old_workbook, open_document
from tests.etl.layouts.page import Page
from tests.etl.layouts.workbooks import Drawn

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


SCALES = {3: "#,##0,", 4: "0!.0,"}  # shown divided by a thousand, by ten thousand


def write(drawn: Drawn, folder: Path, chance: Random) -> tuple[Path, str]:
    """Write a workbook in one of the ways in which its cells can be kept; return the file and the way."""
    if any(page.needs_a_workbook for page in drawn.pages):
        weights = (1, 0, 0, 0, 0, 0)
    else:
        weights = (50, 10, 10, 20, 5, 5) if len(drawn.pages) == 1 else (60, 20, 20, 0, 0, 0)
    way = chance.choices((_xlsx, old_workbook, open_document, _csv, _html, _tabs), weights)[0]
    return way(drawn, folder, chance), way.__name__.removeprefix("_")


def _xlsx(drawn: Drawn, folder: Path, chance: Random) -> Path:
    path = folder / f"{drawn.name}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        percent, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "yyyy/m/d"})
        scales = {power: book.add_format({"num_format": code}) for power, code in SCALES.items()}
        looks = {"super": book.add_format({"font_script": 1}), "struck": book.add_format({"font_strikeout": True})}
        looks[""] = book.add_format({"font_size": 11})
        for page in drawn.pages:
            sheet = book.add_worksheet(page.name)
            covered = {
                (row, column)
                for top, left, bottom, right in page.merged
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
            for top, left, bottom, right in page.merged:
                sheet.merge_range(top, left, bottom, right, _cell(page.cells[top][left]))
            for row, cells in enumerate(page.cells):
                for column, cell in enumerate(cells):
                    if cell == "" or (row, column) in covered:
                        continue
                    if (row, column) in page.formulas:
                        sheet.write_formula(row, column, f"=SUM({_cell(cell)},0)", None, 0)
                    elif (row, column) in page.rich:
                        runs = [
                            part for run in page.rich[row, column] for part in (looks[run.look], run.text) if run.text
                        ]
                        sheet.write_rich_string(row, column, *runs)
                    elif (row, column) in page.scaled and isinstance(cell, Decimal):
                        power = page.scaled[row, column]
                        sheet.write_number(row, column, float(cell * 10**power), scales[power])
                    elif isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    else:
                        sheet.write(row, column, _cell(cell), percent if (row, column) in page.percents else None)
            if page.is_hidden:
                chance.choice((sheet.hide, sheet.very_hidden))()
    return path


def _cell(cell: Any) -> Any:  # noqa: ANN401
    return float(cell) if isinstance(cell, Decimal) else cell


def _csv(drawn: Drawn, folder: Path, chance: Random) -> Path:
    path = folder / f"{drawn.name}.csv"
    text = _separated(drawn.pages[0], chance.choice((",", ",", ";", "\t")))
    path.write_bytes(text.encode(chance.choice(ENCODINGS)))
    return path


def _tabs(drawn: Drawn, folder: Path, chance: Random) -> Path:
    path = folder / f"{drawn.name}.xls"
    path.write_bytes(_separated(drawn.pages[0], "\t").encode(chance.choice(ENCODINGS[1:])))
    return path


def _separated(page: Page, separator: str) -> str:
    written = io.StringIO(newline="")
    rows = [[_as_shown(page, row, at) for at in range(len(cells))] for row, cells in enumerate(page.cells)]
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue()


def _as_shown(page: Page, row: int, at: int) -> str:
    cell = page.cells[row][at]
    if isinstance(cell, datetime):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return (
        f"{cell * 100:.1f}%"
        if (row, at) in page.percents and cell != ""
        else f"{cell:f}"
        if isinstance(cell, Decimal)
        else str(cell)
    )


def _html(drawn: Drawn, folder: Path, chance: Random) -> Path:
    page = drawn.pages[0]
    tops = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
    hidden = {
        (row, at)
        for top, left, bottom, right in page.merged
        for row in range(top, bottom + 1)
        for at in range(left, right + 1)
        if (row, at) != (top, left)
    }
    spans: Callable[[int, int], str] = lambda row, at: (  # noqa: E731
        ' rowspan="{}" colspan="{}"'.format(*tops[row, at]) if (row, at) in tops else ""
    )
    lines = [
        "<tr>"
        + "".join(
            f"<td{spans(row, at)}>{escape(_as_shown(page, row, at))}</td>"
            for at in range(len(cells))
            if (row, at) not in hidden
        )
        + "</tr>"
        for row, cells in enumerate(page.cells)
    ]
    encoding = chance.choice(("utf-8", "gb18030"))
    path = folder / f"{drawn.name}.xls"
    head = f'<html><head><meta charset="{encoding}"></head><body><table border="1">'
    path.write_bytes((head + "\n".join(lines) + "</table></body></html>").encode(encoding))
    return path
