"""What calamine does not tell of an xlsx: hidden rows, formulas never calculated, whether it is safe to unpack."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from etl.intake import limits
from etl.intake.workbook_error import WorkbookError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHUNK = 2**18
OVERLAP = 64  # so that nothing looked for is cut in two
ROW = re.compile(rb"<row\b[^>]*>")
HIDDEN = re.compile(rb' hidden="(?:1|true)"')
NUMBER = re.compile(rb' r="(\d+)"')
WIDE = re.compile(rb' r="(?:A[C-Z]|[B-Z][A-Z]|[A-Z]{3})[0-9]')  # up to AB even all of Excel's rows are few enough
# a formula without a value; an empty value is right where the formula's result is a text (t="str")
UNCALCULATED = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
PLACE = re.compile(rb' r="([A-Z]{1,3})(\d+)"')
DOCTYPE = b"<!DOCTYPE"


@dataclass(frozen=True)
class SheetFacts:
    """Rows and columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    uncalculated: frozenset[tuple[int, int]] = frozenset()


def read_facts(path: Path, name: str) -> dict[str, SheetFacts]:
    """Return the facts of each sheet by its name; nothing for an old .xls.

    Raises:
        WorkbookError: the package is not safe to unpack.
    """
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            limits.check_package(name, [(part.file_size, part.compress_size) for part in package.infolist()])
            return {
                sheet: _facts(package, part, f"{name}，表“{sheet}”")
                for sheet, part in _parts(package)
                if _has(package, part)
            }
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        NotImplementedError,
        RuntimeError,
        OSError,
        zlib.error,
    ) as error:
        raise WorkbookError(f"{name}：文件已损坏（{error}），请在 Excel 里打开并另存为 .xlsx 后重发") from None


def _parts(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return each sheet's name and its part in the package."""
    if not _has(package, "xl/workbook.xml") or not _has(package, "xl/_rels/workbook.xml.rels"):
        return []
    targets = {
        relation.get("Id"): str(PurePosixPath("xl") / str(relation.get("Target"))).removeprefix("/")
        for relation in _xml(package, "xl/_rels/workbook.xml.rels")
    }
    sheets = _xml(package, "xl/workbook.xml").iter(f"{MAIN}sheet")
    return [(str(sheet.get("name")), targets.get(sheet.get(RELATION), "")) for sheet in sheets]


def _xml(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    raw = package.read(part)
    if DOCTYPE in raw:  # no entities: they could be made to swell
        raise ElementTree.ParseError("DOCTYPE")
    return ElementTree.fromstring(raw)  # noqa: S314


def _has(package: zipfile.ZipFile, part: str) -> bool:
    return part in package.NameToInfo


def _facts(package: zipfile.ZipFile, part: str, where: str) -> SheetFacts:
    has_hidden, has_formulas = _look_through(package, part, where)
    if not (has_hidden or has_formulas):
        return SheetFacts()
    xml = _unprefixed(package.read(part))
    rows = ((HIDDEN.search(row), NUMBER.search(row)) for row in (ROW.findall(xml) if has_hidden else ()))
    hidden = frozenset(int(number[1]) - 1 for is_hidden, number in rows if is_hidden and number)
    cells = UNCALCULATED.findall(xml) if has_formulas else ()
    places = [PLACE.search(attributes) for attributes in cells if b't="str"' not in attributes]
    return SheetFacts(hidden, frozenset((int(place[2]) - 1, _column(place[1])) for place in places if place))


def _look_through(package: zipfile.ZipFile, part: str, where: str) -> tuple[bool, bool]:
    """Read a sheet's part once in pieces: is there a hidden row, is there a formula, does it reach too far."""
    has_hidden = has_formulas = is_wide = False
    for piece in _pieces(package, part):
        has_hidden = has_hidden or b" hidden=" in piece
        if not has_formulas and b"f" in piece:  # a letter that is hardly in any sheet without formulas
            has_formulas = b"<f" in piece or b":f>" in piece
        is_wide = is_wide or WIDE.search(piece) is not None
    if is_wide:
        limits.check_cells(where, *_extent(package, part))
    return has_hidden, has_formulas


def _extent(package: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """Return the last row and column (from 1) that any cell names."""
    rows, columns = 1, {b"A"}
    for piece in _pieces(package, part):
        places = PLACE.findall(piece)
        rows = max(rows, *(int(row) for _, row in places)) if places else rows
        columns.update(column for column, _ in places)
    return rows, max(map(_column, columns)) + 1


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part piece by piece, each beginning with the end of the one before."""
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(CHUNK):
            yield tail + piece
            tail = (tail + piece)[-OVERLAP:]


def _unprefixed(xml: bytes) -> bytes:
    """Drop the prefix some writers put before every name (<x:row>)."""
    prefix = re.match(rb"(?:<\?.*?\?>)?\s*<(\w+:)worksheet", xml[:4096])
    return xml.replace(b"<" + prefix[1], b"<").replace(b"</" + prefix[1], b"</") if prefix else xml


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
