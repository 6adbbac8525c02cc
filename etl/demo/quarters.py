"""What happens beside the money, quarter by quarter: milestones, issues, requests, typed items, incidents, exemptions.

Drawn from a generator of its own, so that plans and reports stay what they are. A request is either done in so few days
that it is in its limit by any calendar, or so late that it is out of it.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from etl.demo.months import month
from etl.demo.projects import Project
from etl.demo.story import Story

QUARTERS = (date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1))
STEPS = (
    "完成施工图审查",
    "完成场地平整",
    "桩基完成",
    "主体结构封顶",
    "取得施工许可证",
    "完成设备安装",
    "完成室外管网",
    "通过竣工验收",
)
EARLY_STEPS = ("完成可研批复", "完成用地预审", "完成初步设计", "签订投资协议")
ISSUES = (
    ("征地拆迁", "红线内尚有{n}户未签约"),
    ("资金保障", "项目贷款尚缺{n}00万元未落实"),
    ("前期手续", "施工图审查意见{n}条未闭合"),
    ("管线迁改", "10kV线路{n}处未迁改"),
)
REQUESTS = (
    ("使用林地审核", 15),
    ("临时占用城市道路", 5),
    ("环境影响评价审批", 10),
    ("用水用电报装", 7),
    ("企业帮代办", 3),
)
LONGER_THAN_HOLIDAYS = 14  # days, of which at least three are working days: a shorter request has no pause
TYPED = "协调服务"
TYPED_OF_YEAR = "年度建设内容"


@dataclass
class Milestone:
    """A dated task of a project."""

    project: Project
    name: str
    unit: str
    due: date
    done: date | None


@dataclass
class Issue:
    """A problem handed to a unit; a complaint or idle land may belong to no project."""

    number: str | None
    project: Project | None
    kind: str
    text: str
    unit: str
    raised: date
    due: date
    closed: date | None


@dataclass
class Request:
    """A request for land, roads, environment, funds."""

    number: str
    project: Project
    kind: str
    unit: str
    received: date
    limit: int | None
    paused: int
    done: date | None
    in_limit: bool
    handling: str | None = None
    eia_handling: str | None = None
    open_point: str | None = None
    consulted: date | None = None


@dataclass
class Typed:
    """A typed item of a unit: a rate, or points with a document."""

    unit: str
    item: str
    rate: float | None = None
    points: float | None = None
    document: str | None = None
    is_of_year: bool = False


@dataclass
class Quarter:
    """Everything that was due in a quarter."""

    first: date
    milestones: list[Milestone] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    incidents: list[tuple[date, str, str, str, str, str]] = field(
        default_factory=list
    )  # day, unit, kind, level, text, paper
    exemptions: list[tuple[str | None, str, date, date, str]] = field(
        default_factory=list
    )  # paper, unit, from, to, cause
    coming_milestones: list[Milestone] = field(default_factory=list)  # due after the quarter
    coming_requests: list[Request] = field(default_factory=list)  # whose limits end after the quarter

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return month(self.first.year, self.first.month + 2)

    @property
    def told(self) -> date:
        """The day its sheets were sent."""
        return month(self.first.year, self.first.month + 3).replace(day=14)

    @property
    def name(self) -> str:
        """As offices call it: 2026年第三季度."""
        return f"{self.first.year}年第{'一二三四'[(self.first.month - 1) // 3]}季度"

    def day(self, rng: random.Random, first: int, last: int) -> date:
        """Draw a day, counted from the quarter's first."""
        return self.first + timedelta(days=rng.randint(first, last))


def quarters(story: Story) -> list[Quarter]:
    """Let the quarters happen."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/quarters")  # noqa: S311 (no secrets here)
    told: set[tuple[int, str]] = set()
    return [_quarter(story, rng, first, told) for first in QUARTERS]


def named_plainly(story: Story, p: Project) -> bool:
    """Tell whether a project's name is its own, so that a sheet without its code still means it."""
    return p.key not in story.planted.get("duplicate_name", ()) and sum(q.name == p.name for q in story.projects) == 1


def _quarter(story: Story, rng: random.Random, first: date, told: set[tuple[int, str]]) -> Quarter:
    quarter = Quarter(first)
    known = {unit.name for unit in story.profile.units}
    lines = [
        line
        for line in story.lines_at(quarter.last_month).values()
        if named_plainly(story, line.project) and line.project.unit in known
    ]
    ranked = [unit.name for unit in story.profile.units if unit.is_ranked]
    by_unit = {unit: [line for line in lines if line.project.unit == unit] for unit in ranked}
    for unit, own in by_unit.items():
        slow = unit in story.setting.behind
        for line in rng.sample(own, max(1, len(own) // 3) if own else 0):
            steps = EARLY_STEPS if line.yardstick == "preliminary" else STEPS
            step = rng.choice([step for step in steps if (line.project.key, step) not in told])
            told.add((line.project.key, step))
            due = quarter.day(rng, 5, 80)
            done = _done(rng, due, 0.45 if slow else 0.85, quarter.told)
            quarter.milestones.append(Milestone(line.project, step, unit, due, done))
        for line in rng.sample(own, min(len(own), rng.choice((0, 1, 1, 2)))):
            kind, text = rng.choice(ISSUES)
            _raise(quarter, rng, line.project, kind, text.format(n=rng.randint(2, 9)), unit, slow)
    for text, kind in (("群众反映夜间施工扰民", "投诉"), ("出让地块闲置满一年未动工", "闲置土地")):
        _raise(quarter, rng, None, kind, text, rng.choice(ranked), False)
    offices = [unit.name for unit in story.profile.units if unit.kind == "区直部门" and unit.is_ranked][:5]
    for number, line in enumerate(rng.sample(lines, min(18, len(lines))), start=1):
        kind, limit = rng.choice(REQUESTS)
        received = quarter.day(rng, 1, 30)
        paused, is_late = rng.choice((0, 0, 0, 2, 3)), rng.random() < 0.2
        days = limit * 2 + 20 + paused * 2 if is_late else rng.randint(1, limit)
        done = received + timedelta(days=days)
        if (min(done, quarter.told) - received).days < LONGER_THAN_HOLIDAYS:
            paused = 0
        quarter.requests.append(
            Request(
                f"YS{first.year}-{first.month:02d}-{number:02d}",
                line.project,
                kind,
                rng.choice(offices),
                received,
                limit,
                paused,
                done if done <= quarter.told else None,
                not is_late,
            )  # fmt: skip
        )
    _type(story, quarter, rng, [unit for unit, own in by_unit.items() if own])
    return quarter


def _done(rng: random.Random, due: date, chance: float, told: date) -> date | None:
    done = (
        due - timedelta(days=rng.randint(0, 4)) if rng.random() < chance else due + timedelta(days=rng.randint(1, 60))
    )
    return done if done <= told else None


def _raise(
    quarter: Quarter, rng: random.Random, project: Project | None, kind: str, text: str, unit: str, slow: bool
) -> None:
    due = quarter.day(rng, 20, 85)
    number = len(quarter.issues) + 1
    said = None if number % 11 == 0 else f"W{quarter.first:%Y%m}-{number:02d}"
    raised = due - timedelta(days=rng.randint(12, 19))
    closed = _done(rng, due, 0.5 if slow else 0.8, quarter.told)
    quarter.issues.append(Issue(said, project, kind, text, unit, raised, due, closed))


def _type(story: Story, quarter: Quarter, rng: random.Random, units: list[str]) -> None:
    """Type the items that no data gives; two units' are missing each quarter."""
    missing = set(rng.sample(units, 2))
    short = story.profile.short_name
    for unit in units:
        if unit not in missing:
            quarter.typed.append(Typed(unit, TYPED, round(rng.uniform(0.7, 1), 3)))
    if quarter.first.month == 10:
        quarter.typed += [Typed(unit, TYPED_OF_YEAR, round(rng.uniform(0.75, 1), 2), is_of_year=True) for unit in units]
    plus, minus = rng.sample(units, 2)
    paper = f"{short[0]}重办〔{quarter.first.year}〕{10 + quarter.first.month}号"
    quarter.typed.append(Typed(plus, "获省级通报表扬", points=2.0, document=paper))
    quarter.typed.append(Typed(minus, "信息迟报", points=-0.5, document=paper.replace("重办", "督查")))
    if quarter.first.month in (7, 10):
        unit = rng.choice(units)
        day = quarter.day(rng, 10, 60)
        text = "高处坠落，1人受伤" if quarter.first.month == 7 else "项目扬尘被媒体曝光"
        kind, level = ("安全事故", "一般") if quarter.first.month == 7 else ("重大舆情", "较大")
        quarter.incidents.append((day, unit, kind, level, text, f"{short[0]}安委〔{day.year}〕{day.month}号"))
    if quarter.first.month == 7:
        behind = [unit for unit in story.setting.behind if unit in units]
        paper = f"{short[0]}容免〔{quarter.first.year}〕3号"
        quarter.exemptions.append((paper, behind[0], quarter.first, date(2026, 9, 30), "汛情停工"))
        quarter.exemptions.append((None, behind[-1], quarter.first, date(2026, 9, 30), "缺文号，待补"))
