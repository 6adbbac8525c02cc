"""Places by either yardstick (名次变动): who moves when the pace is the project's own plan instead of month/12."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.investment_completion import investment_completion
from metrics.groups import GROUPS
from metrics.registry import metric

PLACED = tuple(group for group in GROUPS if group not in {"project", "month"})


@metric(groups=PLACED)
def completion_places(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = "responsible_unit",
) -> pd.DataFrame:
    """Rank groups on both yardsticks (名次): 1, 2, 2, 4, and how many places each moves.

    口径：时序名次按进度差，项目计划名次按任务完成率，从高到低，并列同名次；无计入项目的不排；不参加排名的单位（区配置）不排；
    含疑似单位错、待核的上报的没有名次，其余依次排。

    Args:
        con: warehouse connection, as for ``investment_completion``.
        profile: the district's rules; its units say who is ranked.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: a grouping other than project and month; by default the responsible unit.

    Returns:
        One row per ranked group, best by month/12 first: ``bulletin_place``, ``project_place`` [1…],
        ``places_moved`` [places won on the project's yardstick, negative: lost], ``bulletin_gap_pp`` [百分点],
        ``task_rate`` and ``is_provisional``. A group with nothing planned yet has no ``project_place``;
        one with a suspected slip of the unit has no place.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T21 (考核排名); equal gaps share a place, by default.
    """
    by = by or "responsible_unit"
    if by not in PLACED:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(PLACED)}")
    frame = investment_completion(con, profile=profile, as_of=as_of, known_on=known_on, by=by)
    unranked = {unit.name for unit in profile.units if not unit.is_ranked} if by == "responsible_unit" else set()
    ranked = frame[(frame["projects"] > 0) & ~frame[by].isin(unranked)].set_index(by)
    is_sure = ranked["suspect_projects"] == 0
    places = pd.DataFrame(
        {
            "bulletin_place": _places(ranked["pace_gap_pp"].where(is_sure)),
            "project_place": _places(ranked["task_rate"].where(is_sure)),
            "bulletin_gap_pp": ranked["pace_gap_pp"],
            "task_rate": ranked["task_rate"],
            "is_provisional": ranked["is_provisional"],
        }
    )
    places.insert(2, "places_moved", places["bulletin_place"] - places["project_place"])
    return places.reset_index(names=by).sort_values(["bulletin_place", by], ignore_index=True)


def _places(figures: pd.Series) -> pd.Series:
    # nine decimals: equal rates of different plans are equal, whatever the last binary digit says
    return figures.round(9).rank(method="min", ascending=False).astype("Int64")
