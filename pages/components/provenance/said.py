"""What cells said of a project or a unit: as it was said, where, and which statement settles a date."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from data import dictionary, formats
from data.dictionary import Entry
from data.sheet_kinds import SHEET_LABELS
from pages.components import access, fetch, states, tables, words
from pages.components.asking import Asked
from pages.components.provenance import places
from pages.components.view import Row, View

Metric = Callable[..., pd.DataFrame]
BOOKED = ("statistics_return", "library_ledger")
COLUMNS = (
    tables.Column("header", "内容", sub="value", width="minmax(0, 1.5fr)", kind="text", sub_kind="text"),
    tables.Column("original", "原文", width="8em", kind="text", is_right=True),
    tables.Column("place", "单元格", sub="file", width="minmax(0, 1.8fr)", kind="text", sub_kind="text"),
    tables.Column("received_on", "收到", sub="month", width="8.2em", wide_only=True),
)
YES_NO = {"true": "是", "false": "否"}
NOT_YET = {"start_date": "没有开工日期", "library_month": "还没有入库", "statistics_month": "还没有入统"}


def settled(about: Asked, dates: Sequence[str], as_of: date, view: View, entry_cells: Metric) -> bool:
    """Draw the cells that settle a project's dates; return False where it lies outside the entry lag's scope."""
    frame = fetch.fetch(entry_cells, view, as_of=as_of, project_id=about.who)
    if frame.empty:
        return False
    names = dictionary.lookup("settles").words
    missing = [NOT_YET[name] for name in dates if name not in set(frame.settles)]
    frame = frame[frame.settles.isin(dates)]
    frame = frame.assign(settled=[names[what] for what in frame.settles])
    said = "、".join(dict.fromkeys(frame.settled)) or "日期"
    note = "；".join([f"截至{formats.month(as_of)}{'、'.join(missing)}"] if missing else [])
    words.title(
        f"认定{said}的 {len(frame)} 个单元格", note or "开工取最后一次所报；入库、入统台账在先，月报在后", rule=False
    )
    headers = [f"{row.settled}：{row.header}" for row in frame.itertuples()]
    cells(frame.assign(header=headers), view, key="cells_settled", empty=f"{'、'.join(missing)}。" if missing else "")
    return True


def of_project(about: Asked, known: Entry, view: View, source_cells: Metric) -> None:
    """Draw all that was said of a project's figure, newest first; of a derived one, what it is worked out from."""
    asking: dict[str, Any] = {"project_id": about.who, "known_on": view.known_on}
    fields = known.read_from or [about.field]
    frames = [fetch.fetch(source_cells, view, **asking, field=field) for field in fields]
    frame = pd.concat(frames, ignore_index=True).drop_duplicates(["file_id", "sheet", "row", "position", "month"])
    frame = frame.sort_values("received_on", ascending=False, kind="stable")
    if about.month and not known.read_from:
        of_month = frame[frame.month == pd.Timestamp(about.month)]
        frame = of_month if len(of_month) else frame
    is_direct = len(frame) > 0
    if not is_direct:
        frame = fetch.fetch(source_cells, view, **asking, month=about.month or view.as_of)
    if not access.may("see_booked_projects"):
        frame = frame[~frame.kind.isin(BOOKED)]
    if known.read_from:
        of = "、".join(dictionary.label(field) for field in fields)
        words.title(f"由{of}的 {len(frame)} 个单元格算出", "新收到的在前；怎么算见“规则与口径”", rule=False)
    else:
        words.title(
            f"报过 {len(frame)} 次" if is_direct else f"由本月所报的 {len(frame)} 个单元格算出",
            "新收到的在前" if is_direct else "怎么算见“规则与口径”",
            rule=False,
        )
    cells(frame, view)


def of_material(about: Asked, view: View, metrics: dict[str, Metric]) -> None:
    """Draw the cells that say a material (“项目|资料”) is there, and what a person registered of it."""
    project, _, material = about.who.partition("|")
    held = fetch.fetch(metrics["entry_materials"], view, project_id=project)
    mine = held[held.material == material]
    for row in mine[mine.decided_by.notna()].itertuples():
        number = row.document_number if isinstance(row.document_number, str) else ""
        states.note(f"{row.decided_by}登记：{number or '没有文号'}，{row.evidence or '没有写依据'}")
    frame = fetch.fetch(metrics["material_cells"], view, project_id=project, material=material)
    words.title(f"{material}：前期手续里的 {len(frame)} 个单元格", "没有单元格的，由人登记，或还没有办结", rule=False)
    cells(frame, view)


def of_unit(known: Entry, about: Asked, view: View, unit_cells: Metric, **period: Any) -> None:  # noqa: ANN401
    """Draw the cells of a unit's own sheets, or of all units', from which a figure of a period is worked out."""
    wanted = [name.split(".") for name in known.said_in]
    asking = {"unit": about.who or None, "as_of": about.month or view.as_of, "known_on": view.known_on} | period
    frames = [fetch.fetch(unit_cells, view, **asking, kind=kind, field=field) for kind, field in wanted]
    frame = pd.concat(frames, ignore_index=True).sort_values("received_on", ascending=False, kind="stable")
    sheets = "、".join(dict.fromkeys(SHEET_LABELS[kind] for kind, _ in wanted))
    words.title(f"{sheets}里的 {len(frame)} 个单元格", f"{known.meaning}；页面上登记的不在表里", rule=False)
    cells(frame.assign(header=[_of_whom(row) for row in frame.itertuples()]), view)


def _of_whom(row: Row) -> str:
    """Head a cell among a unit's others: whose it is, and what it says."""
    return f"{row.project_name}：{row.header}" if isinstance(row.project_name, str) else row.header


def cells(frame: pd.DataFrame, view: View, key: str = "cells_said", empty: str = "") -> None:
    """Draw the list of cells as they were said, and what stands in them."""
    frame = places.with_originals(frame)
    shown = frame.assign(
        original=[text or formats.NONE for text in frame.original],
        value=[f"读作 {YES_NO.get(value, value)}" if value != places.WITHHELD else value for value in frame["value"]],
        place=[places.place(row) for row in frame.itertuples()],
        cell=[f"{row.file_id}-{row.sheet}-{row.position}{row.row}" for row in frame.itertuples()],
    )
    tables.show(
        shown, COLUMNS, view=view, key=key, link=None, link_by="cell", fold=8, can_be_asked=False,
        label="来源单元格", empty=empty or "没有报过这一项。",
    )  # fmt: skip
    tables.download(frame, view=view, name="单元格", kinds=tuple(view.sources), key=f"{key}_excel")
