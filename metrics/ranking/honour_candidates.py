"""Candidates for the year's honours (先进单位候选): units only, quarters and year joined, for people to decide."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.known import as_known
from metrics.ranking.unit_ranking import NO_HONOUR, ranked_quarter
from metrics.ranking.year_scores import year_scores
from metrics.registry import metric
from metrics.unknown_months import loaded_months

COLUMNS = [
    "year", "league", "candidate_place", "responsible_unit", "combined_score", "year_rank", "year_score",
    "quarter_score", "ranked_quarters", "quarter_ranks", "yellow_quarters", "red_quarters", "bars", "may_district",
    "may_city", "not_candidate_reason", "is_provisional",
]  # fmt: skip


@metric()
def honour_candidates(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Candidates for the year's honours (先进单位候选): each unit's quarters and year together, and what bars it.

    口径：季度和年度考核结果相结合：季度均分为本年已结束、调度已载入的各季度得分的平均，
    综合分 = (季度均分 + 年度得分) ÷ 2（文本没有写怎样结合，各半是默认）。
    季度、年度都排了名次的才列名次；本年有红牌的不得评为市、区先进；
    质量安全事故、重大舆情取消市级资格。只列单位，不列个人；候选由人评定。

    Args:
        con: warehouse connection.
        profile: the district's weights, leagues, cards and honours.
        as_of: last month that counts; before December the list is provisional.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per unit of a league, by league: those that may be chosen by ``candidate_place`` (competition ranking
        of ``combined_score`` [points]), then the others with the reason. ``quarter_score`` is the mean of
        ``ranked_quarters`` quarters, ``quarter_ranks`` their places in words. ``may_district`` and ``may_city`` tell
        for which honours nothing bars it.

    Raises:
        ValueError: ``as_of`` outside the loaded dispatches.

    Source:
        T20 (季度和年度考核结果相结合), T21; equal halves are a default of ours.
    """
    month = as_of.replace(day=1)
    with as_known(con, known_on, from_month=date(month.year - 1, 10, 1)) as known:
        year = year_scores(known, profile=profile, as_of=month, known_on=known_on)
        loaded = loaded_months(known, profile, known_on)
        ended = [month.replace(month=end) for end in (3, 6, 9, 12) if end <= month.month]
        quarters = {end: ranked_quarter(known, profile, end, known_on) for end in ended if end in loaded}
    rows = []
    for row in year[year.league.notna()].itertuples():
        unit = row.responsible_unit
        seen = {
            end: (quarter.places[unit].rank, score)
            for end, quarter in quarters.items()
            for one in quarter.scores
            if one.unit == unit and unit in quarter.places and (score := one.score) is not None
        }
        mean = sum((score for _, score in seen.values()), Decimal(0)) / len(seen) if seen else None
        is_ranked = pd.notna(row.rank)
        combined = (mean + Decimal(str(row.score))) / 2 if mean is not None and is_ranked else None
        bars = row.bars if isinstance(row.bars, str) else ""
        reason = _why_not(is_ranked=is_ranked, has_quarters=bool(seen), is_barred=NO_HONOUR in bars)
        rows.append({
            "year": month.year,
            "league": row.league,
            "candidate_place": None,
            "responsible_unit": unit,
            "combined_score": combined,
            "year_rank": row.rank if is_ranked else None,
            "year_score": row.score if is_ranked else None,
            "quarter_score": mean,
            "ranked_quarters": len(seen),
            "quarter_ranks": "、".join(f"{end.month // 3}季度第{place}" for end, (place, _) in seen.items()) or None,
            "yellow_quarters": row.yellow_quarters,
            "red_quarters": row.red_quarters,
            "bars": bars or None,
            "may_district": not reason,
            "may_city": not reason and not bars,
            "not_candidate_reason": reason or None,
            "is_provisional": row.is_provisional,
        })  # fmt: skip
    return _placed(rows)


def _why_not(*, is_ranked: bool, has_quarters: bool, is_barred: bool) -> str:
    reasons = []
    reasons += [] if is_ranked else ["年度没有排名"]
    reasons += [] if has_quarters else ["季度没有排名"]
    reasons += ["本年有红牌"] if is_barred else []
    return "、".join(reasons)


def _placed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Give the candidates of each league their places, equal scores the same, and put them in order."""
    for row in rows:
        if row["may_district"]:
            others = [o for o in rows if o["may_district"] and o["league"] == row["league"]]
            row["candidate_place"] = 1 + sum(other["combined_score"] > row["combined_score"] for other in others)
    leagues = list(dict.fromkeys(row["league"] for row in rows))
    rows.sort(key=lambda row: (leagues.index(row["league"]), row["candidate_place"] or len(rows) + 1))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    scores = ("combined_score", "year_score", "quarter_score")
    return frame.assign(**{name: frame[name].astype(float) for name in scores}).astype(
        dict.fromkeys(("candidate_place", "year_rank", "ranked_quarters"), "Int64")
    )
