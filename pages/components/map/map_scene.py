"""What stands where on the map, worked out once in pixels; ``map_deck`` and ``map_flat`` draw the same scene.

Town labels stand in two columns outside the district; a leader leaves its cell where it crosses no other one, so no
line runs over a mark and no label lies on another, whatever the data.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from shapely import box, contains, prepare
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from data.wording.completion_wording import judged
from pages.components.map.map_geography import Geography, View
from pages.components.view import Row

ASIDE = 116  # pixels kept free at both sides for the labels
LABEL_GAP = 46  # pixels between two labels of a column
NO_CELL = "#f3f5f7"
# a town's cell by its light: behind in earth, ahead in blue
TINTS = {"behind": "#d99a6c", "slow": "#f0d5ba", "normal": "#e3e8ed", "ahead": "#a3c7e0"}
DEPTH = {"behind": 3, "slow": 2, "normal": 1, "ahead": 1}  # what is stuck lies on top


@dataclass(frozen=True)
class Label:
    """A town's name and figures, and the ends of the line that leads to its cell."""

    town: str
    note: str
    x: float
    y: float
    exit_x: float
    exit_y: float
    is_left: bool


@dataclass(frozen=True)
class Mark:
    """A project on the map: its place, shape, colour and size in pixels."""

    project_id: str
    longitude: float
    latitude: float
    light: str | None  # a key of words.LIGHTS
    size: float
    hint: str


@dataclass(frozen=True)
class Scene:
    """All that is drawn."""

    view: View
    geography: Geography
    colours: dict[str, str]  # town → colour of its cell
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    neighbours: dict[str, tuple[float, float]]  # name → pixel
    chosen_town: str | None
    chosen_project: str | None


def scene(
    geo: Geography,
    towns: pd.DataFrame,
    points: pd.DataFrame,
    *,
    width: int,
    height: int,
    town: str | None = None,
    project: str | None = None,
    judged_by: str = "task_rate",
) -> Scene:
    """Lay out the map.

    Args:
        geo: the district's shapes; its outline must be there.
        towns: town, investment_completion_rate, task_rate, pace_gap_pp, light.
        points: project_id, project_name, longitude, latitude, light, annual_plan_wan; only those to be drawn.
        width: of the picture in pixels.
        height: of the picture in pixels.
        town: the town that is marked as chosen.
        project: the project that is marked as chosen.
        judged_by: the column on which the lights stand; the labels show it.
    """
    view = View.fit(geo.outline.bounds, width, height, aside=ASIDE)
    facts = {row.town: row for row in towns.itertuples()}
    labels = _labels(view, geo, {name: _note(facts.get(name), judged_by) for name in geo.towns})
    lights = {name: getattr(facts.get(name), "light", None) for name in geo.towns}
    return Scene(
        view=view,
        geography=geo,
        colours={name: tint(light) for name, light in lights.items()},
        labels=tuple(labels),
        marks=tuple(_marks(points)),
        neighbours=_neighbour_places(view, geo, labels),
        chosen_town=town if town in geo.towns else None,
        chosen_project=project,
    )


def tint(light: object) -> str:
    """The tint of a cell; a town without projects in plan, or with nothing due, keeps the ground's grey."""
    return TINTS.get(light, NO_CELL) if isinstance(light, str) else NO_CELL


def _note(facts: Row, judged_by: str) -> str:
    if facts is None or pd.isna(facts.investment_completion_rate):
        return "无在列项目"
    return judged(facts, judged_by)


def _marks(points: pd.DataFrame) -> list[Mark]:
    """Area follows money; quiet projects are drawn a little smaller and below those that need attention."""
    if points.empty:
        return []
    largest = max(float(points.annual_plan_wan.max() or 0), 1.0)
    crowd = max(0.6, min(1.0, math.sqrt(90 / len(points))))  # many projects: smaller marks
    ordered = points.assign(depth=points.light.map(DEPTH).fillna(0))
    ordered = ordered.sort_values(["depth", "annual_plan_wan"], ascending=[True, False])
    marks = []
    for row in ordered.itertuples():
        plan = 0.0 if pd.isna(row.annual_plan_wan) else max(float(row.annual_plan_wan), 0.0)
        size = (12 + 20 * math.sqrt(plan / largest)) * crowd * (1.0 if row.depth >= 2 else 0.84)
        light = row.light if isinstance(row.light, str) else None
        marks.append(Mark(row.project_id, row.longitude, row.latitude, light, round(size, 1), row.project_name))
    return marks


def _labels(view: View, geo: Geography, notes: dict[str, str]) -> list[Label]:
    """One label a town, in the column of its side, pushed apart so that none overlap."""
    west, _, east, _ = geo.outline.bounds
    left_edge, right_edge = view.pixel(west, view.latitude)[0] - 18, view.pixel(east, view.latitude)[0] + 18
    exits = {name: _way_out(cell, geo.outline) for name, cell in geo.towns.items()}
    taken = {True: 0, False: 0}
    placed: dict[bool, list[list]] = {True: [], False: []}
    for name, ways in sorted(exits.items(), key=lambda item: len(item[1])):  # those with one way out go first
        _, x, y, is_left = min(ways, key=lambda way: way[0] + 0.12 * taken[way[3]])
        taken[is_left] += 1
        placed[is_left].append([name, *view.pixel(x, y)])
    labels = []
    for is_left, column in placed.items():
        column.sort(key=lambda entry: entry[2])
        for (name, x, y), at in zip(column, _apart([entry[2] for entry in column], view.height), strict=True):
            labels.append(Label(name, notes[name], left_edge if is_left else right_edge, at, x, y, is_left))
    return labels


def _apart(heights: list[float], limit: int) -> list[float]:
    """Push sorted heights apart to LABEL_GAP (less where they would not fit), inside the picture."""
    if not heights:
        return []
    gap = min(LABEL_GAP, (limit - 48) / max(1, len(heights) - 1))
    out = heights[:1]
    for height in heights[1:]:
        out.append(max(height, out[-1] + gap))
    out[-1] = min(out[-1], limit - 24)
    for i in range(len(out) - 2, -1, -1):
        out[i] = min(out[i], out[i + 1] - gap)
    shift = max(0.0, 24 - out[0])
    return [height + shift for height in out]


@lru_cache(maxsize=256)
def _way_out(cell: BaseGeometry, outline: BaseGeometry) -> list[tuple[float, float, float, bool]]:
    """Where a leader can leave a cell without crossing another one: (cost, longitude, latitude, is left)."""
    south, north = cell.bounds[1], cell.bounds[3]
    ways = []
    for step in range(1, 41):
        latitude = south + (north - south) * step / 41
        across = LineString([(-180, latitude), (180, latitude)])
        west, _, east, _ = cell.intersection(across).bounds
        edge_west, _, edge_east, _ = outline.intersection(across).bounds
        cost = abs(step / 41 - 0.5)
        ways += [(cost, west, latitude, True)] if abs(west - edge_west) < 1e-9 else []
        ways += [(cost, east, latitude, False)] if abs(east - edge_east) < 1e-9 else []
    if ways:
        sides = [[way for way in ways if way[3] is is_left] for is_left in (True, False)]
        return [min(side, key=lambda way: way[0]) for side in sides if side]
    middle = cell.representative_point()  # an inner town: its line must cross a neighbour's cell
    west, _, east, _ = outline.bounds
    from_west = (middle.x - west) / (east - west)
    return [(1 + from_west, middle.x, middle.y, True), (2 - from_west, middle.x, middle.y, False)]


def _neighbour_places(view: View, geo: Geography, labels: list[Label]) -> dict[str, tuple[float, float]]:
    """Neighbours' names, each where its own county has clear room for it; a county without room has none."""
    taken = [
        (at.x - (104 if at.is_left else 4), at.y - 26, at.x + (4 if at.is_left else 104), at.y + 26) for at in labels
    ]
    spots = [
        (float(x), float(y))
        for y in range(20, view.height - 16, 20)
        for x in range(34, view.width - 33, 20)
        if not any(x + 28 > a and x - 28 < c and y + 12 > b and y - 12 < d for a, b, c, d in taken)
    ]
    corners = [(view.place(x - 30, y + 14), view.place(x + 30, y - 14)) for x, y in spots]
    words = box(*zip(*((*low, *high) for low, high in corners), strict=True)) if corners else []
    out = {}
    for name, area in geo.neighbours.items():
        prepare(area)
        room = [spot for spot, has_room in zip(spots, contains(area, words), strict=True) if has_room]
        if room:
            out[name] = room[len(room) // 2]
    return out
