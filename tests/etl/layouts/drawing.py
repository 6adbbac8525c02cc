"""A drawn table becomes a sheet: title, unit, header of one to three rows, groups, totals, notes, signatures."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from tests.etl.layouts import words
from tests.etl.layouts.columns import Column, draw_columns, fill_in, in_unit, shown
from tests.etl.layouts.page import Page
from tests.etl.layouts.truth import Project, Truth


@dataclass(frozen=True)
class Style:
    """How the tables of one workbook are made."""

    year: int
    unit: str
    total_unit: str
    where_unit: str  # note, title, header, parent, foot, nowhere
    is_merged: bool
    grouped: str  # "", unit, batch
    group_sums: str  # none, group, subtotal
    total: str  # "", head, foot
    amounts: str  # number, text, grouped
    power: int = 0  # number formats that show amounts divided by ten to this power
    dates: bool = False  # months side by side are headed by date cells
    between: float = 0.0  # share of rows before which a note, a part or a blank row stands


def draw_style(chance: Random, truth: Truth) -> Style:
    """Draw how tables are made."""
    unit = chance.choices(("万元", "亿元", "元", "千元"), (70, 18, 8, 4))[0]
    total_unit = "亿元" if chance.random() < 0.12 else unit
    if any(amount % 1 for project in truth.projects for amount in project.amounts.values()):
        unit = "元" if unit == "元" else "万元"
        total_unit = unit
    places = ("note", "title", "header", "foot", "nowhere") if unit == total_unit else ("header", "note")
    where = chance.choices(places, (50, 15, 25, 8, 12)[: len(places)])[0]
    where = "cells" if where == "note" and unit == total_unit and chance.random() < 0.15 else where
    amounts = chance.choices(("number", "text", "grouped"), (85, 8, 7))[0]
    power = {"万元": 4, "千元": 3}.get(unit, 0) if amounts == "number" and unit == total_unit else 0
    return Style(
        year=truth.year,
        unit=unit,
        total_unit=total_unit,
        where_unit="note" if where == "nowhere" and unit != "万元" else where,
        is_merged=chance.random() < 0.75,
        grouped=chance.choices(("", "batch", "unit"), (60, 22, 18))[0],
        group_sums=chance.choice(("none", "group", "subtotal")),
        total=chance.choices(("", "head", "foot"), (25, 30, 45))[0],
        amounts=amounts,
        power=power if chance.random() < 0.06 else 0,
        dates=chance.random() < 0.2,
        between=chance.choice((0, 0, 0, 0.1, 0.3)),
    )


def draw_table(chance: Random, page: Page, truth: Truth, projects: list[Project], style: Style, period: str) -> None:
    """Draw one table below what the page has; ``period`` says where its month is told."""
    columns = draw_columns(chance, truth, style.unit, style.total_unit)
    if style.where_unit == "header":
        columns = [_with_unit(column, chance) for column in columns]
    width = len(columns)
    _above(chance, page, truth, style, width, period)
    first_row = _header(chance, page, columns, style)
    _body(chance, page, truth, columns, projects, style)
    _below(chance, page, truth, style, width)
    roles = {column.role for column in columns}
    page.has_proof = page.has_proof or bool(style.total) or bool(roles & {"rate", "rate_total"})
    page.said.append(
        f"{page.name}：{style.unit}/{style.total_unit}（{style.where_unit}），表头第{first_row}行起，"
        f"分组{style.grouped or '无'}·{style.group_sums}，合计{style.total or '无'}，数字{style.amounts}；列："
        + "｜".join("·".join(column.path) + f"[{column.role}]" for column in columns)
    )


def _with_unit(column: Column, chance: Random) -> Column:
    if not column.is_money:
        return column
    said = {"亿元": ("（亿元）", "(亿元)", "（亿）")}.get(
        column.unit, (f"（{column.unit}）", f"({column.unit})", f"\n（{column.unit}）")
    )
    last = column.path[-1] + chance.choice(said)
    return Column((*column.path[:-1], last), column.role, column.cell, column.is_money, column.unit)


def _above(chance: Random, page: Page, truth: Truth, style: Style, width: int, period: str) -> None:
    blank = [""] * (width - 1)
    unit = (
        f"单位：{style.unit}" if style.unit == style.total_unit else f"单位：总投资{style.total_unit}，其他{style.unit}"
    )
    said = fill_in(chance.choice(words.PERIODS), truth) if period == "title" else ""
    title = fill_in(chance.choice(words.TITLES[truth.kind]), truth, p=said)
    if period == "title" and f"{truth.year}" not in title:
        title += said
    if style.where_unit == "title":
        title += f"（单位：{style.unit}）"
    if period != "none" or chance.random() < 0.7:
        row = page.add([title, *blank])
        if style.is_merged and width > 1:
            page.merged.append((row, 0, row, width - 1))
    if period == "date":
        place = chance.randrange(max(1, width - 2))
        cells = [""] * width
        cells[place], cells[place + 1] = "数据截至", datetime(truth.year, truth.month, 28)
        page.add(cells)
    if style.where_unit == "note":
        cells = [""] * width
        cells[chance.choice((0, width - 1, width // 2))] = chance.choice((unit, unit, f"（{unit}）", f"计量{unit}"))
        page.add(cells)
    if style.where_unit == "cells":
        cells = [""] * max(width, 2)
        place = chance.randrange(len(cells) - 1)
        cells[place], cells[place + 1] = chance.choice(
            (("单位：", style.unit), ("计量单位", style.unit), ("单位:", f"（{style.unit}）"))
        )
        page.add(cells)
    if chance.random() < 0.1:
        page.add([""] * width)


def _header(chance: Random, page: Page, columns: list[Column], style: Style) -> int:
    height = max(len(column.path) for column in columns)
    top = len(page.cells)
    grid: list[list[Any]] = [[""] * len(columns) for _ in range(height)]
    for at, column in enumerate(columns):
        depth = len(column.path)
        is_low = depth == 1 and height > 1 and not style.is_merged and chance.random() < 0.3
        for level, text in enumerate(column.path):
            row = height - 1 if is_low else level
            before = columns[at - 1].path[: level + 1] if at else ()
            if column.path[: level + 1] != before or level == depth - 1:
                grid[row][at] = _month(text, style) if level == depth - 1 and level else text
        if style.is_merged and depth < height:
            page.merged.append((top + depth - 1, at, top + height - 1, at))
    for level in range(height - 1):
        starts = [at for at, column in enumerate(columns) if len(column.path) > level + 1 and grid[level][at]]
        for at in starts:
            last = at
            while last + 1 < len(columns) and columns[last + 1].path[: level + 1] == columns[at].path[: level + 1]:
                last += 1
            if style.is_merged and last > at:
                page.merged.append((top + level, at, top + level, last))
    for line in grid:
        page.add(line)
    return top + 1


def _month(text: str, style: Style) -> Any:  # noqa: ANN401
    found = re.fullmatch(r"(\d{1,2})月", text) if style.dates else None
    return datetime(style.year, int(found[1]), 1) if found else text


def _body(
    chance: Random, page: Page, truth: Truth, columns: list[Column], projects: list[Project], style: Style
) -> None:
    if style.total == "head":
        _sum_row(
            chance, page, columns, projects, fill_in(chance.choice(words.TOTALS), truth, count=len(projects)), style
        )
    groups: dict[str, list[Project]] = {}
    for project in projects:
        groups.setdefault(getattr(project, style.grouped) if style.grouped else "", []).append(project)
    serial = 0
    for number, (group, members) in enumerate(groups.items()):
        more = {"group": group, "number": words.NUMBERS[number], "count": len(members)}
        if group:
            text = fill_in(chance.choice(words.GROUPS), truth, **more)
            if style.group_sums == "group":
                _sum_row(chance, page, columns, members, text, style)
            else:
                row = [""] * len(columns)
                row[0] = text
                page.add(row)
        for project in members:
            serial += 1
            if chance.random() < style.between:
                _between(chance, page, columns, style, members)
            _project_row(page, columns, project, serial, style)
        if group and style.group_sums == "subtotal":
            _sum_row(chance, page, columns, members, fill_in(chance.choice(words.SUBTOTALS), truth, **more), style)
    if style.total == "foot":
        _sum_row(
            chance, page, columns, projects, fill_in(chance.choice(words.TOTALS), truth, count=len(projects)), style
        )


def _project_row(page: Page, columns: list[Column], project: Project, serial: int, style: Style) -> None:
    row = page.add([""] * len(columns))
    for at, column in enumerate(columns):
        value = serial if column.role == "serial" else shown(column, project)
        page.cells[row][at] = _written(value, style) if column.is_money else value
        if column.form == "fraction":
            page.percents.add((row, at))
        if column.is_money and style.power and value != "":
            page.scaled[row, at] = style.power
        if column.is_money and column.role and value != "":
            page.figures.append((row, at, project.name, column.role))


def _between(chance: Random, page: Page, columns: list[Column], style: Style, members: list[Project]) -> None:
    """Put a row between projects that is none: blank, a note, a part of the sum, the sum of a group so far."""
    name = next(at for at, column in enumerate(columns) if column.role == "name")
    cells: list[Any] = [""] * len(columns)
    what = chance.choice(("blank", "note", "name", "part", "merged"))
    if what == "part":
        cells[name] = chance.choice(("其中：省级重点", "其中：新开工", "其中:政府投资"))
        for at, column in enumerate(columns):
            if column.is_money and column.role:
                cells[at] = in_unit(column.cell(members[0]), column.unit)
    elif what != "blank":
        cells[name if what == "name" else 0] = chance.choice(words.BETWEEN)
    row = page.add(cells)
    if what == "part" and style.power:
        page.scaled |= {(row, at): style.power for at, cell in enumerate(cells) if isinstance(cell, Decimal)}
    if what == "merged" and len(columns) > 1:
        page.merged.append((row, 0, row, len(columns) - 1))


def _written(value: Any, style: Style) -> Any:  # noqa: ANN401
    if value == "" or style.amounts == "number":
        return value
    return f"{value:,f}" if style.amounts == "grouped" else f"{value:f}"


def _sum_row(
    chance: Random, page: Page, columns: list[Column], projects: list[Project], text: str, style: Style
) -> None:
    row = page.add([""] * len(columns))
    names = [at for at, column in enumerate(columns) if column.role in ("serial", "name")]
    page.cells[row][chance.choice(names)] = text
    for at, column in enumerate(columns):
        if column.is_money and column.role:
            page.cells[row][at] = in_unit(sum((column.cell(project) for project in projects), Decimal(0)), column.unit)
            if style.power:
                page.scaled[row, at] = style.power


def _below(chance: Random, page: Page, truth: Truth, style: Style, width: int) -> None:
    if style.where_unit == "foot":
        page.add([f"注：本表金额单位为{style.unit}。", *[""] * (width - 1)])
    if chance.random() < 0.3:
        page.add([fill_in(chance.choice(words.NOTES), truth), *[""] * (width - 1)])
    if chance.random() < 0.25:
        row = [""] * width
        for place, text in zip((0, width // 2, width - 1), chance.choice(words.SIGNATURES), strict=True):
            row[place] = fill_in(text, truth)
        page.add(row)
