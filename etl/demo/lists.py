"""Lists beside the plan: the reserve, declarations, the promotion ledger; with projects that stand in no plan."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from etl.demo.expected import entries, links
from etl.demo.months import LAST, later
from etl.demo.projects import Maker, Project
from etl.demo.quarters import named_plainly
from etl.demo.story import Story

TIERS = {"ready_1y": "1年期待建库", "prepare_3y": "3年期预备库", "idea_5y": "5年期谋划库"}
STRANGERS = 24
BARS = ("用地粗放浪费", "投入产出比例低", "不符合相关规划")


@dataclass
class Stay:
    """A stay in a tier of the reserve."""

    project: Project
    tier: str
    entered: date
    left: date | None = None
    way_out: str | None = None


@dataclass
class Declaration:
    """A project declared for the plan."""

    project: Project
    declared: date
    bars: str | None
    decided: date | None = None
    decision: str | None = None
    annual_plan: int | None = None  # 申报的年度投资
    start: date | None = None
    finish: date | None = None
    is_silent_of_bars: bool = False  # leaves the column 不得列入情形 empty
    total: int | None = None  # said otherwise than it is


@dataclass
class Promotion:
    """A row of the promotion ledger; its starts as two offices say them."""

    project: Project
    number: int
    signed: date
    fixed_wan: int
    start_development: date | None
    start_industry: date | None
    figures: date | None


@dataclass
class Lists:
    """What the lists say of one district."""

    strangers: list[Project] = field(default_factory=list)  # in no plan and no dispatch
    stays: list[Stay] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    promotions: list[Promotion] = field(default_factory=list)


def lists(story: Story) -> Lists:
    """Draw the lists."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/lists")  # noqa: S311 (no secrets here)
    maker = Maker(story.profile, rng)
    maker.names = {p.name for p in story.projects}
    found = Lists([maker.project(900 + n, "plan", 2027, 2027) for n in range(STRANGERS)])
    ours = [p for p in story.projects if named_plainly(story, p)]
    _reserve(found, rng, [p for p in ours if p.first_year == 2026 and p.route == "plan"])
    _past_reserve(found, story, [p for p in ours if p.first_year < 2026 or p.route in ("added", "converted")])
    _declare(found, rng, [p for p in ours if p.first_year == 2026 and p.route in ("plan", "added")])
    _declare_next(found, story, [p for p in ours if p.route == "plan" and p.planned_start.year == 2027])
    _promote(found, rng, story, [p for p in ours if p.theme.is_private and p.actual_start])
    return found


def _reserve(found: Lists, rng: random.Random, planned: list[Project]) -> None:
    """Most of the year's new projects came from the reserve; the strangers wait there, some moved up a tier."""
    for p in planned:
        if rng.random() < 0.8:
            entered = later(date(2025, 3, 1), rng.randint(0, 7)).replace(day=rng.randint(2, 27))
            found.stays.append(Stay(p, "ready_1y", entered, date(2026, 1, 20), "转年度计划"))
    for n, p in enumerate(found.strangers):
        entered = later(date(2025, 4, 1), rng.randint(0, 14)).replace(day=rng.randint(2, 27))
        tier = ("idea_5y", "prepare_3y", "ready_1y")[n % 3]
        up = {"idea_5y": "prepare_3y", "prepare_3y": "ready_1y"}.get(tier)
        if up and n % 4 == 0:
            moved = date(2026, 7, rng.randint(2, 27))
            found.stays.append(Stay(p, tier, entered, moved, f"转入{TIERS[up]}"))
            found.stays.append(Stay(p, up, moved))
        else:
            found.stays.append(Stay(p, tier, entered))


def _past_reserve(found: Lists, story: Story, planned: list[Project]) -> None:
    """What was planned in earlier years mostly came from the reserve, too: through two tiers or one, after a while."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/past reserve")  # noqa: S311 (no secrets here)
    known = {stay.project.key for stay in found.stays}
    linked = links(story)
    for p in planned:
        if p.key in known or rng.random() < 0.12:
            continue
        first = story.first_month(p.key)
        figures = entries(linked.get(p.key, []), first)[1]
        if figures and figures < first:
            continue  # under construction before it was planned: it did not wait in the reserve
        left = date(first.year, 1, 20) if first.month == 1 else first.replace(day=rng.randint(2, 15))
        ready = later(left, -rng.randint(3, 13)).replace(day=rng.randint(2, 27))
        if rng.random() < 0.4:
            prepared = later(ready, -rng.randint(8, 26)).replace(day=rng.randint(2, 27))
            found.stays.append(Stay(p, "prepare_3y", prepared, ready, f"转入{TIERS['ready_1y']}"))
        found.stays.append(Stay(p, "ready_1y", ready, left, "转年度计划"))


def _declare_next(found: Lists, story: Story, preliminary: list[Project]) -> None:
    """Next year's declarations, in season and undecided: some barred, some too small, some that leave cells empty."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/next year")  # noqa: S311 (no secrets here)
    for n, p in enumerate([*found.strangers[9:21], *preliminary[:10]]):
        start = date(2027, rng.randint(2, 9), 1)
        finish = later(start, p.months)
        share = min(1.0, (13 - start.month) / p.months)
        found.declarations.append(
            Declaration(
                p,
                date(2026, 9, rng.randint(1, 28)),
                BARS[n % 3] if n in (2, 7) else None,
                annual_plan=None if n == 4 else int(round(p.total * share * 0.8, -2)),
                start=start,
                finish=None if n == 5 else finish,
                is_silent_of_bars=n in (3, 11),
                total=2400 if n in (6, 13) else None,
            )  # fmt: skip
        )


def _declare(found: Lists, rng: random.Random, planned: list[Project]) -> None:
    for p in planned:
        day = date(2025, 11, rng.randint(3, 25)) if p.route == "plan" else date(2026, 6, rng.randint(1, 12))
        found.declarations.append(Declaration(p, day, None, day + timedelta(days=30), "列入"))
    for n, p in enumerate(found.strangers[:9]):
        day = date(2025, 11, rng.randint(3, 25)) if n % 2 else date(2026, 6, rng.randint(1, 12))
        bars = BARS[n % 3] if n < 3 else None
        found.declarations.append(Declaration(p, day, bars, day + timedelta(days=30), "不列入" if bars else "转储备库"))


def _promote(found: Lists, rng: random.Random, story: Story, started: list[Project]) -> None:
    """The ledger knows the month of the first figures where the library's own ledger does, too."""
    linked = links(story)
    for number, p in enumerate(sorted(rng.sample(started, min(36, len(started))), key=lambda p: p.key), start=1):
        of_project = linked.get(p.key, [])
        in_ledger = any(each.ledger_figures for each in of_project)
        figures = entries(of_project, LAST)[1] if in_ledger else None
        other = later(p.start_month, rng.choice((-1, 0, 0, 0, 1, 2)))
        found.promotions.append(
            Promotion(
                p,
                number,
                later(p.start_month, -rng.randint(4, 12)).replace(day=rng.randint(2, 27)),
                p.total * rng.choice((70, 75, 80, 85)) // 100,
                p.start_month,
                other,
                figures,
            )  # fmt: skip
        )
    for number, p in enumerate(found.strangers[-6:], start=len(found.promotions) + 1):
        signed = date(2026, rng.randint(2, 8), rng.randint(2, 27))
        found.promotions.append(Promotion(p, number, signed, p.total * 3 // 4, None, None, None))
