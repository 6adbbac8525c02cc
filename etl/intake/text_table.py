"""Csv and other text as cells: encoding, separator and lost zeros are judged on the whole file."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

from etl.intake import limits
from etl.intake.text import doubtful
from etl.intake.workbook_error import WorkbookError

Notice = tuple[str, int | None, str]
AS_TEXT = re.compile(r'="([^"]*)"')
DELIMITERS = ",\t;|"
SAVE_AGAIN = "请用 Excel 打开核对后另存为 .xlsx 重发"
FIGURE = re.compile(r"\s*[+-]?(?:\d[\d,]*)?(?:\.\d*)?%?\s*")
DIGIT = re.compile(r"\d")
CHINESE = re.compile("[\u3400-\u9fff]")
FEW_CHINESE = 2  # so many may come out of gb18030 bytes by chance
LOST_ZERO = re.compile(r"(?:19|20)\d\d\.1")
KEPT_ZERO = re.compile(r"(?:19|20)\d\d\.10")
ENOUGH_ROWS = 50  # of each separator's rows to be compared
SWALLOWED = 2  # separators in every line inside quotes: the lines are rows


def read(path: Path, name: str) -> tuple[list[list[Any]], list[Notice]]:
    """Return a text file's rows, all of one width, and what should be looked at.

    Raises:
        WorkbookError: its encoding or its quotes cannot be read; names the first line at fault.
    """
    text = decoded(path.read_bytes(), name)
    rows = _rows(text, name)
    if '="' in text:  # how programs keep Excel from reading a code or name as a number
        rows = [[found[1] if (found := AS_TEXT.fullmatch(cell)) else cell for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    limits.check_cells(name, len(rows), width)
    rows = [doubt_lengthened(row, at) for row, at in zip(rows, _widths(rows), strict=True)]
    rows = [row + [""] * (width - len(row)) if len(row) < width else row for row in rows]
    keep_lost_zeros(rows)
    return rows, []


def keep_lost_zeros(rows: list[list[Any]]) -> None:
    """Turn “2026.1” into a number in columns where nothing shows that zeros at the end were kept: it may be 2026.10."""
    for place in range(len(rows[0]) if rows else 0):
        at = [
            number for number, row in enumerate(rows) if type(row[place]) is str and LOST_ZERO.match(row[place].strip())
        ]
        if not any(KEPT_ZERO.fullmatch(rows[number][place].strip()) for number in at):
            for number in at:
                if LOST_ZERO.fullmatch(rows[number][place].strip()):
                    rows[number][place] = float(rows[number][place])


def _rows(text: str, name: str) -> list[list[Any]]:
    """Split the text by the separator that makes most rows of one width."""
    csv.field_size_limit(2**20)
    tried = {}
    for delimiter in DELIMITERS:
        if delimiter in text:
            try:
                tried[delimiter] = _split(text, delimiter)
            except csv.Error:
                continue
    if not tried:
        if any(delimiter in text for delimiter in DELIMITERS):
            raise WorkbookError(f"{name}：引号没有成对，分不清各格，{SAVE_AGAIN}")
        return _split(text, ",") if '"' not in text else [[line] for line in text.splitlines()]
    best = max(tried, key=lambda one: _evenness(tried[one]))
    rows = tried[best]
    for number, row in enumerate(rows, start=1):
        for cell in row:
            lines = cell.split("\n") if "\n" in cell else ()
            if len(lines) > 2 and sum(line.count(best) >= SWALLOWED for line in lines) > 1:
                raise WorkbookError(f"{name}：第 {number} 行的引号没有成对，后面的行连成了一格，{SAVE_AGAIN}")
    return rows


def _split(text: str, delimiter: str) -> list[list[Any]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    """Return how many rows have the width that most have, of those with several cells, and that width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda one: (one[1], one[0]))
    return count, width


def _widths(rows: list[list[str]]) -> list[int]:
    """Return for each row how many cells it may have: as many as the rows of words above it, where figures follow."""
    allowed, found = 0, []
    is_below = False
    for row in rows:
        said = [cell for cell in row if cell.strip()]
        figures = sum(bool(DIGIT.search(cell)) and FIGURE.fullmatch(cell) is not None for cell in said)
        is_words = len(said) > 2 and not figures
        if is_words and is_below:
            allowed, is_below = len(row), False  # another table begins
        elif not figures:
            allowed = max(allowed, len(row)) if not is_below else allowed
        elif len(said) > 2:
            is_below = True
        found.append(allowed if allowed > 1 else len(row))
    return found


def doubt_lengthened(row: list[Any], allowed: int) -> list[Any]:
    """Doubt every figure of a row that says more cells than its header has: a separator stands inside a value."""
    last = max((place for place, cell in enumerate(row) if cell.strip()), default=-1)
    if last < allowed or not any(DIGIT.search(cell) and FIGURE.fullmatch(cell) for cell in row):
        return row
    reason = f"这一行比表头多 {last + 1 - allowed} 格，像是千分位逗号或文字里的逗号拆开了格，请去掉逗号或改存 .xlsx"
    return [
        doubtful(cell, reason) if place and DIGIT.search(cell) and FIGURE.fullmatch(cell) else cell
        for place, cell in enumerate(row)
    ]


def decoded(raw: bytes, name: str) -> str:
    """Return the text of bytes in utf-8, gb18030 or utf-16.

    Raises:
        WorkbookError: they are in none of them, or in several; names the first line that cannot be read.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _wide(raw, "utf-16", name)
    sample = raw[:4096]
    if b"\0" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        encoding = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
        if encoding is None or min(even + odd, len(sample) // 20) < 1:
            raise WorkbookError(f"{name}：文字编码不认识，{SAVE_AGAIN}")
        return _wide(raw, encoding, name)
    try:
        return _clean(raw.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        pass
    lines = raw.split(b"\n")
    in_utf8 = [number for number, line in enumerate(lines, start=1) if not line.isascii() and _is_utf8(line)]
    others = [
        number for number, line in enumerate(lines, start=1) if not line.isascii() and not _decodes(line, "utf-8")
    ]
    if raw.startswith(b"\xef\xbb\xbf") or len(in_utf8) > len(others) // 10:
        first = others[0] if in_utf8 and in_utf8[0] < others[0] else in_utf8[0] if in_utf8 else others[0]
        raise WorkbookError(f"{name}：从第 {first} 行起文字编码与前面不同（一个文件里有两种编码），{SAVE_AGAIN}")
    try:
        return _clean(raw.decode("gb18030"), name)
    except UnicodeDecodeError:
        first = next((number for number in others if not _decodes(lines[number - 1], "gb18030")), others[0])
        raise WorkbookError(f"{name}：第 {first} 行的文字编码不认识，{SAVE_AGAIN}") from None


def _is_utf8(line: bytes) -> bool:
    """Tell whether a line is certainly written in utf-8: it has more Chinese letters than chance would make."""
    try:
        return len(CHINESE.findall(line.decode("utf-8"))) > FEW_CHINESE
    except UnicodeDecodeError:
        return False


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wide(raw: bytes, encoding: str, name: str) -> str:
    try:
        return _clean(raw.decode(encoding), name)
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode(encoding, errors="ignore").count("\n") + 1
        raise WorkbookError(f"{name}：第 {line} 行的文字编码不认识，{SAVE_AGAIN}") from None


def _clean(text: str, name: str) -> str:
    """Refuse a text with signs that no table has: it was read in a wrong encoding."""
    if found := re.search("[\0\ufffd\ue000-\uf8ff]", text):
        line = text.count("\n", 0, found.start()) + 1
        raise WorkbookError(f"{name}：第 {line} 行有认不出的字，文字编码不对或已损坏，{SAVE_AGAIN}")
    return text.removeprefix("\ufeff")
