"""What calamine does not tell of an xlsx: hidden rows, formulas never calculated, how cells are shown, and safety.

Each sheet's XML is looked through as bytes, quickly, for anything that could matter; only where there is something, or
where the bytes cannot tell, a parser walks it.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

import numpy as np

from etl.intake import limits, package_styles, sheet_xml
from etl.intake.package_styles import local, xml
from etl.intake.rich_text import Run
from etl.intake.sheet_facts import Look, SheetFacts
from etl.intake.workbook_error import WorkbookError

CHUNK = 2**18
OVERLAP = 64  # so that nothing looked for is cut in two
QUOTED = rb"\s*=\s*[\"']"
WIDE = re.compile(rb"\sr" + QUOTED + rb"(?:A[C-Z]|[B-Z][A-Z]|[A-Z]{3})[0-9]")  # up to AB all of Excel's rows are few
USUAL_WIDE = re.compile(rb' r="(?:A[C-Z]|[B-Z][A-Z]|[A-Z]{3})[0-9]')  # as nearly every program writes it: quicker
PLACE = re.compile(rb"\sr" + QUOTED + rb"([A-Z]{1,3})(\d+)[\"']")
ROW = re.compile(rb"row\s[^>]*?\br" + QUOTED + rb"(\d+)")
FAR_ROW = 5000  # a sheet with a row below this may have cells that stand alone
LETTERS = 26
THIN = 40  # bytes of XML a row, packed nowhere tighter where every row says something
DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    ElementTree.ParseError,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    zlib.error,
)


@dataclass(frozen=True)
class _Book:
    """What is the same for all sheets of a package."""

    package: zipfile.ZipFile
    looks: dict[str, Look]
    texts: dict[int, list[Run]]
    was_calculated: bool
    telling: re.Pattern[bytes] | None  # what a sheet with such a style or text has in it


def read_facts(path: Path, name: str) -> dict[str, SheetFacts]:
    """Return the facts of each sheet by its name.

    Raises:
        WorkbookError: the package is damaged or not safe to unpack.
    """
    try:
        with zipfile.ZipFile(path) as package:
            limits.check_package(name, [(part.file_size, part.compress_size) for part in package.infolist()])
            return _facts(package, name)
    except WorkbookError:
        raise
    except DAMAGED:
        raise WorkbookError(f"{name}：文件已损坏，请在 Excel 里打开并另存为 .xlsx 后重发") from None


def _facts(package: zipfile.ZipFile, name: str) -> dict[str, SheetFacts]:
    names = {one.lower(): one for one in package.namelist()}
    book_part = _book_part(package, names)
    tree = xml(package, book_part)
    folder, file = posixpath.split(book_part)
    relations = [
        (one.get("Id"), one.get("Type", "").rpartition("/")[2], _target(folder, one.get("Target", ""), names))
        for one in xml(package, names[f"{folder}/_rels/{file}.rels".lstrip("/").lower()])
    ]
    by_kind = {kind: part for _, kind, part in relations if part}
    looks = package_styles.looks(package, by_kind.get("styles"))
    texts = package_styles.rich_texts(package, by_kind.get("sharedStrings"))
    book = _Book(package, looks, texts, package_styles.was_calculated(package, tree), _telling(looks, texts))
    parts = {id: part for id, _, part in relations}
    found = {}
    for sheet in (one for one in tree.iter() if local(one) == "sheet"):
        id = next((value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id" and "}" in key), None)
        called, part = str(sheet.get("name")), parts.get(id)
        if part:
            found[called] = _of_sheet(book, part, f"{name}，表“{called}”")
    return found


def _book_part(package: zipfile.ZipFile, names: dict[str, str]) -> str:
    for one in xml(package, names["_rels/.rels"]) if "_rels/.rels" in names else ():
        if one.get("Type", "").endswith("/officeDocument"):
            return names[one.get("Target", "").lstrip("/").lower()]
    return names["xl/workbook.xml"]


def _target(folder: str, target: str, names: dict[str, str]) -> str | None:
    target = target.replace("\\", "/")
    path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return names.get(path.lower())


def _telling(looks: dict[str, Look], texts: dict[int, list[Run]]) -> re.Pattern[bytes] | None:
    numbers = [rb"\ss" + QUOTED + b"(?:" + b"|".join(one.encode() for one in looks) + b")[\"']"] if looks else []
    numbers += [rb">\s*(?:" + b"|".join(b"%d" % one for one in texts) + rb")\s*</"] if texts else []
    return re.compile(b"|".join(numbers)) if numbers else None


def _of_sheet(book: _Book, part: str, where: str) -> SheetFacts:
    is_telling, last_row = _look_through(book, part, where)
    size = book.package.getinfo(part).file_size
    is_thin = last_row > FAR_ROW and size < THIN * last_row
    if not (is_telling or is_thin or "0" in book.looks):
        return SheetFacts()
    pieces = (piece for piece, _ in _pieces(book.package, part))
    return sheet_xml.facts(pieces, book.looks, book.texts, was_calculated=book.was_calculated, is_thin=is_thin)


def _look_through(book: _Book, part: str, where: str) -> tuple[bool, int]:
    """Read a sheet's part once in pieces: may it hold anything that matters, which is its last row, is it too large."""
    is_telling = is_wide = False
    last_row = 0
    for fresh, piece in _pieces(book.package, part):
        if not is_telling:
            is_telling = (
                (b"h" in piece and b"hidden" in piece)
                or (b"f" in piece and (b"<f" in piece or b":f" in piece))
                or b"rPr" in piece
                or (b"e" in piece and (b'"e"' in piece or b"'e'" in piece))
                or b"\0" in fresh
                or (book.telling is not None and book.telling.search(piece) is not None)
            )
        is_wide = is_wide or _is_wide(piece)
        last = piece.rfind(b"row")
        while last > 0 and (found := ROW.match(piece, last)) is None:
            last = piece.rfind(b"row", 0, last)
        last_row = int(found[1]) if last > 0 and found else last_row
    if is_wide:
        limits.check_cells(where, *_extent(book.package, part))
    return is_telling, last_row


def _is_wide(piece: bytes) -> bool:
    """Tell whether some cell stands right of column AB; most pieces have no quote with two capitals behind it."""
    if b' r="' not in piece:
        return WIDE.search(piece) is not None
    given = np.frombuffer(piece, np.uint8)
    is_capital = given - np.uint8(ord("A")) < LETTERS  # what comes before A counts round to large numbers
    may_be = (given[:-2] == ord('"')) & is_capital[1:-1] & is_capital[2:]
    return bool(may_be.any()) and USUAL_WIDE.search(piece) is not None


def _extent(package: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """Return the last row and column (from 1) that any cell names."""
    rows, columns = 1, {b"A"}
    for _, piece in _pieces(package, part):
        places = PLACE.findall(piece)
        rows = max(rows, *(int(row) for _, row in places)) if places else rows
        columns.update(column for column, _ in places)
    return rows, max(sheet_xml.column_of(column.decode()) for column in columns) + 1


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield a part piece by piece: what is new, and that with the end of the piece before in front of it."""
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(CHUNK):
            yield piece, tail + piece
            tail = (tail + piece)[-OVERLAP:]
