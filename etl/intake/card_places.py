"""What is told of cards that were read as a table, put back to the cells in which it stands."""

import re
from typing import Any

from etl.intake.cards import Cards
from etl.intake.columns import letters
from etl.intake.parsed import SheetResult
from etl.intake.workbook import Sheet, is_blank

CARD = "card"  # the reason of rows that hold labels and values
NAMED_COLUMN = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}) 列")


def put_back(result: SheetResult, cards: Cards, sheet: Sheet) -> None:
    """Rewrite rows, columns, faults and notices of a sheet of cards in place.

    Args:
        result: of the table.
        cards: how the table was made.
        sheet: as it stands in the file.
    """
    first = {letters(at): cell for (_, at), cell in sorted(cards.origin.items(), reverse=True)}
    about = result.about
    about["rows"] = [_row(line, row, cards, sheet) for row, line in enumerate(about["rows"][: len(sheet.rows)])]
    about["columns"] = [one for line in about["columns"] for one in _columns(line, cards)]
    about["faults"] = [_fault(line, cards) for line in about["faults"]]
    about["notices"] = [(*line[:3], _named(line[3], first), *line[4:]) for line in about["notices"]]
    about["sheets"] = [(*line[:7], len(sheet.rows), *line[8:]) for line in about["sheets"]]
    for reading in result.readings:
        reading.doubts = {kind: _named(text, first) for kind, text in reading.doubts.items()}
        for column in reading.columns:
            column["position"] = _address(first.get(column["position"]), column["position"])


def _row(line: tuple[Any, ...], row: int, cards: Cards, sheet: Sheet) -> tuple[Any, ...]:
    name, number, outcome, reason, is_hidden = line
    records = {at for at, _ in cards.origin}
    if row in records or row < min(cards.content):
        return line
    reason = "blank" if all(map(is_blank, sheet.rows[row])) else CARD if row in cards.content else "note"
    return (name, number, "skipped", reason, is_hidden)


def _columns(line: tuple[Any, ...], cards: Cards) -> list[tuple[Any, ...]]:
    """Return a line a card: of the very cell that its figure stands in."""
    sheet, position, *said = line
    header, field, month, unit, _, _, *rest = said
    cells = sorted((row, cell) for (row, at), cell in cards.origin.items() if letters(at) == position)
    return [
        (sheet, _address(cell, position), header, field, month, unit, row + 1, row + 1, *rest) for row, cell in cells
    ]


def _fault(line: tuple[Any, ...], cards: Cards) -> tuple[Any, ...]:
    sheet, row, position, *rest = line
    cell = next((c for (at_row, at), c in cards.origin.items() if (at_row + 1, letters(at)) == (row, position)), None)
    return (sheet, cell[0] + 1, letters(cell[1]), *rest) if cell else line


def _named(text: str, first: dict[str, tuple[int, int]]) -> str:
    return NAMED_COLUMN.sub(lambda found: f"{_address(first.get(found[1]), found[1])} 格", text)


def _address(cell: tuple[int, int] | None, otherwise: str) -> str:
    return f"{letters(cell[1])}{cell[0] + 1}" if cell else otherwise
