"""The answer to “这是哪几个单元格”: the cells behind one figure, with what stands in them and what of it counts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data import dictionary, formats, originals
from data.dictionary import Entry
from data.standing import KINDS
from pages.components import access, asked, cells, context, fetch, tables, words
from pages.components.asked import Asked
from pages.components.view import View

Metric = Callable[..., pd.DataFrame]
BOOKED = ("statistics_return", "library_ledger")
COLUMNS = (
    tables.Column("name", "项目", sub="header", width="minmax(0, 1.5fr)", kind="text", sub_kind="text"),
    tables.Column("counted", "计入", "万元", sub="original", width="8em", kind="text", is_right=True, sub_kind="text"),
    tables.Column("place", "单元格", sub="file", width="minmax(0, 1.8fr)", kind="text", sub_kind="text"),
    tables.Column("received_on", "收到", sub="month", width="8.2em", wide_only=True),
)
SAID = (
    tables.Column("header", "内容", sub="value", width="minmax(0, 1.5fr)", kind="text", sub_kind="text"),
    tables.Column("original", "原文", width="8em", kind="text", is_right=True),
    tables.Column("place", "单元格", sub="file", width="minmax(0, 1.8fr)", kind="text", sub_kind="text"),
    tables.Column("received_on", "收到", sub="month", width="8.2em", wide_only=True),
)
FIELDS = (
    "project_name", "header", "month", "value_wan", "share", "counted_wan", "said_unit", "original", "file", "sheet",
    "row", "position", "received_on",
)  # fmt: skip


def answer(figure_cells: Metric, source_cells: Metric, unit_cells: Metric) -> None:
    """Open the dialog about the figure asked for, if there is one; called after the page was drawn."""
    about, view = asked.question(), st.session_state.get(asked.VIEW)
    if about and view:
        _dialog(about, view, figure_cells, source_cells, unit_cells)


@st.dialog("这是哪几个单元格？", width="large", on_dismiss=asked.close)
def _dialog(about: Asked, view: View, figure_cells: Metric, source_cells: Metric, unit_cells: Metric) -> None:
    about, known = _of_an_item(about)
    if known is None or about.by not in asked.WHOSE:
        return
    as_of = about.month or view.as_of
    whose = _whose(about, view)
    st.html(
        f'<p class="gt-stand"><b>{words.escape(known.label)}</b>　{words.escape(whose)}　{formats.month(as_of)}</p>'
    )
    if known.made_of and as_of in view.months:
        for figure in known.made_of:
            _figure(figure, about, as_of, view, figure_cells)
    elif about.by == "project":
        _said(about, view, source_cells)
    if known.said_in and about.by in ("", "responsible_unit"):
        _said_of_unit(known, about, view, unit_cells)
    words.footer(view, *view.sources)


def _of_an_item(about: Asked) -> tuple[Asked, Entry | None]:
    """Return the question and its column; of a unit's item (“单位|考核项”) the column of that item's rate."""
    if about.by != "responsible_unit" or "|" not in about.who:
        return about, asked.entry(about.field)
    unit, item = about.who.split("|", 1)
    rates = (known for name, known in dictionary.entries().items() if name.endswith("_rate") and known.label == item)
    known = next(rates, asked.entry("score_rate"))
    return Asked(known.name if known else about.field, about.by, unit, about.month), known


def _figure(figure: str, about: Asked, as_of: date, view: View, figure_cells: Metric) -> None:
    """The cells that add up to one figure."""
    label = cells.entry(figure).label
    if figure == "booked_ytd_wan" and not access.may("see_booked_projects"):
        words.title(f"{label}：单个项目的数限统计人员看", rule=False)
        return
    own = {"project": "project_id", asked.LINKED: "linked"}.get(about.by)
    whom = {own: about.who} if own else {"group": about.who or None}
    by = None if own else about.by or None
    frame = fetch.fetch(figure_cells, view, as_of=as_of, by=by, figure=figure, **whom)
    total = formats.money(frame.counted_wan.sum()) if len(frame) else formats.none_because("没有所报")
    words.title(f"{label} {total}：{len(frame)} 个单元格之和", "从大到小；换算成万元，乘分摊比例", rule=False)
    frame = frame.assign(original=_originals(frame))
    shown = frame.assign(
        name=frame.project_name.fillna(frame.project_id),
        counted=[_counted(row) for row in frame.itertuples()],
        original=[_said_there(row) for row in frame.itertuples()],
        header=frame.header.fillna("（列名未知）"),
        place=[_place(row) for row in frame.itertuples()],
        cell=[f"{row.file_id}-{row.sheet}-{row.position}{row.row}-{row.project_id}" for row in frame.itertuples()],
    )
    tables.show(
        shown, COLUMNS, view=view, key=f"cells_{figure}", link=None, link_by="cell", fold=6, can_be_asked=False,
        label=f"{label}的单元格", empty="没有单元格：这个项目没有报过这个数。",
    )  # fmt: skip
    tables.download(frame, view=view, name=f"单元格 {label}", kinds=tuple(view.sources), columns=FIELDS)


def _said(about: Asked, view: View, source_cells: Metric) -> None:
    """All that was said of one project's field, newest first; of a derived one, all that was said of the project."""
    asking: dict[str, Any] = {"project_id": about.who, "known_on": view.known_on}
    frame = fetch.fetch(source_cells, view, **asking, field=about.field)
    is_direct = len(frame) > 0
    if not is_direct:
        frame = fetch.fetch(source_cells, view, **asking, month=about.month or view.as_of)
    if not access.may("see_booked_projects"):
        frame = frame[~frame.kind.isin(BOOKED)]
    words.title(
        f"报过 {len(frame)} 次" if is_direct else f"由本月所报的 {len(frame)} 个单元格算出",
        "新收到的在前" if is_direct else "怎么算见“规则与口径”",
        rule=False,
    )
    _cells(frame, view)


def _said_of_unit(known: Entry, about: Asked, view: View, unit_cells: Metric) -> None:
    """The cells of a unit's own sheets, or of all units', from which a figure is worked out, newest first."""
    wanted = [name.split(".") for name in known.said_in]
    asking: dict[str, Any] = {"unit": about.who or None, "known_on": view.known_on}
    frames = [fetch.fetch(unit_cells, view, **asking, kind=kind, field=field) for kind, field in wanted]
    frame = pd.concat(frames, ignore_index=True).sort_values("received_on", ascending=False, kind="stable")
    sheets = "、".join(dict.fromkeys(KINDS[kind] for kind, _ in wanted))
    words.title(f"{sheets}里的 {len(frame)} 个单元格", f"{known.meaning}；页面上登记的不在表里", rule=False)
    _cells(frame, view)


def _cells(frame: pd.DataFrame, view: View) -> None:
    """The list of cells as they were said, and what stands in them."""
    frame = frame.assign(original=_originals(frame))
    shown = frame.assign(
        original=[text or formats.NONE for text in frame.original],
        value=[f"读作 {value}" for value in frame.value],
        place=[_place(row) for row in frame.itertuples()],
        cell=[f"{row.file_id}-{row.sheet}-{row.position}{row.row}" for row in frame.itertuples()],
    )
    tables.show(
        shown, SAID, view=view, key="cells_said", link=None, link_by="cell", fold=8, can_be_asked=False,
        label="来源单元格", empty="没有报过这一项。",
    )  # fmt: skip
    tables.download(frame, view=view, name="单元格", kinds=tuple(view.sources))


def _originals(frame: pd.DataFrame) -> list[str]:
    """What stands in the cells themselves, where the archive still gives it quickly."""
    found = _read(tuple((row.file_id, row.sheet, row.position, row.row) for row in frame.itertuples()))
    return [text or "" for text in found]


@st.cache_data(max_entries=64, show_spinner="正在回读原表…")
def _read(places: tuple[tuple[Any, ...], ...]) -> list[str | None]:
    return originals.texts(places)


def _counted(row: Any) -> str:  # noqa: ANN401
    share = "" if row.share == 1 else f"（{formats.percent(row.share)}）"
    return formats.number(row.counted_wan, 2) + share


def _said_there(row: Any) -> str:  # noqa: ANN401
    if not row.original:
        return formats.NONE
    return f"原文 {row.original}{' ' + row.said_unit if isinstance(row.said_unit, str) else ''}"


def _place(row: Any) -> str:  # noqa: ANN401
    if not isinstance(row.sheet, str):
        return formats.NONE
    hidden = "（隐藏）" if row.is_hidden else ""
    kind = getattr(row, "kind", None)
    of = f" · {KINDS.get(kind, kind)}" if isinstance(kind, str) else ""
    return f"{row.sheet} {row.position if isinstance(row.position, str) else ''}{row.row}{hidden}{of}"


def _whose(about: Asked, view: View) -> str:
    if about.by == "project":
        return ""
    label = context.GROUP_LABELS.get(about.by, "")
    return f"{label} {about.who}".strip() if about.who else view.profile.name
