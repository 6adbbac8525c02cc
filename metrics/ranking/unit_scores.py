"""The units' scores of a quarter or a year: cases summed, typed items filled in, weighed as the profile says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import duckdb

from data.profile import Profile
from metrics.binding import bound
from metrics.completion.pace import Yardstick
from metrics.ranking import year_cases
from metrics.ranking.quarter_cases import case_values, cases
from metrics.ranking.score_entries import Typed, typed_items
from metrics.ranking.scoring import CAPPED, Part, Score, fractions, score
from metrics.suspected import SUSPECT

Period = Literal["quarter", "year"]
ENTRY = "入库入统"
NOTHING = (0, Decimal(0), Decimal(0), Decimal(0), False)

SUMS = """
with {cases}

select
    responsible_unit,
    item,
    coalesce(sum(done) filter (not is_excused), 0),
    coalesce(sum(due) filter (not is_excused), 0),
    count(*) filter (not is_excused),
    sum(done),
    sum(due)
from due_case
group by responsible_unit, item
"""

UNITS = f"""
select
    responsible_unit,
    count(*) filter (is_in_plan),
    coalesce(sum(annual_plan_wan) filter (is_counted), 0),
    coalesce(sum(carried_ytd_wan) filter (is_counted), 0),
    coalesce(sum(annual_plan_wan) filter (is_counted and is_silent), 0),
    bool_or(is_counted and {SUSPECT})
from mart.project_month
where district = $district and month = $month
group by responsible_unit
"""  # noqa: S608  (our own text)


@dataclass(frozen=True)
class UnitScore:
    """One unit's quarter: what it is scored on, and why it is not ranked where it is not."""

    unit: str
    league: str
    projects: int
    plan_wan: Decimal
    reported_wan: Decimal | Fraction
    provisional_because: str  # "" for a score that stands
    parts: Mapping[str, Part]
    typed: Mapping[str, Typed]  # items that were typed and count
    points: Decimal
    raw_entry: Fraction | None
    weights: Mapping[str, Fraction]
    result: Score
    not_ranked: str  # the reason, "" for a ranked unit

    @property
    def is_provisional(self) -> bool:
        """Tell whether the score is 暂定."""
        return bool(self.provisional_because)

    @property
    def score(self) -> Decimal | None:
        """Return the score with bonus and deduction."""
        return None if self.result.value is None else self.result.value + self.points

    @property
    def completion(self) -> Fraction | None:
        """Return reported / plan, the first to break ties; not capped."""
        return Fraction(self.reported_wan) / Fraction(self.plan_wan) if self.plan_wan else None

    def rate(self, item: str) -> Fraction | None:
        """Return an item's rate, None without a case."""
        return self.parts[item].rate(item) if item in self.parts else None


def unit_scores(
    con: duckdb.DuckDBPyConnection,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    *,
    period: Period = "quarter",
    weights: Mapping[str, float] | None = None,
    yardstick: Yardstick = "bulletin",
    grace_days: int = 0,
    few_below: int | None = None,
) -> list[UnitScore]:
    """Return every unit's score of the quarter or the year of ``as_of``, in the profile's order.

    What the items are is said by ``quarter_scores`` and ``year_scores``.

    Args:
        con: warehouse connection, or one as known on a day.
        profile: the district's weights, leagues and units.
        as_of: month within the period up to which facts count.
        known_on: only what was received by the end of this day.
        period: which items.
        weights: other weights than the profile's, for a trial.
        yardstick: what 形象进度 is measured by.
        grace_days: days after the limit that still count as on time, for a trial.
        few_below: another number of cases below which they are few than the profile's, for a trial; 0: none.
    """
    if period == "year":
        values = year_cases.case_values(con, profile, as_of, known_on)
        sql = SUMS.format(cases=year_cases.CASES)
    else:
        values = case_values(con, profile, as_of, known_on, grace_days=grace_days)
        sql = SUMS.format(cases=cases(values, yardstick))
    month = values["month"]
    few = few_cases(profile, month) if few_below is None else few_below
    parts: dict[str, dict[str, Part]] = {}
    raw_entry: dict[str, Fraction] = {}
    for unit, item, done, due, count, raw_done, raw_due in con.execute(sql, bound(sql, values)).fetchall():
        parts.setdefault(unit, {})[item] = Part(Fraction(done), Fraction(due), count, 0 if item in CAPPED else few)
        if item == ENTRY:
            raw_entry[unit] = Fraction(raw_done) / Fraction(raw_due)
    facts = {unit: rest for unit, *rest in con.execute(UNITS, bound(UNITS, values)).fetchall()}
    typed, points = _typed(con, profile, period, month, known_on)
    weighed = fractions(weights if weights is not None else getattr(profile.weights_at(month), period))
    share = Decimal(str(profile.rule("silence", month).provisional_share))
    scores = []
    for unit in _units(profile, [*parts, *facts, *typed]):
        projects, plan, reported, silent, is_suspect = facts.get(unit, NOTHING)
        # computed where there are data, typed where there are none
        computed = {item: part for item, part in parts.get(unit, {}).items() if part.due}
        used = {item: entry for item, entry in typed.get(unit, {}).items() if item not in computed}
        both = computed | {item: Part(entry.rate or Fraction(0), Fraction(1), 1) for item, entry in used.items()}
        result = score(both, weighed)
        league = profile.league(unit, month)
        scores.append(
            UnitScore(
                unit=unit,
                league=league,
                projects=projects,
                plan_wan=plan,
                reported_wan=reported,
                provisional_because=_unsure(silent > share * plan, is_suspect),
                parts=both,
                typed=used,
                points=points.get(unit, Decimal(0)),
                raw_entry=raw_entry.get(unit),
                weights=weighed,
                result=result,
                not_ranked=_why_not(league, projects, result),
            )
        )
    return scores


def few_cases(profile: Profile, month: date) -> int:
    """Return below how many cases an item's rate is drawn towards one half in ``month``; 0: never."""
    rule = profile.rule("few_cases", month)
    return rule.below if rule is not None and rule.enabled else 0


def _unsure(is_silent: bool, is_suspect: bool) -> str:
    """Say why a score is 暂定: its figure of the pace is carried forward or contains a suspected slip."""
    reasons = ((is_silent, "未报项目的计划额超过限度"), (is_suspect, "上报含疑似单位错，待核"))
    return "；".join(said for is_so, said in reasons if is_so)


def _why_not(league: str, projects: int, result: Score) -> str:
    if not league:
        return "不在参评单位表"
    if not projects:
        return "没有项目"
    return "" if result.is_enough else "有数的考核项不足一半权重"


def _units(profile: Profile, seen: list[str]) -> list[str]:
    """Return the units of the profile that may be ranked, then unknown ones that have facts."""
    listed = [unit.name for unit in profile.units]
    ranked = [unit.name for unit in profile.units if unit.is_ranked]
    return ranked + sorted({unit for unit in seen if unit not in listed and unit != "—"})


def _typed(
    con: duckdb.DuckDBPyConnection, profile: Profile, period: Period, month: date, known_on: date | None
) -> tuple[dict[str, dict[str, Typed]], dict[str, Decimal]]:
    """Return the typed rates by unit and item, and each unit's points where the quarter has them."""
    rates: dict[str, dict[str, Typed]] = {}
    points: dict[str, Decimal] = {}
    rule = profile.rule("points", month)
    from_month = month.replace(month=1) if period == "year" else month
    for entry in typed_items(con, profile, from_month, month, known_on):
        if entry.score_rate is not None:
            rates.setdefault(entry.unit, {})[entry.item] = entry
        if rule is not None and rule.enabled and rule.in_quarter_score and period == "quarter":
            points[entry.unit] = points.get(entry.unit, Decimal(0)) + entry.counted_points
    return rates, points


def plain(value: Fraction | Decimal | None) -> float | None:
    """Return an exact number as the frame holds it."""
    return None if value is None else float(value)
