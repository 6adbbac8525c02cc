"""What a unit's score is made of: the items with their points, then every case with project, dates and source row."""

from collections.abc import Mapping

import pandas as pd

from data import formats
from pages.components.meeting.slides.drawing import INK, LATE, LEFT, RIGHT, SOFT
from pages.components.meeting.slides.listing import Field, Page, listed, paged
from pages.components.view import Row

ITEMS = (
    Field(LEFT, "考核项", 280), Field(560, "得分", 180, "end"), Field(760, "满分", 160, "end"),
    Field(980, "得分率", 180, "end"), Field(1320, "完成／应完成", 320, "end"), Field(1480, "事项", 140, "end"),
    Field(1520, "说明", RIGHT - 1520),
)  # fmt: skip
CASES = (
    Field(LEFT, "考核项", 150), Field(240, "项目", 560), Field(820, "事项", 300), Field(1140, "完成情况", 250),
    Field(1400, "应完成日", 170), Field(1580, "出处", RIGHT - 1580),
)  # fmt: skip
ITEM_PITCH = 44
PACE = "形象进度"


Place = tuple[str, str]  # the file, and the cell in it: 调度表!H12
Case = tuple[str, str, str]  # item, project, matter


def pages(row: Row, parts: pd.DataFrame, cases: pd.DataFrame, cells: Mapping[Case, Place]) -> dict[str, Page]:
    """Return the pages of one unit of ``unit_ranking``.

    Args:
        row: the unit.
        parts: ``score_parts``, of all units.
        cases: ``score_cases``, of all units.
        cells: of ``source_cells``.
    """
    mine = parts[parts.responsible_unit == row.responsible_unit]
    every = cases[cases.responsible_unit == row.responsible_unit]
    shown = list(every.sort_values("is_done", kind="stable").itertuples())
    files = list(dict.fromkeys(cells[key][0] for case in shown if (key := key_of(case)) in cells))
    rows = [_case(case, cells, files) for case in shown]
    number = len(rows)
    rows += [(f"出处{_number(file, files)}", (file, SOFT)) for file in files]
    above = listed(ITEMS, [_item(item, full(mine, item)) for item in mine.itertuples()], pitch=ITEM_PITCH)
    top = 236 + 36 + ITEM_PITCH * len(mine) + 28
    score = "没有得分" if formats.is_missing(row.score) else f"得分 {formats.number(row.score, 2)}"
    place = "" if formats.is_missing(row.rank) else f"，{row.league}第 {int(row.rank)} 名"
    title = f"{row.responsible_unit}：{score}{place}，{len(mine)} 项考核、{number} 件事"
    return paged(row.responsible_unit, title, CASES, rows, above=above, top=top)


def full(mine: pd.DataFrame, item: Row) -> float | None:
    """Return the points an item can bring the unit: its share of 100 among the items that have cases."""
    counted = mine.item_weight[mine.item_points.notna()]
    if formats.is_missing(item.item_points) or counted.empty:
        return None
    return 100 * float(item.item_weight) / float(counted.sum())


def source_cells(reported: pd.DataFrame, others: pd.DataFrame) -> dict[Case, Place]:
    """Return where each case of a score stands.

    Args:
        reported: ``figure_cells`` of the reported figures; of several cells the last month's, which comes first.
        others: ``case_cells``.
    """
    found: dict[Case, Place] = {}
    for row in reported.itertuples():
        if isinstance(row.sheet, str):
            found.setdefault((PACE, str(row.project_id), ""), (str(row.file), _cell(row)))
    return found | {key_of(row): (str(row.file), _cell(row)) for row in others.itertuples()}


def key_of(case: Row) -> Case:
    """Return what names a case of ``score_cases`` or ``case_cells``."""
    project, matter = (value if isinstance(value, str) else "" for value in (case.project_id, case.case_id))
    return str(case.item), project, matter


def _cell(row: Row) -> str:
    column = row.position if isinstance(row.position, str) else ""
    return f"{row.sheet}!{column}{int(row.row)}" if column else f"{row.sheet} 第 {int(row.row)} 行"


def _number(file: str, files: list[str]) -> str:
    return "" if len(files) == 1 else str(files.index(file) + 1)


def _source(case: Row, cells: Mapping[Case, Place], files: list[str]) -> str:
    if key_of(case) not in cells:
        return ""
    file, cell = cells[key_of(case)]
    number = _number(file, files)
    return f"{number}　{cell}" if number else cell


def _item(item: Row, points: float | None) -> tuple:
    if points is None:
        return (
            item.item,
            ("—", SOFT),
            ("—", SOFT),
            ("—", SOFT),
            ("—", SOFT),
            ("0", SOFT),
            ("本季无事项，不计", SOFT),
        )
    said = item.basis if isinstance(item.basis, str) else "件数少，（完成＋1）÷（到期＋2）" if item.is_few else ""
    tone = LATE if item.item_rate < 0.6 else INK
    return (
        item.item,
        (formats.number(item.item_points, 2), tone),
        (formats.number(points, 2), SOFT),
        (formats.percent(item.item_rate), tone),
        f"{formats.number(item.item_done)}／{formats.number(item.item_due)}",
        str(int(item.item_cases)),
        (said, SOFT),
    )


def _case(case: Row, cells: Mapping[Case, Place], files: list[str]) -> tuple:
    is_money = "万元" in str(case.case_name)
    if case.is_excused:
        done = ("不计（有依据）", SOFT)
    elif is_money:
        tone = INK if case.is_done else LATE
        done = (f"{formats.number(case.case_done)}／{formats.number(case.case_due)}", tone)
    elif case.is_done:
        done = (f"{formats.iso_date(case.done_on)} 完成", INK)
    else:
        done = ("未按时", LATE) if not formats.is_missing(case.done_on) else ("未完成", LATE)
    name = case.project_name if isinstance(case.project_name, str) else "—"
    due = formats.iso_date(case.due_on)
    return (case.item, name, str(case.case_name), done, due, (_source(case, cells, files), SOFT))
