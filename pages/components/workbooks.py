"""Tables as Excel: a sheet to print and the whole table; Chinese labels, sources; names stay text, never formulas."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data import formats
from data.dictionary import Entry
from data.loaded import until_words
from pages.components import cell_text as cells
from pages.components import print_sheet
from pages.components.print_sheet import Printed
from pages.components.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A3, A4 = 8, 9  # as Excel counts papers
LINE = 15.0  # points of a line
HEAD = 2  # the header's row on the sheet that is printed, from 0
WHOLE = "数据"
SIGNATURES = "制表：　　　　　　　　审核：　　　　　　　　单位负责人：　　　　　　　　日期：　　　年　　月　　日"
FORMATS = {
    "money": "#,##0.00",
    "percent": "0.0%",
    "score": "0.00;\u22120.00;0.00",
    "points": "+0.0;\u22120.0;0.0",
    "months": "0.#",
    "count": "0",
    "month": "yyyy-mm",
    "date": "yyyy-mm-dd",
}


def download(
    frame: pd.DataFrame | Callable[[], pd.DataFrame],
    *,
    view: View,
    name: str,
    kinds: Sequence[str] = ("dispatch",),
    columns: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
    note: str = "",
    sheets_by: str = "",
    signed: bool = False,
    is_a3: bool = False,
    label: str = "下载 Excel",
    key: str | None = None,
) -> None:
    """Draw the button that gives a table as Excel; the book is made on the click, without a rerun.

    Args:
        frame: the rows, or a function that gives them.
        view: the page's view: district, month, version stand in the book.
        name: what the table is, e.g. “投资完成 项目”; title and file name come from it.
        kinds: the sources, as in ``words.footer``.
        columns: fields to write, in order; by default all.
        labels: labels that differ from the dictionary's.
        note: one more line above the header, e.g. the yardstick.
        sheets_by: column by whose values the rows are parted into sheets; "" for one sheet.
        signed: leave a line for signatures under the rows.
        is_a3: print on A3 across, which holds more columns.
        label: the button's text.
        key: the button's key.
    """
    until = f"{view.as_of:%Y%m}" + (f"_数据时点{view.known_on:%Y%m%d}" if view.known_on else "")
    st.download_button(
        label,
        lambda: workbook(
            frame() if callable(frame) else frame,
            view=view,
            name=name,
            kinds=kinds,
            columns=columns,
            labels=labels,
            note=note,
            sheets_by=sheets_by,
            signed=signed,
            is_a3=is_a3,
        ),
        f"{name.replace(' ', '_')}_{view.profile.short_name}_{until}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key=key or f"download_{name}",
    )


def workbook(
    frame: pd.DataFrame,
    *,
    view: View,
    name: str,
    kinds: Sequence[str],
    columns: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
    note: str = "",
    sheets_by: str = "",
    signed: bool = False,
    is_a3: bool = False,
) -> bytes:
    """Write the book: a sheet to print (several with ``sheets_by``), then all columns of all rows on the sheet 数据."""
    fields = [field for field in columns or frame.columns if field in frame.columns]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    styles = _Styles(
        title=book.add_format({"bold": True, "font_size": 14}),
        sources=book.add_format({"font_color": "#5a6673"}),
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        text=book.add_format({"text_wrap": True, "valign": "top", "indent": 1}),  # clear of the number before it
        kinds={kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()},
        total=book.add_format({"bold": True, "top": 1}),
        totals={kind: book.add_format({"bold": True, "top": 1, "num_format": code}) for kind, code in FORMATS.items()},
    )
    known = [cells.entry(field, label=(labels or {}).get(field, "")) for field in fields]
    sources = _sources(view, kinds, note)
    for part, rows in frame.groupby(sheets_by, sort=False) if sheets_by and len(frame) else [(name, frame)]:
        sheet = book.add_worksheet(_sheet_name(str(part), [one.name for one in book.worksheets()]))
        whose = f"{name.partition(' ')[0]} {part}" if sheets_by else name
        sheet.write_string(0, 0, f"{view.profile.name} {whose}（截至{formats.month(view.as_of)}）", styles.title)
        sheet.write_string(1, 0, sources, styles.sources)
        last = _printed(sheet, rows, print_sheet.columns(rows, known, is_a3=is_a3), styles)
        if signed:
            sheet.write_string(last + 2, 0, SIGNATURES, styles.sources)
        _page(sheet, sources, A3 if is_a3 else A4)
    whole = book.add_worksheet(_sheet_name(WHOLE, [one.name for one in book.worksheets()]))
    _rows(whole, frame, known, styles)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True)
class _Styles:
    title: Format
    sources: Format
    head: Format
    text: Format
    kinds: Mapping[str, Format]
    total: Format
    totals: Mapping[str, Format]


def _printed(sheet: Worksheet, frame: pd.DataFrame, columns: Sequence[Printed], styles: _Styles) -> int:
    """Write the columns that are printed and their total below the two lines on top; return the last row."""
    for place, column in enumerate(columns):
        _column(sheet, HEAD, place, frame[column.field].tolist(), column.known, styles)
        sheet.set_column(place, place, column.width)
    for row, lines in enumerate(print_sheet.lines(frame, columns), HEAD):
        sheet.set_row(row, LINE * lines)  # set, since not every program makes room for wrapped words by itself
    sheet.freeze_panes(HEAD + 1, 1)
    found = print_sheet.totals(frame, columns)
    last = HEAD + len(frame) + (1 if found else 0)
    for place, column in enumerate(columns if found else ()):
        if column.field in found:
            style = styles.totals.get(column.known.kind, styles.total)
            sheet.write_number(last, place, float(found[column.field]), style)
        elif place == 0:
            sheet.write_string(last, place, "合计", styles.total)
        else:
            sheet.write_blank(last, place, None, styles.total)
    return last


def _rows(sheet: Worksheet, frame: pd.DataFrame, known: Sequence[Entry], styles: _Styles) -> None:
    """Write all columns with the header in the first row, as programs and pivot tables read it."""
    for place, one in enumerate(known):
        values = frame[one.name].tolist()
        _column(sheet, 0, place, values, one, styles)
        sheet.set_column(place, place, _width(one, values))
    sheet.freeze_panes(1, 1)
    if known:
        sheet.autofilter(0, 0, len(frame), len(known) - 1)


def _column(sheet: Worksheet, head: int, place: int, values: list[Any], known: Entry, styles: _Styles) -> None:
    """Write one column, its header in the row ``head``."""
    sheet.write_string(head, place, known.label if known.kind == "percent" else known.heading, styles.head)
    for row, value in enumerate(values, head + 1):
        _write(sheet, row, place, value, known, styles.kinds.get(known.kind, styles.text))


def _page(sheet: Worksheet, sources: str, paper: int) -> None:
    """Lay it out for paper, across: as wide as the page, the head on every sheet, sources and page at the foot."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&8{sources.replace('&', '&&')[:200]}&R&8第 &P 页，共 &N 页")


def _sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a name that Excel takes: without its signs, 31 letters, each once."""
    name = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:31] or "表"
    number = 1
    while name.lower() in [one.lower() for one in taken]:
        number += 1
        name = f"{name[:27]} {number}"
    return name


def _width(known: Entry, values: Sequence[object]) -> float:
    texts = [known.label, *(cells.text(value, known) for value in values[:500])]
    return min(44, max(9, 2 + max(sum(2 if ord(letter) > 255 else 1 for letter in text) for text in texts)))


def _sources(view: View, kinds: Sequence[str], note: str) -> str:
    parts = [
        until_words(kinds, view.sources, view.as_of, view.known_on),
        note,
        f"版本 {view.version}",
        "演示数据" if view.is_demo else "",
    ]
    return "；".join(part for part in parts if part)


def _write(sheet: Worksheet, row: int, place: int, value: Any, known: Entry, style: Format | None) -> None:  # noqa: ANN401
    if formats.is_missing(value) and known.kind != "light":
        sheet.write_blank(row, place, None, style)
    elif known.kind in ("month", "date"):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), style)
    elif cells.is_number(known):
        sheet.write_number(row, place, float(value), style)
    else:
        sheet.write_string(row, place, cells.text(value, known), style)


__all__ = ["download", "workbook"]
