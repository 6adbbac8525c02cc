"""Cards of label and value (作战图, 项目卡) laid out as a table: a card is a row, a label is a column.

Labels stand left of their values or above them; a sheet holds one card or several, one below or beside the other. The
table goes the way of any other: it is proven or asked. ``card_places`` puts what is told of it back to the real cells.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from etl.intake.heading import meaning
from etl.intake.labels import part
from etl.intake.no_table import is_label, is_row_of_labels, names_projects
from etl.intake.text import as_text, shown
from etl.intake.workbook import Sheet, is_blank

LONGEST_LABEL = 20
COLON = re.compile(r"[:：]\s*$")
Cell = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class Pair:
    """A label and its value: where they stand, and what stands over the label as the name of its group."""

    at: Cell
    text: str
    value: Cell
    parent: str = ""


@dataclass(frozen=True)
class Cards:
    """Cards as a table.

    Attributes:
        table: the sheet to be read: titles, header, one row a card.
        origin: cell of the table → the real cell of its value.
        content: the real rows that labels or values stand in.
    """

    table: Sheet
    origin: dict[Cell, Cell]
    content: frozenset[int]


def laid_out(sheet: Sheet) -> Cards | None:
    """Return the cards of a sheet of cards as a table; None where their cells cannot be told apart."""
    pairs = list(_pairs(sheet))
    cards = _cards(pairs)
    if not cards or any(sum(names_projects(one.text) for one in card) != 1 for card in cards):
        return None
    top = min(one.at[0] for card in cards for one in card)
    rows: list[list[Any]] = [list(line) for line in sheet.rows[:top]]
    width = len(sheet.rows[0])
    columns = _columns(cards)
    origin: dict[Cell, Cell] = {}
    lines: dict[int, list[Any]] = {top: [parent or text for parent, text, _ in columns]}
    merged = [one for one in sheet.merged if one[2] < top]
    if any(parent for parent, *_ in columns):  # a header of two rows
        lines[top + 1] = [text if parent else "" for parent, text, _ in columns]
        merged += [(top, at, top + 1, at) for at, (parent, *_) in enumerate(columns) if not parent]
    last = max(lines)
    for card in cards:
        last = max(last + 1, next(one.at[0] for one in card if names_projects(one.text)))
        line: list[Any] = [""] * len(columns)
        seen: Counter[tuple[str, str]] = Counter()
        for one in card:
            place = columns.index((one.parent, one.text, seen[one.parent, one.text]))
            seen[one.parent, one.text] += 1
            line[place] = _value(sheet, one.value)
            origin[last, place] = one.value
        lines[last] = line
    width = max(width, len(columns))
    rows += [lines.get(row, []) for row in range(top, max(last + 1, len(sheet.rows)))]
    content = frozenset(row for one in pairs for row in (one.at[0], one.value[0]))
    table = replace(
        sheet,
        rows=[line + [""] * (width - len(line)) for line in rows],
        merged=merged,
        percents=frozenset(cell for cell, real in origin.items() if real in sheet.percents),
    )
    return Cards(table, origin, content)


def _value(sheet: Sheet, cell: Cell) -> Any:  # noqa: ANN401
    row, column = cell
    return sheet.rows[row][column] if row < len(sheet.rows) and column < len(sheet.rows[row]) else ""


def _columns(cards: list[list[Pair]]) -> list[tuple[str, str, int]]:
    """Return parent, label and which of several alike, of every column that some card has."""
    found: dict[tuple[str, str, int], None] = {}
    for card in cards:
        seen: Counter[tuple[str, str]] = Counter()
        for one in card:
            found.setdefault((one.parent, one.text, seen[one.parent, one.text]))
            seen[one.parent, one.text] += 1
    return list(found)


def _cards(pairs: list[Pair]) -> list[list[Pair]]:
    """Return the pairs of each card: a card begins as far above its project's name as the first one does."""
    names = [one for one in pairs if names_projects(one.text)]
    if not names:
        return []
    before = names[0].at[0] - min(one.at[0] for one in pairs)
    tops = sorted({one.at[0] - before for one in names})
    found: list[list[Pair]] = []
    for top, end in zip(tops, [*tops[1:], 10**9], strict=True):
        lefts = sorted(one.at[1] for one in names if one.at[0] - before == top)
        for place, (left, right) in enumerate(zip(lefts, [*lefts[1:], 10**9], strict=True)):
            start = 0 if place == 0 else left
            found.append([one for one in pairs if top <= one.at[0] < end and start <= one.at[1] < right])
    return found


def _pairs(sheet: Sheet) -> Iterator[Pair]:
    """Yield every label with the place of its value."""
    reach = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
    known = Counter(at for line in sheet.rows for at, cell in enumerate(line) if is_label(cell))
    captions = {
        (top, left): bottom
        for top, left, bottom, _ in sheet.merged
        if bottom > top and not is_label(sheet.rows[top][left]) and _tells(sheet.rows[top][left])
    }
    section, is_begun, taken = "", False, set[Cell]()
    for row, line in enumerate(sheet.rows):
        said = [at for at, cell in enumerate(line) if not is_blank(cell) and (row, at) not in taken]
        if len(said) == 1 and not is_label(line[said[0]]):
            section = _caption(line[said[0]]) if is_begun and _tells(line[said[0]]) else ""
            continue
        is_above = is_row_of_labels([line[at] for at in said]) and _has_contents(sheet, row + 1, said)
        place = 0
        while place < len(said):
            at = said[place]
            place += 1
            if not (is_label(line[at]) or (is_begun and at in known and _may_be_label(line[at]))):
                continue
            bottom, right = reach.get((row, at), (row, at))
            value = (bottom + 1, at) if is_above else (row, right + 1)
            if not is_above and place < len(said) and not is_label(line[said[place]]):
                value = (row, said[place])
                place += 1
            taken.add(value)
            is_begun = True
            parent = next(
                (_caption(sheet.rows[t][c]) for (t, c), last in captions.items() if t <= row <= last and c < at),
                section,
            )
            yield Pair((row, at), COLON.sub("", shown(as_text(line[at]))).strip(), value, parent)


def _has_contents(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """Tell whether a row has contents below some of these columns, and no label."""
    below = [sheet.rows[row][at] for at in columns] if row < len(sheet.rows) else []
    return not all(map(is_blank, below)) and not any(map(is_label, below))


def _may_be_label(cell: Any) -> bool:  # noqa: ANN401
    return isinstance(cell, str) and len(cell) <= LONGEST_LABEL and not cell.strip()[:1].isdigit()


def _caption(cell: Any) -> str:  # noqa: ANN401
    return re.sub(r"^[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]\s*", "", shown(as_text(cell)))


def _tells(cell: Any) -> bool:  # noqa: ANN401
    """Tell whether a group's name says something of its figures: a measure, a period, a unit."""
    if not isinstance(cell, str) or is_blank(cell) or len(cell) > 2 * LONGEST_LABEL:
        return False
    said = part(_caption(cell))
    means = meaning([said.key])
    return bool(means.measures or means.periods or said.unit or said.year or said.month)
