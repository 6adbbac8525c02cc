"""Cells as their reader sees them: what calamine gives, with what the file says of formats, strikes and formulas."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl.intake import number_format, rich_text
from etl.intake.columns import letters
from etl.intake.sheet_facts import Look, SheetFacts
from etl.intake.text import UNCALCULATED, as_text, doubtful, in_format

Cells = list[list[Any]]
MOST_NAMED = 5  # places named in a notice


@dataclass
class Corrected:
    """What became of a sheet's cells.

    Attributes:
        percents: cells (row, column from 0) whose number is shown as a percent.
        notices: kind, row (from 1) or None, text.
    """

    percents: frozenset[tuple[int, int]] = frozenset()
    notices: list[tuple[str, int | None, str]] = field(default_factory=list)


def correct(rows: Cells, facts: SheetFacts) -> Corrected:
    """Bring the cells into the form in which a reader sees them, in place."""
    _mark(rows, dict.fromkeys(facts.uncalculated, UNCALCULATED) | facts.errors)
    freed = _take_formatting(rows, facts)
    plain = (one for one in facts.looks.items() if one[0] not in facts.texts)  # the others have been read
    percents = {place for place, look in plain if _look_at(rows, *place, look)}
    corrected = Corrected(frozenset(percents))
    for what, places in freed.items():
        kind, says = rich_text.FREED[what]
        corrected.notices.append((kind, places[0][0] + 1, f"{_named(places)} {says}"))
    if facts.strays:
        text = f"离表很远的地方孤零零有内容（{_named(list(facts.strays))}），没有读。如是误填请删去，如是数据请移到表内"
        corrected.notices.append(("stray_cell", None, text))
    return corrected


def _named(places: list[tuple[int, int]]) -> str:
    names = [f"{letters(column)}{row + 1}" for row, column in places]
    return "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} 格" if len(names) > MOST_NAMED else "")


def _mark(rows: Cells, marks: dict[tuple[int, int], str]) -> None:
    """Mark the cells of formulas that failed or never ran; calamine gives them empty, as zero, or not at all."""
    if not marks:
        return
    height = max(row for row, _ in marks) + 1
    width = max(len(rows[0]) if rows else 0, max(column for _, column in marks) + 1)
    rows += [[] for _ in range(height - len(rows))]
    for cells in rows:
        cells += [""] * (width - len(cells))
    for (row, column), mark in marks.items():
        if rows[row][column] in ("", 0):
            rows[row][column] = mark


def _take_formatting(rows: Cells, facts: SheetFacts) -> dict[str, list[tuple[int, int]]]:
    """Read the texts whose formatting matters; return the cells that were freed of something."""
    freed: dict[str, list[tuple[int, int]]] = {}
    for (row, column), runs in sorted(facts.texts.items()):
        if row >= len(rows) or column >= len(rows[row]):
            continue
        look = facts.looks.get((row, column))
        rows[row][column], of = rich_text.read(runs, is_struck=look is not None and look.is_struck)
        if of:
            freed.setdefault(of, []).append((row, column))
    return freed


def _look_at(rows: Cells, row: int, column: int, look: Look) -> bool:
    """Bring one cell into the form in which its style shows it; tell whether it is shown as a percent."""
    cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    if cell == "" or cell is None or (isinstance(cell, str) and cell.startswith("#")):
        return False
    if look.is_struck and not (isinstance(cell, str) and not cell.strip()):
        rows[row][column] = doubtful(as_text(cell), rich_text.STRUCK_OUT)
        return False
    if type(cell) is not float and type(cell) is not int:
        return False
    seen = number_format.seen(look.code, cell)
    if seen.is_nothing:
        if cell != 0:
            rows[row][column] = doubtful(as_text(cell), "数字被单元格格式隐藏，表上看不见，请核对格式或清除内容")
        return False
    if seen == number_format.AS_IT_IS:
        return False
    shown = Decimal(repr(cell)).scaleb(-seen.power)
    if seen.unit == "%":
        rows[row][column] = f"{_plain(shown)}%"
    elif seen.unit:
        rows[row][column] = in_format(_plain(shown), seen.unit, _plain(Decimal(repr(cell))))
    elif seen.power:
        rows[row][column] = float(shown)
    return seen.is_percent


def _plain(number: Decimal) -> str:
    """Write a number without an exponent and without useless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
