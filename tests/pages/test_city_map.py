"""各区县总览's map: our districts are named, and no name lies on another."""

from itertools import combinations

import pandas as pd
import pytest
from shapely.geometry import box
from shapely.ops import unary_union

from data.profile import load_profile
from pages.components.city import city_map
from pages.components.map.map_geography import View

ROW = {"has_delivered": True, "light": "normal", "investment_completion_rate": 0.672, "delivered_until_month": None}


def boxes(labels):
    """The room of each name, recounted: half the letters wide and a line and a third high."""
    for x, y, name, row in labels:
        size, lines = (14, 2) if row is not None else (12, 1)
        letters = max(len(name), len("● 67.2%")) if row is not None else len(name)
        yield x - size * letters / 2, y - 0.65 * size * lines, x + size * letters / 2, y + 0.65 * size * lines


def overlapping(labels) -> list[tuple[str, str]]:
    """The pairs of names that lie on each other."""
    pairs = combinations(zip(labels, boxes(labels), strict=True), 2)
    return [
        (one[2], other[2])
        for (one, a), (other, b) in pairs
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def view_of(areas) -> View:
    return View.fit(unary_union([area for _, area in areas.values()]).bounds, 420, 320, aside=4, above=6)


@pytest.mark.parametrize("district", ["tianyuan", "jingyang"])
def test_no_name_lies_on_another(district):
    profile = load_profile(district)
    [areas] = city_map._cities(((profile.surroundings, profile.boundary),)).values()
    mine = {profile.region_code: district}
    board = pd.DataFrame([ROW], index=[district])
    labels = city_map.labelled(areas, mine, board, view_of(areas))
    assert overlapping(labels) == []
    names = [name for _, _, name, _ in labels]
    assert areas[profile.region_code][0] in names
    assert len(names) > len(areas) / 2  # most neighbours have room


def test_a_neighbour_without_room_goes_a_line_up_or_has_no_name():
    areas = {"1": ("天元区", box(0, 0, 10, 10)), "2": ("邻一", box(0, 0, 9, 9)), "3": ("邻二", box(0, 0, 8, 8))}
    areas |= {str(n): (f"邻{n}", box(0, 0, 7, 7)) for n in range(4, 9)}
    labels = city_map.labelled(areas, {"1": "x"}, pd.DataFrame([ROW], index=["x"]), view_of(areas))
    assert overlapping(labels) == []
    assert labels[0][2] == "天元区"
    assert 1 < len(labels) < len(areas)
