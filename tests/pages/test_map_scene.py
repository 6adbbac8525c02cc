"""The map's layout: cells fill the district, labels never collide, only what has a place is drawn, names do nothing."""

import math
from itertools import combinations

import pandas as pd
import pytest
from shapely.ops import unary_union

from data.profile import district_ids, load_profile
from pages.components.map import map_deck, map_flat
from pages.components.map import map_geography as maps
from pages.components.map.map_scene import NO_CELL, scene, tint

HOSTILE = '<img src=x onerror="alert(1)">![](http://example.com/a.png)'
SIZES = [(554, 520), (770, 560), (684, 720)]


def towns_of(geo: maps.Geography) -> pd.DataFrame:
    gaps = [(-1) ** n * 3.3 * n for n in range(len(geo.towns))]
    return pd.DataFrame(
        {"town": list(geo.towns), "investment_completion_rate": 0.6, "task_rate": 0.8, "pace_gap_pp": gaps}
    )


def points_of(geo: maps.Geography) -> pd.DataFrame:
    spots = [area.representative_point() for area in geo.towns.values()]
    return pd.DataFrame(
        {
            "project_id": [f"P{n}" for n in range(len(spots))],
            "project_name": HOSTILE,
            "longitude": [spot.x for spot in spots],
            "latitude": [spot.y for spot in spots],
            "light": (["behind", "slow", "normal", "ahead", None] * len(spots))[: len(spots)],
            "annual_plan_wan": [1000.0 * n for n in range(len(spots))],
            "town": list(geo.towns),
        }
    )


@pytest.fixture(params=district_ids())
def geo(request) -> maps.Geography:
    return maps.geography(load_profile(request.param))


def test_cells_fill_the_district_and_do_not_overlap(geo):
    cells = list(geo.towns.values())
    assert unary_union(cells).area == pytest.approx(geo.outline.area, rel=1e-3)
    assert sum(cell.area for cell in cells) == pytest.approx(geo.outline.area, rel=1e-3)


def test_each_town_with_a_point_has_its_cell(geo):
    profile = next(p for p in map(load_profile, district_ids()) if {t.name for t in p.towns} >= set(geo.towns))
    assert list(geo.towns) == [town.name for town in profile.towns if town.longitude]


@pytest.mark.parametrize("size", SIZES)
def test_labels_do_not_collide_and_stay_inside(geo, size):
    drawn = scene(geo, towns_of(geo), points_of(geo), width=size[0], height=size[1])
    assert {label.town for label in drawn.labels} == set(geo.towns)
    for one, other in combinations(drawn.labels, 2):
        assert one.is_left is not other.is_left or abs(one.y - other.y) >= 36, (one.town, other.town)
    for label in drawn.labels:
        assert 20 <= label.y <= size[1] - 20
        assert 96 <= label.x <= size[0] - 96  # five characters of 15 px and the note fit outside


def test_pixels_and_places_are_each_others_inverse(geo):
    view = maps.View.fit(geo.outline.bounds, 554, 520)
    assert view.place(*view.pixel(*geo.outline.centroid.coords[0])) == pytest.approx(geo.outline.centroid.coords[0])


def test_what_is_stuck_lies_on_top_and_money_is_area(geo):
    marks = scene(geo, towns_of(geo), points_of(geo), width=554, height=520).marks
    depth = [{"behind": 3, "slow": 2}.get(mark.light, 1 if mark.light else 0) for mark in marks]
    assert depth == sorted(depth)
    assert all(mark.size >= 7 for mark in marks)


def test_projects_without_a_place_or_outside_are_not_drawn(geo):
    points = points_of(geo).iloc[:3].copy()
    points.loc[points.index[0], "longitude"] = None
    points.loc[points.index[1], ["longitude", "latitude"]] = [30.0, 110.0]  # swapped
    can, cannot = maps.placed(geo, points)
    assert (can.project_id.tolist(), cannot.project_id.tolist()) == (["P2"], ["P0", "P1"])


def test_the_deck_asks_nobody_and_holds_its_selection(geo):
    drawn = scene(geo, towns_of(geo), points_of(geo), width=554, height=520, town=next(iter(geo.towns)))
    text = map_deck.deck(drawn).to_json()
    assert "http" not in text
    assert '"mapProvider": null' in text or "mapProvider" not in text
    layers = [layer.id for layer in map_deck.deck(drawn).layers]
    assert len(layers) == len(set(layers))
    assert {"towns", "projects", "chosen-town"} <= set(layers)


def test_the_flat_map_shows_names_as_text_and_can_be_touched(geo):
    drawing = map_flat.figure(scene(geo, towns_of(geo), points_of(geo), width=554, height=520, project="P1"))
    hints = [hint for trace in drawing.data if trace.hovertext is not None for hint in trace.hovertext]
    assert hints
    assert not [hint for hint in hints if "<" in hint]
    kinds = {kind for trace in drawing.data if trace.customdata is not None for kind, _ in trace.customdata}
    assert kinds == {"town", "project"}
    touched = {
        name
        for trace in drawing.data
        if trace.customdata is not None
        for kind, name in trace.customdata
        if kind == "town"
    }
    assert touched == set(geo.towns)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("pace_gap_pp", -20.25, "慢 20.3"),
        ("pace_gap_pp", 0.0, "快 0.0"),
        ("pace_gap_pp", None, "—"),
        ("task_rate", 0.9125, "任务 91.3%"),
        ("task_rate", None, "—"),  # nothing planned yet
    ],
)
def test_a_label_shows_the_figure_the_light_stands_on(geo, column, value, words):
    towns = towns_of(geo).assign(task_rate=0.5).astype({column: "float64"})
    towns[column] = value
    drawn = scene(geo, towns, points_of(geo), width=554, height=520, judged_by=column)
    assert {label.note for label in drawn.labels} == {words}


def test_a_town_has_the_colour_of_its_light():
    assert len({tint(light) for light in ("behind", "slow", "normal", "ahead")}) == 4
    assert tint(None) == tint(math.nan) == NO_CELL


def test_no_boundary_no_map(tmp_path):
    profile = load_profile(district_ids()[0]).model_copy(update={"folder": tmp_path})
    assert maps.geography(profile).outline is None
