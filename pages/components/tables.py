"""Lists whose rows lead on: sortable heads, arrow keys, rows of 44 px, long ones folded; the state is in the URL.

An own component: `st.dataframe` draws on a canvas, with small targets and one line a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data import formats
from data.dictionary import Entry, Kind
from pages.components import asking as asked
from pages.components import cell_text as cells
from pages.components import context, registry, words
from pages.components.listing import listing
from pages.components.view import View
from pages.components.workbooks import download

_ROWS = listing("rows")


@dataclass(frozen=True)
class Column:
    """One column of a list.

    ``kind`` follows from the field's name; label and unit are the dictionary's where not given. ``sub`` is the field
    of a second line, ``tone``/``sub_tone`` fields (or words) that colour them: ahead, quiet, slow, late.
    """

    field: str
    label: str = ""
    unit: str | None = None
    kind: Kind | None = None
    sub: str = ""
    sub_kind: Kind | None = None
    tone: str = ""
    sort_by: str = ""  # field whose value the column sorts by, where the text does not
    sub_tone: str = ""
    width: str = "minmax(0, 1fr)"
    strong: bool = False
    leads: bool = False  # carries the row's link; by default the first column does
    is_right: bool | None = None  # by default numbers stand to the right
    wide_only: bool = False  # left out where the list is narrow
    tel: str = ""  # field that holds a telephone number: it stands below as a link that calls
    asks: str = ""  # the figure that a touch asks about, where it is not the column itself; of a thing "figure:thing"


def show(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    view: context.View,
    key: str,
    link: str | None = "project",
    link_by: str = "project_id",
    param: str = "",
    chosen: str = "",
    fold: int | None = 10,
    sort: str = "",
    ascending: bool = False,
    show_head: bool = True,
    empty: str = "没有符合条件的项目。",
    label: str = "",
    can_be_asked: bool = True,
    about: str | None = None,
    by: str | None = None,
    of: str = "",
    month: date | None = None,
) -> None:
    """Draw the list; a row leads to the page ``link`` with ``?project=<link_by>``, the context kept.

    Args:
        frame: one row a row, in the order it should stand in when no ``sort`` is given.
        columns: what to show, in order.
        view: the page's view, kept in the links.
        key: the list's key; its order and unfolding stand in the URL as ``<key>_sort`` and ``<key>_all``.
        link: module name of the page a row leads to; None: rows lead nowhere.
        link_by: column whose value identifies the row.
        param: name of the query parameter that carries it; by default the page's name, ``project``.
        chosen: the row that is opened beside the list, by its ``link_by``; it is marked.
        fold: rows shown before “展开全部”; None: all.
        sort: field to sort by at first (descending unless ``ascending``).
        ascending: with ``sort``: smallest first.
        show_head: draw the heads (that sort).
        empty: what to say when there is no row.
        label: what the list is, for screen readers.
        can_be_asked: while the reader asks “数据出处”, figures of projects (and groups) are buttons.
        about: with ``link_by="month"``: the project whose months the rows are; with ``by=""`` the district's.
        by: whose figures the rows hold, where the name of ``link_by`` does not say it.
        of: the metric whose figures the rows hold, for those that count projects.
        month: of which month the figures are, where it is not the view's.
    """
    whose = by if by is not None else "project" if link_by == "project_id" or about else link_by
    asks = can_be_asked and asked.is_on()
    wanted = st.query_params.get(f"{key}_sort", "")
    field, down = (wanted.lstrip("-"), wanted.startswith("-")) if wanted else (sort, not ascending)
    if field and field not in [column.field for column in columns]:
        field, down = sort, not ascending
    link = link if link and registry.has(link) else None
    name = param or link or ""
    _ROWS(
        key=key,
        data={
            "chosen": chosen,
            "label": label,
            "columns": [_head(column) | {"asks": _asks(column, whose, of) if asks else ""} for column in columns],
            "rows": _rows(frame.to_dict("records"), columns, link_by, link, name, view),
            "sort": field,
            "descending": down,
            "open": st.query_params.get(f"{key}_all") == "1",
            "fold": fold or 0,
            "two_lines": any(column.sub for column in columns),
            "show_head": show_head,
            "leads": bool(link),
            "lead_column": next((at for at, column in enumerate(columns) if column.leads), 0),
            "empty": empty,
        },
        on_opened_change=lambda: context.go(view, link or "", **{name: st.session_state[key].opened}),
        on_asked_change=lambda: _ask(st.session_state[key].asked, whose, about, of, month),
        on_arranged_change=lambda: _arrange(key, st.session_state[key].arranged),
    )


def _ask(touched: dict, whose: str, about: str | None, of: str, month: date | None) -> None:
    """Ask for the cells behind the figure that was touched."""
    who, said = (touched["id"], month.isoformat() if month else "")
    if about is not None:
        who, said = about, touched["id"][:10]
    field, _, thing = touched["field"].partition(":")
    asked.ask(field, whose, f"{who}|{thing}" if thing else who, said, of)


def _asks(column: Column, whose: str, of: str) -> str:
    """The figure that a touch on the column asks about, "" for none."""
    field = column.asks or column.field
    return field if asked.can_be_asked(field.partition(":")[0], whose, of) else ""


def _arrange(key: str, state: dict) -> None:
    """Keep the order and the unfolding in the URL."""
    context.put(f"{key}_sort", f"{'-' if state['descending'] else ''}{state['sort']}" if state["sort"] else "")
    context.put(f"{key}_all", "1" if state["open"] else "")


def _head(column: Column) -> dict:
    known = cells.entry(column.field, column.kind, column.label, column.unit)
    return {
        "field": column.field,
        "label": known.label,
        "unit": known.unit,
        "number": cells.is_number(known),
        "right": cells.is_number(known) if column.is_right is None else column.is_right,
        "width": column.width,
        "strong": column.strong,
        "wide_only": column.wide_only,
    }


def _rows(
    records: list[dict], columns: Sequence[Column], link_by: str, link: str | None, param: str, view: View
) -> list[dict]:
    writers = [_writer(column) for column in columns]
    address = context.link(view, link) if link else ""
    rows = []
    for record in records:
        row_id = str(record[link_by] if link else record.get(link_by, ""))
        href = f"{address}&{urlencode({param: row_id})}" if link and row_id else ""
        rows.append({"id": row_id, "href": href, "cells": [write(record) for write in writers]})
    return rows


def _writer(column: Column) -> Callable[[dict], dict]:
    """Return what writes a column's cell: text ``t``, value to sort by ``v``, tone ``c``, second line ``s``, ``sc``."""
    known = cells.entry(column.field, column.kind)
    sort_field, sort_entry = column.field, known
    if column.sort_by:
        sort_field, sort_entry = column.sort_by, cells.entry(column.sort_by)
    below = cells.entry(column.sub, column.sub_kind) if column.sub else None

    def write(record: dict) -> dict:
        value = record[column.field]
        cell = {"t": cells.text(value, known), "v": _sortable(record[sort_field], sort_entry)}
        if known.kind == "light":
            cell["c"] = words.light(value).tone
        elif column.tone:
            cell["c"] = record.get(column.tone, column.tone)
        if column.tel and record[column.tel]:
            cell["tel"] = record[column.tel]
        if below:
            cell |= {"s": cells.text(record[column.sub], below), "sc": record.get(column.sub_tone, column.sub_tone)}
        return cell

    return write


_RANKS = {"behind": 0, "slow": 1, "normal": 2, "ahead": 3}


def _sortable(value: Any, known: Entry) -> str | float | None:  # noqa: ANN401
    if known.kind == "light":
        return _RANKS.get(value) if isinstance(value, str) else None
    if formats.is_missing(value):
        return None
    return float(value) if cells.is_number(known) else str(value)


__all__ = ["Column", "download", "show"]
