"""The order of the slides, and each one's tables."""

from collections.abc import Callable, Mapping

import pandas as pd

from data import formats
from pages.components.map import map_geography as maps
from pages.components.meeting.slides import (  # fmt: skip
    basis,
    batches,
    behind,
    cards,
    changes,
    cover,
    entry,
    headline,
    issues,
    ladder,
    places,
    promises,
    ranking,
    required,
    slowest,
    unit_parts,
    well,
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
    starts: str = "this_year",
) -> list[Slide]:
    """Draw the whole sequence.

    Args:
        tables: what the page asked: months, months_before, batches, batches_before, completed, changes, moved, towns,
            points, lag, lag_years, lag_units, start_corrections, open_cases, units, parts, cases, cells, case_cells,
            slow, slow_months, promises, issues, steps, whole, by_unit, by_batch, projects, batch_projects, slips.
        occasion: whose meeting, and what its figures rest on.
        geo: the district's shapes.
        quarter: as 2026Q3.
        has_cards: the district's rules know yellow and red cards.
        steps: the names of the district's supervision ladder, none where it has none.
        judged_by: the column on which the lights stand.
        starts: which starts 按时入统 leads with, see the rule ``on_time_starts``.
    """
    leagues = list(dict.fromkeys(tables["units"].league.dropna()))
    places_of_cases = unit_parts.source_cells(tables["cells"], tables["case_cells"])
    plan: list[tuple[str, tuple[str, ...], Draw]] = [
        ("cover", ("months",), lambda t: cover.draw(occasion, t["months"])),
        ("headline", ("months", "months_before", "batches", "batches_before", "completed", "changes"),
         lambda t: headline.draw(
             t["months"], t["months_before"], t["batches"], t["batches_before"], t["completed"], t["changes"],
             t["projects"], t["slips"],
         )),
        ("well", ("by_unit",), lambda t: well.draw(_ranked(t), t["batches"], t["batches_before"], t["projects"])),
        ("behind", ("by_unit", "by_batch"),
         lambda t: behind.draw(t["by_unit"], t["by_batch"], t["slow"], t["projects"])),
        ("batches", ("batches", "batches_before"),
         lambda t: batches.draw(t["batches"], t["batches_before"], t["batch_projects"])),
        ("places", ("towns", "points"),
         lambda t: places.draw(geo, t["towns"], t["points"], formats.LIGHTS, t["projects"], judged_by, t["by_unit"])),
        ("entry", ("lag", "lag_years", "lag_units"),
         lambda t: entry.draw(
             t["lag"], t["lag_years"], t["months"].month.iloc[-1], t["lag_units"], t["open_cases"], starts,
             t["start_corrections"],
         )),
        ("changes", ("changes", "moved"), lambda t: changes.draw(t["changes"], t["moved"], t["slips"])),
        ("slowest", ("slow", "slow_months"), lambda t: slowest.draw(t["slow"], t["slow_months"])),
        *(
            (f"ranking_{place}", ("units", "parts") if place == 1 else ("units",),
             lambda t, name=name: ranking.draw(
                 t["units"], name, t["parts"], t["cases"], places_of_cases, has_cards=has_cards
             ))
            for place, name in enumerate(leagues, 1)
        ),
        *(
            [("cards", ("units",), lambda t: cards.draw(t["units"], t["parts"], t["cases"], places_of_cases))]
            if has_cards
            else []
        ),
        *([("ladder", ("steps",), lambda t: ladder.draw(t["steps"], steps, t["projects"]))] if steps else []),
        ("issues", ("issues",), lambda t: issues.draw(t["issues"])),
        ("required", ("whole", "by_unit"), lambda t: required.draw(t["whole"], t["by_unit"], t["projects"])),
        ("promises", ("promises",), lambda t: promises.draw(t["promises"], quarter)),
        ("basis", (), lambda _: basis.draw(occasion)),
    ]  # fmt: skip
    made = [(name, names, draw(tables)) for name, names, draw in plan]
    shown = [one for one in made if not one[2].is_empty]
    return [
        framed(occasion, name, drawn, {used: tables[used] for used in names}, at, len(shown))
        for at, (name, names, drawn) in enumerate(shown)
    ]


def _ranked(tables: Tables) -> pd.DataFrame:
    """The units that are ranked at all: the statistics bureau is never praised either."""
    leagued = tables["units"][tables["units"].league.notna()].responsible_unit
    return tables["by_unit"][tables["by_unit"].responsible_unit.isin(leagued)]
