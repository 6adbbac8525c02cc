"""Damaged sheets as files: xlsx and csv as programs write them, and packages that are broken, swollen or unsafe."""

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
import xlwt

from etl.intake.text import UNCALCULATED
from tests.etl.mutations.draft import Draft

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def write_xlsx(draft: Draft, path: Path) -> None:
    """Write a sheet as Excel would; a cell UNCALCULATED becomes a formula without a value."""
    lines, merged, rows = draft.lines()
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                _write(sheet, number, place, cell, day)
            if number in rows and rows[number].is_hidden:
                sheet.set_row(number, None, None, {"hidden": True})
        for top, left, bottom, right in merged:
            sheet.merge_range(top, left, bottom, right, "")
            _write(sheet, top, left, lines[top][left], day)
    parts = read_parts(path)
    parts[SHEET] = re.sub(rb"(<f>[^<]*</f>)<v>0</v>", rb"\1", parts[SHEET])
    write_parts(path, parts)


def _write(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if cell == UNCALCULATED:
        sheet.write_formula(row, column, "=A1+B1")
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif cell not in ("", None):
        sheet.write(row, column, cell)


def write_csv(draft: Draft, path: Path, chance: Random) -> None:
    """Write a sheet as csv, in one of the encodings that offices use."""
    lines, _, _ = draft.lines()
    text = io.StringIO()
    csv.writer(text).writerows([["" if cell is None else cell for cell in line] for line in lines])
    encoding = chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    path.write_bytes(text.getvalue().encode(encoding))


def write_xls(draft: Draft, path: Path) -> None:
    """Write a sheet as an old office would (BIFF8)."""
    lines, merged, rows = draft.lines()
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    covered = {(row, column) for top, left, bottom, right in merged for row in range(top, bottom + 1)
               for column in range(left, right + 1)}  # fmt: skip
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            if (number, place) not in covered:
                _write_xls(sheet, number, place, cell, day)
        if number in rows and rows[number].is_hidden:
            sheet.row(number).hidden = True
    for top, left, bottom, right in merged:
        cell = lines[top][left]
        sheet.write_merge(top, bottom, left, right, "" if cell is None else cell)
    book.save(str(path))


def _write_xls(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, date):
        sheet.write(row, column, cell, day)
    elif cell not in ("", None):
        sheet.write(row, column, cell)


def broken_text(path: Path, chance: Random) -> None:
    """Break a csv's letters, never its digits and commas: other bytes, read by the wrong table, or mixed encodings."""
    raw = bytearray(path.read_bytes())
    places = [place for place, byte in enumerate(raw) if byte >= 0x80]
    way = chance.randrange(3)
    if way == 0:
        for place in chance.sample(places, min(len(places), chance.randint(1, 9))):
            raw[place] = chance.randrange(0x80, 0x100)
        path.write_bytes(bytes(raw))
    elif way == 1:
        path.write_bytes(bytes(raw).decode("latin-1").encode("utf-8"))
    else:
        lines = bytes(raw).decode("gb18030", errors="replace").split("\n")
        codes = [chance.choice(["utf-8", "gb18030"]) for _ in lines]
        path.write_bytes(b"\n".join(line.encode(code) for line, code in zip(lines, codes, strict=True)))


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def cut_off(path: Path, chance: Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def bytes_changed(path: Path, chance: Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(bytes(content))


def password(path: Path, chance: Random) -> None:
    path.write_bytes(
        OLE + bytes(chance.randrange(256) for _ in range(600)) + "EncryptedPackage".encode("utf-16-le") * 3
    )


def bomb(path: Path, _chance: Random) -> None:
    parts = read_parts(path)
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b" " * (70 * 2**20) + b"</sheetData>")
    write_parts(path, parts)


def far_cell(path: Path, chance: Random) -> None:
    parts = read_parts(path)
    place = chance.choice(["XFD1048576", "ZZ900000", "AD1048576"])
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", far)
    write_parts(path, parts)


def entities(path: Path, _chance: Random) -> None:
    parts = read_parts(path)
    name = "xl/workbook.xml"
    bad = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><workbook'
    parts[name] = parts[name].replace(b"<workbook", bad, 1)
    write_parts(path, parts)


def part_missing(path: Path, chance: Random) -> None:
    parts = read_parts(path)
    parts.pop(chance.choice(sorted(parts)))
    write_parts(path, parts)


REFUSED = (cut_off, bytes_changed, password, bomb, far_cell, entities, part_missing)  # may be refused, never misread


def external_link(path: Path, _chance: Random) -> None:
    """Let an amount come from another file: what it showed when it was saved is what counts."""
    parts = read_parts(path)
    parts[SHEET] = re.sub(
        rb"(<c r=\"[A-Z]+\d+\">)(<v>[\d.]+</v></c>)", rb"\1<f>[1]Sheet1!$A$1</f>\2", parts[SHEET], count=3
    )
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships><Relationship Target="file:///x"/></Relationships>'
    )
    write_parts(path, parts)


def macros(path: Path, _chance: Random) -> None:
    parts = read_parts(path)
    parts["xl/vbaProject.bin"] = OLE + b"AutoOpen" * 50
    write_parts(path, parts)


HARMLESS = (external_link, macros)  # the cells are what they were
