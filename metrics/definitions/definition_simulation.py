"""Definitions by both measures (口径试算): by the one in force and by the other; never a result."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.assessment_rules import FewCases
from data.definition_rules import DEFAULTS
from data.profile import Profile
from data.wording.definition_wording import DEFINITIONS, FEW_CASES, LADDER, LIGHTS, TRIFLING_GAPS
from metrics.completion.investment_completion import investment_completion
from metrics.completion.why_changed import why_changed
from metrics.entry.entry_lag import entry_lag
from metrics.known import as_known
from metrics.ranking.lights_simulation import measured
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.ranking.unit_ranking import unit_ranking
from metrics.ranking.year_scores import year_score_cases
from metrics.reconciliation.booked_ratio import booked_ratio
from metrics.registry import metric
from metrics.unknown_months import loaded_months

COLUMNS = [
    "definition", "indicator", "rule_way", "rule_value", "other_way", "other_value", "measured_in", "note",
]  # fmt: skip
Asked = dict[str, Any]


@metric()
def definition_simulation(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Definitions by both measures (口径试算): what each figure is by the rule in force, and by the other measure.

    口径：亮灯、督办阶梯、入统占上报、本月前进、少量事项、缺口小的单位、前期转化、按时入统各有两种取法，由规则定以哪一种为准；这里按两种各算一遍，
    每个数都由该指标自己算出，只供比较，不作结果。前期转化在年末才有差别，取已结束的最近一年。

    Args:
        con: warehouse connection, as for the metrics compared.
        profile: the district's rules; the measure in force is theirs.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per definition and figure: the words of the measure in force (``rule_way``) and of the other
        (``other_way``), the figure by each in ``measured_in`` (个, %, 百分点 or 分), null where there is none.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T8, T12, T19; the measures are defaults of ours.
    """
    asked: Asked = {"as_of": as_of.replace(day=1), "known_on": known_on}
    with as_known(con, known_on) as known:
        rows = [
            *_lights(known, profile, asked),
            *_ladder(known, profile, asked),
            *_booked_share(known, profile, asked),
            *_month_progress(known, profile, asked),
            *_few_cases(known, profile, asked),
            *_trifling_gaps(known, profile, asked),
            *_conversions(known, profile, asked),
            *_on_time_starts(known, profile, asked),
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def switched(profile: Profile, as_of: date, name: str, measure: str) -> Profile:
    """Return the profile with definition ``name`` by this measure."""
    rule = profile.rule(name, as_of) or DEFAULTS[name]
    return profile.model_copy(update={name: (rule.model_copy(update={"measure": measure, "enabled": True}),)})


def _lights(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    ways = _ordered(LIGHTS, profile.rule("lights", asked["as_of"]).measure)
    found = [investment_completion(con, profile=measured(profile, asked["as_of"], way), **asked) for way in ways]
    for column, indicator in (("behind_projects", "进度滞后项目"), ("slow_projects", "进度偏慢项目")):
        values = tuple(int(frame[column].sum()) for frame in found)
        yield _row("亮灯", indicator, tuple(LIGHTS[way] for way in ways), values, "个")


def _ladder(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    rule = profile.rule("ladder", asked["as_of"])
    if rule is None or not rule.enabled:
        return
    ways = _ordered(LADDER, rule.measure)
    found = [
        supervision_ladder(
            con, profile=profile.model_copy(update={"ladder": (rule.model_copy(update={"measure": way}),)}), **asked
        )
        for way in ways
    ]
    values = tuple(int(frame.is_proposed.sum()) for frame in found)
    yield _row("督办阶梯", "拟提出措施的单位", tuple(LADDER[way] for way in ways), values, "个")


def _booked_share(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    name = "booked_share"
    values = [
        _first(booked_ratio(con, profile=switched(profile, asked["as_of"], name, way), **asked).booked_to_reported, 100)
        for way in _ways(profile, asked, name)
    ]
    yield _defined(profile, asked, name, "入统占上报", values, "%")


def _month_progress(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    steps = why_changed(con, profile=profile, **asked)
    works = _first(steps[steps.step == "progress"].rate_shown_pp)
    whole = None if steps.rate_shown_pp.isna().any() else round(float(steps.rate_shown_pp.sum()), 1)
    values = {"works": works, "rate": whole}
    name = "month_progress"
    yield _defined(profile, asked, name, "本月前进", [values[way] for way in _ways(profile, asked, name)], "百分点")


def _few_cases(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    rule = profile.rule("few_cases", asked["as_of"]) or FewCases(article="", origin="default", enabled=False, below=3)
    ways = _ordered(FEW_CASES, "on" if rule.enabled else "off")
    words = tuple(FEW_CASES[way].format(below=rule.below) for way in ways)
    found = []
    for way in ways:
        tried = rule.model_copy(update={"enabled": way == "on"})
        ranking = unit_ranking(con, profile=profile.model_copy(update={"few_cases": (tried,)}), **asked)
        found.append(ranking[ranking["rank"].notna()])
    yield _row("少量事项", "考核末位得分", words, tuple(_first(one.score.sort_values()) for one in found), "分")
    for card, indicator in (("yellow", "黄牌"), ("red", "红牌")):
        if profile.has("cards", asked["as_of"]):
            yield _row("少量事项", indicator, words, tuple(int((one.card == card).sum()) for one in found), "个")


def _trifling_gaps(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    rule = profile.rule("cards", asked["as_of"])
    if rule is None or not rule.enabled:
        return
    ways = _ordered(TRIFLING_GAPS, rule.trifling_gap)
    found = [
        unit_ranking(
            con, profile=profile.model_copy(update={"cards": (rule.model_copy(update={"trifling_gap": way}),)}), **asked
        )
        for way in ways
    ]
    small = int(found[0].is_trifling.sum())
    values = tuple(int(frame.card.notna().sum()) for frame in found)
    words = tuple(TRIFLING_GAPS[way] for way in ways)
    yield _row("缺口小的单位", "亮牌单位", words, values, "个", f"只因缺口小而在末几位的 {small} 个")


def _conversions(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    month, name = asked["as_of"], "conversions"
    december = month if month.month == 12 else date(month.year - 1, 12, 1)
    if december not in loaded_months(con, profile, asked["known_on"]):
        december = month
    values, count = [], 0
    for way in _ways(profile, asked, name):
        tried = switched(profile, month, name, way)
        cases = year_score_cases(con, profile=tried, as_of=december, known_on=asked["known_on"])
        mine = cases[cases.item == "前期转化"]
        values.append(int(mine.is_done.sum()))
        count = len(mine)
    until = f"{december.year}年度" if december.month == 12 else f"{december.year}年截至{december.month}月"
    yield _defined(profile, asked, name, "前期转化", values, "个", note=f"{until}，年初在前期批次 {count} 个")


def _on_time_starts(con: Any, profile: Profile, asked: Asked) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    by_year = entry_lag(con, profile=profile, by="start_year", **asked)
    own = by_year[by_year.start_year == asked["as_of"].year]
    every = entry_lag(con, profile=profile, **asked)
    values = {"this_year": _first(own.on_time_rate, 100), "all_years": _first(every.on_time_rate, 100)}
    name = "on_time_starts"
    due = f"今年开工应入统 {int(own.due.sum())} 个，历年 {int(every.due.sum())} 个"
    ways = _ways(profile, asked, name)
    yield _defined(profile, asked, name, "按时入统率", [values[way] for way in ways], "%", note=due)


def _ways(profile: Profile, asked: Asked, name: str) -> list[str]:
    """Return both measures of a definition, the one in force first."""
    return _ordered(DEFINITIONS[name][1], profile.measure(name, asked["as_of"]))


def _ordered(ways: dict[str, str], first: str) -> list[str]:
    return [first, *(way for way in ways if way != first)]


def _defined(
    profile: Profile, asked: Asked, name: str, indicator: str, values: list[Any], measured_in: str, *, note: str = ""
) -> dict[str, Any]:
    label, words = DEFINITIONS[name]
    said = tuple(words[way] for way in _ways(profile, asked, name))
    return _row(label, indicator, said, tuple(values), measured_in, note)


def _row(
    definition: str, indicator: str, ways: Sequence[str], values: Sequence[Any], measured_in: str, note: str = ""
) -> dict[str, Any]:
    return {
        "definition": definition, "indicator": indicator, "rule_way": ways[0], "rule_value": values[0],
        "other_way": ways[1], "other_value": values[1], "measured_in": measured_in, "note": note,
    }  # fmt: skip


def _first(column: pd.Series, scale: int = 1) -> float | None:
    """Return the first value of a column, null where it has none."""
    return None if column.empty or pd.isna(column.iloc[0]) else scale * float(column.iloc[0])
