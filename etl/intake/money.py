"""Amounts: any way of writing them → 万元 in exact decimals, a column at once.

Numbers go through their shortest decimal form, `repr(x)`: what the cell shows is what is stored, no binary rest.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.intake.text import IN_FORMAT, doubtful, is_nothing, is_run_together, plain, texts_of
from etl.intake.values import Fault, Reader, read_column

EXACT = pa.decimal128(18, 2)
CENT = Decimal("0.01")
TOO_LARGE = Decimal(10) ** 16
MOST_CENTS = 10**15  # up to 15 digits every decimal has a binary number of its own: cents / 100 == x says all
AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?[¥$]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?P<power>e[+-]?\d+)?"
    r"(?P<close>\))?(?P<unit>亿元?|千万元?|百万元?|万元?|千元|元)?",
    re.IGNORECASE,
)
FACTORS = {name: Decimal(factor) for name, factor in {"元": "0.0001", "千元": "0.1", "万元": "1"}.items()} | {
    "百万元": Decimal(100),
    "千万元": Decimal(1000),
    "亿元": Decimal(10000),
}
DOLLARS = {"美元": Decimal("0.0001"), "千美元": Decimal("0.1"), "万美元": Decimal(1), "亿美元": Decimal(10000)}


NOT_A_NUMBER = Fault("不是数字，请改成数字（单位写在表头）")


class Amounts(Sequence[Decimal | None]):
    """A column of amounts: an Arrow array of exact decimals that reads like a list of them."""

    def __init__(self, exact: pa.Array) -> None:
        self.exact = exact

    @cached_property
    def _listed(self) -> list[Decimal | None]:
        return self.exact.to_pylist()

    @cached_property
    def rough(self) -> pa.Array:
        """The amounts as binary numbers: to look for suspects, never to add up."""
        return self.exact.cast(pa.float64())

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401
        return self._listed[place]

    def __len__(self) -> int:
        return len(self.exact)

    def __iter__(self) -> Iterator[Decimal | None]:
        return iter(self._listed)


def amounts(values: Sequence[Decimal | None]) -> Amounts:
    """Return the values as a column."""
    return values if isinstance(values, Amounts) else Amounts(pa.array(values, EXACT))


def read_amounts(cells: Sequence[Any], unit: str, dollar: Decimal | None) -> tuple[Amounts, dict[int, Fault]]:
    """Read a column of amounts; faults by position. A column of bare numbers in 万元 is read by Arrow as a whole."""
    if unit == "万元" and set(map(type, cells)) <= {float, int, str}:
        try:
            numbers = pa.array([None if cell == "" else cell for cell in cells], pa.float64())
            return Amounts(_exact(numbers)), {}
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            pass  # a text among them, or more digits than amounts have: cell by cell
    values, faults = read_column(cells, money_reader(unit, dollar))
    return amounts(values), faults


def _exact(numbers: pa.Array) -> pa.Array:
    """Round half up on the decimal form of each number; the many that have no more than two decimals as a whole."""
    given = numbers.to_numpy(zero_copy_only=False)
    said = numbers.is_valid().to_numpy(zero_copy_only=False)
    with np.errstate(over="ignore"):  # what grows beyond all bounds is not whole, and is read by its digits
        cents = np.rint(np.where(said, given, 0) * 100)
    is_whole = (np.abs(cents) < MOST_CENTS) & (cents / 100 == given)
    exact = _decimals(np.where(is_whole, cents, 0).astype(np.int64), said)
    if (is_whole | ~said).all():
        return exact
    is_finer = pa.array(said & ~is_whole)
    digits = numbers.filter(is_finer).cast(pa.string()).cast(pa.decimal128(38, 18))
    return pc.replace_with_mask(exact, is_finer, pc.round(digits, 2, "half_towards_infinity").cast(EXACT))


def _decimals(cents: np.ndarray, said: np.ndarray) -> pa.Array:
    """Return whole cents as decimals: 128 bits each, the upper half is the sign's."""
    halves = np.empty((len(cents), 2), dtype="<i8")
    halves[:, 0], halves[:, 1] = cents, cents >> 63
    is_said = pa.py_buffer(np.packbits(said, bitorder="little"))
    return pa.Array.from_buffers(EXACT, len(cents), [is_said, pa.py_buffer(halves)])


def money_reader(unit: str = "万元", dollar: Decimal | None = None) -> Reader:
    """Return the reader of amounts in ``unit``, to 万元 with two decimals.

    Args:
        unit: what the header, the sheet's note or its title states.
        dollar: 万元 of one 万美元, from the profile's exchange rate; without it dollar cells are faults.
    """
    factor = FACTORS.get(unit)
    if factor is None and unit in DOLLARS and dollar is not None:
        factor = DOLLARS[unit] * dollar

    def read(cell: Any) -> Decimal | Fault | None:  # noqa: ANN401
        if type(cell) is float or type(cell) is int:
            if factor is not None and -1e12 < cell < 1e12:
                return (Decimal(repr(cell)) * factor).quantize(CENT, ROUND_HALF_UP)
            number, stated = Decimal(repr(cell)), None
        elif isinstance(cell, str):
            text = plain(cell)
            if is_nothing(text):
                return None
            found = AMOUNT.fullmatch(text)
            if not found or bool(found["open"]) != bool(found["close"]) or (found["open"] and found["sign"]):
                return NOT_A_NUMBER
            if is_run_together(cell):
                return Fault("一格里有几段数字或注码（换行、空格、①、上标），连成了一个数，请只留一个数")
            number = Decimal(found["number"].replace(",", "") + (found["power"] or ""))
            if found["open"] or found["sign"] == "-":
                number = -number
            stated = found["unit"]
        else:
            return Fault("是日期或时间，不是金额，请把单元格格式改为数值")
        scale = FACTORS[stated if stated.endswith("元") else f"{stated}元"] if stated else factor
        if scale is None:
            return Fault(_no_rate(unit))
        if not number.is_finite() or abs(number * scale) >= TOO_LARGE:
            return Fault("数字过大或无效，请核对")
        return (number * scale).quantize(CENT, ROUND_HALF_UP)

    return read


def _no_rate(unit: str) -> str:
    if "/" in unit:
        return f"表头写了几种单位（{unit}），不知是哪一种，请分列填写"
    if unit in DOLLARS:
        return (
            f"单位是{unit}，本区没有汇率，请改填万元后重发，或由维护人员补上当年汇率（profile.toml 的 exchange_rate）"
        )
    return f"不认识单位“{unit}”，请改用元、万元、亿元"


def with_format_units(cells: Sequence[Any], unit: str, *, is_stated: bool) -> Sequence[Any]:
    """Take the units that number formats write behind the numbers of a column.

    Args:
        cells: the column's cells.
        unit: the unit the column is read in.
        is_stated: header or sheet state it; a format that means another amount contradicts them and is doubted.
    """
    if str not in set(map(type, cells)) or not any(text.startswith("#单位") for text in set(texts_of(cells))):
        return cells
    return [_with_unit(cell, unit, is_stated=is_stated) if isinstance(cell, str) else cell for cell in cells]


def _with_unit(cell: str, unit: str, *, is_stated: bool) -> str:
    found = IN_FORMAT.fullmatch(cell)
    if not found:
        return cell
    own = found[1] if found[1].endswith("元") else f"{found[1]}元"
    seen, stored = Decimal(found[3]), Decimal(found[2])
    if unit not in FACTORS or own not in FACTORS:
        return doubtful(found[3] + found[1], f"单元格格式写的单位是{found[1]}，与表头的{unit}对不上，请统一单位")
    meant = seen * FACTORS[own]
    if is_stated and meant not in (seen * FACTORS[unit], stored * FACTORS[unit]):
        return doubtful(found[3] + found[1], f"单元格格式写的单位是{found[1]}，表头写的是{unit}，互相矛盾，请统一单位")
    return f"{meant:f}万元"
