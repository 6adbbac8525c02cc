"""What are these columns? Our guess and its confidence, a person's choice, and the first rows as they would load."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from data import formats
from pages.components import cell_text as cells
from pages.components import states, tables, words
from pages.components.intake import intake_rows
from pages.components.view import View

UNREAD = "不读"
SHOWN_FIELDS = 8  # of the preview
NAMED = 4  # files that are named
Report = Mapping[str, Any]


class GuessedColumn(Protocol):
    """A column as it was guessed."""

    @property
    def position(self) -> str:
        """Its letters in Excel."""

    @property
    def header(self) -> str:
        """What it says."""

    @property
    def samples(self) -> tuple[str, ...]:
        """The first cells."""

    @property
    def field(self) -> str | None:
        """What it probably is."""

    @property
    def confidence(self) -> float:
        """How sure that is, 0–1."""


def kind(guessed: str, confidence: float, kinds: Mapping[str, str], key: str) -> str:
    """Draw the choice of the sheet's kind; return it."""
    st.session_state.setdefault(f"map_kind_{key}", guessed)
    said = f"这是哪一类表？看起来像{kinds[guessed]}（把握 {confidence:.0%}）"
    return str(
        st.pills(words.plain(said), list(kinds), format_func=kinds.__getitem__, key=f"map_kind_{key}", required=True)
    )


def columns(found: Sequence[GuessedColumn], labels: Mapping[str, str], key: str) -> dict[str, str]:
    """Draw a choice for each column, our guess first; return header → field of those that are to be read."""
    words.title("每一列是什么", "已按列名和内容猜好；改错的，不要的选“不读”")
    chosen: dict[str, str] = {}
    with st.grid(2, min_column_width=440, gap="small") as grid:
        for at, column in enumerate(found):
            said = f"{column.position} “{column.header}”"
            said += f"，把握 {column.confidence:.0%}" if column.field else ""
            said += f"　如 {'；'.join(column.samples)}" if column.samples else "　（空列）"
            with grid.cell():
                options: list[str] = ["", *labels]
                field: str = st.selectbox(
                    words.plain(said[:110]),
                    options,
                    index=options.index(column.field or "") if column.field in labels else 0,
                    format_func=lambda field: label(field, labels) if field else UNREAD,
                    key=f"map_{key}_{at}",
                )
            if field:
                chosen[column.header] = field
    return chosen


def label(field: str, labels: Mapping[str, str]) -> str:
    """Return what a field is called: the dictionary's word, else the commonest header."""
    known = cells.entry(field)
    return known.label if known.label != field else labels.get(field, field)


def preview(
    records: Sequence[Mapping[str, Any]], report: Report, fields: Sequence[str], labels: Mapping[str, str], view: View
) -> None:
    """Draw the first rows as they would load, and what would become of all rows that were looked at."""
    outcome = f"载入 {report['loaded']}，退回 {report['rejected']}，读不出 {len(report['cell_faults'])} 格"
    counts = f"前 {report['rows_total']} 行里{outcome}"
    words.title("照这样载入是什么样", counts)
    if report["message"]:
        states.note(intake_rows.on_page(report["message"]))
    elif report["rejections"]:
        first = report["rejections"][0]
        states.note(f"第 {first['row']} 行：{first['reason']}")
    shown = [field for field in dict.fromkeys(fields) if any(field in record for record in records)][:SHOWN_FIELDS]
    frame = pd.DataFrame([{field: _text(record.get(field)) for field in shown} for record in records], columns=shown)
    if shown:
        heads = [tables.Column(f, label(f, labels), kind="text", unit="", width="minmax(0, 1fr)") for f in shown]
        tables.show(frame, heads, view=view, key="preview", link=None, empty="没有一行能载入。", label="预览")


def save(write: Callable[[], None], *, is_ready: bool, again: Sequence[str] = ()) -> None:
    """Draw the button that keeps the mapping and loads the file, and say which others (``again``) are read anew."""
    if again:
        named = "、".join(f"“{name}”" for name in again[:NAMED])
        more = f"等 {len(again)} 个文件" if len(again) > NAMED else ""
        states.note(f"已收的{named}{more}是按原来的对照读的，载入时一并重读：从今天起按新读法，以前各日的数字不变。")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("保存对照并载入", type="primary", on_click=write, disabled=not is_ready, key="map_save")
        words.aside("对照记入台账，以后同样版式的表自动照此载入。")


def _text(value: object) -> str:
    return formats.NONE if formats.is_missing(value) else str(value)
