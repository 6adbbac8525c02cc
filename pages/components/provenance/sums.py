"""The cells that add up to a figure of money, largest first."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from data import formats
from pages.components import access, fetch, tables, words
from pages.components import asking as asked
from pages.components import cell_text as cells
from pages.components.asking import Asked
from pages.components.provenance import places
from pages.components.view import Row, View

FIGURES = ("reported_ytd_wan", "annual_plan_wan", "booked_ytd_wan")
COLUMNS = (
    tables.Column("name", "项目", sub="header", width="minmax(0, 1.5fr)", kind="text", sub_kind="text"),
    tables.Column("counted", "计入", "万元", sub="original", width="8em", kind="text", is_right=True, sub_kind="text"),
    tables.Column("place", "单元格", sub="file", width="minmax(0, 1.8fr)", kind="text", sub_kind="text"),
    tables.Column("received_on", "收到", sub="month", width="8.2em", wide_only=True),
)
FIELDS = (
    "project_name", "header", "month", "value_wan", "share", "counted_wan", "said_unit", "original", "file", "sheet",
    "row", "position", "received_on",
)  # fmt: skip


def show(figure: str, about: Asked, as_of: date, view: View, figure_cells: Callable[..., pd.DataFrame]) -> None:
    """Draw the cells that add up to one figure; booked ones for whoever may see those of single projects."""
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
    frame = places.with_originals(frame)
    shown = frame.assign(
        name=frame.project_name.fillna(frame.project_id),
        counted=[_counted(row) for row in frame.itertuples()],
        original=[_said_there(row) for row in frame.itertuples()],
        header=frame.header.fillna("（列名未知）"),
        place=[places.place(row) for row in frame.itertuples()],
        cell=[f"{row.file_id}-{row.sheet}-{row.position}{row.row}-{row.project_id}" for row in frame.itertuples()],
    )
    tables.show(
        shown, COLUMNS, view=view, key=f"cells_{figure}", link=None, link_by="cell", fold=6, can_be_asked=False,
        label=f"{label}的单元格", empty="没有单元格：这个项目没有报过这个数。",
    )  # fmt: skip
    tables.download(frame, view=view, name=f"单元格 {label}", kinds=tuple(view.sources), columns=FIELDS)


def _counted(row: Row) -> str:
    share = "" if row.share == 1 else f"（{formats.percent(row.share)}）"
    return formats.number(row.counted_wan, 2) + share


def _said_there(row: Row) -> str:
    if not row.original:
        return formats.NONE
    return f"原文 {row.original}{' ' + row.said_unit if isinstance(row.said_unit, str) else ''}"
