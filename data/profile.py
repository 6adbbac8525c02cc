"""A district's rules: read from ``data/districts/<id>/``, checked, dated, each with its article and origin.

A rule that changes with time is a list of dated versions; ``Profile.rule(name, as_of)`` gives the one in force.
Unknown keys are refused by name, so that a misspelt rule can never be silently without effect.
"""

import csv
import os
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

HERE = Path(__file__).parent
DISTRICTS = HERE / "districts"
Yardstick = Literal["completion", "continuing", "new_start", "preliminary"]


class ProfileError(ValueError):
    """A profile that cannot be read: names the file, the key and the next step, in Chinese."""


class Model(BaseModel):
    """Base of all profile models: immutable, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Model):
    """What every rule carries beside its values: where it stands, since when, and whether it holds here."""

    article: str  # 旌阳第十三条 …
    origin: Literal["given", "default"]  # 文本给定 / 缺省
    source: str = ""  # for a default: where the number comes from
    enabled: bool = True
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None  # first day on which it no longer holds

    def holds_at(self, day: date) -> bool:
        """Tell whether this version is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Batch(Rule):
    """One batch (批次) and the yardstick by which its progress is measured."""

    name: str
    yardstick: Yardstick
    aliases: tuple[str, ...] = ()
    is_in_text: bool = True  # false: sheets say it, the district's text does not (文本无此批次)


class Lights(Rule):
    """Pace gap in percentage points → light; compared with the unrounded gap."""

    ahead_pp: float = 0.0  # ≥: ▲ 超前
    slow_pp: float = -10.0  # ≤: ◆ 偏慢
    behind_pp: float = -30.0  # <: ▼ 滞后


class EntryWindow(Rule):
    """The day on which a month's window for entering the statistics library closes (入库窗口)."""

    day: int = Field(10, ge=1, le=31)
    month_offset: int = Field(0, ge=0, le=2)


class EntryRule(Rule):
    """开工当月入库、下月入统, and what stands in its scope."""

    library_periods: int = 0
    statistics_periods: int = 1
    minimum_total_wan: int = 500
    library_yellow_periods: int = 1  # open and not in the library since so many closed periods
    library_red_periods: int = 3
    statistics_yellow_periods: int = 1  # without figures, so many periods over due
    statistics_red_periods: int = 2


class StatisticsReturns(Rule):
    """Which months have no return of their own (1月免报)."""

    months_without: tuple[int, ...] = (1,)


class Silence(Rule):
    """Above this share of plan money carried, a figure is grey and its rank 暂定."""

    provisional_share: float = 0.30


class Tolerance(Rule):
    """Difference of reported and booked that needs no reason (R00)."""

    share: float = 0.05
    amount_wan: int = 50
    band_low: float = 0.85
    band_high: float = 1.05


class Preliminary(Rule):
    """Months a project may stay in the preliminary batch before it shows yellow and red."""

    yellow_months: int = 24
    red_months: int = 36


class ApprovalList(Rule):
    """The approvals a project needs, by its procedure (审批 / 核准 / 备案)."""

    procedure: str
    steps: tuple[str, ...]


class Eligibility(Rule):
    """Least total investment of a key project, by category (万元); 0 for exempt ones."""

    default_wan: int = 3000
    infrastructure_wan: int = 5000
    infrastructure_categories: tuple[str, ...] = ()
    exempt_categories: tuple[str, ...] = ()


class Weights(Rule):
    """Weights of the assessment's items."""

    quarter: dict[str, float]
    year: dict[str, float]


class Cards(Rule):
    """Yellow and red cards of the quarter's ranking."""

    last_places: int = 3
    full_league: int = 6


class Ladder(Rule):
    """Supervision ladder: a step's name and the pace gap below which it is proposed."""

    steps: tuple[str, ...]
    gaps_pp: tuple[float, ...]


class ExchangeRate(Rule):
    """万元 of one 万美元."""

    usd: float


class TextStatus(Model):
    """The district's own text, and what became of it."""

    title: str
    status: str  # 征求意见稿 …
    note: str = ""


class ListRule(Rule):
    """A rule that is a list of words (项目类别, 不得列入的情形 …)."""

    title: str
    items: tuple[str, ...]


class Unit(Model):
    """A responsible unit (责任单位)."""

    name: str
    kind: str
    league: str = ""
    is_ranked: bool = True
    aliases: tuple[str, ...] = ()


class Town(Model):
    """A town or street; the point is a rough one, good for a label and for a cell marked 示意."""

    name: str
    code: str = ""
    kind: str = ""
    longitude: float | None = None
    latitude: float | None = None
    aliases: tuple[str, ...] = ()


class Profile(Model):
    """All that differs from district to district."""

    id: str
    name: str  # 株洲市天元区
    short_name: str  # 天元区
    region_code: str
    name_prefixes: tuple[str, ...]  # taken off project names before they are compared
    text: TextStatus
    batches: tuple[Batch, ...]
    lights: tuple[Lights, ...]
    entry_window: tuple[EntryWindow, ...]
    entry_rule: tuple[EntryRule, ...]
    statistics_returns: tuple[StatisticsReturns, ...]
    silence: tuple[Silence, ...]
    tolerance: tuple[Tolerance, ...]
    preliminary: tuple[Preliminary, ...]
    approvals: tuple[ApprovalList, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    weights: tuple[Weights, ...] = ()
    cards: tuple[Cards, ...] = ()
    ladder: tuple[Ladder, ...] = ()
    exchange_rate: tuple[ExchangeRate, ...] = ()
    lists: tuple[ListRule, ...] = ()
    special_areas: tuple[str, ...] = ()
    withhold_below: int = 3  # cells of booked figures with fewer projects are withheld (DOMAIN 6)
    units: tuple[Unit, ...] = ()
    towns: tuple[Town, ...] = ()
    folder: Path

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Profile":
        for label, names in (
            ("批次", [b.name for b in self.batches]),
            ("责任单位", [u.name for u in self.units]),
            ("镇街", [t.name for t in self.towns]),
        ):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"{label}重名：{'、'.join(sorted(twice))}")
        return self

    def rule(self, name: str, as_of: date) -> Any:  # noqa: ANN401
        """Return the version of rule ``name`` in force at ``as_of``, enabled or not; None when there is none."""
        found = [rule for rule in getattr(self, name) if rule.holds_at(as_of)]
        return found[-1] if found else None

    @property
    def boundary(self) -> Path | None:
        """GeoJSON of the district's outline, where the folder has one."""
        return self._file("boundary.geojson")

    @property
    def surroundings(self) -> Path | None:
        """GeoJSON of the neighbouring counties, for context on the map."""
        return self._file("surroundings.geojson")

    def _file(self, name: str) -> Path | None:
        path = self.folder / name
        return path if path.exists() else None


def districts_folder() -> Path:
    """Return the folder of the profiles: ``GUATU_DISTRICTS`` or data/districts."""
    return Path(os.environ.get("GUATU_DISTRICTS") or DISTRICTS)


def district_ids(folder: Path | None = None) -> list[str]:
    """Return the ids of all districts that have a profile, sorted."""
    return sorted(path.parent.name for path in (folder or districts_folder()).glob("*/profile.toml"))


def load_profile(district: str, folder: Path | None = None) -> Profile:
    """Read and check one district's profile.

    Args:
        district: the folder's name under data/districts.
        folder: where the district folders are; by default ``GUATU_DISTRICTS`` or data/districts.

    Raises:
        ProfileError: the district is not there, or a file of it cannot be read; names file, key and next step.
    """
    place = (folder or districts_folder()) / district
    path = place / "profile.toml"
    if not path.exists():
        known = "、".join(district_ids(folder)) or "（无）"
        raise ProfileError(f"没有区“{district}”的配置：{path} 不存在。已有：{known}")
    stamps = tuple(
        (place / name).stat().st_mtime_ns if (place / name).exists() else 0
        for name in ("profile.toml", "units.csv", "towns.csv")
    )
    return _load(place, stamps)


@lru_cache(maxsize=64)
def _load(place: Path, _stamps: tuple[int, ...]) -> Profile:
    path = place / "profile.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}：不是有效的 TOML（{error}）") from None
    values["folder"] = place
    if values.get("id", place.name) != place.name:
        raise ProfileError(f"{path}：id 是“{values['id']}”，应与文件夹名“{place.name}”相同")
    values["units"] = _rows(place / "units.csv", {"name", "kind", "league", "is_ranked", "aliases"})
    values["towns"] = _rows(place / "towns.csv", {"name", "code", "kind", "longitude", "latitude", "aliases"})
    try:
        return Profile(**values)
    except ValidationError as error:
        raise ProfileError("\n".join(_in_words(path, fault) for fault in error.errors())) from None


def _rows(path: Path, known: set[str]) -> list[dict[str, Any]]:
    """Read a csv of the folder; blank cells are left out, ``aliases`` are split at ``|``."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        unknown = set(reader.fieldnames or ()) - known
        if unknown:
            raise ProfileError(f"{path}：不认识的列“{'、'.join(sorted(unknown))}”，可用：{'、'.join(sorted(known))}")
        rows = [{key: value.strip() for key, value in row.items() if value and value.strip()} for row in reader]
    return [row | {"aliases": tuple(row["aliases"].split("|"))} if "aliases" in row else row for row in rows]


def _in_words(path: Path, fault: Any) -> str:  # noqa: ANN401
    where = ".".join(str(part) for part in fault["loc"]) or "整体"
    what = {"extra_forbidden": "不认识的键，请改正拼写或删去", "missing": "缺少这个键"}.get(fault["type"], fault["msg"])
    return f"{path}，{where}：{what}"
