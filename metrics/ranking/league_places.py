"""Places in a league (名次): competition ranking, its ties, who stands among the last, and by how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from data.assessment_rules import Cards
from metrics.ranking.scoring import best_first

TieRule = Literal["by_rates", "shared"]


@dataclass(frozen=True)
class Contender:
    """A unit that is ranked: its score, and what breaks ties in this order."""

    unit: str
    league: str
    score: Decimal
    completion: Fraction | None = None
    on_time: Fraction | None = None


@dataclass(frozen=True)
class Place:
    """Where a unit stands in its league."""

    rank: int
    ranked: int  # units in the league that are ranked
    lower: int  # units that stand strictly lower
    is_tied: bool
    is_among_last: bool
    gap_to_above: Decimal | None  # to the score of the next better place; None for the first
    margin: Decimal | None  # to the line of the last places; see ``places``

    @property
    def is_last(self) -> bool:
        """Tell whether nobody stands lower; all tied last are."""
        return self.lower == 0


def last_places(ranked: int, rule: Cards | None) -> int:
    """Return k, how many places of a league count as last: 0 where the district has no cards."""
    if rule is None or not rule.enabled:
        return 0
    return rule.last_places if ranked >= rule.full_league else min(rule.last_places, ranked // 2)


def places(contenders: Iterable[Contender], rule: Cards | None, tie_rule: TieRule = "by_rates") -> dict[str, Place]:
    """Rank each league by itself: 1, 2, 2, 4.

    A unit is among the last k if fewer than k units stand strictly lower and it is not tied for first. ``margin`` is
    its score less the best score among the last k; for those among them, less the lowest outside: below or equal zero.

    Args:
        contenders: the ranked units of all leagues.
        rule: of the cards in force; None or off: nobody is among the last.
        tie_rule: ``by_rates`` (completion rate, then on-time entry, missing ones last) or ``shared`` (equal scores).
    """
    leagues: dict[str, list[Contender]] = {}
    for contender in contenders:
        leagues.setdefault(contender.league, []).append(contender)
    return {unit: place for units in leagues.values() for unit, place in _league(units, rule, tie_rule).items()}


def _league(units: list[Contender], rule: Cards | None, tie_rule: TieRule) -> dict[str, Place]:
    keys = {unit.unit: _key(unit, tie_rule) for unit in units}
    k = last_places(len(units), rule)
    lower = {unit.unit: sum(keys[unit.unit] < key for key in keys.values()) for unit in units}
    rank = {unit.unit: 1 + sum(key < keys[unit.unit] for key in keys.values()) for unit in units}
    among_last = {unit.unit for unit in units if lower[unit.unit] < k and rank[unit.unit] > 1}
    inside = [unit.score for unit in units if unit.unit in among_last]
    outside = [unit.score for unit in units if unit.unit not in among_last]
    found = {}
    for unit in units:
        better = [other.score for other in units if keys[other.unit] < keys[unit.unit]]
        line = (min(outside) if unit.unit in among_last else max(inside)) if inside else None
        found[unit.unit] = Place(
            rank=rank[unit.unit],
            ranked=len(units),
            lower=lower[unit.unit],
            is_tied=sum(key == keys[unit.unit] for key in keys.values()) > 1,
            is_among_last=unit.unit in among_last,
            gap_to_above=min(better) - unit.score if better else None,
            margin=None if line is None else unit.score - line,
        )
    return found


def _key(unit: Contender, tie_rule: TieRule) -> tuple[tuple[int, Fraction], ...]:
    rates = (unit.completion, unit.on_time) if tie_rule == "by_rates" else ()
    return best_first([Fraction(unit.score), *rates])
