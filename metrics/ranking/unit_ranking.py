"""Unit ranking (考核排名): the quarter's places in each league, yellow and red cards, and who must speak."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

import duckdb
import pandas as pd

from data import loaded as standing
from data.assessment_rules import Cards
from data.profile import Profile
from data.quarters import quarter_before, quarter_start
from metrics.known import as_known
from metrics.ranking.exemptions import Exemption, exemptions, incidents
from metrics.ranking.league_places import Place, TieRule, last_places, places
from metrics.ranking.trifling_gaps import IsMaterial, contender, progress_gap, trifling
from metrics.ranking.unit_scores import ENTRY, UnitScore, plain, unit_scores
from metrics.registry import metric

SPEAKS = "现场表态发言"
WRITES = "书面表态发言"
REPORTS = "现场表态发言；主要负责人书面汇报"
NO_HONOUR = "不得评为市、区先进单位"
NO_CITY_HONOUR = "取消市级评先资格"


@dataclass(frozen=True)
class Quarter:
    """A quarter as ranked: who stands where, and who was warned by his place."""

    scores: tuple[UnitScore, ...]
    places: dict[str, Place]
    exempt: dict[str, Exemption]
    rule: Cards | None
    trifling: frozenset[str] = frozenset()  # among the last only for a gap too small to be named

    @property
    def spared(self) -> frozenset[str]:
        """Return the units whose gap is too small for a card, where the rule spares them."""
        return self.trifling if self.rule is not None and self.rule.trifling_gap == "spared" else frozenset()

    @property
    def warned(self) -> set[str]:
        """Return the units among the last that are neither exempt nor spared: what the next quarter remembers."""
        last = {unit for unit, place in self.places.items() if place.is_among_last}
        return last - set(self.exempt) - self.spared


def rank(
    scores: Iterable[UnitScore],
    rule: Cards | None,
    exempt: dict[str, Exemption],
    is_material: IsMaterial,
    tie_rule: TieRule = "by_rates",
) -> Quarter:
    """Rank the units that can be ranked, each league by itself."""
    given = tuple(scores)
    contenders = [found for unit in given if (found := contender(unit)) is not None]
    small = trifling(given, rule, is_material, tie_rule)
    return Quarter(given, places(contenders, rule, tie_rule), exempt, rule, small)


def cards(now: Quarter, warned_before: set[str], profile: Profile) -> dict[str, str]:
    """Return each card: ``yellow``, or ``red`` in its place for a unit that was warned the quarter before, too.

    A unit remembers what the units merged into it were warned of.
    """
    older = {unit.name: {unit.name, *unit.predecessors} for unit in profile.units}
    return {unit: "red" if older.get(unit, {unit}) & warned_before else "yellow" for unit in now.warned}


def duty(card: str | None, place: Place | None) -> str | None:
    """Return what a carded unit must do at the quarter's review: speak, write, or speak and have its head report."""
    if card is None or place is None:
        return None
    if card == "red":
        return REPORTS
    return SPEAKS if place.is_last else WRITES


def ranked_quarter(con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None) -> Quarter:
    """Return the quarter of ``as_of``, ranked by the rules in force then."""
    month = as_of.replace(day=1)
    scores = unit_scores(con, profile, month, known_on)
    spared = exemptions(con, profile, quarter_start(month), month, known_on)
    return rank(scores, profile.rule("cards", month), spared, partial(profile.is_material, month))


def quarter_remembered(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None
) -> Quarter | None:
    """Return the calendar quarter before that of ``as_of``; None where its dispatches are not loaded."""
    month = quarter_before(as_of)
    loaded = standing.months(con, profile=profile, known_on=known_on)
    return ranked_quarter(con, profile, month, known_on) if loaded and loaded[-1] <= month <= loaded[0] else None


@metric()
def unit_ranking(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Unit ranking (考核排名): places by league, yellow and red cards, and the duties they bring.

    口径：同组排名，并列同名次、后一名次空出；得分相同先比完成率、再比按时入统。
    末 k 位 = 严格低于它的不足 k 家且不是并列第一，满六家 k 取 3，不足取半数。
    末 k 位黄牌；上一自然季度（第四季度接第一季度）也在末 k 位的红牌，不论在哪一组；
    上季未排名或容错的不连续。容错单位名次照排、不亮牌、不顺延。
    形象进度按满分算就不在末 k 位、而计划或缺口小于规则限度的，另行说明；规则写明不亮牌的，名次照排、不亮牌、不顺延。
    没有项目、有数考核项不足一半权重的不排名；统计局从不排名。

    Args:
        con: warehouse connection.
        profile: the district's rules: weights, leagues, cards (off: no cards, no line of the last).
        as_of: last month that counts; its quarter is ranked, one still running up to this month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per unit: league by league, best first, those not ranked last with ``not_ranked_reason``. ``card`` is
        yellow, red or null; ``duty`` in words. ``margin`` [points] is the score less the best score among the last
        places, for those among them less the lowest outside: below or equal zero; null without cards.
        ``gap_to_above`` [points] to the next better place. ``is_provisional``: over the silence rule's share of plan
        money is carried forward (暂定), a suspected slip is in it (``provisional_because`` says which), or the
        quarter is still running. ``is_trifling``: among the last only because of a gap (``shortfall_wan``) below the
        rule ``materiality``; it has a card or none as the rule of the cards says. ``last_places``: how many places
        of the league count as last. ``rank_before``, ``was_among_last`` and ``last_places_before`` are of the quarter
        before, null where it was not ranked or not loaded.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches.

    Source:
        T19, T21 (季度考核排名倒数后3名); incidents T21; exemption J22. Leagues, half of a league under six and ties are
        defaults of ours.
    """
    with as_known(con, known_on, from_month=date(quarter_before(as_of).year, 1, 1)) as known:
        now = ranked_quarter(known, profile, as_of, known_on)
        before = quarter_remembered(known, profile, as_of, known_on)
        incident = incidents(known, profile, as_of.replace(month=1, day=1), as_of, known_on)
    given = cards(now, before.warned if before else set(), profile)
    is_running = as_of.month % 3 != 0
    rows = []
    for unit in now.scores:
        place, card = now.places.get(unit.unit), given.get(unit.unit)
        last = before.places.get(unit.unit) if before else None
        exemption = now.exempt.get(unit.unit)
        bars = [f"{NO_HONOUR}（本季红牌）"] if card == "red" and profile.has("honours", as_of) else []
        bars += [f"{NO_CITY_HONOUR}（{incident[unit.unit]}）"] if unit.unit in incident else []
        rows.append(
            {
                "quarter": quarter_start(as_of),
                "league": unit.league or None,
                "rank": place.rank if place else None,
                "responsible_unit": unit.unit,
                "score": plain(unit.score),
                "card": card,
                "duty": duty(card, place),
                "margin": plain(place.margin) if place else None,
                "gap_to_above": plain(place.gap_to_above) if place else None,
                "is_tied": place.is_tied if place else False,
                "is_among_last": place.is_among_last if place else False,
                "ranked_units": place.ranked if place else None,
                "rank_before": last.rank if last else None,
                "was_among_last": last.is_among_last if last else None,
                "last_places": last_places(place.ranked, now.rule) if place else None,
                "last_places_before": last_places(last.ranked, before.rule) if before and last else None,
                "exemption": exemption.document_number if exemption else None,
                "bars": "；".join(bars) or None,
                "points": plain(unit.points),
                "investment_completion_rate": plain(unit.completion),
                "entry_rate": plain(unit.rate(ENTRY)),
                "weight_share": plain(unit.result.weight_share),
                "is_provisional": unit.is_provisional or is_running,
                "provisional_because": unit.provisional_because or None,
                "annual_plan_wan": plain(unit.plan_wan),
                "shortfall_wan": plain(progress_gap(unit)),
                "is_trifling": unit.unit in now.trifling,
                "not_ranked_reason": unit.not_ranked or None,
                "card_rule": _rule(now.rule),
            }
        )
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(INTEGERS, "Int64"))
    leagues = {league: position for position, league in enumerate(dict.fromkeys(frame.league.dropna()))}
    order = frame.league.map(leagues).fillna(len(leagues))
    frame = frame.assign(order=order).sort_values(["order", "rank"], kind="stable", na_position="last")
    return frame.drop(columns="order").reset_index(drop=True)


def _rule(rule: Cards | None) -> str | None:
    """Name the version of the rule that a card rests on."""
    if rule is None or not rule.enabled:
        return None
    return rule.article + (f"（{rule.valid_from:%Y-%m-%d} 起）" if rule.valid_from else "")


INTEGERS = ("rank", "ranked_units", "rank_before", "last_places", "last_places_before")
COLUMNS = [
    "quarter", "league", "rank", "responsible_unit", "score", "card", "duty", "margin", "gap_to_above", "is_tied",
    "is_among_last", "ranked_units", "rank_before", "was_among_last", "last_places", "last_places_before",
    "exemption", "bars", "points",
    "investment_completion_rate", "entry_rate", "weight_share", "is_provisional", "provisional_because",
    "annual_plan_wan", "shortfall_wan", "is_trifling", "not_ranked_reason", "card_rule",
]  # fmt: skip
