"""The ladder's steps (督办阶梯的级): how a unit's months lead up and down them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics.completion.pace import PARTS

PATIENCE = 2  # closed months at a step without improvement, after which the next one follows


@dataclass(frozen=True)
class Standing:
    """A unit's sums at a month's end."""

    month: date
    plan: Decimal
    reported: Decimal
    task_parts: Decimal  # 27 720 times what the projects' own plans ask for
    silent_plan: Decimal  # plan money of the projects that did not report this month
    never_plan: Decimal  # plan money of those of which no month of this year has a figure
    never_task_parts: Decimal
    is_suspect: bool  # a figure in it is a suspected slip of the unit

    @property
    def task(self) -> Fraction:
        """Return what the projects' own plans ask for by the month (计划进度)."""
        return Fraction(self.task_parts) / PARTS

    def due(self, measure: str) -> Fraction:
        """Return what should be done: by the own plans, or by month/12 of the year's plan."""
        return self.task if measure == "task" else Fraction(self.plan) * self.month.month / 12

    def gap_pp(self, measure: str) -> Fraction:
        """Return reported less what should be done, in points of the year's plan."""
        return 100 * (Fraction(self.reported) - self.due(measure)) / Fraction(self.plan)

    def without_never(self) -> "Standing":
        """Return the sums without the projects that have no figure this year."""
        return replace(self, plan=self.plan - self.never_plan, task_parts=self.task_parts - self.never_task_parts)


@dataclass(frozen=True)
class Rung:
    """Where a unit stands on the ladder at a month's end: 0 none, else the number of the step."""

    month: date
    gap_pp: Fraction
    crossed: int  # steps whose limit the gap is below
    step: int
    stood: int  # closed months at this step without improvement since it was reached

    @property
    def is_escalated(self) -> bool:
        """Tell whether patience, not the gap alone, led here."""
        return self.step > self.crossed


def climb(gaps: Iterable[tuple[date, Fraction]], limits_pp: Sequence[Decimal]) -> list[Rung]:
    """Return the rung at each month's end, from the gaps of one year's known months in order.

    A month without a dispatch is left out: it is neither at a step nor a month without improvement.
    The step is the highest crossed (the gap strictly below its limit). Without improvement on the month before it never
    falls, and after two such months at a step the next one follows. Not below the first limit: none.
    """
    rungs: list[Rung] = []
    for month, gap in gaps:
        crossed = crossed_limits(gap, limits_pp)
        last = rungs[-1] if rungs else None
        step, stood = crossed, 0
        if crossed and last and last.step and gap <= last.gap_pp:
            step = max(crossed, last.step)
            stood = last.stood + 1 if step == last.step else 0
            if stood >= PATIENCE and step < len(limits_pp):
                step, stood = step + 1, 0
        rungs.append(Rung(month, gap, crossed, step, stood))
    return rungs


def rests_on_never(standing: Standing, measure: str, limits: Sequence[Decimal]) -> bool:
    """Tell whether fewer limits are crossed without the projects of which no month of this year has a figure."""
    if not standing.never_plan:
        return False
    rest = standing.without_never()
    return not rest.plan or crossed_limits(rest.gap_pp(measure), limits) < crossed_limits(
        standing.gap_pp(measure), limits
    )


def crossed_limits(gap: Fraction, limits_pp: Sequence[Decimal]) -> int:
    """Return how many limits the gap lies strictly below."""
    return sum(gap < Fraction(limit) for limit in limits_pp)


def standing_since(rungs: list[Rung]) -> date | None:
    """Return the month in which the unit came to the step at which it stands."""
    now, since = rungs[-1], None
    for rung in reversed(rungs):
        if not now.step or rung.step != now.step:
            break
        since = rung.month
    return since
