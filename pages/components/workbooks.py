"""Tables as Excel: Chinese labels, title, units, sources and version; names stay text, never formulas."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data import formats
from data.dictionary import Entry
from data.standing import KINDS
from pages.components import cells
from pages.components.view import View

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "money": "#,##0.00",
    "percent": "0.0%",
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
        key: the button's key.
    """
    until = f"{view.as_of:%Y%m}" + (f"_按{view.known_on:%Y%m%d}所知" if view.known_on else "")
    st.download_button(
        "下载 Excel",
        lambda: workbook(
            frame() if callable(frame) else frame,
            view=view,
            name=name,
            kinds=kinds,
            columns=columns,
            labels=labels,
            note=note,
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
) -> bytes:
    """Write the book: title, sources and version, header and rows; header frozen, widths fitted."""
    fields = [field for field in columns or frame.columns if field in frame.columns]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    styles = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    title = f"{view.profile.name} {name}（截至{formats.month(view.as_of)}）"
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, _sources(view, kinds, note), book.add_format({"font_color": "#5a6673"}))
    for place, field in enumerate(fields):
        known = cells.entry(field, label=(labels or {}).get(field, ""))
        sheet.write_string(2, place, known.label if known.kind == "percent" else known.heading, head)
        values = frame[field].tolist()
        for row, value in enumerate(values, 3):
            _write(sheet, row, place, value, known, styles.get(known.kind))
        sheet.set_column(place, place, _width(known, values))
    sheet.freeze_panes(3, 1)
    if fields:
        sheet.autofilter(2, 0, 2 + len(frame), len(fields) - 1)
    book.close()
    return buffer.getvalue()


def _width(known: Entry, values: Sequence[object]) -> float:
    texts = [known.label, *(cells.text(value, known) for value in values[:500])]
    return min(44, max(9, 2 + max(sum(2 if ord(letter) > 255 else 1 for letter in text) for text in texts)))


def _sources(view: View, kinds: Sequence[str], note: str) -> str:
    until = [f"{KINDS[kind]} {formats.month(view.until(kind))}" for kind in kinds if kind in view.sources]
    parts = [
        f"数据截至：{'、'.join(until)}",
        f"按{formats.day(view.known_on)}所知" if view.known_on else "",
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
        sheet.write_string(row, place, cells.text(value, known))


__all__ = ["download", "workbook"]
