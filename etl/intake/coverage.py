"""What each total of a table covers: the run of projects whose sums it says, found by its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Any

from etl.intake.columns import Column
from etl.intake.money import FACTORS, amounts, read_amounts
from etl.intake.reading import Table
from etl.intake.rows import Rows, Total, is_figure

ZERO = Decimal(0)
LEAST_ALLOWED = Decimal("0.5")  # 万元

Span = tuple[int, int]  # rows of a sheet, from 0, the last one excluded


@dataclass(frozen=True)
class Sums:
    """One amount column: what its totals say, and the sum of all its projects before each row, in 万元."""

    column: Column
    said: dict[int, Decimal]  # by row of a total
    before: list[Decimal]
    allowed: Decimal

    def of(self, span: Span) -> Decimal:
        """Return the sum of the projects in some rows."""
        return self.before[span[1]] - self.before[span[0]]

    def agrees(self, row: int, span: Span) -> bool:
        """Tell whether a total is the sum of these rows, as exactly as amounts are shown."""
        return abs(self.said[row] - self.of(span)) <= self.allowed


def sums_of(table: Table, rows: Rows, columns: list[tuple[Any, ...]]) -> list[Sums]:
    """Return each amount column of a table with its sums.

    Args:
        table: its columns, read.
        rows: its account: what is summed are the rows that load.
        columns: the sheet's cells turned by column.
    """
    totals = [total.row for total in rows.totals]
    if not totals:
        return []
    found = []
    for column in table.header.columns:
        values = table.of(column)
        if not is_figure(table.kind, column) or values is None:
            continue
        unit = table.units[column.index]
        read, _ = read_amounts([columns[column.index][row] for row in totals], unit, None)
        if column.plus is not None:
            more, _ = read_amounts([columns[column.plus][row] for row in totals], table.units[column.plus], None)
            read = amounts(
                [None if one is None or own is None else one + own for one, own in zip(read, more, strict=True)]
            )
        said = {row: amount for row, amount in zip(totals, read, strict=True) if amount is not None}
        allowed = max(LEAST_ALLOWED, FACTORS.get(unit, Decimal(1)) / 200)
        found.append(Sums(column, said, _running(table.rows, rows, values), allowed))
    return found


def settle(rows: Rows, sums: Sequence[Sums], first: int) -> None:
    """Write into each total which projects it covers: of the runs it may be of, the one that most of its amounts are.

    Args:
        rows: the table's account; its totals are changed.
        sums: its amount columns.
        first: its first row below the header.
    """
    rows.totals = [_settled(rows, total, sums, first) for total in rows.totals]


def _settled(rows: Rows, total: Total, sums: Sequence[Sums], first: int) -> Total:
    said = [one for one in sums if total.row in one.said]
    best, most = None, 0
    for span in runs(rows, total.row, first):
        agreeing = sum(one.agrees(total.row, span) for one in said)
        if agreeing > most:
            best, most = span, agreeing
    if best is None:
        return total
    covered = tuple(row for row in rows.loaded if best[0] <= row < best[1] and rows.outcome[row] == "loaded")
    return replace(total, covers=covered, is_proven=most == len(said))


def runs(rows: Rows, row: int, first: int) -> list[Span]:
    """Return the rows that a total may be of: all, those above it from some heading or total on, those below it."""
    count = len(rows.outcome)
    fences = sorted({*(total.row for total in rows.totals), *rows.headings, row, first - 1, count})
    place = fences.index(row)
    return [
        (first, count),
        *((fence + 1, row) for fence in fences[:place]),
        *((row, fence) for fence in fences[place + 1 :]),
    ]


def _running(read: Sequence[int], rows: Rows, values: Sequence[Decimal | None]) -> list[Decimal]:
    amounts = [ZERO] * len(rows.outcome)
    for row, amount in zip(read, values, strict=True):
        amounts[row] = amount if amount is not None and rows.outcome[row] == "loaded" else ZERO
    return list(accumulate(amounts, initial=ZERO))
