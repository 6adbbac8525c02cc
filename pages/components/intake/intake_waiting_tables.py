"""Tables of 待确认: every column and how it is read, the first rows, what was dropped and why, what can be checked."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data import formats
from pages.components import tables, words
from pages.components.intake import intake_mapping, intake_rows
from pages.components.view import View

COLUMNS = (
    tables.Column("position", "列", kind="text", width="3em", is_right=False),
    tables.Column("header", "列名", kind="text", width="minmax(0, 1.4fr)", strong=True, is_right=False),
    tables.Column("read_as", "读作", kind="text", width="minmax(0, 1fr)", is_right=False, tone="tone"),
    tables.Column("period", "时段", kind="text", width="7.5em", is_right=False),
    tables.Column("unit", "单位", kind="text", width="4.5em", is_right=False),
)
PROOFS = (
    tables.Column("text", "核对", kind="text", width="minmax(0, 2fr)", is_right=False),
    tables.Column("rows", "相符", kind="text", width="8em", is_right=False),
    tables.Column("verdict", "结果", kind="text", width="5em", is_right=False, tone="tone"),
)
DROPPED = (
    tables.Column("what", "没有载入的", kind="text", width="minmax(0, 1fr)", is_right=False),
    tables.Column("why", "为什么", kind="text", width="minmax(0, 2fr)", is_right=False),
)
VERDICTS = {"satisfied": "对得上", "contradicted": "对不上", "not_applicable": "不适用"}
UNREAD = "不读"
Labels = Mapping[str, str]  # field → what a column of it is commonly called
MOST_FIELDS = 7
AMOUNT = "_wan"  # ends the name of a field of money


def columns(reading: Mapping[str, Any], sheet: Mapping[str, Any], labels: Labels, view: View, key: str) -> None:
    """Draw of every column what it is read as, of which period, in which unit."""
    said = {(one["column"], one["header"]): one for one in sheet.get("columns", ())}
    doubtful = [one["text"] for one in sheet.get("notices", ()) if one["kind"] == intake_rows.UNREAD]
    rows = []
    for one in reading["columns"]:
        told = said.get((one["position"], one["header"]), {})
        is_read = bool(one["field"])
        rows.append(
            {
                "position": one["position"],
                "header": one["header"] or "（没有列名）",
                "read_as": intake_mapping.label(one["field"], labels) if is_read else told.get("reason") or UNREAD,
                "period": told.get("period") or "",
                "unit": one["unit"] or "",
                "tone": "" if is_read else "slow" if _is_told(one["position"], doubtful) else "quiet",
            }
        )
    words.title("每一列怎样读", "")
    frame = pd.DataFrame(rows, columns=["position", "header", "read_as", "period", "unit", "tone"])
    _table(frame, COLUMNS, view, f"asked_columns_{key}", "每一列怎样读")


def _is_told(position: str, doubtful: list[str]) -> bool:
    return any(text.startswith(f"{position} 列") for text in doubtful)


def samples(sheet: Mapping[str, Any], reading: Mapping[str, Any], labels: Labels, view: View, key: str) -> None:
    """Draw the first rows as they would load, the columns in the sheet's order."""
    found = sheet["asked"]["samples"]
    wanted = [one["field"] for one in reading["columns"] if one["field"]]
    fields = [name for name in dict.fromkeys(wanted) if any(row.get(name) is not None for row in found)][:MOST_FIELDS]
    if not fields:
        return
    words.title("前几行", f"共能载入 {sheet['loaded']} 行")
    rows = [{name: _text(row.get(name), name) for name in fields} for row in found]
    heads = tuple(
        tables.Column(
            name,
            intake_mapping.label(name, labels),
            kind="text",
            unit="",
            width="minmax(0, 2fr)" if name == "project_name" else "minmax(0, 1fr)",
            is_right=name.endswith(AMOUNT),
        )
        for name in fields
    )
    _table(pd.DataFrame(rows, columns=fields), heads, view, f"asked_samples_{key}", "前几行")


def dropped(sheet: Mapping[str, Any], view: View, key: str) -> None:
    """Draw what of the sheet does not load, and why: rows of no project, rows refused, cells that cannot be read."""
    rows = [
        {"what": f"{intake_rows.SKIPPED.get(kind, kind)} {count} 行", "why": intake_rows.WHY_SKIPPED.get(kind, "")}
        for kind, count in sheet["skipped"].items()
        if kind not in ("blank", "header")
    ]
    refused: dict[str, list[int]] = {}
    for one in sheet["rejections"]:
        refused.setdefault(one["reason"], []).append(one["row"])
    rows += [{"what": f"第 {_some(places)} 行", "why": intake_rows.on_page(why)} for why, places in refused.items()]
    faults = Counter(one["reason"] for one in sheet["cell_faults"])
    rows += [{"what": f"{count} 格", "why": intake_rows.on_page(why)} for why, count in faults.items()]
    if rows:
        words.title("没有载入的", f"共 {sheet['rows_total']} 行，能载入 {sheet['loaded']} 行")
        _table(pd.DataFrame(rows, columns=["what", "why"]), DROPPED, view, f"asked_dropped_{key}", "没有载入的")


def proofs(reading: Mapping[str, Any], view: View, key: str) -> None:
    """Draw the identities of the sheet and in how many rows they hold."""
    if not reading["proofs"]:
        return
    rows = [
        {
            "text": one["text"],
            "rows": f"{one['rows_agree']} / {one['rows_checked']}",
            "verdict": VERDICTS[one["verdict"]],
            "tone": "late" if one["verdict"] == "contradicted" else "",
        }
        for one in reading["proofs"]
    ]
    words.title("表里能核对的", "")
    frame = pd.DataFrame(rows, columns=["text", "rows", "verdict", "tone"])
    _table(frame, PROOFS, view, f"asked_proofs_{key}", "表里能核对的")


def _some(places: list[int]) -> str:
    named = "、".join(map(str, places[:5]))
    return f"{named} 等 {len(places)}" if len(places) > 5 else named  # noqa: PLR2004


def _table(frame: pd.DataFrame, heads: tuple[tables.Column, ...], view: View, key: str, name: str) -> None:
    tables.show(frame, heads, view=view, key=key, link=None, fold=12, label=name)


def _text(value: object, name: str) -> str:
    if formats.is_missing(value):
        return formats.NONE
    return formats.number(float(str(value)), 2) if name.endswith(AMOUNT) else str(value)
