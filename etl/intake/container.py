"""What a file is by its content, whatever its name ends with: a package, an old workbook, a web page, or text."""

import zipfile
from pathlib import Path

import olefile

from etl.intake import limits
from etl.intake.workbook_error import WorkbookError

EXTENSIONS = (
    ".xlsx",
    ".xlsm",
    ".xls",
    ".csv",
    ".xlsb",
    ".ods",
    ".et",
    ".ett",
    ".xltx",
    ".xlt",
    ".txt",
    ".tsv",
    ".htm",
    ".html",
)
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNING = 8192
LOCKED = "文件有密码，请去掉密码后重发"
SAVE_AGAIN = "请在 Excel 里打开并另存为 .xlsx 后重发"


def kind_of(path: Path, name: str) -> str:
    """Return “xlsx”, “xlsb”, “ods”, “xls”, “html” or “text”.

    Raises:
        WorkbookError: it is none of them, damaged, or locked; says what to do.
    """
    with path.open("rb") as stream:
        beginning = stream.read(BEGINNING)
    if beginning.startswith(ZIP):
        return _of_package(path, name)
    if beginning.startswith(OLE):
        return _of_compound(path, name)
    if beginning.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"GIF8", b"\x1f\x8b")):
        raise WorkbookError(f"{name}：内容不是表格（像是 PDF、图片或压缩包），请把表格另存为 .xlsx 后重发")
    text = beginning.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<") and b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise WorkbookError(f"{name}：是“XML 表格 2003”格式，{SAVE_AGAIN}")
    if text.startswith((b"mime-version:", b"content-type: multipart")):
        raise WorkbookError(f"{name}：是单个文件网页（mht），{SAVE_AGAIN}")
    if text.startswith(b"<") and any(
        word in text for word in (b"<html", b"<table", b"<!doctype html", b"<head", b"<meta")
    ):
        return "html"
    if Path(name).suffix.lower() in (".htm", ".html"):
        return "html"
    if text.startswith((b"\t\x08", b"\t\x04", b"\t\x02")):  # sheets of Excel 2 to 4
        raise WorkbookError(f"{name}：是很旧的 Excel 格式，{SAVE_AGAIN}")
    return "text"


def _of_package(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            limits.check_package(name, [(part.file_size, part.compress_size) for part in package.infolist()])
            names = {one.lower() for one in package.namelist()}
    except WorkbookError:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        raise WorkbookError(f"{name}：文件不完整或已损坏，请重新发送，或{SAVE_AGAIN}") from None
    if any(one.endswith("workbook.bin") for one in names):
        return "xlsb"
    if "content.xml" in names and "[content_types].xml" not in names:
        return "ods"
    if "[content_types].xml" in names and any(one.startswith("xl/") or "workbook" in one for one in names):
        return "xlsx"
    if any(one.startswith(("word/", "ppt/")) for one in names):
        raise WorkbookError(f"{name}：是 Word 或 PPT 文件，请把其中的表格复制到 Excel，存为 .xlsx 后重发")
    raise WorkbookError(f"{name}：是压缩包，不是表格，请解压后发送其中的表格")


def _of_compound(path: Path, name: str) -> str:
    try:
        with olefile.OleFileIO(path) as package:
            if package.exists("EncryptedPackage"):
                raise WorkbookError(f"{name}：{LOCKED}")
            if package.exists("Workbook") or package.exists("Book"):
                return "xls"
    except WorkbookError:
        raise
    except (OSError, ValueError, IndexError, TypeError):
        raise WorkbookError(f"{name}：文件不完整或已损坏，请重新发送，或{SAVE_AGAIN}") from None
    raise WorkbookError(f"{name}：不是 Excel 表格（像是旧版 Word 文件），{SAVE_AGAIN}")
