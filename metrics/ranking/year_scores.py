"""Year scores (年度考核得分): four items per unit, their places, and the projects behind them."""

from datetime import date
from functools import partial

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.ranking import year_cases
from metrics.ranking.exemptions import incidents
from metrics.ranking.unit_ranking import NO_CITY_HONOUR, NO_HONOUR, cards, quarter_remembered, rank
from metrics.ranking.unit_scores import UnitScore, plain, unit_scores
from metrics.registry import metric

ITEMS = {  # item as the profile's weights name it → the column of its rate
    "开竣工": "start_finish_rate",
    "年度建设内容": "content_rate",
    "年度投资计划": "plan_rate",
    "前期转化": "conversion_rate",
}
COLUMNS = [
    "year", "league", "rank", "responsible_unit", "projects", "score", *ITEMS.values(), "weight_share",
    "start_finish_done", "start_finish_due", "plan_projects", "conversion_done", "conversion_due", "missing_items",
    "typed_items", "yellow_quarters", "red_quarters", "bars", "is_provisional", "not_ranked_reason",
]  # fmt: skip

COUNTS = ("start_finish_done", "start_finish_due", "plan_projects", "conversion_done", "conversion_due")

CASES = """
with {cases}

select
    due_case.responsible_unit,
    due_case.item,
    due_case.project_id,
    project.project_name,
    coalesce(due_case.case_name, '上报对年度计划（万元）') as case_name,
    due_case.due_on,
    due_case.done_on,
    cast(due_case.done as double) as case_done,
    cast(due_case.due as double) as case_due,
    due_case.done >= due_case.due as is_done
from due_case
left join mart.project as project on project.district = $district and project.project_id = due_case.project_id
where $unit is null or due_case.responsible_unit = $unit
order by due_case.responsible_unit, due_case.item, is_done, due_case.due_on, due_case.project_id
"""


@metric()
def year_scores(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Year scores (年度考核得分): four items of each unit, its place, and what bars it from the year's honours.

    口径：截至月本年到期的事项。开竣工 = (已开工＋已竣工) ÷ 应开工、应竣工；年度投资计划 = min(1, 完成率)；
    前期转化 = 年内转为建设的和下年计划列为建设的 ÷ 年初在前期批次的；年度建设内容由人登记。
    得分、并列、不排名与季度相同，不设红黄牌。
    本年有红牌的不得评为市、区先进；质量安全事故、重大舆情取消市级评先资格。先进由人评定，只列单位、不列个人。

    Args:
        con: warehouse connection.
        profile: the district's weights and leagues.
        as_of: last month that counts; before December the year is still running (``is_provisional``).
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per unit, league by league, best first, those not ranked last. ``_rate`` fractions, null without a
        case; ``_done`` of ``_due`` are the cases behind a computed rate and ``plan_projects`` the projects, null where
        it was typed; ``yellow_quarters``, ``red_quarters`` in words, as 第1季度; ``bars`` null for a unit that may be
        chosen.

    Source:
        T19 (年度考核), T20, T21.
    """
    month = as_of.replace(day=1)
    with as_known(con, known_on, from_month=date(as_of.year - 1, 10, 1)) as known:
        ranked = rank(
            unit_scores(known, profile, month, known_on, period="year"), None, {}, partial(profile.is_material, month)
        )
        carded = _cards_of_the_year(known, profile, month, known_on)
        incident = incidents(known, profile, month.replace(month=1), month, known_on)
    rows = []
    for unit in ranked.scores:
        place, quarters = ranked.places.get(unit.unit), carded.get(unit.unit, {})
        bars = [f"{NO_HONOUR}（{quarters['red']}红牌）"] if "red" in quarters and profile.has("honours", month) else []
        bars += [f"{NO_CITY_HONOUR}（{incident[unit.unit]}）"] if unit.unit in incident else []
        rows.append(
            {
                "year": month.year,
                "league": unit.league or None,
                "rank": place.rank if place else None,
                "responsible_unit": unit.unit,
                "projects": unit.projects,
                "score": plain(unit.score),
                **{column: plain(unit.rate(item)) for item, column in ITEMS.items()},
                **_counts(unit),
                "weight_share": plain(unit.result.weight_share),
                "missing_items": "、".join(item for item in ITEMS if item not in unit.result.shares) or None,
                "typed_items": "、".join(item for item in ITEMS if item in unit.typed) or None,
                "yellow_quarters": quarters.get("yellow"),
                "red_quarters": quarters.get("red"),
                "bars": "；".join(bars) or None,
                "is_provisional": unit.is_provisional or month.month < 12,
                "not_ranked_reason": unit.not_ranked or None,
            }
        )
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(("rank", *COUNTS), "Int64"))
    leagues = {league: position for position, league in enumerate(dict.fromkeys(frame.league.dropna()))}
    order = frame.league.map(leagues).fillna(len(leagues))
    frame = frame.assign(order=order).sort_values(["order", "rank"], kind="stable", na_position="last")
    return frame.drop(columns="order").reset_index(drop=True)


def _counts(unit: UnitScore) -> dict[str, int | None]:
    """Return how many cases stand behind each computed rate; null where it was typed or has none."""
    computed = {item: part for item, part in unit.parts.items() if item not in unit.typed}
    numbers: dict[str, int | None] = {}
    for item, name in (("开竣工", "start_finish"), ("前期转化", "conversion")):
        part = computed.get(item)
        numbers[f"{name}_done"] = int(part.done) if part else None
        numbers[f"{name}_due"] = int(part.due) if part else None
    plan = computed.get("年度投资计划")
    return numbers | {"plan_projects": plan.cases if plan else None}


@metric()
def year_score_cases(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    unit: str | None = None,
) -> pd.DataFrame:
    """Cases of the year's scores (年度得分明细): every start, completion, plan and conversion that counts.

    口径：与 ``year_scores`` 同一套事项，逐项相加即为考核项的分子、分母。

    Returns:
        One row per case; within a unit and item those not done first. ``case_done`` of ``case_due``: 0 or 1
        of 1, or 万元.

    Source:
        T19.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        values = year_cases.case_values(known, profile, as_of, known_on) | {"unit": unit}
        sql = CASES.format(cases=year_cases.CASES)
        return known.execute(sql, bound(sql, values)).df()


def _cards_of_the_year(
    con: duckdb.DuckDBPyConnection, profile: Profile, month: date, known_on: date | None
) -> dict[str, dict[str, str]]:
    """Return by unit and card the year's quarters up to ``month`` in words; each quarter is ranked once."""
    ends = [date(month.year, end, 1) for end in (3, 6, 9, 12) if end <= month.month]
    found: dict[str, dict[str, list[str]]] = {}
    before = None
    for position, end in enumerate(ends):
        now = quarter_remembered(con, profile, date(end.year + end.month // 12, end.month % 12 + 1, 1), known_on)
        if position == 0:
            before = quarter_remembered(con, profile, end, known_on)
        if now is not None:
            for unit, card in cards(now, before.warned if before else set(), profile).items():
                found.setdefault(unit, {}).setdefault(card, []).append(f"第{position + 1}季度")
        before = now
    return {unit: {card: "、".join(said) for card, said in given.items()} for unit, given in found.items()}
