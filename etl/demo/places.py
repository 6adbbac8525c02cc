"""Where projects stand: points inside the district, near their town."""

import json
import random
from functools import cache
from pathlib import Path

from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from data.profile import Profile, Town


class Places:
    """Points inside the district's boundary, each nearest to its own town."""

    def __init__(self, profile: Profile) -> None:
        """Read the boundary."""
        self.towns = {
            town.name: (town.longitude, town.latitude)
            for town in profile.towns
            if town.longitude is not None and town.latitude is not None
        }
        self.boundary = _boundary(profile.folder / "boundary.geojson")

    def near(self, rng: random.Random, town: Town) -> tuple[float, float] | None:
        """Draw a point near the town; about one in twelve has none."""
        middle = self.towns[town.name]
        for _ in range(60):
            longitude, latitude = rng.gauss(middle[0], 0.014), rng.gauss(middle[1], 0.012)
            if self.boundary.contains(Point(longitude, latitude)) and self._nearest(longitude, latitude) == town.name:
                break
        else:
            longitude, latitude = middle
        return None if rng.random() < 0.08 else (round(longitude, 5), round(latitude, 5))

    def _nearest(self, longitude: float, latitude: float) -> str:
        def distance(name: str) -> float:
            return (self.towns[name][0] - longitude) ** 2 + (self.towns[name][1] - latitude) ** 2

        return min(self.towns, key=distance)


@cache
def _boundary(path: Path) -> BaseGeometry:
    feature = json.loads(path.read_text(encoding="utf-8"))["features"][0]
    return shape(feature["geometry"])
