"""A district's rules: read from ``data/districts/<id>/``, checked, dated, each with its article and origin.

A rule that changes with time is a list of dated versions; ``Profile.rule(name, as_of)`` gives the one in force.
Unknown keys are refused by name, so that a misspelt rule can never be silently without effect.
"""

import os
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError, model_validator

from data.assessment_rules import (
    EQUAL_WEIGHTS,
    Cards,
    ExemptionRule,
    FewCases,
    Honours,
    Ladder,
    Leagues,
    Points,
    Talks,
    Weights,
)
from data.definition_rules import DEFAULTS, BookedShare, Conversions, MonthProgress, OnTimeStarts
from data.profile_faults import in_words, where_in_toml
from data.profile_tables import TableError, read_table
from data.rules import (
    Amount,
    ApprovalList,
    Batch,
    Contradiction,
    DataHealth,
    DayOverride,
    Eligibility,
    EntryRule,
    EntryWindow,
    ExchangeRate,
    IdeaLists,
    Lights,
    ListRule,
    Materiality,
    Materials,
    Model,
    Preliminary,
    Provision,
    ServiceLimits,
    Silence,
    StatisticsReturns,
    TextStatus,
    Tolerance,
)
from data.selection_rules import Declarations, Reserve

HERE = Path(__file__).parent
DISTRICTS = HERE / "districts"
ONE_LIST = "全部单位"  # the league of a district that ranks all units together


class ProfileError(ValueError):
    """A profile that cannot be read: names the file, the key and the next step, in Chinese."""


class Unit(Model):
    """A responsible unit (责任单位)."""

    name: str
    kind: str
    league: str = ""
    is_ranked: bool = True
    aliases: tuple[str, ...] = ()  # other names of the same unit, older ones too: read as this one
    predecessors: tuple[str, ...] = ()  # units that were merged into it: it keeps what they had been warned of


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
    name: str  # with its city
    short_name: str  # without it
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
    contradiction: tuple[Contradiction, ...] = ()
    materiality: tuple[Materiality, ...] = ()
    approvals: tuple[ApprovalList, ...] = ()
    materials: tuple[Materials, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    declarations: tuple[Declarations, ...] = ()
    reserve: tuple[Reserve, ...] = ()
    weights: tuple[Weights, ...] = ()
    few_cases: tuple[FewCases, ...] = ()
    leagues: tuple[Leagues, ...] = ()
    booked_share: tuple[BookedShare, ...] = ()
    month_progress: tuple[MonthProgress, ...] = ()
    conversions: tuple[Conversions, ...] = ()
    on_time_starts: tuple[OnTimeStarts, ...] = ()
    points: tuple[Points, ...] = ()
    exemption: tuple[ExemptionRule, ...] = ()
    honours: tuple[Honours, ...] = ()
    service_limits: tuple[ServiceLimits, ...] = ()
    cards: tuple[Cards, ...] = ()
    ladder: tuple[Ladder, ...] = ()
    talks: tuple[Talks, ...] = ()
    data_health: tuple[DataHealth, ...] = ()
    idea_lists: tuple[IdeaLists, ...] = ()
    exchange_rate: tuple[ExchangeRate, ...] = ()
    lists: tuple[ListRule, ...] = ()
    provisions: tuple[Provision, ...] = ()
    special_areas: tuple[str, ...] = ()
    withhold_below: int = 3  # cells of booked figures with fewer projects are withheld (DOMAIN 6)
    withhold_booked_projects: bool = False  # of what is published to a lake: booked by project stays in the district
    units: tuple[Unit, ...] = ()
    towns: tuple[Town, ...] = ()
    day_overrides: tuple[DayOverride, ...] = ()
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

    @model_validator(mode="after")
    def _statistics_bureau_is_never_ranked(self) -> "Profile":
        ranked = [unit.name for unit in self.units if unit.is_ranked and unit.name.endswith("统计局")]
        if ranked:
            raise ValueError(f"统计局不参加排名：{'、'.join(ranked)} 的 is_ranked 应为 false")
        return self

    def rule(self, name: str, as_of: date) -> Any:  # noqa: ANN401
        """Return the version of rule ``name`` in force at ``as_of``, enabled or not; None when there is none."""
        found = [rule for rule in getattr(self, name) if rule.holds_at(as_of)]
        return found[-1] if found else None

    def has(self, name: str, as_of: date) -> bool:
        """Tell whether a version of rule ``name`` is in force and enabled at ``as_of``."""
        rule = self.rule(name, as_of)
        return rule is not None and rule.enabled

    def measure(self, name: str, as_of: date) -> str:
        """Return which measure of definition ``name`` is in force; without a rule its default."""
        rule = self.rule(name, as_of)
        return str((rule if rule is not None and rule.enabled else DEFAULTS[name]).measure)

    def weights_at(self, as_of: date) -> Weights:
        """Return the weights of the assessment's items in force; without a rule all items weigh the same."""
        return self.rule("weights", as_of) or EQUAL_WEIGHTS

    def is_material(self, as_of: date, plan_wan: Amount, gap_wan: Amount) -> bool:
        """Tell whether a lag of this size may be a headline, a call or a proposal; without a rule any is."""
        rule = self.rule("materiality", as_of)
        return rule is None or not rule.enabled or rule.is_material(plan_wan, gap_wan)

    def league(self, unit: str, as_of: date) -> str:
        """Return the league in which a unit is ranked at ``as_of``; "" for the statistics bureau and unknown units."""
        known = next((candidate for candidate in self.units if candidate.name == unit), None)
        if known is None or not known.is_ranked:
            return ""
        rule = self.rule("leagues", as_of)
        if rule is None or not rule.enabled:
            return known.league
        if rule.one_list:
            return ONE_LIST if known.league else ""
        if not rule.members:
            return known.league
        return next((name for name, members in rule.members.items() if unit in members), "")

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
        for name in ("profile.toml", "units.csv", "towns.csv", "holidays.csv")
    )
    return _load(place, stamps)


@lru_cache(maxsize=64)
def _load(place: Path, _stamps: tuple[int, ...]) -> Profile:
    path = place / "profile.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ProfileError(f"{path}：文字编码应是 UTF-8，请用记事本打开，另存时选 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"{path}：{where_in_toml(error)}不合 TOML 的写法，请查引号、括号、等号（须用半角）"
        ) from None
    values["folder"] = place
    if values.get("id", place.name) != place.name:
        raise ProfileError(f"{path}：id 是“{values['id']}”，应与文件夹名“{place.name}”相同")
    try:
        values |= {
            "units": read_table(place / "units.csv"),
            "towns": read_table(place / "towns.csv"),
            "day_overrides": read_table(place / "holidays.csv"),
        }
    except TableError as error:
        raise ProfileError(str(error)) from None
    try:
        return Profile(**values)
    except ValidationError as error:
        raise ProfileError("\n".join(in_words(path, fault) for fault in error.errors())) from None
