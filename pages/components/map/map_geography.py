"""The district's shapes for the map: outline, neighbours, and one cell a town (示意), and a window to look at them.

Cells are Voronoi cells of the towns' points, clipped to the outline. They place a town's label and colour, nothing
else: a project's town comes from its record, never from the cell its mark happens to stand in.
"""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from shapely import MultiPoint, Point, voronoi_polygons
from shapely.affinity import scale
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from data.profile import Profile, Town

TILE = 512  # deck.gl's tile size in pixels at zoom 0
FINE, COARSE = 0.0004, 0.0012  # degrees: what is left out of an outline is smaller than a pixel
CONTEXT = 1.2  # how far around the outline neighbours are kept, in the outline's own widths


@dataclass(frozen=True)
class Geography:
    """What a district's folder says about its shape; ``outline`` is None where it has no boundary."""

    outline: Any  # BaseGeometry, None where there is no boundary: the page then has no map
    neighbours: dict[str, BaseGeometry]
    towns: dict[str, BaseGeometry]  # in the profile's order; only towns with a point


@dataclass
class View:
    """A Web Mercator window of ``width`` × ``height`` pixels around a point, as deck.gl draws it."""

    longitude: float
    latitude: float
    zoom: float
    width: int
    height: int

    def __post_init__(self) -> None:
        self.world = TILE * 2**self.zoom
        self.middle = self._project(self.longitude, self.latitude)

    def _project(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            (longitude + 180) / 360 * self.world,
            (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * self.world,
        )

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place stands, in pixels from the upper left corner."""
        x, y = self._project(longitude, latitude)
        return x - self.middle[0] + self.width / 2, y - self.middle[1] + self.height / 2

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and latitude under a pixel."""
        x, y = x + self.middle[0] - self.width / 2, y + self.middle[1] - self.height / 2
        north = math.pi * (1 - 2 * y / self.world)
        return x / self.world * 360 - 180, math.degrees(math.atan(math.sinh(north)))

    @classmethod
    def fit(
        cls, bounds: tuple[float, float, float, float], width: int, height: int, *, aside: int = 0, above: int = 18
    ) -> "View":
        """The largest window that shows ``bounds`` and keeps ``aside`` and ``above`` pixels free at its edges."""
        west, south, east, north = bounds
        probe = cls((west + east) / 2, (south + north) / 2, 0, width, height)
        (left, bottom), (right, top) = probe.pixel(west, south), probe.pixel(east, north)
        room = min((width - 2 * aside) / (right - left), (height - 2 * above) / (bottom - top))
        return cls(*probe.place((left + right) / 2, (top + bottom) / 2), math.log2(room), width, height)


def geography(profile: Profile) -> Geography:
    """Read and cut a district's shapes, once as long as its files stay as they are."""
    files = (profile.boundary, profile.surroundings)
    stamps = tuple(file.stat().st_mtime_ns if file else 0 for file in files)
    return _geography(*files, stamps, profile.towns)


def is_inside(geo: Geography, longitude: float, latitude: float) -> bool:
    """Tell whether a place lies in the district, or within about a kilometre of its (示意) outline."""
    return geo.outline is None or geo.outline.distance(Point(longitude, latitude)) < 0.01


def rings(area: BaseGeometry) -> list[list[tuple[float, float]]]:
    """The outer rings of an area, one a part, as (longitude, latitude)."""
    parts = getattr(area, "geoms", [area])
    solid = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return [[(x, y) for x, y, *_ in part.exterior.coords] for part in solid]


@lru_cache(maxsize=32)
def _geography(
    boundary: Path | None, surroundings: Path | None, _stamps: tuple[int, ...], towns: tuple[Town, ...]
) -> Geography:
    placed = {town.name: Point(town.longitude, town.latitude) for town in towns if town.longitude and town.latitude}
    if boundary is None:
        return Geography(None, {}, {})
    outline = unary_union([area for _, area in _features(boundary)]).simplify(FINE)
    west, south, east, north = outline.bounds
    far = CONTEXT * max(east - west, north - south)
    window = box(west - far, south - far, east + far, north + far)
    neighbours = {
        name: area.intersection(window).simplify(COARSE)
        for name, area in (_features(surroundings) if surroundings else [])
        if area.intersection(outline).area < 0.5 * outline.area and area.intersects(window)
    }
    return Geography(outline, neighbours, _cells(outline, placed))


def _cells(outline: BaseGeometry, points: dict[str, Point]) -> dict[str, BaseGeometry]:
    """Voronoi cells in a plane where a degree east is as long as a degree north, clipped to the outline."""
    if len(points) < 2:
        return dict.fromkeys(points, outline)
    narrow = math.cos(math.radians(outline.centroid.y))
    plane = {name: Point(point.x * narrow, point.y) for name, point in points.items()}
    reach = scale(outline, narrow, 1, origin=(0, 0)).buffer(1)
    cells = list(voronoi_polygons(MultiPoint(list(plane.values())), extend_to=reach).geoms)
    out = {}
    for name, point in plane.items():
        cell = next((cell for cell in cells if cell.covers(point)), None)
        clipped = scale(cell, 1 / narrow, 1, origin=(0, 0)).intersection(outline) if cell is not None else None
        if clipped is not None and not clipped.is_empty:
            out[name] = clipped
    return out


def _features(path: Path) -> list[tuple[str, BaseGeometry]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    return [(part["properties"].get("name", ""), shape(part["geometry"])) for part in collection["features"]]


def placed(geo: Geography, points: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split projects into those that can be drawn and those that have no place or one outside the district."""
    can = [
        pd.notna(row.longitude) and pd.notna(row.latitude) and is_inside(geo, row.longitude, row.latitude)
        for row in points.itertuples()
    ]
    return points[can], points[[not yes for yes in can]]


def in_order(profile: Profile, points: pd.DataFrame) -> list[str]:
    """The batches that occur, in the profile's order, unknown ones last."""
    there = set(points.batch)
    known = [batch.name for batch in profile.batches if batch.name in there]
    return [*known, *sorted(there - set(known))]


def every_town(geo: Geography, towns: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """A row for each town of the map or of a project; one without a counted project has no figures."""
    names = dict.fromkeys([*geo.towns, *points.town, *towns.town])
    return towns.set_index("town").reindex(list(names)).rename_axis("town").reset_index()
