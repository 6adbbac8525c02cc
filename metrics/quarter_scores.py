"""Quarter scores (季度考核得分): six items per responsible unit, each open down to the cases behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.pace import Yardstick
from metrics.quarter_cases import case_values, cases, quarter_start
from metrics.registry import metric
from metrics.scoring import Part, Score, fractions, score
from metrics.typed_items import Typed, typed_items

ITEMS = {  # item as the profile's weights name it → the column of its rate
    "节点任务": "milestone_rate",
    "形象进度": "progress_rate",
    "要素保障": "service_rate",
    "协调服务": "coordination_rate",
    "入库入统": "entry_rate",
    "交办整改": "rectification_rate",
}
ENTRY = "入库入统"
NOTHING = (0, Decimal(0), Decimal(0), Decimal(0))

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

UNITS = """
select
    responsible_unit,
    count(*) filter (is_in_plan),
    coalesce(sum(annual_plan_wan) filter (is_counted), 0),
    coalesce(sum(carried_ytd_wan) filter (is_counted), 0),
    coalesce(sum(annual_plan_wan) filter (is_counted and is_silent), 0)
from mart.project_month
where district = $district and month = $month
group by responsible_unit
"""


@dataclass(frozen=True)
class UnitScore:
    """One unit's quarter: what it is scored on, and why it is not ranked where it is not."""

    unit: str
    league: str
    projects: int
    plan_wan: Decimal
    reported_wan: Decimal
    is_provisional: bool
    parts: Mapping[str, Part]
    typed: Mapping[str, Typed]  # items that were typed and count
    points: Decimal
    raw_entry: Fraction | None
    result: Score
    not_ranked: str  # the reason, "" for a ranked unit

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
    weights: Mapping[str, float] | None = None,
    yardstick: Yardstick = "bulletin",
    grace_days: int = 0,
) -> list[UnitScore]:
    """Return every unit's score of the quarter of ``as_of``, in the profile's order; see ``quarter_scores``.

    Args:
        con: warehouse connection, or one as known on a day.
        profile: the district's weights, leagues and units.
        as_of: month within the quarter up to which facts count.
        known_on: only what was received by the end of this day.
        weights: other weights than the profile's, for a trial.
        yardstick: what 形象进度 is measured by.
        grace_days: days after the limit that still count as on time, for a trial.
    """
    values = case_values(con, profile, as_of, known_on, grace_days=grace_days)
    month = values["month"]
    sql = SUMS.format(cases=cases(values, yardstick))
    parts: dict[str, dict[str, Part]] = {}
    raw_entry: dict[str, Fraction] = {}
    for unit, item, done, due, count, raw_done, raw_due in con.execute(sql, bound(sql, values)).fetchall():
        parts.setdefault(unit, {})[item] = Part(Fraction(done), Fraction(due), count)
        if item == ENTRY:
            raw_entry[unit] = Fraction(raw_done) / Fraction(raw_due)
    facts = {unit: rest for unit, *rest in con.execute(UNITS, bound(UNITS, values)).fetchall()}
    typed, points = _typed(con, profile, month, known_on)
    weighed = fractions(weights if weights is not None else profile.rule("weights", month).quarter)
    share = Decimal(str(profile.rule("silence", month).provisional_share))
    scores = []
    for unit in _units(profile, [*parts, *facts, *typed]):
        projects, plan, reported, silent = facts.get(unit, NOTHING)
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
                is_provisional=silent > share * plan,
                parts=both,
                typed=used,
                points=points.get(unit, Decimal(0)),
                raw_entry=raw_entry.get(unit),
                result=result,
                not_ranked=_why_not(league, projects, result),
            )
        )
    return scores


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
    con: duckdb.DuckDBPyConnection, profile: Profile, month: date, known_on: date | None
) -> tuple[dict[str, dict[str, Typed]], dict[str, Decimal]]:
    """Return the typed rates by unit and item, and each unit's points where the district has them."""
    rates: dict[str, dict[str, Typed]] = {}
    points: dict[str, Decimal] = {}
    rule = profile.rule("points", month)
    for entry in typed_items(con, profile, month, month, known_on):
        if entry.score_rate is not None:
            rates.setdefault(entry.unit, {})[entry.item] = entry
        if rule is not None and rule.enabled:
            points[entry.unit] = points.get(entry.unit, Decimal(0)) + entry.counted_points
    return rates, points


def plain(value: Fraction | Decimal | None) -> float | None:
    """Return an exact number as the frame holds it."""
    return None if value is None else float(value)


@metric()
def quarter_scores(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Quarter scores (季度考核得分): the six items of each responsible unit and what they add up to.

    口径：本季到期的事项。节点任务、要素保障、交办整改 = 按时办结 ÷ 到期；形象进度 = min(1, 完成率 ÷ 应完成)；
    入库入统 = 按时入统 ÷ 应入统，已记录 R01（平场未打桩）或 R04（审核中）并有依据的退出分母，原始比率并列；
    协调服务由人登记。
    得分 = 100·Σ权重×得分率 ÷ Σ权重，只计有事项的考核项，四舍五入到两位；有事项的不足一半权重不排名。
    有数据的考核项按数据算，没有的用登记的。加分、扣分须有文号。

    Args:
        con: warehouse connection.
        profile: the district's weights, leagues, working days and entry rules.
        as_of: last month that counts; its quarter is scored, a quarter still running up to this month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        yardstick: of 形象进度: ``bulletin`` (month/12) or ``project`` (the projects' own plans).

    Returns:
        One row per unit, in the profile's order. ``score`` and ``points`` in points, ``score`` null without any case;
        ``_rate`` fractions, null without a case; ``weight_share`` is the weight of the items with a case;
        ``not_ranked_reason`` is null for units that are ranked. The statistics bureau has no row.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches; unknown ``yardstick``.

    Source:
        T19, J31; working days T17.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        units = unit_scores(known, profile, as_of, known_on, yardstick=yardstick)
    rows = [
        {
            "quarter": quarter_start(as_of),
            "league": unit.league or None,
            "responsible_unit": unit.unit,
            "projects": unit.projects,
            "score": plain(unit.score),
            "points": plain(unit.points),
            **{column: plain(unit.rate(item)) for item, column in ITEMS.items()},
            "raw_entry_rate": plain(unit.raw_entry),
            "weight_share": plain(unit.result.weight_share),
            "missing_items": "、".join(item for item in ITEMS if item not in unit.result.shares) or None,
            "typed_items": "、".join(item for item in ITEMS if item in unit.typed) or None,
            "annual_plan_wan": plain(unit.plan_wan),
            "reported_ytd_wan": plain(unit.reported_wan),
            "investment_completion_rate": plain(unit.completion),
            "is_provisional": unit.is_provisional,
            "not_ranked_reason": unit.not_ranked or None,
        }
        for unit in units
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = [
    "quarter", "league", "responsible_unit", "projects", "score", "points", *ITEMS.values(), "raw_entry_rate",
    "weight_share", "missing_items", "typed_items", "annual_plan_wan", "reported_ytd_wan",
    "investment_completion_rate", "is_provisional", "not_ranked_reason",
]  # fmt: skip
