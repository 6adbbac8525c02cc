"""What calamine does not tell of an old .xls: hidden rows, formulas never calculated, how cells are shown.

The workbook is a stream of records in a compound file (MS-XLS, BIFF8; BIFF5 in older ones). Each sheet begins where its
BOUNDSHEET record says; ROW records tell which rows are hidden, FORMULA records the last result and whether to calculate
on loading; FONT, FORMAT and XF records before the sheets are the styles to which each cell refers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import error as too_short
from struct import unpack_from

import olefile

from etl.intake import biff_texts
from etl.intake.container import LOCKED, SAVE_AGAIN
from etl.intake.number_format import BUILT_IN_PERCENTS
from etl.intake.rich_text import Run
from etl.intake.sheet_facts import Look, SheetFacts
from etl.intake.workbook_error import WorkbookError

STREAMS = ("Workbook", "Book")
BIFF8, BOF, EOF, BOUNDSHEET, ROW, FORMULA = 0x0600, 0x0809, 0x000A, 0x0085, 0x0208, 0x0006
FILEPASS, FONT, FORMAT, XF, SST, CONTINUE = 0x002F, 0x0031, 0x041E, 0x00E0, 0x00FC, 0x003C
NUMBER, RK, LABEL, LABELSST, RSTRING, BOOLERR, MULRK = 0x0203, 0x027E, 0x0204, 0x00FD, 0x00D6, 0x0205, 0x00BD
SINGLE_CELLS = (NUMBER, RK, LABEL, LABELSST, RSTRING, BOOLERR, FORMULA)
WORKSHEET = 0
HIDDEN = 0x20  # of a row's options
STRUCK = 0x08  # of a font's
ON_LOAD = 0x02  # of a formula's: whoever wrote it did not calculate it, and left a zero
NO_RESULT = b"\0" * 8
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass
class _Styles:
    """What the records before the sheets say."""

    is_biff8: bool = True
    fonts: list[tuple[bool, bool]] = field(default_factory=list)  # struck, raised or lowered
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN_PERCENTS))
    formats: list[tuple[int, int]] = field(default_factory=list)  # font, number format
    sheets: list[tuple[str, int]] = field(default_factory=list)
    texts: dict[int, list[Run]] = field(default_factory=dict)

    def font(self, number: int) -> tuple[bool, bool]:
        """Return a font by its number; number 4 does not exist."""
        place = number if number < 4 else number - 1
        return self.fonts[place] if place < len(self.fonts) else (False, False)

    def looks(self) -> dict[int, Look]:
        """Return the styles that change what a cell says."""
        every = {
            number: Look(self.codes.get(code, "General"), self.font(font)[0])
            for number, (font, code) in enumerate(self.formats)
        }
        return {number: look for number, look in every.items() if look.is_telling}


def read_facts(path: Path, name: str) -> dict[str, SheetFacts]:
    """Return the facts of each sheet by its name.

    Raises:
        WorkbookError: the workbook is locked or damaged.
    """
    try:
        with olefile.OleFileIO(path) as package:
            stream = next(one for one in STREAMS if package.exists(one))
            book = package.openstream(stream).read()
        if any(kind == FILEPASS for kind, _, _ in _records(book, 0)):
            raise WorkbookError(f"{name}：{LOCKED}")
        styles = _styles(book)
        looks = styles.looks()
        return {called: _facts(book, start, looks, styles.texts) for called, start in styles.sheets}
    except WorkbookError:
        raise
    except (OSError, too_short, ValueError, IndexError, StopIteration):
        raise WorkbookError(f"{name}：文件不完整或已损坏，请重新发送，或{SAVE_AGAIN}") from None


def _records(book: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield each record of a part of the workbook, to its end: its kind, where its content begins, its size."""
    while start + 4 <= len(book):
        kind, size = unpack_from("<HH", book, start)
        if kind == EOF:
            return
        yield kind, start + 4, size
        start += 4 + size


def _styles(book: bytes) -> _Styles:
    styles = _Styles()
    strings: list[bytes] = []
    last = 0
    for kind, at, size in _records(book, 0):
        if kind == BOF:
            styles.is_biff8 = unpack_from("<H", book, at)[0] == BIFF8
        elif kind == FONT:
            options, position = unpack_from("<H", book, at + 2)[0], unpack_from("<H", book, at + 8)[0]
            styles.fonts.append((bool(options & STRUCK), position != 0))
        elif kind == FORMAT:
            styles.codes[unpack_from("<H", book, at)[0]] = _text(book, at + 2, is_long=styles.is_biff8, styles=styles)
        elif kind == XF:
            styles.formats.append(unpack_from("<HH", book, at))
        elif kind == BOUNDSHEET and book[at + 5] == WORKSHEET:
            called = _text(book, at + 6, is_long=False, styles=styles)
            styles.sheets.append((called, unpack_from("<I", book, at)[0]))
        elif kind == SST or (kind == CONTINUE and last in (SST, CONTINUE) and strings):
            strings.append(book[at : at + size])
        last = kind
    if strings and any(is_struck or is_raised for is_struck, is_raised in styles.fonts):
        styles.texts = biff_texts.rich_texts(strings, styles.font)
    return styles


def _text(book: bytes, at: int, *, is_long: bool, styles: _Styles) -> str:
    """Return a text whose length stands before it: of two bytes, or of one."""
    length, at = (unpack_from("<H", book, at)[0], at + 2) if is_long else (book[at], at + 1)
    if not styles.is_biff8:
        return book[at : at + length].decode("gb18030", errors="replace")
    is_wide = book[at] & 1
    return book[at + 1 : at + 1 + length * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1")


def _facts(book: bytes, start: int, looks: dict[int, Look], texts: dict[int, list[Run]]) -> SheetFacts:
    hidden, uncalculated = set(), set()
    found: dict[tuple[int, int], Look] = {}
    rich: dict[tuple[int, int], list[Run]] = {}
    errors: dict[tuple[int, int], str] = {}
    for kind, at, size in _records(book, start):
        if kind == ROW:
            if unpack_from("<H", book, at + 12)[0] & HIDDEN:
                hidden.add(unpack_from("<H", book, at)[0])
        elif kind in SINGLE_CELLS:
            row, column, style = unpack_from("<HHH", book, at)
            if style in looks:
                found[row, column] = looks[style]
            if kind == FORMULA and book[at + 6 : at + 14] == NO_RESULT and book[at + 14] & ON_LOAD:
                uncalculated.add((row, column))
            elif kind == FORMULA and book[at + 6] == 2 and book[at + 12 : at + 14] == b"\xff\xff":
                errors[row, column] = ERRORS.get(book[at + 8], "#N/A")
            elif kind == BOOLERR and book[at + 7]:
                errors[row, column] = ERRORS.get(book[at + 6], "#N/A")
            elif kind == LABELSST and texts and (runs := texts.get(unpack_from("<I", book, at + 6)[0])):
                rich[row, column] = runs
        elif kind == MULRK and looks:
            row, first = unpack_from("<HH", book, at)
            for number in range((size - 6) // 6):
                style = unpack_from("<H", book, at + 4 + 6 * number)[0]
                if style in looks:
                    found[row, first + number] = looks[style]
    return SheetFacts(frozenset(hidden), frozenset(uncalculated), found, rich, errors=errors)
