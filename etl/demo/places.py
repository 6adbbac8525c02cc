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
        self.towns = [town for town in profile.towns if town.longitude is not None]
        self.boundary = _boundary(profile.boundary)

    def near(self, rng: random.Random, town: Town) -> tuple[float, float] | None:
        """Draw a point near the town; about one in twelve has none."""
        for _ in range(60):
            longitude, latitude = rng.gauss(town.longitude, 0.014), rng.gauss(town.latitude, 0.012)
            if self.boundary.contains(Point(longitude, latitude)) and self._nearest(longitude, latitude) == town.name:
                break
        else:
            longitude, latitude = town.longitude, town.latitude
        return None if rng.random() < 0.08 else (round(longitude, 5), round(latitude, 5))

    def _nearest(self, longitude: float, latitude: float) -> str:
        return min(self.towns, key=lambda t: (t.longitude - longitude) ** 2 + (t.latitude - latitude) ** 2).name


@cache
def _boundary(path: Path) -> BaseGeometry:
    feature = json.loads(path.read_text(encoding="utf-8"))["features"][0]
    return shape(feature["geometry"])
