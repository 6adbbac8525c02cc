"""Binary workbooks (.xlsb) are read; locked and foreign files are refused in one Chinese sentence with the next step."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from etl.intake import WorkbookError, parse
from tests.etl.intake.books import PROFILE, field

ROWS = [
    ["2026年9月重点项目调度表（单位：万元）"],
    ["项目名称", "总投资", "年度计划投资", "1-9月完成投资"],
    ["甲厂", 5000.5, 1000.25, 700.07],
    ["乙路", 8000, 2000, 0],
]
NS = "http://schemas.openxmlformats.org"
BUNDLE, END_BUNDLES, END_BOOK = 0x9C, 0x90, 0x84
DIMENSION, BEGIN_DATA, END_DATA, ROW, REAL, TEXT = 0x94, 0x91, 0x92, 0x00, 0x05, 0x06


def record(kind: int, content: bytes = b"") -> bytes:
    """Return a record of a binary part: number and size in groups of seven bits, then the content."""
    return b"".join(_grouped(number) for number in (kind, len(content))) + content


def _grouped(number: int) -> bytes:
    if number < 128:
        return bytes([number])
    if number & 0x80 and number < 0x4000 and number >> 8 == 0:  # a record's number keeps its high bit
        return bytes([number, 1])
    return bytes([number & 0x7F | 0x80, number >> 7])


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(at: int, value: object) -> bytes:
    place = struct.pack("<II", at, 0)
    if isinstance(value, str):
        return record(TEXT, place + wide(value))
    return record(REAL, place + struct.pack("<d", value))


def binary_workbook(path: Path) -> None:
    """Write ROWS as .xlsb."""
    book = (
        record(BUNDLE, struct.pack("<II", 0, 1) + wide("rId1") + wide("调度")) + record(END_BUNDLES) + record(END_BOOK)
    )
    sheet = record(DIMENSION, struct.pack("<IIII", 0, len(ROWS) - 1, 0, 3)) + record(BEGIN_DATA)
    for number, row in enumerate(ROWS):
        sheet += record(ROW, struct.pack("<I", number) + b"\0" * 13)
        sheet += b"".join(cell(at, value) for at, value in enumerate(row))
    sheet += record(END_DATA)
    relation = (
        f'<Relationships xmlns="{NS}/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.bin" '
        f'Type="{NS}/officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/_rels/workbook.bin.rels", relation)
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/worksheets/sheet1.bin", sheet)


def test_a_binary_workbook_is_read(tmp_path):
    path = tmp_path / "九月.xlsb"
    binary_workbook(path)
    parsed = parse(path, PROFILE)
    assert field(parsed, "project_name") == ["甲厂", "乙路"]
    assert [str(one) for one in field(parsed, "reported_ytd_wan")] == ["700.07", "0"]
    assert [str(one) for one in field(parsed, "annual_plan_wan")] == ["1000.25", "2000"]


def old_workbook(path: Path, *, stream: bytes | None = None) -> None:
    """Write ROWS as .xls, or any stream in its place."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("调度")
    for number, row in enumerate(ROWS):
        for at, value in enumerate(row):
            sheet.write(number, at, value)
    book.save(str(path))
    if stream is not None:
        XlsDoc().save(str(path), stream)


def locked_old(path: Path) -> None:
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    lock = struct.pack("<HH", 0x002F, 54) + b"\1\0" + b"\x5a" * 52
    old_workbook(path, stream=begin + lock + struct.pack("<HH", 0x000A, 0))


def locked_new(path: Path) -> None:
    """Turn an old workbook's stream into the one of a locked new one: the container is the same."""
    old_workbook(path)
    content = path.read_bytes()
    at = content.index("Workbook\0".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2)
    path.write_bytes(content[:at] + entry + content[at + 66 :])


def locked_open_document(path: Path) -> None:
    manifest = '<manifest:manifest xmlns:manifest="urn:m"><manifest:encryption-data/></manifest:manifest>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "")
        package.writestr("META-INF/manifest.xml", manifest)


def cut_binary(path: Path) -> None:
    binary_workbook(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", b"\x9c\x01\xff")


REFUSED = {  # file → how it is made, and what must be said
    "有密码.xlsx": (locked_new, "有密码，请去掉密码后重发"),
    "有密码.xls": (locked_old, "有密码，请去掉密码后重发"),
    "有密码.ods": (locked_open_document, "有密码，请去掉密码后重发"),
    "坏了.xlsb": (cut_binary, "另存为 .xlsx"),
    "图片.xlsx": (lambda path: path.write_bytes(b"\x89PNG\r\n" + b"\0" * 99), "内容不是表格"),
    "空的.xlsb": (lambda path: path.write_bytes(b""), "文件是空的，请重新发送"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(name, tmp_path):
    make, says = REFUSED[name]
    make(tmp_path / name)
    with pytest.raises(WorkbookError) as raised:
        parse(tmp_path / name, PROFILE)
    said = str(raised.value)
    assert said.startswith(f"{name}：") and says in said and "请" in said
    words = said.removeprefix(name).replace(".xlsx", "").replace("Excel", "").replace("PDF", "")
    assert not any(letter.isascii() and letter.isalpha() for letter in words), said  # no library's English
    assert "。" not in said.rstrip("。") and len(said) < 60
