"""Rows whose amounts may be sums of the rows beside them: found in binary for all at once, exactly for those few."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np

from etl.intake.columns import Column
from etl.intake.money import Amounts

ZERO, HALF = Decimal(0), Decimal("0.5")
LEAST_ROUNDED = 1000  # 万元: below, rounding to whole 万元 would be too coarse to tell a sum


class AmountColumn:
    """One column of amounts: exact, and in binary for looking; rows known to be sums are zero."""

    def __init__(self, column: Column, read: Amounts) -> None:
        self.column, self._read = column, read
        self.is_said = read.exact.is_valid().to_numpy(zero_copy_only=False).copy()
        self.rough = np.where(self.is_said, read.rough.to_numpy(zero_copy_only=False), 0.0)

    @cached_property
    def exact(self) -> list[Decimal | None]:
        """The amounts, looked at where some row may be a sum."""
        return list(self._read)

    @cached_property
    def step(self) -> Decimal:
        """The largest power of ten that divides all amounts."""
        return _step(self.exact)

    def allowed(self, place: int) -> Decimal:
        """Return how far a sum may be off: half a unit where it was rounded to whole ones among amounts with cents."""
        amount = self.exact[place] or ZERO
        is_rounded = self.step < 1 and amount >= LEAST_ROUNDED and amount == amount.to_integral_value()
        return HALF if is_rounded else ZERO

    def clear(self, place: int) -> None:
        """Leave out a row that is known to be a sum."""
        self.exact[place], self.rough[place], self.is_said[place] = None, 0.0, False


def _step(exact: Sequence[Decimal | None]) -> Decimal:
    step = Decimal("0.01")
    cents = {int(amount * 100) for amount in exact if amount}
    while cents and all(amount % 10 == 0 for amount in cents):
        cents, step = {amount // 10 for amount in cents}, step * 10
    return step


def candidates(amounts: list[AmountColumn]) -> list[int]:
    """Return the places that may be the sum of a run beside them, or of all others, in every amount they say."""
    if not amounts:
        return []
    count = len(amounts[0].rough)
    below, above, all_others = (np.ones(count, dtype=bool) for _ in range(3))
    has_amount = np.zeros(count, dtype=bool)
    spans = [[np.arange(1, count + 1), np.full(count, count)] for _ in range(2)]
    for one in amounts:
        values, total = one.rough, one.rough.sum()
        off = np.where((values == np.rint(values)) & (values >= LEAST_ROUNDED), 0.51, 0.004) + total * 1e-12
        all_others &= ~one.is_said | (np.abs(2 * values - total) <= off)
        has_amount |= values != 0
        for span, fits, turn in ((spans[0], below, 1), (spans[1], above, -1)):
            if (values < 0).any():
                fits &= ~one.is_said[::turn]
                continue
            before = np.concatenate(([0.0], np.cumsum(values[::turn])))
            goal, said = before[1:] + values[::turn], one.is_said[::turn]
            first = np.searchsorted(before, goal - off[::turn], side="left")
            last = np.searchsorted(before, goal + off[::turn], side="right") - 1
            span[0] = np.where(said, np.maximum(span[0], first), span[0])
            span[1] = np.where(said, np.minimum(span[1], last), span[1])
    below &= spans[0][0] <= spans[0][1]
    above &= spans[1][0] <= spans[1][1]
    return [int(place) for place in np.flatnonzero(has_amount & (below | above[::-1] | all_others))]


def reach(places: range, said: list[tuple[AmountColumn, Decimal, Decimal]]) -> int:
    """Return how many of the places, from the first on, add up to what is said; 0 where no number of them does."""
    left = [amount for _, amount, _ in said]
    for number, place in enumerate(places, start=1):
        left = [rest - (one.exact[place] or ZERO) for rest, (one, _, _) in zip(left, said, strict=True)]
        if all(abs(rest) <= off for rest, (_, _, off) in zip(left, said, strict=True)):
            return number
        if any(rest < -off for rest, (_, _, off) in zip(left, said, strict=True)):
            return 0
    return 0
