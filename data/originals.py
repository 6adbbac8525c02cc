"""What stands in a cell of an archived workbook, read again from the file as it came: for people who ask."""

import csv
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import python_calamine

from data.warehouse import store_folder

LARGEST = 8_000_000  # bytes; a larger file is not read again for a few cells
MOST_FILES = 12  # read again for one question
ADDRESS = re.compile(r"([A-Z]+)(\d+)")
STRIP = re.compile(r"\[([A-Z]+):([A-Z]+)\]$")  # of a sheet with tables side by side: the columns of a further one


def texts(places: Iterable[tuple[Any, ...]], store: Path | str | None = None) -> list[str | None]:
    """Return the text of each cell, None where the file is gone, too large, or the question touches too many files.

    Args:
        places: (file_id, sheet, column letters, row from 1) of each cell.
        store: the run-time folder, by default as everywhere.
    """
    folder = store_folder(store) / "archive"
    found: list[str | None] = []
    opened: dict[int, Path | None] = {}
    for file_id, sheet, position, row in places:
        if not (_is_said(file_id) and isinstance(position, str) and _is_said(row)):
            found.append(None)
            continue
        key = int(file_id)
        if key not in opened and len(opened) < MOST_FILES:
            opened[key] = next(folder.glob(f"{key:06d}-*/source.*"), None)
        path = opened.get(key)
        found.append(_cell(path, sheet, *cell_of(position, int(row))) if path else None)
    return found


def sheet_and_columns(name: str) -> tuple[str, tuple[str, str] | None]:
    """Return a sheet's name in its workbook, and the columns (letters) where the name means a table beside others."""
    found = STRIP.search(name)
    return (name[: found.start()], (found[1], found[2])) if found else (name, None)


def cell_of(position: str, row: int) -> tuple[str, int]:
    """Return column letters and row of a figure: of a card the position names its very cell (D5), not its column."""
    found = ADDRESS.fullmatch(position)
    return (found[1], int(found[2])) if found else (position, row)


def _is_said(value: Any) -> bool:  # noqa: ANN401
    return value is not None and value == value and str(value) != "<NA>"  # noqa: PLR0124  (not a number)


def _cell(path: Path, sheet: str, position: str, row: int) -> str | None:
    column = 0
    for letter in position:
        column = column * 26 + ord(letter) - ord("A") + 1
    rows = _rows(path, sheet)
    if rows is None or not 0 < row <= len(rows) or not 0 < column <= len(rows[row - 1]):
        return None
    return _text(rows[row - 1][column - 1])


@lru_cache(maxsize=16)
def _rows(path: Path, sheet: str) -> list[list[Any]] | None:
    """Return a sheet's cells from A1 on; whatever is wrong with the file, there is simply no text to show."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        if path.suffix == ".csv":
            return _csv(path)
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            return book.get_sheet_by_name(sheet_and_columns(sheet)[0]).to_python(skip_empty_area=False)
    except (OSError, ValueError, python_calamine.CalamineError):
        return None


def _csv(path: Path) -> list[list[Any]]:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(content.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise ValueError("neither utf-8 nor gb18030")


def _text(value: Any) -> str | None:  # noqa: ANN401
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return str(value).replace("\n", " ")
