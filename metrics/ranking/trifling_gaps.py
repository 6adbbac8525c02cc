"""Trifling gaps (缺口小): who stands among the last only because a small unit is a little behind its plan."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from data.assessment_rules import Cards
from metrics.ranking.league_places import Contender, TieRule, places
from metrics.ranking.scoring import Part, score
from metrics.ranking.unit_scores import ENTRY, UnitScore

PROGRESS = "形象进度"
IsMaterial = Callable[[Decimal, Fraction], bool]  # plan and gap in 万元, of the rule materiality


def contender(unit: UnitScore) -> Contender | None:
    """Return what is ranked of a unit; None where it is not ranked."""
    if unit.not_ranked or unit.score is None:
        return None
    return Contender(unit.unit, unit.league, unit.score, unit.completion, unit.rate(ENTRY))


def progress_gap(unit: UnitScore) -> Fraction | None:
    """Return how much less than due is reported [万元], by 形象进度; None where it has no case or is typed."""
    part = unit.parts.get(PROGRESS)
    if part is None or PROGRESS in unit.typed:
        return None
    return (part.due - part.done) / 12


def trifling(
    scores: Iterable[UnitScore], rule: Cards | None, is_material: IsMaterial, tie_rule: TieRule = "by_rates"
) -> frozenset[str]:
    """Return the units that are among the last and would not be with the whole of 形象进度, their gap being too small.

    Args:
        scores: of all units.
        rule: of the cards in force.
        is_material: tells whether a gap of this plan and size is one to be named.
        tie_rule: as ``places`` has it.
    """
    given = [unit for unit in scores if contender(unit) is not None]
    standing = places(_contenders(given), rule, tie_rule)
    found = set()
    for unit in given:
        gap = progress_gap(unit)
        if not standing[unit.unit].is_among_last or gap is None or gap <= 0 or is_material(unit.plan_wan, gap):
            continue
        tried = [_on_plan(one, gap) if one is unit else one for one in given]
        if not places(_contenders(tried), rule, tie_rule)[unit.unit].is_among_last:
            found.add(unit.unit)
    return frozenset(found)


def _contenders(units: Iterable[UnitScore]) -> list[Contender]:
    return [found for unit in units if (found := contender(unit)) is not None]


def _on_plan(unit: UnitScore, gap: Fraction) -> UnitScore:
    """Return the unit as if it had reported what was due."""
    part = unit.parts[PROGRESS]
    parts = {**unit.parts, PROGRESS: Part(part.due, part.due, part.cases)}
    reported = Fraction(unit.reported_wan) + gap
    return replace(unit, parts=parts, result=score(parts, unit.weights), reported_wan=reported)
