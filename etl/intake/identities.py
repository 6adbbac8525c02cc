"""Identities of figures: what must hold between columns of one sheet if each is read right, counted row by row.

Amounts are whole cents, compared exactly; what is allowed beside is only the rounding that the sheet itself shows: half
of the last place in which a column is written (a column in 亿元 with four decimals: 0.5 万元).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isqrt
from typing import Any

import numpy as np

from etl.intake.money import FACTORS, amounts

FEW_ROWS = 2  # rows that may disagree without speaking against a reading: each is told by name
FEW_SHARE = 0.05
NAMED_ROWS = 5
FINEST_SHARE = 6  # decimals of a fraction; more are the rest of a division


@dataclass(frozen=True)
class Identity:
    """One thing that must hold between columns, and in how many rows it does.

    Attributes:
        name: total, cumulative, months, share, components, projects, month, plan_known or total_known.
        fields: of the columns that take part.
        checked: rows in which all of them say something that could differ.
        agree: those in which it holds.
        tolerance: what is allowed beside, in words.
        rows: Excel rows in which it does not hold, the first few.
        text: the identity in words.
    """

    name: str
    fields: tuple[str, ...]
    checked: int
    agree: int
    tolerance: str
    rows: tuple[int, ...] = ()
    text: str = ""

    @property
    def verdict(self) -> str:
        """Return satisfied, contradicted, or not_applicable where nothing could be checked."""
        if not self.checked:
            return "not_applicable"
        wrong = self.checked - self.agree
        few = wrong <= max(FEW_ROWS, int(self.checked * FEW_SHARE)) and self.agree > wrong
        return "satisfied" if few else "contradicted"

    def to_json(self) -> dict[str, Any]:
        """Return it as the report tells it."""
        return {
            "name": self.name,
            "columns": list(self.fields),
            "rows_checked": self.checked,
            "rows_agree": self.agree,
            "tolerance": self.tolerance,
            "verdict": self.verdict,
            "rows": list(self.rows),
            "text": self.text,
        }


@dataclass(frozen=True)
class Figures:
    """A column of amounts in whole cents of 万元.

    Attributes:
        cents: the amounts, 0 where nothing is said.
        said: where something is said.
        grain: the last place in which they are written, in cents, at most one of their unit.
        is_whole: no amount has a decimal in its unit: their sum is not rounded.
    """

    cents: np.ndarray
    said: np.ndarray
    grain: int
    is_whole: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing but zero is said."""
        return not self.cents[self.said].any()

    def total(self, places: Iterable[int] | None = None) -> int:
        """Return the exact sum in cents, of all or of some places."""
        return sum((self.cents if places is None else self.cents[list(places)]).tolist())


def figures(values: Sequence[Decimal | None], unit: str = "万元") -> Figures:
    """Return a column's amounts for comparing; ``unit`` is the one they are written in."""
    exact = amounts(values).exact
    halves = np.frombuffer(exact.buffers()[1], dtype="<i8").reshape(-1, 2)[exact.offset : exact.offset + len(exact)]
    said = exact.is_valid().to_numpy(zero_copy_only=False)
    cents = np.where(said, halves[:, 0], 0)
    grain, found, whole = 1, cents[cents != 0], int(FACTORS.get(unit, Decimal(1)) * 100)
    while len(found) and grain < whole and not (found % (grain * 10)).any():
        grain *= 10
    return Figures(cents, said, grain, grain >= whole)


def rounding(*columns: Figures) -> int:
    """Return by how many cents a relation of these columns may be out: half of each one's last place."""
    return sum((column.grain + 1) // 2 for column in columns)


def of_sum(column: Figures, count: int) -> int:
    """Return by how many cents a sum of ``count`` rounded amounts may be out: 0.5 万元, or as roundings add up."""
    return max(50, 0 if column.is_whole else column.grain * (isqrt(max(count, 1)) + 1) // 2)


def equal_sums(
    name: str, fields: tuple[str, ...], parts: Sequence[Figures], whole: Figures, numbers: Sequence[int], text: str
) -> Identity:
    """Check that parts add up to a whole in each row where the whole and one part are said, and not all is zero.

    Args:
        name: the identity's.
        fields: of the columns that take part.
        parts: columns of amounts.
        whole: what they add up to.
        numbers: each row's number in Excel.
        text: the identity in words.
    """
    is_one_said = np.logical_or.reduce([part.said for part in parts])
    added = sum(part.cents for part in parts)
    checked = whole.said & is_one_said & ((added != 0) | (whole.cents != 0))
    allowed = rounding(*parts, whole)
    wrong = checked & (np.abs(added - whole.cents) > allowed)
    return _identity(name, fields, checked, wrong, f"±{Decimal(allowed) / 100} 万元", numbers, text)


@dataclass(frozen=True)
class Shares:
    """A column of shares: the numbers as they stand (where there is none: NaN), and with how many decimals."""

    values: np.ndarray
    decimals: int


def share(
    fields: tuple[str, ...], shares: Shares, part: Figures, whole: Figures, numbers: Sequence[int], text: str
) -> Identity:
    """Check a column of shares against two columns of amounts; written as a fraction or in percent, whichever fits.

    Args:
        fields: of the two columns.
        shares: the column's, as they stand.
        part: the numerator.
        whole: the denominator.
        numbers: each row's number in Excel.
        text: the identity in words.
    """
    checked = ~np.isnan(shares.values) & part.said & (part.cents != 0) & (whole.cents > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(checked, part.cents / np.where(whole.cents > 0, whole.cents, 1), 0.0)
        slack = ((part.grain + 1) // 2 + ratio * ((whole.grain + 1) // 2)) / np.where(whole.cents > 0, whole.cents, 1)
    best: Identity | None = None
    for scale in (1.0, 100.0):
        places = min(shares.decimals, FINEST_SHARE)
        half = 0.5 * 10.0**-places / scale
        wrong = checked & (np.abs(shares.values / scale - ratio) > half + slack + 1e-9)
        words = f"±{Decimal(repr(round(half * 100, 8))).normalize():f} 个百分点"
        one = _identity("share", fields, checked, wrong, words, numbers, text)
        best = one if best is None or one.agree > best.agree else best
    assert best is not None  # noqa: S101
    return best


def shares_in(cells: Sequence[Any]) -> Shares:
    """Read a column of shares: numbers, or texts such as 35.4%."""
    found, decimals = np.full(len(cells), np.nan), 0
    for place, cell in enumerate(cells):
        text = cell.strip().rstrip("%％").strip() if isinstance(cell, str) else repr(cell)
        if isinstance(cell, bool) or not isinstance(cell, str | int | float) or not text:
            continue
        try:
            number = Decimal(text)
        except ArithmeticError:
            continue
        if number.is_finite():
            found[place] = float(number)
            decimals = max(decimals, -int(number.normalize().as_tuple().exponent))
    return Shares(found, decimals)


def _identity(
    name: str,
    fields: tuple[str, ...],
    checked: np.ndarray,
    wrong: np.ndarray,
    tolerance: str,
    numbers: Sequence[int],
    text: str,
) -> Identity:
    places = np.flatnonzero(wrong)
    rows = tuple(numbers[place] for place in places[:NAMED_ROWS].tolist())
    return Identity(name, fields, int(checked.sum()), int(checked.sum() - wrong.sum()), tolerance, rows, text)
