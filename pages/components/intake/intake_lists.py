"""The lists of 数据接入: files received, sheets of what was opened, and what is to be mended, cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.components import context, states, tables, words
from pages.components.intake import intake_rows
from pages.components.intake.intake_rows import Report
from pages.components.view import View

FIGURES = (
    tables.Column("rows_total", "行数", kind="count", unit="", width="4.2em"),
    tables.Column("loaded", "载入", kind="count", unit="", width="4.2em", strong=True),
    tables.Column("skipped", "跳过", kind="count", unit="", width="4.2em"),
    tables.Column("rejected", "退回", kind="count", unit="", width="3.6em", tone="tone_rejected"),
    tables.Column("faults", "读不出", kind="count", unit="", width="4.2em", tone="tone_faults"),
    tables.Column("notices", "请核对", kind="count", unit="", width="4.2em"),
)
FILES = (
    tables.Column("received_on", "收到", kind="text", width="6.6em", is_right=False),
    tables.Column("file", "文件", sub="what", width="minmax(0, 1fr)", strong=True, leads=True),
    *FIGURES,
)
SHEETS = (
    tables.Column("name", "表", sub="file", width="minmax(0, 1.2fr)", strong=True, leads=True),
    tables.Column("what", "表类", sub="skipped_words", width="minmax(0, 1fr)"),
    *FIGURES,
)
PROBLEMS = (
    tables.Column("place", "位置", kind="text", sub="header", width="7em"),
    tables.Column(
        "value", "原值", kind="text", sub="problem", sub_tone="tone", width="minmax(0, .7fr)", is_right=False
    ),
    tables.Column("why", "原因", kind="text", sub="next_step", width="minmax(0, 1.6fr)"),
)
LABELS = {
    "file": "文件", "sheet": "表", "row": "行", "position": "列", "header": "列名", "problem": "问题",
    "value": "原值", "why": "原因", "next_step": "怎么办",
}  # fmt: skip


WAITS = tables.Column("waits", "待确认", kind="count", unit="", width="4.2em", tone="tone_waits")


def _with_waits(columns: Sequence[tables.Column], frame: pd.DataFrame) -> list[tables.Column]:
    """Return the columns with the number of rows that wait, where some do."""
    at = next(place for place, one in enumerate(columns) if one.field == "skipped")
    return [*columns[:at], *([WAITS] if frame.waits.sum() else []), *columns[at:]]


def files(frame: pd.DataFrame, view: View) -> None:
    """Draw all files received, newest first; a row opens its sheets."""
    troubled = frame[(frame.rejected > 0) | (frame.faults > 0)]
    with st.container(horizontal=True, vertical_alignment="center", key="rule-files"):
        words.title("已收报表", "新的在前；行数 = 载入 + 跳过 + 退回", rule=False)
        options = {"all": f"全部 {len(frame)}", "troubled": f"有退回或读不出 {len(troubled)}"}
        shown = context.choose("shown", options, label="哪些")
    tables.show(
        _toned(troubled if shown == "troubled" else frame), _with_waits(FILES, frame), view=view, key="files",
        link="intake", link_by="open", param="open", fold=8, empty="没有这样的报表。", label="已收报表",
    )  # fmt: skip


def sheets(all_files: Sequence[Report], frame: pd.DataFrame, view: View, shown: str) -> None:
    """Draw the sheets of what was opened, in the order of the files; a row shows what is to be mended on it."""
    is_loaded = intake_rows.is_any_loaded(all_files)
    loaded = "载入" if is_loaded else "能载入"
    words.title("逐表的账", f"行数 = {loaded} + 跳过 + 退回；点一张表看它的问题")
    columns = SHEETS if is_loaded else [replace(one, label=loaded) if one.field == "loaded" else one for one in SHEETS]
    rows = _toned(frame)
    rows["name"] = [f"▸ {name}" if at == shown else name for name, at in zip(rows.name, rows.open, strict=True)]
    tables.show(
        rows,
        _with_waits(columns, frame),
        view=view,
        key="sheets",
        link="intake",
        link_by="open",
        param="open",
        fold=8,
        label="逐表的账",
    )


def problems(one: Report, sheet: Report, view: View) -> None:
    """Draw what is to be mended on one sheet."""
    frame = intake_rows.problems([{**one, "sheets": [sheet]}])
    frame["place"] = [
        f"{position}{row}" if position else f"第 {row} 行" if row else "整张表"
        for row, position in zip(frame.row, frame.position, strict=True)
    ]
    words.title(f"“{sheet['sheet']}”要看的地方", f"{len(frame)} 处" if len(frame) else "")
    if sheet.get("message"):
        states.note(intake_rows.on_page(sheet["message"]))
    tables.show(
        frame, PROBLEMS, view=view, key="problems", link=None, fold=20, label="要看的地方",
        empty="这张表没有退回的行，也没有读不出的格。",
    )  # fmt: skip


def downloads(all_files: Sequence[Report], view: View, annotated: Callable[[], bytes] | None, copy_name: str) -> None:
    """Draw the ways out: all that is to be mended as one Excel file, and the annotated copy of the file shown."""
    with st.container(horizontal=True):
        tables.download(
            intake_rows.problems(all_files).drop(columns="tone"),
            view=view,
            name="载入问题",
            kinds=(),
            labels=LABELS,
            key="download_problems",
        )
        if annotated:
            st.download_button(
                "下载标注副本",
                annotated,
                copy_name,
                mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                icon=":material/edit_note:",
                on_click="ignore",
                key="download_annotated",
            )


def _toned(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        tone_waits="late",
        tone_rejected=["late" if count else "quiet" for count in frame.rejected],
        tone_faults=["late" if count else "quiet" for count in frame.faults],
    )
