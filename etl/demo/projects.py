"""The demo's projects: who they are, where they stand, and when they really start and finish.

Everything is drawn from one seeded generator a district, in one fixed order, so that a seed gives the same projects.
"""

import math
import random
from dataclasses import dataclass
from datetime import date

from data.profile import Profile, Town
from etl.demo.months import FIRST, LAST, NEVER, between, later, month
from etl.demo.places import Places
from etl.demo.words import COMPANIES, MAKERS, MARKS, Theme, setting


@dataclass
class Project:
    """One key project as it truly is; what the sheets say of it is the story's business."""

    key: int
    name: str
    code: str | None
    theme: Theme
    route: str  # plan / added / converted / outside
    first_year: int
    unit: str
    service_unit: str | None
    town: str
    special_area: str | None
    level: str
    nature: str
    funding: str
    procedure: str
    owner: str
    leader: str
    officer: str
    total: int
    estimate: int | None
    months: int  # planned duration
    planned_start: date
    actual_start: date | None  # with its day; None: not started by the last month
    is_start_by_day: bool
    actual_finish: date | None
    in_use: date | None
    point: tuple[float, float] | None
    has_decimals: bool = False

    @property
    def start_month(self) -> date:
        """The month it started in."""
        return (self.actual_start or NEVER).replace(day=1)

    @property
    def finish_month(self) -> date:
        """The month it was completed in."""
        return (self.actual_finish or NEVER).replace(day=1)


# cohort by planned start: (route, year of planned start, first plan year, number)
COHORTS = (
    ("plan", 2021, 2024, 8), ("plan", 2022, 2024, 20), ("plan", 2023, 2024, 36),
    ("plan", 2024, 2024, 36), ("added", 2024, 2024, 4), ("converted", 2025, 2024, 3),
    ("plan", 2025, 2025, 40), ("added", 2025, 2025, 4), ("converted", 2026, 2025, 3),
    ("plan", 2026, 2026, 42), ("added", 2026, 2026, 5), ("converted", 2027, 2026, 4),
    ("outside", 2026, 2026, 3), ("plan", 2027, 2026, 22), ("plan", 2028, 2026, 20),
)  # fmt: skip


SMALL_WAN = 420


def make_projects(profile: Profile, seed: int) -> list[Project]:
    """Draw a district's projects."""
    maker = Maker(profile, random.Random(f"{seed}/{profile.id}/projects"))  # noqa: S311 (no secrets here)
    made: list[Project] = []
    for route, year, first_year, number in COHORTS:
        for _ in range(number):
            made.append(maker.project(len(made) + 1, route, year, first_year))
    small = next(
        p for p in made if p.first_year == 2025 and p.actual_start and p.route == "plan" and p.theme.is_private
    )
    small.total, small.months = SMALL_WAN, 8  # 新业态: no threshold for key projects, but below that of statistics
    last = [p for p in made if p.route == "added"][-1]  # taken in by September's adjustment
    last.planned_start, last.actual_start = LAST, LAST.replace(day=8)
    last.actual_finish = last.in_use = None
    return made


class Maker:
    """Draws one project after the other."""

    def __init__(self, profile: Profile, rng: random.Random) -> None:
        """Read what the demo knows of the district."""
        self.profile, self.rng = profile, rng
        self.setting = setting(profile.id)
        self.places = Places(profile)
        self.names: set[str] = set()
        self.offices = [unit.name for unit in profile.units if unit.kind == "区直部门" and unit.is_ranked]

    def project(self, key: int, route: str, year: int, first_year: int) -> Project:
        """Draw one project of a cohort."""
        rng, profile = self.rng, self.profile
        theme = rng.choices(self.setting.themes, [theme.weight for theme in self.setting.themes])[0]
        unit = rng.choice(theme.units)
        town = next((town for town in profile.towns if town.name == unit), None) or rng.choice(profile.towns)
        total = _total(rng, theme)
        months = max(8, min(48, round(7 + 9 * math.log(total / 2500) + rng.uniform(-3, 6))))
        planned_start, actual_start, actual_finish = _life(
            rng, route, year, first_year, months, unit in self.setting.behind
        )
        brand = rng.choice(MAKERS) + rng.choice(MARKS)
        area = (area for area, where in self.setting.area_of.items() if where in (unit, theme.name))
        levels = (1, 12, 25, 62) if total > 30000 else (0, 3, 15, 82)
        natures = (7, 2, 2) if theme.is_private else (8, 1, 2)
        own_funds, public_funds = (
            ("企业自筹", "企业自筹", "银行贷款"),
            ("财政资金", "地方政府专项债券", "中央预算内投资"),
        )
        leader = "区长" if total > 150000 else "常务副区长" if total > 90000 else theme.leader
        return Project(
            key=key,
            name=self.name(theme, brand, town),
            code=self.code(planned_start),
            theme=theme,
            route=route,
            first_year=_first_year(rng, route, year, first_year),
            unit=unit,
            service_unit=rng.choice([other for other in self.offices if other != unit]) if rng.random() < 0.7 else None,
            town=town.name,
            special_area=next(area, None),
            level=rng.choices(("国家", "省", "市", "区"), levels)[0],
            nature=rng.choices(("新建", "扩建", "改建和技术改造"), natures)[0],
            funding=rng.choice(own_funds if theme.is_private else public_funds),
            procedure=rng.choices(("备案", "核准"), (9, 1))[0] if theme.is_private else "审批",
            owner=self.owner(theme, unit, brand),
            leader=leader,
            officer=f"专员{rng.randint(1, 24):02d}",
            total=total,
            estimate=None if theme.is_private else int(round(total * rng.uniform(0.97, 1.05), -1)),
            months=months,
            planned_start=planned_start,
            actual_start=actual_start,
            is_start_by_day=rng.random() < 0.62,
            actual_finish=actual_finish,
            in_use=_after(rng, actual_finish),
            point=self.places.near(rng, town),
            has_decimals=rng.random() < 0.2,
        )

    def code(self, planned_start: date) -> str | None:
        """Draw a project code; some projects have none yet, the far-off ones more often."""
        rng = self.rng
        given = later(planned_start, -rng.randint(3, 14))
        kinds = f"{rng.choice(('04', '04', '99'))}-{rng.choice(('01', '02', '05'))}"
        code = f"{given:%y%m}-{self.profile.region_code}-{kinds}-{rng.randint(100000, 999999)}"
        return code if rng.random() > (0.3 if planned_start.year >= 2027 else 0.05) else None

    def owner(self, theme: Theme, unit: str, brand: str) -> str:
        """Draw the owner (项目业主): an invented company, the unit itself or a district company."""
        if theme.is_private:
            return f"{brand}{self.rng.choice(COMPANIES)}有限公司"
        return unit if self.rng.random() < 0.5 else self.rng.choice(self.setting.builders)

    def name(self, theme: Theme, brand: str, town: Town) -> str:
        """Draw a name that no other project has."""
        rng = self.rng
        here = (*self.setting.places, town.name.removesuffix("街道").removesuffix("镇"))
        last = "产业化项目" if theme.is_private else "工程"
        while True:
            head = brand if theme.is_private else rng.choice(here)
            name = (
                head + rng.choice(theme.things) + rng.choice(("项目", "建设项目", "项目（一期）", "项目（二期）", last))
            )
            if name not in self.names:
                self.names.add(name)
                return name


def _total(rng: random.Random, theme: Theme) -> int:
    middle = 16000 if theme.is_private else 9500
    drawn = rng.lognormvariate(math.log(middle), 0.95)
    total = min(max(drawn, 3000 if theme.is_private else 5000), theme.largest_wan)
    return int(round(total, -3 if total > 30000 else -2))


def _life(
    rng: random.Random, route: str, year: int, first_year: int, months: int, is_behind: bool
) -> tuple[date, date | None, date | None]:
    """Return planned start, actual start and actual finish; the last two only where they happened by LAST."""
    if route == "added":
        planned, slip = month(year, rng.choice((7, 7, 8, 8, 9))), 0
    elif route == "converted":  # planned for the year after, begun in the summer of the plan's year
        planned = month(year, rng.randint(2, 6))
        slip = -between(month(first_year, rng.choice((7, 8))), planned)
    elif route == "outside":
        planned, slip = month(year, rng.choice((3, 4, 6))), 0
    else:
        planned = month(year, rng.choice((2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 9, 10, 11)))
        slip = rng.choices((-1, 0, 1, 2, 3, 5, 8, 30), (4, 52, 14, 9, 7, 5, 4, 5))[0]
        slip = min(slip, 3) if year < 2024 else slip + (rng.choice((0, 0, 1, 3)) if is_behind else 0)
    start_month = later(planned, slip)
    if start_month > LAST or (year >= 2027 and route == "plan"):
        return planned, None, None
    started = start_month.replace(day=rng.choice((1, 3, 5, 6, 8, 8, 9, 10, 12, 15, 18, 18, 20, 25, 26, 28)))
    pace = rng.choice((0.95, 1, 1, 1.05, 1.1, 1.25 if is_behind else 1.15))
    finish_month = later(start_month, max(6, round(months * pace)))
    if finish_month < FIRST:
        finish_month = later(FIRST, rng.randint(3, 20))
    if finish_month > LAST:
        return planned, started, None
    return planned, started, finish_month.replace(day=rng.choice((8, 15, 20, 25, 28)))


def _first_year(rng: random.Random, route: str, year: int, first_year: int) -> int:
    """Return the first plan year: many new projects stood in the preliminary batch for a year or two before."""
    if route == "converted":
        return first_year if rng.random() < 0.5 else max(2024, first_year - 1)
    if route != "plan" or year <= 2024:
        return first_year
    if year >= 2027:
        return rng.choice((2024, 2025, 2025, 2026))
    return max(2024, first_year - rng.choice((0, 0, 1, 1, 2)))


def _after(rng: random.Random, finish: date | None) -> date | None:
    in_use = later(finish, rng.randint(1, 4)) if finish and rng.random() < 0.7 else None
    return in_use if in_use and in_use <= LAST else None
