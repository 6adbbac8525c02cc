"""待确认 on one screen: how a sheet is read, why it waits, and what a person may say to it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from data import formats
from pages.components import cell_text as cells
from pages.components import states, tables, words
from pages.components.intake import intake_rows
from pages.components.view import View

COLUMNS = (
    tables.Column("position", "列", kind="text", width="3em", is_right=False),
    tables.Column("header", "列名", kind="text", width="minmax(0, 1.4fr)", strong=True, is_right=False),
    tables.Column("read_as", "读作", kind="text", width="minmax(0, 1fr)", is_right=False),
    tables.Column("unit", "单位", kind="text", width="4.5em", is_right=False),
)
PROOFS = (
    tables.Column("text", "核对", kind="text", width="minmax(0, 2fr)", is_right=False),
    tables.Column("rows", "相符", kind="text", width="8em", is_right=False),
    tables.Column("verdict", "结果", kind="text", width="5em", is_right=False),
)
VERDICTS = {"satisfied": "对得上", "contradicted": "对不上", "not_applicable": "不适用"}
UNREAD = "不读"


def show(sheet: Mapping[str, Any], view: View) -> None:
    """Draw why a sheet waits and how it is read."""
    for reason in [*sheet["asked"]["reasons"], *sheet["asked"]["comparison"]]:
        states.note(intake_rows.on_page(reason))
    for place, reading in enumerate(sheet.get("readings", ())):
        sums = [
            f"{_label(name)} {formats.number(float(amount), 2)} 万元"
            for name, amount in reading["sums"].items()
            if name != "projects"
        ]
        words.title("这样读", "，".join([f"{reading['sums']['projects']} 个项目", *sums]))
        _table(_columns(reading, sheet), COLUMNS, view, f"asked_columns_{place}", "每一列怎样读")
        if reading["proofs"]:
            words.title("表里能核对的", "")
            _table(_proofs(reading), PROOFS, view, f"asked_proofs_{place}", "表里能核对的")
    _samples(sheet, view)


def _columns(reading: Mapping[str, Any], sheet: Mapping[str, Any]) -> pd.DataFrame:
    why = {(one["column"], one["header"]): one["reason"] for one in sheet.get("columns", ()) if one["reason"]}
    rows = [
        {
            "position": one["position"],
            "header": one["header"] or "（没有列名）",
            "read_as": _label(one["field"]) if one["field"] else why.get((one["position"], one["header"]), UNREAD),
            "unit": one["unit"] or "",
        }
        for one in reading["columns"]
    ]
    return pd.DataFrame(rows, columns=["position", "header", "read_as", "unit"])


def _proofs(reading: Mapping[str, Any]) -> pd.DataFrame:
    rows = [
        {
            "text": one["text"],
            "rows": f"{one['rows_agree']} / {one['rows_checked']}",
            "verdict": VERDICTS[one["verdict"]],
        }
        for one in reading["proofs"]
    ]
    return pd.DataFrame(rows, columns=["text", "rows", "verdict"])


def _samples(sheet: Mapping[str, Any], view: View) -> None:
    """Draw the first rows as they would load."""
    samples = sheet["asked"]["samples"]
    fields = [name for name in samples[0] if _is_worth_showing(name, samples)][:7] if samples else []
    if fields:
        words.title("前几行", f"共能载入 {sheet['loaded']} 行")
        frame = pd.DataFrame([{name: _text(row.get(name)) for name in fields} for row in samples], columns=fields)
        heads = tuple(tables.Column(f, _label(f), kind="text", unit="", width="minmax(0, 1fr)") for f in fields)
        _table(frame, heads, view, "asked_samples", "前几行")


def _is_worth_showing(name: str, samples: list[Mapping[str, Any]]) -> bool:
    return name not in ("sheet", "row", "join_id") and any(row.get(name) is not None for row in samples)


def _table(frame: pd.DataFrame, columns: tuple[tables.Column, ...], view: View, key: str, label: str) -> None:
    tables.show(frame, columns, view=view, key=key, link=None, fold=40, label=label)


def _label(field: str) -> str:
    return cells.entry(field).label


def _text(value: object) -> str:
    return formats.NONE if formats.is_missing(value) else str(value)


def buttons(*, needs_month: bool, month: str | None) -> str | None:
    """Draw the three acts; return the one that was pressed: accept, map or drop."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("就是这样", type="primary", key="asked_accept", disabled=needs_month and not month):
            return "accept"
        if st.button("改列名", key="asked_map"):
            return "map"
        if st.button("不载入", key="asked_drop"):
            return "drop"
        words.aside("确认记入台账，以后同样版式、同样读法的不再问。")
    return None
