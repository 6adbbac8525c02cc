"""How a score is made of its items (考核得分): exact fractions to the end, then half up to two decimals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

CAPPED = frozenset({"形象进度", "年度投资计划"})  # min(1, …): who is ahead of plan gains nothing by it


@dataclass(frozen=True)
class Part:
    """One item of one unit: ``done`` of ``due``, over so many cases.

    ``few_below``: fewer cases than this say little; the rate is then drawn towards one half, (done + 1) / (due + 2), so
    that a single late case is not a rate of zero. 0: never; money and typed rates stay as they are.
    """

    done: Fraction
    due: Fraction
    cases: int = 0
    few_below: int = 0

    @property
    def is_few(self) -> bool:
        """Tell whether so few cases were due that the rate is drawn towards one half."""
        return 0 < self.due < self.few_below

    def rate(self, item: str) -> Fraction | None:
        """Return done / due, at most 1 for what is capped; None without a case."""
        if self.due == 0:
            return None
        if item in CAPPED:
            return min(Fraction(1), self.done / self.due)
        return (self.done + 1) / (self.due + 2) if self.is_few else self.done / self.due


@dataclass(frozen=True)
class Score:
    """A unit's score. ``value`` is None where no item has a case."""

    value: Decimal | None
    weight_share: Fraction  # weights of the items with a case, of all weights
    shares: Mapping[str, Fraction]  # what each item with a case gives to the score; they add up to it before rounding

    @property
    def is_enough(self) -> bool:
        """Tell whether the items with a case carry at least half of the weight."""
        return self.value is not None and 2 * self.weight_share >= 1


def score(parts: Mapping[str, Part], weights: Mapping[str, Fraction]) -> Score:
    """Return 100 · Σ w·item / Σ w over the items that have a case, half up to two decimals.

    Args:
        parts: by item; items without a weight do not count.
        weights: by item; need not add up to anything.
    """
    rates = {item: rate for item in weights if item in parts and (rate := parts[item].rate(item)) is not None}
    present = sum((weights[item] for item in rates), Fraction(0))
    whole = sum(weights.values(), Fraction(0))
    if not present:
        return Score(None, Fraction(0), {})
    shares = {item: 100 * weights[item] * rate / present for item, rate in rates.items()}
    return Score(half_up(sum(shares.values(), Fraction(0))), present / whole, shares)


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Round to so many decimals, halves away from zero."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def fractions(weights: Mapping[str, float]) -> dict[str, Fraction]:
    """Return weights as the decimals they were written as."""
    return {item: Fraction(str(weight)) for item, weight in weights.items()}


def best_first(values: Iterable[Fraction | None]) -> tuple[tuple[int, Fraction], ...]:
    """Return sort keys under which larger values come first and missing ones last."""
    return tuple((1, Fraction(0)) if value is None else (0, -value) for value in values)
