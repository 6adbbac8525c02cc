"""One cell's value: percents, codes, names, texts. A cell that cannot be read becomes a Fault, never 0.

Every reader takes a raw cell and returns the value, None for “nothing said”, or a Fault with the reason in Chinese.
Numbers go through `Decimal(repr(x))`: what the cell shows is what is stored, no binary rest.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from etl.intake.text import (
    DOUBTFUL,
    ERRORS,
    IN_FORMAT,
    UNCALCULATED,
    as_text,
    is_nothing,
    is_run_together,
    plain,
    shown,
    shown_each,
)

STROKES = "-—–―－/\\\\_"
CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
LETTER = re.compile(r"[^\W\d_]")
MARKS = "★☆▲△●○◆◇■□※*"
# “1.甲项目”, “★乙项目”, not “1.5万吨”
ITEM_NUMBER = re.compile(rf"[{MARKS}\s]*(?:\d{{1,3}}[、.．](?!\d)\s*)?(?=[^\W\d_])")
YES = frozenset({"是", "√", "✓", "✔", "有", "需要", "需", "适用", "涉及", "y", "yes", "true", "1", "已", "对"})
NO = frozenset(
    {"否", "×", "✗", "✘", "x", "无", "不需要", "不需", "不适用", "不涉及", "n", "no", "false", "0", "免", "未"}
)


class Fault(str):
    """Why a cell could not be read, in words for the person who filled it in."""

    __slots__ = ()


Reader = Callable[[Any], Any]


def read_column(cells: Sequence[Any], read: Reader) -> tuple[list[Any], dict[int, Fault]]:
    """Read a column: each different value once. Faulty cells come out None and are given by position."""
    types = set(map(type, cells))
    if bool in types:  # True equals 1 and would be taken for it
        cells = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
    different = set(cells)
    if types == {str} and read in EACH and 2 * len(different) > len(cells) and not any(map(_is_marked, different)):
        values = EACH[read](cells)  # hardly any text stands twice
    else:
        meanings = _meanings(different, read)
        values = [meanings[cell] for cell in cells]
    if Fault not in set(map(type, values)):
        return values, {}
    faults = {index: value for index, value in enumerate(values) if type(value) is Fault}
    return [None if type(value) is Fault else value for value in values], faults


def _is_marked(text: str) -> bool:
    return text[:1] == "#"


def _meanings(cells: set[Any], read: Reader) -> dict[Any, Any]:
    """Return what each cell means; plain texts all at once where the reader can."""
    read_each = EACH.get(read)
    texts = [cell for cell in cells if type(cell) is str and cell and cell[0] != "#"] if read_each else []
    found = dict(zip(texts, read_each(texts), strict=True)) if read_each else {}
    found.update({cell: read_one(cell, read) for cell in cells.difference(found)})
    return found


def read_one(cell: Any, read: Reader) -> Any:  # noqa: ANN401
    """Read one cell; formulas that failed or were never calculated are faults whatever the reader."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str) and cell[0] == "#":
        if cell == UNCALCULATED:
            return Fault("公式没有计算过，请在 Excel 里打开、保存后重发")
        if doubt := DOUBTFUL.fullmatch(cell):
            return Fault(doubt[1])
        if written := IN_FORMAT.fullmatch(cell):
            return read(written[3] + written[1])
        if cell.strip() in ERRORS:
            return Fault(f"公式错误 {cell.strip()}，请在 Excel 里改正公式后重发")
    return read(cell)


def decimal_of(cell: Any) -> Decimal | None:  # noqa: ANN401
    """Return a bare number exactly; None where the cell is none, or runs several together."""
    if type(cell) is float or type(cell) is int:
        number = Decimal(repr(cell))
        return number if number.is_finite() else None
    if isinstance(cell, str):
        text = plain(cell).replace(",", "")
        if is_run_together(cell):
            return None
        return Decimal(text) if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text) else None
    return None


def number(cell: Any) -> float | Fault | None:  # noqa: ANN401
    """Read a plain number, such as a longitude."""
    if isinstance(cell, str) and is_nothing(plain(cell)):
        return None
    found = decimal_of(cell.rstrip("°") if isinstance(cell, str) else cell)
    return Fault("不是数字，请改成数字") if found is None else float(found)


def whole(cell: Any) -> int | Fault | None:  # noqa: ANN401
    """Read a count of days: 15, “15个工作日”."""
    if isinstance(cell, str):
        if is_run_together(cell):
            return Fault("一格里有几段数字或注码，连成了一个数，请只留一个数")
        cell = re.sub(r"^约|(?:个)?(?:工作日|自然日|日|天)(?:内|以内)?$", "", plain(cell))
        if is_nothing(cell):
            return None
    found = decimal_of(cell)
    return int(found) if found is not None and found == int(found) else Fault("不是整数天数，请改成数字")


def year(cell: Any) -> int | Fault | None:  # noqa: ANN401
    """Read a year: 2026, “2026年”, “2026年度”."""
    if isinstance(cell, str):
        cell = re.sub("年度?$", "", plain(cell))
        if is_nothing(cell):
            return None
    found = decimal_of(cell)
    is_year = found is not None and found == int(found) and 1990 <= found < 2100
    return int(found) if found is not None and is_year else Fault("不是年份，请写成 2026")


def text(cell: Any) -> str | None:  # noqa: ANN401
    """Read free text; “—” and “/” alone are nothing, “无” is said and kept."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return _said(shown(cell if type(cell) is str else as_text(cell)))


def _texts(cells: Sequence[str]) -> list[str | None]:
    return [_said(found) for found in shown_each(cells)]


def _said(found: str) -> str | None:
    return None if len(found) < 9 and not found.strip(STROKES) else found


def identifier(cell: Any) -> str | None:  # noqa: ANN401
    """Read a number or code that names something: kept as text, 7.0 as “7”."""
    found = plain(as_text(cell))
    return None if is_nothing(found) else found


def name(cell: Any) -> str | Fault | None:  # noqa: ANN401
    """Read a project's name, without an item number or a mark before it."""
    return _named(text(cell))


def _names(cells: Sequence[str]) -> list[str | Fault | None]:
    return [_named(found) for found in _texts(cells)]


def _named(found: str | None) -> str | Fault | None:
    if found is None or is_nothing(found):
        return None
    if found[0].isalpha():
        return found
    if not LETTER.search(found):
        return Fault("不是项目名称，请填写名称")
    return found if LETTER.match(found) else ITEM_NUMBER.sub("", found, count=1)


def code(cell: Any) -> str | Fault | None:  # noqa: ANN401
    """Read a unified project code: the shape is checked, the check digit is not public."""
    if isinstance(cell, str) and cell.isascii() and CODE.fullmatch(cell):
        return cell
    found = plain(as_text(cell)).replace("_", "-")
    if is_nothing(found):
        return None
    if CODE.fullmatch(found):
        return found
    return Fault("不是统一项目代码（24位，如 2601-430211-04-01-123456），本行按项目名称载入，请补正代码")


def _codes(cells: Sequence[str]) -> list[str | Fault | None]:
    return [cell if cell.isascii() and CODE.fullmatch(cell) else code(cell) for cell in cells]


def yes_no(cell: Any) -> bool | Fault | None:  # noqa: ANN401
    """Read 是/否, √/×, 适用/不适用."""
    found = plain(as_text(cell)).lower()
    if found in YES:
        return True
    if found in NO:
        return False
    return None if is_nothing(found) else Fault("不是“是”或“否”，请改成“是”或“否”")


# those that read many texts at once, several times quicker than one by one
EACH: dict[Reader, Callable[[Sequence[str]], list[Any]]] = {text: _texts, name: _names, code: _codes}
