"""Percents: what a cell shows as one, and what its header says; never what most cells of the column look like."""

from collections.abc import Sequence, Set
from decimal import Decimal
from typing import Any

from etl.intake.text import is_nothing, plain
from etl.intake.values import Fault, Reader, decimal_of

LARGEST_SHARE = Decimal("1.5")
UNSAID_UNDER_PERCENT = Fault("表头写%，整列却都不超过1，分不清是百分数还是小数（0.35 是 35% 还是 0.35%），请写成 35%")
UNSAID_BESIDE = Fault("同列有的写百分数有的写小数，分不清这格是百分之几，请写成 35% 这样")
UNSAID_ONE = Fault("分不清是 1% 还是 100%，请写明百分号")


def percent_reader(cells: Sequence[Any], unit: str | None = None) -> Reader:
    """Return the reader of a column of percents, to fractions.

    "35%" is always 35 %; a cell with a percent format comes as such a text (``as_percents``). A bare number is read by
    the header: under “%” it is percent points. Without “%”, 35 is 35 % and 0.35 is a fraction, since nothing else makes
    sense. What cannot be told is a fault: a number up to 1.5 beside others that are points or written with “%”; a
    column under “%” of which no number exceeds 1; a column of nothing but 0 and 1.

    Args:
        cells: the column's cells.
        unit: what its header states.
    """
    texts = [plain(cell) for cell in set(cells) if isinstance(cell, str)]
    has_signs = any(text.endswith("%") for text in texts)
    numbers = {abs(number) for cell in set(cells) if (number := decimal_of(cell)) is not None and number != 0}
    has_points = any(number > LARGEST_SHARE for number in numbers)
    is_under_percent = unit == "%"
    are_fractions = bool(numbers) and max(numbers) <= 1
    if is_under_percent:
        unsaid = UNSAID_UNDER_PERCENT if are_fractions else None
    elif has_points or has_signs:
        unsaid = UNSAID_BESIDE
    else:
        unsaid = UNSAID_ONE if numbers == {1} else None

    def read(cell: Any) -> float | Fault | None:  # noqa: ANN401
        has_sign = False
        if isinstance(cell, str):
            text = plain(cell)
            if is_nothing(text):
                return None
            has_sign = text.endswith("%")
            number = decimal_of(cell.rstrip().removesuffix("%").removesuffix("％") if has_sign else cell)
        else:
            number = decimal_of(cell)
        if number is None:
            return Fault("不是百分比，请填 35 或 35%")
        if unsaid and not has_sign and 0 < abs(number) <= LARGEST_SHARE:
            return unsaid
        share = number / 100 if has_sign or is_under_percent or abs(number) > LARGEST_SHARE else number
        if not Decimal(0) <= share <= LARGEST_SHARE:
            return Fault("不在 0 到 150% 之间，请核对")
        return float(share)

    return read


def as_percents(cells: Sequence[Any], rows: Sequence[int], column: int, shown: Set[tuple[int, int]]) -> Sequence[Any]:
    """Write the cells of a column whose number is shown as a percent as the text that is seen: 0.35 as “35%”.

    Args:
        cells: the column's cells, one a row of ``rows``.
        rows: their rows in the sheet.
        column: the column's place in the sheet.
        shown: ``Sheet.percents``.
    """
    if not shown:
        return cells
    return [
        f"{(Decimal(repr(cell)) * 100):f}%" if type(cell) in (float, int) and (row, column) in shown else cell
        for row, cell in zip(rows, cells, strict=True)
    ]
