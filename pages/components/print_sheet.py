"""What of a table is printed: eight to ten columns that fit across A4, readable from the chair, with their total.

The whole table stands on a sheet of its own (数据): nothing is lost, only not printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from data import formats
from data.dictionary import Entry
from pages.components import cell_text as cells

MOST_COLUMNS = 10
ROOM = 150.0  # widths of Excel that A4 across holds with letters of 9 points and more
A3_COLUMNS, A3_ROOM = 20, 260.0  # A3 across, with letters of 8 points and more
NARROW, WIDE_TEXT = 8.0, 26.0  # limits of a column's width; longer texts are wrapped
LEADING = 3  # columns that name the row and are kept even if a wide one follows


@dataclass(frozen=True)
class Printed:
    """One column as it is printed."""

    field: str
    known: Entry
    width: float


def columns(frame: pd.DataFrame, known: Sequence[Entry], *, is_a3: bool = False) -> list[Printed]:
    """Return the columns to print, in order: no ids of ours, none that is empty or says yes or no only.

    Args:
        frame: the rows.
        known: how each of the table's columns is called and written, in order.
        is_a3: the paper is A3, which holds more columns.
    """
    chosen: list[Printed] = []
    room, most = (A3_ROOM, A3_COLUMNS) if is_a3 else (ROOM, MOST_COLUMNS)
    for one in known:
        if not _is_read(one) or (len(frame) and frame[one.name].isna().all()):
            continue
        width = _width(one, frame[one.name])
        if width > room and len(chosen) >= LEADING:
            continue
        chosen.append(Printed(one.name, one, width))
        room -= width
        if len(chosen) == most:
            break
    return chosen


def lines(frame: pd.DataFrame, printed: Sequence[Printed]) -> list[int]:
    """Return how many lines the head and each row need, so that no wrapped word is cut off."""
    found = [max([_lines(one.known.heading, one.width) for one in printed], default=1)]
    written = [
        [_lines(cells.text(value, one.known), one.width) for value in frame[one.field]]
        for one in printed
        if one.known.kind == "text"
    ]
    return found + ([max(row) for row in zip(*written, strict=True)] if written else [1] * len(frame))


def _lines(text: str, width: float) -> int:
    return max(1, -(-(_letters(text) + 1) // int(width)))


def _is_read(one: Entry) -> bool:
    return one.kind != "flag" and not one.name.endswith(("_id", "_ids", "_hash", "_key", "_row", "_subject"))


def _width(known: Entry, values: pd.Series) -> float:
    texts = [cells.text(value, known) for value in values.head(500)]
    longest = max([_letters(known.heading) / 2, *(_letters(text) for text in texts)], default=NARROW)
    most = WIDE_TEXT if known.kind == "text" else longest + 2
    return min(most, max(NARROW, longest + 2))


def _letters(text: str) -> int:
    """How wide a text is: a Chinese letter takes two places."""
    return sum(2 if ord(letter) > 255 else 1 for letter in text)


def totals(frame: pd.DataFrame, printed: Sequence[Printed]) -> dict[str, Any]:
    """Return the sum of each printed column that adds up over the rows; none where rows of several months stand.

    Sums are exact: of decimals to the cent. A column with a withheld or missing amount has no total.
    """
    months = frame["month"].nunique() if "month" in frame else 0
    if len(frame) < 2 or months > 1:
        return {}
    found: dict[str, Any] = {}
    for one in printed:
        if not one.known.adds_up or one.known.kind not in ("money", "count"):
            continue
        values = frame[one.field].tolist()
        if any(formats.is_missing(value) for value in values):
            continue
        found[one.field] = sum((Decimal(f"{value:.2f}") for value in values), Decimal(0))
    return found
