"""A plain recount of the supervision ladder from a unit's plan, reported and task at each known month's end."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

LIMITS = [-10, -15, -20, -25, -30]


class Sums(Protocol):
    """What the recount of a history gives: the months with a dispatch, and a unit's plan, reported and task."""

    said: dict[int, object]

    def sums(self, month: int, unit: str | None = None) -> tuple[Fraction, Fraction, Fraction]: ...

    def known_sums(self, month: int, unit: str) -> tuple[Fraction, Fraction, Fraction]: ...

    def is_unsure(self, month: int, unit: str) -> bool: ...


@dataclass(frozen=True)
class Standing:
    """Where a unit stands at the month's end; gaps in points of the year's plan."""

    step: int
    highest: int
    gap: Fraction
    month_gap: Fraction
    is_spared: bool
    is_material: bool
    is_provisional: bool
    is_proposed: bool

    @property
    def is_listed(self) -> bool:
        return self.highest > 0 or self.is_spared


def stands(recount: Sums, unit: str, month: int, measure: str) -> Standing | None:
    """Where the unit stands; None where it has no plan or nothing to do yet at this month's end.

    By the lights the gap is reported less the projects' own plans by the month, else less month/12 of the plan.
    By the lights a unit with 80 % of its own plans is spared: nothing is proposed. A proposal needs a plan of 3 000
    and a gap of 1 000 万元, and a sum that is not provisional.
    """
    gaps = {}
    for each in sorted(m for m in recount.said if m <= month):
        plan, done, task = recount.sums(each, unit)
        if plan and task:
            gaps[each] = 100 * (done - (task if measure == "lights" else plan * each / 12)) / plan
    if month not in gaps:
        return None
    steps = climbed(list(gaps.values()))
    plan, done, task = recount.sums(month, unit)
    due = task if measure == "lights" else plan * month / 12
    month_gap = 100 * done / plan - Fraction(100 * month, 12)
    is_on_task = measure == "lights" and 10 * done >= 8 * task
    is_material = plan >= 3000 and due - done >= 1000
    is_provisional = recount.is_unsure(month, unit) or (
        set(range(1, month)) - set(recount.said) and rests_on_unknown(recount, unit, month, measure)
    )
    return Standing(
        step=steps[-1],
        highest=max(steps),
        gap=gaps[month],
        month_gap=month_gap,
        is_spared=is_on_task and (steps[-1] > 0 or month_gap < LIMITS[0]),
        is_material=is_material,
        is_provisional=bool(is_provisional),
        is_proposed=steps[-1] > 0 and is_material and not is_on_task and not is_provisional,
    )


def rests_on_unknown(recount: Sums, unit: str, month: int, measure: str) -> bool:
    """Tell whether fewer limits are crossed without the projects of which no loaded month says anything."""
    crossed = []
    for plan, done, task in (recount.sums(month, unit), recount.known_sums(month, unit)):
        gap = 100 * (done - (task if measure == "lights" else plan * month / 12)) / plan if plan else 0
        crossed.append(sum(gap < limit for limit in LIMITS))
    return crossed[1] < crossed[0]


def climbed(gaps: list[Fraction]) -> list[int]:
    """The step at each month's end: limits crossed, or one more after two months without improvement."""
    steps: list[int] = []
    stood = 0
    for number, gap in enumerate(gaps):
        crossed = sum(gap < limit for limit in LIMITS)
        before = steps[-1] if steps else 0
        if not (crossed and before and gap <= gaps[number - 1]):
            steps.append(crossed)
            stood = 0
            continue
        reached = max(before, crossed)
        stood = stood + 1 if reached == before else 0
        if stood == 2 and reached < 5:
            reached, stood = reached + 1, 0
        steps.append(reached)
    return steps
