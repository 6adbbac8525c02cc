"""Who is called to a talk this quarter (季度约谈督办): units slow in projects, or weak in service."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from data.quarters import quarter_start
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import light_yardstick
from metrics.known import as_known
from metrics.ranking.score_cases import score_cases
from metrics.registry import metric

SERVICE = "要素保障"
PACE = ["annual_plan_wan", "investment_completion_rate", "pace_gap_pp", "light"]
COLUMNS = [
    "responsible_unit", "quarter", "is_slow_unit", "is_weak_service", *PACE, "service_due", "service_done",
    "service_done_share",
]  # fmt: skip


@metric()
def quarterly_talks(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Who is called to a talk this quarter (季度约谈督办): units whose projects are slow, or whose service is weak.

    口径：截至月亮灯为滞后、够得上点名（计划额、缺口达到限度）、数字不是暂定的单位为推进缓慢；
    本季到期的要素保障事项不少于限度（默认 3 件）、时限内办结不足限度（默认八成）的单位为服务保障乏力。
    不参评的单位不列；不设这一条的区没有行。系统只列出，由人决定约谈谁。

    Args:
        con: warehouse connection; what ``investment_completion`` and ``score_cases`` read.
        profile: the district's rules ``talks``, lights and materiality.
        as_of: the last month that counts; its quarter is judged up to it.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        A row a unit, slow ones with the widest gap first: ``is_slow_unit``, ``is_weak_service``; plan, rate, gap and
        light of its projects (null: none); ``service_due`` and ``service_done`` requests of the quarter,
        ``service_done_share`` (null: none due).

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T10 (开展约谈督办); what is slow and weak is a default of ours.
    """
    rule = profile.rule("talks", as_of.replace(day=1))
    if rule is None or not rule.enabled:
        return pd.DataFrame(columns=COLUMNS)
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        paces = investment_completion(
            known, profile=profile, as_of=as_of, known_on=known_on, by="responsible_unit",
            yardstick=light_yardstick(profile, as_of),
        )  # fmt: skip
    cases = score_cases(con, profile=profile, as_of=as_of, known_on=known_on)
    cases = cases[cases["item"] == SERVICE]
    counts = cases.groupby("responsible_unit").is_done.agg(["size", "sum"])
    unranked = {unit.name for unit in profile.units if not unit.is_ranked} | {"—"}
    rows = []
    for unit in dict.fromkeys([*paces.responsible_unit, *counts.index]):
        pace = next(iter(paces[paces.responsible_unit == unit].itertuples()), None)
        due, done = (int(number) for number in (counts.loc[unit] if unit in counts.index else (0, 0)))
        is_slow = pace is not None and _is_slow(profile, as_of, pace)
        is_weak = due >= rule.least_requests and Decimal(done) < Decimal(str(rule.service_share)) * due
        if unit not in unranked and (is_slow or is_weak):
            figures = [getattr(pace, name, None) for name in PACE]
            share = done / due if due else None
            rows.append((unit, quarter_start(as_of), is_slow, is_weak, *figures, due, done, share))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values(
        ["is_slow_unit", "pace_gap_pp", "service_done_share", "responsible_unit"],
        ascending=[False, True, True, True], kind="stable", na_position="last",
    ).reset_index(drop=True)  # fmt: skip


def _is_slow(profile: Profile, as_of: date, pace: Any) -> bool:  # noqa: ANN401
    is_material = profile.is_material(as_of.replace(day=1), pace.annual_plan_wan, pace.shortfall_wan)
    return pace.light == "behind" and not pace.is_provisional and bool(is_material)
