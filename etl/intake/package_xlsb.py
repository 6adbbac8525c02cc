"""A binary workbook (.xlsb): calamine reads its values; styles that change what cells say are refused, not read."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from struct import error as too_short
from struct import unpack_from

from etl.intake import number_format
from etl.intake.container import SAVE_AGAIN
from etl.intake.sheet_facts import SheetFacts
from etl.intake.workbook_error import WorkbookError

FONT, FORMAT = 43, 44  # BrtFont, BrtFmt (MS-XLSB 2.4)
CELL_ERRORS = (3, 11)  # BrtCellError, BrtFmlaError
STRUCK = 0x08


def read_facts(path: Path, name: str) -> dict[str, SheetFacts]:
    """Return nothing; refuse a book whose styles change what cells say.

    Raises:
        WorkbookError: it has such styles, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as package:
            part = next((one for one in package.namelist() if one.lower().endswith("styles.bin")), None)
            styles = package.read(part) if part else b""
            sheets = [one for one in package.namelist() if re.search(r"/worksheets/[^/]+\.bin$", one, re.I)]
            has_errors = any(kind in CELL_ERRORS for one in sheets for kind, _ in _records(package.read(one)))
        if has_errors:
            raise WorkbookError(f"{name}：.xlsb 文件里有公式错误的格，读不出是哪些，请改正公式，{SAVE_AGAIN}")
        for kind, at in _records(styles):
            if kind == FONT and unpack_from("<H", styles, at + 2)[0] & STRUCK:
                raise WorkbookError(f"{name}：.xlsb 文件里有删除线，读不出是哪些格，{SAVE_AGAIN}")
            if kind == FORMAT:
                length = unpack_from("<I", styles, at + 2)[0]
                code = styles[at + 6 : at + 6 + 2 * length].decode("utf-16-le", errors="replace")
                if number_format.is_telling(code):
                    raise WorkbookError(f"{name}：.xlsb 文件里有改变数字含义的单元格格式（{code}），{SAVE_AGAIN}")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, too_short, IndexError, KeyError):
        raise WorkbookError(f"{name}：文件已损坏，{SAVE_AGAIN}") from None
    return {}


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the kind of each record and where its content begins."""
    at = 0
    while at < len(content):
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[at] << 7)
            at += 1
        size = shift = 0
        while True:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at
        at += size
