"""The styles and shared texts of an xlsx that change what its cells say, and whether its formulas were calculated."""

import re
import zipfile
from xml.etree import ElementTree

from etl.intake import rich_text
from etl.intake.number_format import BUILT_IN_PERCENTS
from etl.intake.rich_text import Run
from etl.intake.sheet_facts import Look
from etl.intake.sheet_xml import DoctypeError, parser

TRUE = ("1", "true")
CALCULATORS = re.compile(
    "WPS|Kingsoft|金山|LibreOffice|OpenOffice|Numbers|ONLYOFFICE|永中|Yozo|Gnumeric|Google", re.IGNORECASE
)
EXCEL = "Microsoft Excel"
OF_WPS = b"KSOProductBuildVer"


def local(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace: the transitional and the strict one differ."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def xml(package: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """Return a part as a tree.

    Raises:
        ElementTree.ParseError: it is damaged, or declares a document type (entities could be made to swell).
    """
    raw = package.read(part)
    if b"<!DOCTYPE" in raw:
        raise ElementTree.ParseError("DOCTYPE")
    return ElementTree.fromstring(raw)  # noqa: S314


def looks(package: zipfile.ZipFile, part: str | None) -> dict[str, Look]:
    """Return the styles that change what a cell says, by the number cells give."""
    if part is None:
        return {}
    tree = xml(package, part)
    codes = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in tree.iter() if local(one) == "numFmt"}
    codes |= {number: code for number, code in BUILT_IN_PERCENTS.items() if number not in codes}
    fonts = [_is_struck(font) for group in tree if local(group) == "fonts" for font in group]
    formats = [one for group in tree if local(group) == "cellXfs" for one in group if local(one) == "xf"]
    found = {}
    for number, one in enumerate(formats):
        font = int(one.get("fontId", "0"))
        code = codes.get(int(one.get("numFmtId", "0")), "General")
        look = Look(code, fonts[font] if font < len(fonts) else False)
        if look.is_telling:
            found[str(number)] = look
    return found


def _is_struck(font: ElementTree.Element) -> bool:
    return any(local(one) == "strike" and one.get("val", "1") in TRUE for one in font)


def rich_texts(package: zipfile.ZipFile, part: str | None) -> dict[int, list[Run]]:
    """Return the shared texts whose formatting changes what they say, by their number."""
    if part is None:
        return {}
    raw = package.read(part)
    if b"rPr" not in raw and not _is_wide(raw):
        return {}
    found: dict[int, list[Run]] = {}
    made = parser()
    reader = rich_text.Reader(lambda take: setattr(made, "CharacterDataHandler", take))
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        reader.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal count
        name = name.rpartition(":")[2]
        reader.end(name)
        if name == "si":
            if rich_text.is_telling(reader.runs):
                found[count] = reader.runs
            count += 1

    made.StartElementHandler, made.EndElementHandler = start, end
    try:
        made.Parse(raw, True)
    except DoctypeError as error:
        raise ElementTree.ParseError(str(error)) from None
    return found


def _is_wide(raw: bytes) -> bool:
    """Tell whether a part is written in utf-16."""
    return raw[:2] in (b"\xff\xfe", b"\xfe\xff")


def was_calculated(package: zipfile.ZipFile, book: ElementTree.Element) -> bool:
    """Tell whether the program that wrote a book calculates formulas; one that does not stores zeros as results.

    A spreadsheet program leaves its name; Excel also the chain in which it calculated. Who asks for everything to be
    calculated on loading has not done it.
    """
    if any(local(one) == "calcPr" and one.get("fullCalcOnLoad") in TRUE for one in book):
        return False
    names = {name.lower(): name for name in package.namelist()}
    if (custom := names.get("docprops/custom.xml")) and OF_WPS in package.read(custom):
        return True
    app = names.get("docprops/app.xml")
    written_by = next((one.text or "" for one in xml(package, app) if local(one) == "Application"), "") if app else ""
    if CALCULATORS.search(written_by):
        return True
    return (
        written_by.strip().startswith(EXCEL) and "compatible" not in written_by.lower() and "xl/calcchain.xml" in names
    )
