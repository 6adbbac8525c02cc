"""Ranking simulation (排名试算): what another rule would give, side by side with the rule in force; never a result."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

import duckdb
import pandas as pd

from data.assessment_rules import Leagues
from data.profile import Profile
from data.quarters import quarter_before, quarter_start
from metrics.completion.pace import Yardstick
from metrics.known import as_known
from metrics.ranking.exemptions import exemptions
from metrics.ranking.league_places import TieRule
from metrics.ranking.unit_ranking import Quarter, cards, duty, quarter_remembered, rank, ranked_quarter
from metrics.ranking.unit_scores import plain, unit_scores
from metrics.registry import metric

Exempting = Literal["with", "without"]
Grouping = Literal["rule", "one_list"]
Trifling = Literal["rule", "carded", "spared"]

COLUMNS = [
    "quarter", "league", "responsible_unit", "rank", "trial_rank", "trial_moved", "score", "trial_score",
    "trial_score_change", "card", "trial_card", "trial_duty", "is_changed",
]  # fmt: skip


@metric()
def ranking_simulation(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    weights: str = "",
    tie_rule: TieRule = "by_rates",
    yardstick: Yardstick = "bulletin",
    grace_days: int = 0,
    exempting: Exempting = "with",
    few: Exempting = "with",
    grouping: Grouping = "rule",
    trifling: Trifling = "rule",
) -> pd.DataFrame:
    """Ranking simulation (排名试算): places, scores and cards under another rule, beside those in force.

    口径：同一批事项按试算的规则重算本季与上季，与现行规则逐一对照；只供比较，不写入任何结果。

    Args:
        con: warehouse connection.
        profile: the district's rules in force.
        as_of: last month that counts; its quarter is tried.
        known_on: only what was received by the end of this day; None: all that is loaded.
        weights: items with other weights, as “节点任务=2,协调服务=0”; the others keep theirs.
        tie_rule: ``by_rates`` (completion rate, then on-time entry) or ``shared`` (equal scores share a place).
        yardstick: of 形象进度: ``bulletin`` (month/12) or ``project`` (the projects' own plans).
        grace_days: days after the limit that still count as on time, working days for services.
        exempting: ``with`` or ``without`` the exemptions.
        few: ``with`` or ``without`` the rule for few cases.
        trifling: ``carded`` or ``spared``: units among the last only for a gap below the rule ``materiality``.
        grouping: ``rule`` (the leagues in force) or ``one_list`` (all ranked units together, as T21 is written).

    Returns:
        One row per unit of the ranking, in its order. ``trial_`` columns are of the trial; ``trial_moved`` places
        gained (negative: lost), null where one of both has no place; ``is_changed``: place or card differs.

    Raises:
        ValueError: weights that are not “考核项=数” of known items, all zero, or negative; negative days.

    Source:
        T19, T21 (季度考核排名倒数后3名).
    """
    month = as_of.replace(day=1)
    weighed = trial_weights(profile.weights_at(month).quarter, weights)
    tried_profile = in_one_list(profile) if grouping == "one_list" else profile
    with as_known(con, known_on, from_month=date(quarter_before(as_of).year, 1, 1)) as known:
        now = ranked_quarter(known, profile, month, known_on)
        before = quarter_remembered(known, profile, month, known_on)

        def tried(quarter_end: date) -> Quarter:
            scores = unit_scores(
                known,
                tried_profile,
                quarter_end,
                known_on,
                weights=weighed,
                yardstick=yardstick,
                grace_days=grace_days,
                few_below=None if few == "with" else 0,
            )
            spared = exemptions(known, profile, quarter_start(quarter_end), quarter_end, known_on)
            rule = profile.rule("cards", quarter_end)
            if rule is not None and trifling != "rule":
                rule = rule.model_copy(update={"trifling_gap": trifling})
            is_material = partial(profile.is_material, quarter_end)
            return rank(scores, rule, spared if exempting == "with" else {}, is_material, tie_rule)

        trial = tried(month)
        trial_before = tried(quarter_before(month)) if before else None
    given = cards(now, before.warned if before else set(), profile)
    tried_cards = cards(trial, trial_before.warned if trial_before else set(), profile)
    trials = {unit.unit: unit for unit in trial.scores}
    rows = []
    for unit in now.scores:
        place, other = now.places.get(unit.unit), trial.places.get(unit.unit)
        other_score = trials[unit.unit].score
        card, other_card = given.get(unit.unit), tried_cards.get(unit.unit)
        rows.append(
            {
                "quarter": quarter_start(month),
                "league": unit.league or None,
                "responsible_unit": unit.unit,
                "rank": place.rank if place else None,
                "trial_rank": other.rank if other else None,
                "trial_moved": place.rank - other.rank if place and other else None,
                "score": plain(unit.score),
                "trial_score": plain(other_score),
                "trial_score_change": _change(unit.score, other_score),
                "card": card,
                "trial_card": other_card,
                "trial_duty": duty(other_card, other),
                "is_changed": (place and place.rank) != (other and other.rank) or card != other_card,
            }
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(("rank", "trial_rank", "trial_moved"), "Int64"))


def in_one_list(profile: Profile) -> Profile:
    """Return the profile with all ranked units in one list."""
    rule = Leagues(article="天元第二十一条", origin="default", one_list=True)
    return profile.model_copy(update={"leagues": (rule,)})


def _change(before: Decimal | None, after: Decimal | None) -> float | None:
    return None if before is None or after is None else float(after - before)


def trial_weights(rule: Mapping[str, float], said: str) -> dict[str, float]:
    """Return the rule's weights with those that ``said`` gives: “节点任务=2,协调服务=0”.

    Raises:
        ValueError: an item is unknown, a weight is no number or below zero, or nothing has a weight.
    """
    weights = dict(rule)
    for pair in filter(None, (part.strip() for part in said.replace("，", ",").split(","))):
        item, _, number = pair.partition("=")
        if item not in rule:
            raise ValueError(f"没有考核项“{item}”，可用：{'、'.join(rule)}")
        try:
            weights[item] = float(number)
        except ValueError:
            raise ValueError(f"“{pair}”不是权重，应如 {item}=2") from None
    if not all(0 <= weight < float("inf") for weight in weights.values()) or not any(weights.values()):
        raise ValueError("权重不能小于零，且至少一项大于零")
    return weights
