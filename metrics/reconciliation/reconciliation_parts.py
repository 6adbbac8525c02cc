"""How a difference falls into reasons: what a person decided, what becomes of it a month later, and what is left.

A decision holds for its month. In the months after it is proposed again, as far as the difference still carries it: a
difference that shrinks takes away the newest amounts first, one whose sign turns lets all lapse, growth stays
unexplained. Pure functions over exact decimals; every amount has the sign of its difference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

ZERO, CENT = Decimal(0), Decimal("0.01")
# person: decided for this very month; last_month: decided before, proposed again; regrouped: decided for a group that
# is split now, proposed again; rule: the data show it; definition: R00 and R18, which nobody decides
Origin = Literal["person", "last_month", "regrouped", "rule", "definition"]


@dataclass(frozen=True)
class Part:
    """One amount of a difference under one reason."""

    reason: str
    amount: Decimal
    origin: Origin
    since: date | None = None  # the month for which it was first decided
    who: str | None = None
    note: str | None = None
    evidence: str | None = None

    @property
    def is_settled(self) -> bool:
        """Tell whether it is explained, not just proposed."""
        return self.origin in ("person", "definition")


def standing(differences: Mapping[date, Decimal], decisions: Mapping[date, Iterable[Part]]) -> dict[date, list[Part]]:
    """Return per month the decided amounts that stand: of this month's decision, else carried over from those before.

    Args:
        differences: month → reported less booked, of one year.
        decisions: month → the amounts that decisions for it say, in the order in which they were written.
    """
    found: dict[date, list[Part]] = {}
    layers: list[Part] = []  # oldest first
    for month in sorted(differences):
        layers = [replace(part, origin="last_month") for part in fitted(layers, differences[month])]
        if month in decisions:
            layers = fitted(_decided(layers, decisions[month], month), differences[month])
        found[month] = layers
    return found


def fitted(layers: Iterable[Part], difference: Decimal) -> list[Part]:
    """Return the amounts as far as a difference carries them: those of its sign, the newest cut off first."""
    room, kept = abs(difference), []
    for part in layers:
        amount = min(abs(part.amount), room) if part.amount * difference > 0 else ZERO
        room -= amount
        if amount:
            kept.append(replace(part, amount=amount.copy_sign(difference)))
    return kept


def left(difference: Decimal, parts: Iterable[Part]) -> Decimal:
    """Return what of a difference no part explains."""
    return difference - sum((part.amount for part in parts), ZERO)


def _decided(layers: list[Part], decision: Iterable[Part], month: date) -> list[Part]:
    """Let a decision speak instead of the layers: an amount that stood under the same reason keeps its age."""
    older = {id(layer): abs(layer.amount) for layer in layers}
    made: list[Part] = []
    for part in decision:
        rest = abs(part.amount)
        for layer in layers:
            taken = (
                min(rest, older[id(layer)]) if layer.reason == part.reason and layer.amount * part.amount > 0 else ZERO
            )
            older[id(layer)] -= taken
            rest -= taken
            if taken:
                made.append(replace(part, amount=taken.copy_sign(part.amount), since=layer.since))
        if rest:
            made.append(replace(part, amount=rest.copy_sign(part.amount), since=month))
    return sorted(made, key=lambda part: part.since or month)
