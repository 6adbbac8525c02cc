"""An OpenDocument sheet (.ods): calamine reads its values; percents, hidden rows and strikes are told here."""

import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from etl.intake.container import LOCKED, SAVE_AGAIN
from etl.intake.package_styles import local, xml
from etl.intake.sheet_facts import Look, SheetFacts
from etl.intake.workbook_error import WorkbookError

PERCENT = Look("0%")
MOST_REPEATED = 10_000  # more of the same are empty cells to the sheet's edge


def read_facts(path: Path, name: str) -> dict[str, SheetFacts]:
    """Return the facts of each sheet by its name.

    Raises:
        WorkbookError: it is locked or damaged, or its styles change what cells say in a way that is not read.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if "META-INF/manifest.xml" in package.namelist() and b"encryption-data" in package.read(
                "META-INF/manifest.xml"
            ):
                raise WorkbookError(f"{name}：{LOCKED}")
            tree = xml(package, "content.xml")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ElementTree.ParseError, RuntimeError):
        raise WorkbookError(f"{name}：文件已损坏，{SAVE_AGAIN}") from None
    for one in tree.iter():
        said = {key.rpartition("}")[2]: value for key, value in one.attrib.items()}
        is_struck = said.get("text-line-through-style", "none") != "none"
        if is_struck or said.get("display-factor", "1") != "1" or "vertical" in said.get("text-position", ""):
            raise WorkbookError(f"{name}：.ods 文件里有删除线或缩放数字的格式，读不出是哪些格，{SAVE_AGAIN}")
    return {_said(table, "name"): _facts(table) for table in tree.iter() if local(table) == "table"}


def _said(element: ElementTree.Element, name: str, default: str = "") -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def _facts(table: ElementTree.Element) -> SheetFacts:
    hidden: set[int] = set()
    looks: dict[tuple[int, int], Look] = {}
    uncalculated: set[tuple[int, int]] = set()
    row = 0
    for line in (one for one in table.iter() if local(one) == "table-row"):
        lines = int(_said(line, "number-rows-repeated", "1"))
        if lines <= MOST_REPEATED:
            if _said(line, "visibility", "visible") != "visible":
                hidden.update(range(row, row + lines))
            column = 0
            for cell in line:
                count = int(_said(cell, "number-columns-repeated", "1"))
                places = [(row + i, column + j) for i in range(lines) for j in range(min(count, MOST_REPEATED))]
                if _said(cell, "value-type") == "percentage":
                    looks |= dict.fromkeys(places, PERCENT)
                if _said(cell, "formula") and not _said(cell, "value-type"):
                    uncalculated.update(places)
                column += count
        row += lines
    return SheetFacts(frozenset(hidden), frozenset(uncalculated), looks)
