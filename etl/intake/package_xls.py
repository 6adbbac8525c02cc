"""What calamine does not tell of an old .xls: hidden rows, and formulas that whoever wrote them never calculated.

The workbook is a stream of records in a compound file (MS-XLS, BIFF8). Each sheet begins where its BOUNDSHEET record
says; ROW records tell which rows are hidden, FORMULA records the last result and whether to calculate on loading.
"""

from collections.abc import Iterator
from pathlib import Path
from struct import error as too_short
from struct import unpack_from

import olefile

from etl.intake.package import SheetFacts

STREAM = "Workbook"
BIFF8, BOF, EOF, BOUNDSHEET, ROW, FORMULA = 0x0600, 0x0809, 0x000A, 0x0085, 0x0208, 0x0006
WORKSHEET = 0
HIDDEN = 0x20  # of a row's options
ON_LOAD = 0x02  # of a formula's: whoever wrote it did not calculate it, and left a zero
NO_RESULT = b"\0" * 8


def read_facts(path: Path) -> dict[str, SheetFacts]:
    """Return the facts of each sheet by its name; nothing where the file is no such workbook, or is damaged."""
    if not olefile.isOleFile(path):
        return {}
    try:
        with olefile.OleFileIO(path) as package:
            book = package.openstream(STREAM).read() if package.exists(STREAM) else b""
        return {name: _facts(book, start) for name, start in _sheets(book)}
    except (OSError, too_short, ValueError, IndexError):
        return {}


def _records(book: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield the kind of each record of a part of the workbook, to its end, and where its content begins."""
    while start + 4 <= len(book):
        kind, size = unpack_from("<HH", book, start)
        if kind == EOF:
            return
        yield kind, start + 4
        start += 4 + size


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Yield name and place of each worksheet."""
    for kind, at in _records(book, 0):
        if kind == BOF and unpack_from("<H", book, at)[0] != BIFF8:
            return
        if kind == BOUNDSHEET and book[at + 5] == WORKSHEET:
            length, is_wide = book[at + 6], book[at + 7] & 1
            name = book[at + 8 : at + 8 + length * (1 + is_wide)]
            yield name.decode("utf-16-le" if is_wide else "latin-1"), unpack_from("<I", book, at)[0]


def _facts(book: bytes, start: int) -> SheetFacts:
    hidden, uncalculated = set(), set()
    for kind, at in _records(book, start):
        if kind == ROW and unpack_from("<H", book, at + 12)[0] & HIDDEN:
            hidden.add(unpack_from("<H", book, at)[0])
        elif kind == FORMULA and book[at + 6 : at + 14] == NO_RESULT and book[at + 14] & ON_LOAD:
            uncalculated.add(unpack_from("<HH", book, at))
    return SheetFacts(frozenset(hidden), frozenset(uncalculated))
