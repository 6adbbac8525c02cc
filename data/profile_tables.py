"""The csv files of a district's folder, as Excel in China saves them: utf-8 or GBK, commas, semicolons or tabs.

Every fault names file, row, column and the next step; all faults of a file are gathered before it is refused.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ENCODINGS = ("utf-8-sig", "gb18030")
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SEPARATORS = ",\t;，；"
BETWEEN_NAMES = re.compile(r"\s*[|｜;；、]\s*")
YES, NO = ("是", "true", "1", "y", "yes", "√"), ("否", "false", "0", "n", "no", "×")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)  # of China


class TableError(ValueError):
    """A csv of the folder that cannot be read; names row, column and the next step, in Chinese."""


@dataclass(frozen=True)
class Field:
    """One column: what it is also called, and how its cells are read."""

    names: tuple[str, ...]
    read: Callable[[str], Any]
    is_needed: bool = False


def _text(cell: str) -> str:
    return cell


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in BETWEEN_NAMES.split(cell) if name)


def _yes(cell: str) -> bool:
    word = _plain(cell)
    if word in YES or word in NO:
        return word in YES
    raise ValueError("应写 是 或 否")


def _code(cell: str) -> str:
    code = _plain(cell)
    if not code.isdigit():
        raise ValueError("应是只有数字的代码；Excel 写成 4.3E+08 的，请把这一列设为文本再填")
    return code


def _degrees(name: str, low: float, high: float) -> Callable[[str], float]:
    def read(cell: str) -> float:
        try:
            number = float(_plain(cell))
        except ValueError:
            raise ValueError(f"不是数字，{name}应写作十进制的度") from None
        if not low <= number <= high:
            raise ValueError(f"{name}应在 {low:g} 至 {high:g} 度之间，请查经度、纬度是否写反")
        return number

    return read


def _day(cell: str) -> date:
    found = DAY.fullmatch(_plain(cell))
    try:
        return date(*map(int, found.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise ValueError("不是日期，应写作 2026-10-01") from None


TABLES: dict[str, dict[str, Field]] = {
    "units.csv": {
        "name": Field(("名称", "单位名称", "责任单位"), _text, is_needed=True),
        "kind": Field(("类别", "单位类别"), _text, is_needed=True),
        "league": Field(("组别", "排名组"), _text),
        "is_ranked": Field(("参加排名", "是否参加排名"), _yes),
        "aliases": Field(("别名", "其他名称"), _names),
        "predecessors": Field(("前身", "并入的单位"), _names),
    },
    "towns.csv": {
        "name": Field(("名称", "镇街", "镇街名称"), _text, is_needed=True),
        "code": Field(("代码", "区划代码"), _code),
        "kind": Field(("类别",), _text),
        "longitude": Field(("经度",), _degrees("经度", *LONGITUDES)),
        "latitude": Field(("纬度",), _degrees("纬度", *LATITUDES)),
        "aliases": Field(("别名", "其他名称"), _names),
    },
    "holidays.csv": {
        "date": Field(("日期",), _day, is_needed=True),
        "is_working": Field(("上班", "是否上班"), _yes, is_needed=True),
        "name": Field(("名称", "说明"), _text),
    },
}


def read_table(path: Path) -> list[dict[str, Any]]:
    """Read one of the folder's csv files; blank rows, columns and cells are left out, no file is no rows.

    Raises:
        TableError: with every fault of the file, one a line.
    """
    if not path.exists():
        return []
    fields = TABLES[path.name]
    lines = _lines(path)
    top = next((number for number, line in enumerate(lines) if any(line)), None)
    if top is None:
        return []
    columns = _columns(path, lines[top], fields)
    faults: list[str] = []
    rows: list[dict[str, Any]] = []
    first_rows: dict[str, int] = {}
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        if not any(line):
            continue
        row = _row(f"{path.name} 第 {number} 行", line, columns, fields, faults)
        name = row.get("name")
        if path.name != "holidays.csv" and name and first_rows.setdefault(name, number) != number:
            faults.append(f"{path.name} 第 {number} 行：“{name}”与第 {first_rows[name]} 行重名，请删去一行")
        rows.append(row)
    if faults:
        raise TableError("\n".join(f"{path.parent / fault}" for fault in faults))
    return rows


def heading(name: str, field: Field) -> str:
    """Return what a column is called, for people."""
    return f"{field.names[0]}（{name}）"


def _row(
    where: str, line: list[str], columns: list[str | None], fields: dict[str, Field], faults: list[str]
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    if len(list(filter(None, line))) == 1 and sum(map(line[0].count, SEPARATORS)) > 1:
        faults.append(f"{where}：各格没有像第一行那样分开（“{line[0][:20]}”），请改用与第一行相同的分隔符")
        return row
    for at, cell in enumerate(line):
        name = columns[at] if at < len(columns) else None
        if not cell:
            continue
        if name is None:
            faults.append(f"{where}第 {at + 1} 列：“{cell}”上面没有列名，请写上列名或删去（名称中有逗号的要加引号）")
            continue
        try:
            row[name] = fields[name].read(cell)
        except ValueError as error:
            faults.append(f"{where}“{heading(name, fields[name])}”：“{cell}”{error}")
    wanting = [name for name, field in fields.items() if field.is_needed and not line_has(line, columns, name)]
    faults += [f"{where}“{heading(name, fields[name])}”：没有填，请补上或删去这一行" for name in wanting]
    return row


def line_has(line: list[str], columns: list[str | None], name: str) -> bool:
    """Tell whether a row has something in a column."""
    return any(cell for cell, column in zip(line, columns, strict=False) if column == name)


def _columns(path: Path, line: list[str], fields: dict[str, Field]) -> list[str | None]:
    known = {_plain(word): name for name, field in fields.items() for word in (name, *field.names)}
    found = [known.get(_plain(cell)) if cell else None for cell in line]
    may = "、".join(heading(name, field) for name, field in fields.items())
    unknown = [cell for cell, name in zip(line, found, strict=True) if cell and name is None]
    if unknown:
        raise TableError(f"{path} 第一行：不认识的列“{'、'.join(unknown)}”，可用：{may}")
    if twice := {name for name in found if name and found.count(name) > 1}:
        raise TableError(f"{path} 第一行：列“{'、'.join(sorted(twice))}”写了两次，请删去一列")
    if wanting := [name for name, field in fields.items() if field.is_needed and name not in found]:
        words = "、".join(heading(name, fields[name]) for name in wanting)
        raise TableError(f"{path} 第一行：缺少列“{words}”，请补上")
    return found


def _lines(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    if raw.startswith(WORKBOOKS):
        raise TableError(f"{path}：是 Excel 文件，只是改了扩展名。请在 Excel 里另存为“CSV UTF-8”")
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise TableError(f"{path}：文字编码不认识，请在 Excel 里另存为“CSV UTF-8”")
    if "\0" in text:
        raise TableError(f"{path}：不是 csv 文件，请在 Excel 里另存为“CSV UTF-8”")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [[cell.strip(" \t\u3000\xa0\r\n") for cell in line] for line in lines]


def _plain(cell: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).lower()
