"""The order of the slides, and each one's tables."""

from collections.abc import Callable, Mapping

import pandas as pd

from data import formats
from pages.components.map import map_geography as maps
from pages.components.meeting.slides import (  # fmt: skip
    batches,
    cards,
    changes,
    entry,
    headline,
    issues,
    ladder,
    places,
    promises,
    ranking,
    slowest,
)
from pages.components.meeting.slides.frame import Drawn, Occasion, Slide, framed

Tables = Mapping[str, pd.DataFrame]
Draw = Callable[[Tables], Drawn]


def slides(
    tables: Tables,
    occasion: Occasion,
    *,
    geo: maps.Geography,
    quarter: str,
    has_cards: bool,
    steps: tuple[str, ...],
    judged_by: str = "task_rate",
) -> list[Slide]:
    """Draw the whole sequence.

    Args:
        tables: what the page asked: months, months_before, batches, batches_before, completed, changes, moved, towns,
            points, lag, lag_units, units, slow, slow_months, promises, issues, steps.
        occasion: whose meeting, and what its figures rest on.
        geo: the district's shapes.
        quarter: as 2026Q3.
        has_cards: the district's rules know yellow and red cards.
        steps: the names of the district's supervision ladder, none where it has none.
        judged_by: the column on which the lights stand.
    """
    leagues = list(dict.fromkeys(tables["units"].league.dropna()))
    plan: list[tuple[str, tuple[str, ...], Draw]] = [
        ("headline", ("months", "months_before", "batches", "batches_before", "completed", "changes"),
         lambda t: headline.draw(
             t["months"], t["months_before"], t["batches"], t["batches_before"], t["completed"], t["changes"]
         )),
        ("changes", ("changes", "moved"), lambda t: changes.draw(t["changes"], t["moved"])),
        ("batches", ("batches", "batches_before"), lambda t: batches.draw(t["batches"], t["batches_before"])),
        ("places", ("towns", "points"), lambda t: places.draw(geo, t["towns"], t["points"], formats.LIGHTS, judged_by)),
        ("entry", ("lag", "lag_units"), lambda t: entry.draw(t["lag"], t["lag_units"])),
        *(
            (f"ranking_{place}", ("units",), lambda t, name=name: ranking.draw(t["units"], name, has_cards=has_cards))
            for place, name in enumerate(leagues, 1)
        ),
        *([("cards", ("units",), lambda t: cards.draw(t["units"]))] if has_cards else []),
        *([("ladder", ("steps",), lambda t: ladder.draw(t["steps"], steps))] if steps else []),
        ("slowest", ("slow", "slow_months"), lambda t: slowest.draw(t["slow"], t["slow_months"])),
        ("promises", ("promises",), lambda t: promises.draw(t["promises"], quarter)),
        ("issues", ("issues",), lambda t: issues.draw(t["issues"])),
    ]  # fmt: skip
    return [
        framed(occasion, name, draw(tables), {used: tables[used] for used in names}, at, len(plan))
        for at, (name, names, draw) in enumerate(plan)
    ]
