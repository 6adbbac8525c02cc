"""Lets the years happen: plans, their adjustments, batches that flow, and what the projects report by month."""

import math
import random
from datetime import date
from decimal import Decimal

from data.profile import Profile
from etl.demo.faults import plant_in_plans
from etl.demo.faults_dispatch import plant_in_dispatch
from etl.demo.faults_reasons import plant_reasons
from etl.demo.library import fill_library
from etl.demo.months import LAST, MONTHS, YEARS, later, month
from etl.demo.projects import Project, make_projects
from etl.demo.season import SEASON, Path, back_schedule
from etl.demo.story import Change, PlanLine, Story
from etl.demo.words import setting


def tell(profile: Profile, seed: int) -> Story:
    """Make a district's projects, let three years happen, and plant the faults."""
    story = Story(profile, setting(profile.id), seed, make_projects(profile, seed))
    teller = Teller(story, random.Random(f"{seed}/{profile.id}/story"))  # noqa: S311 (no secrets here)
    for year in YEARS:
        teller.year(year)
    plant_in_plans(story)
    fill_library(story)
    plant_in_dispatch(story)
    plant_reasons(story)
    return story


class Teller:
    """Lets one year after the other happen."""

    def __init__(self, story: Story, rng: random.Random) -> None:
        """Begin with what was built before the first year."""
        self.story, self.rng = story, rng
        self.names: dict[str, str] = {batch.yardstick: batch.name for batch in reversed(story.profile.batches)}
        self.dates = {
            p.key: (p.planned_start, month(p.planned_start.year, p.planned_start.month + p.months))
            for p in story.projects
        }
        self.done: dict[int, float] = {}
        for p in story.projects:
            built = (2024 - p.start_month.year) * 12 + 1 - p.start_month.month if p.actual_start else 0
            if built > 0:
                self.done[p.key] = p.total * min(0.88, built / (p.months * 1.1)) * rng.uniform(0.85, 1)

    def year(self, year: int) -> None:
        """Plan a year, change the plan in July, report by month."""
        story = self.story
        if year > YEARS[0]:
            self.drop(year)
        story.plans[year] = [line for p in story.projects if (line := self.january(p, year))]
        standing = {line.project.key: line for line in story.plans[year]}
        for p in story.projects:
            story.opening[p.key, year] = self.money(p, self.done.get(p.key, 0))
        factors = self.factors(year)
        story.changes += self.changed(year, standing, factors)
        self.report(year, factors)

    def drop(self, year: int) -> None:
        """Some unfinished projects do not come back in the new year's plan."""
        story = self.story
        last = story.lines_at(date(year - 1, 12, 1))
        story.dropped |= dict.fromkeys(story.removed_at(date(year - 1, 12, 1)), year)
        for key, line in last.items():
            if line.project.finish_month.year >= year:
                share = {"new_start": 0.05, "preliminary": 0.05}.get(line.yardstick, 0.025)
                if self.rng.random() < share and line.project.route == "plan":
                    story.dropped[key] = year
                    forget(line.project, date(year, 1, 1))

    def january(self, p: Project, year: int) -> PlanLine | None:
        """Return the project's line in the year's first plan, where it has one."""
        first = date(year, 1, 1)
        new = p.route in ("added", "outside") and p.first_year == year
        if p.first_year > year or new or p.finish_month < first or p.route == "outside" or p.key in self.story.dropped:
            return None
        start, finish = self.dates[p.key]
        if p.start_month < first:
            if finish < first:
                finish = month(year, self.rng.choice((6, 9, 10, 11, 12)))
            yardstick = "completion" if finish.year == year else "continuing"
        else:
            if start < first:
                start = month(year, self.rng.choice((3, 4, 5, 6, 6, 9)))
                finish = month(start.year, start.month + p.months)
            yardstick = "new_start" if start.year == year else "preliminary"
        return self.line(p, year, yardstick, start, finish)

    def line(self, p: Project, year: int, yardstick: str, start: date, finish: date) -> PlanLine:
        """Make a plan line with an amount that suits what is left to build."""
        self.dates[p.key] = (start, finish)
        rng, left = self.rng, p.total - self.done.get(p.key, 0)
        first = start.month if start.year == year else 1
        last = finish.month if finish.year == year else 12
        if yardstick == "preliminary":
            costs = rng.choice((0, 0, 50, 100, 200, 300))
            return PlanLine(p, self.names[yardstick], yardstick, costs, None, start, finish)
        if yardstick == "completion":
            amount = left * rng.uniform(0.92, 1)
        else:
            a_month = p.total / p.months * rng.uniform(0.85, 1.15)
            amount = min(a_month * (last - first + 1), left * 0.9)
        plan = max(200, int(round(amount, -2 if amount > 2000 else -1)))
        monthly = back_schedule(plan, first, last) if rng.random() > 0.12 else None
        return PlanLine(p, self.names[yardstick], yardstick, plan, monthly, start, finish)

    def factors(self, year: int) -> dict[int, float]:
        """Draw how well each project does against its plan this year."""
        rng, known = self.rng, self.story.setting
        of_unit = {}
        for unit in self.story.profile.units:
            low, high = 0.9, 1.05
            if unit.name in known.behind:
                low, high = (0.5, 0.66) if year == YEARS[-1] else (0.8, 0.92)
            elif unit.name in known.ahead:
                low, high = (1.12, 1.22)
            of_unit[unit.name] = rng.uniform(low, high)
        return {
            p.key: of_unit[p.unit] * min(1.3, math.exp(rng.gauss(0, 0.12))) * (0.42 if rng.random() < 0.07 else 1)
            for p in self.story.projects
        }

    def changed(self, year: int, standing: dict[int, PlanLine], factors: dict[int, float]) -> list[Change]:
        """Make the July adjustment, and in the last year one in September."""
        july, september = month(year, 7), month(year, 9)
        lines: dict[date, list[PlanLine]] = {july: [], september: []}
        for p in self.story.projects:
            start = p.start_month
            if p.route == "added" and p.first_year == year:
                line = self.line(p, year, "new_start", p.planned_start, month(start.year, start.month + p.months))
                line.adjustment = "调入"
                lines[september if year == YEARS[-1] and start.month == 9 else july].append(line)
            elif p.route == "converted" and start.year == year:
                line = self.line(p, year, "new_start", start, month(start.year, start.month + p.months))
                line.adjustment, line.previous = "转批次", standing[p.key].annual_plan
                line.previous_batch = standing[p.key].batch
                lines[july].append(line)
        idle = [
            line
            for line in standing.values()
            if line.yardstick == "new_start" and line.project.route == "plan" and line.project.start_month > september
        ]
        slow = [
            line for line in standing.values() if line.yardstick == "continuing" and factors[line.project.key] < 0.6
        ]
        out = self.rng.sample(idle, min(3, len(idle))) + self.rng.sample(slow, min(2, len(slow)))
        for n, line in enumerate(out):
            effective = september if year == YEARS[-1] and n == 0 else july
            lines[effective].append(self.adjusted(line, "调出", line.annual_plan))
            forget(line.project, effective)
        rest = [
            line
            for line in standing.values()
            if line not in out
            and line.annual_plan > 3000
            and line.yardstick in ("continuing", "new_start")
            and line.project.actual_finish is None
        ]
        for n, line in enumerate(self.rng.sample(rest, min(9, len(rest)))):
            to = self.rng.uniform(0.7, 0.88) if factors[line.project.key] < 0.95 else self.rng.uniform(1.08, 1.2)
            left = line.project.total - self.done.get(line.project.key, 0)
            plan = int(round(min(line.annual_plan * to, left), -2))
            effective = september if year == YEARS[-1] and n < 2 else july
            lines[effective].append(self.adjusted(line, "计划调整", plan))
        return [
            Change(effective, effective.replace(day=22 if effective == july else 18), found)
            for effective, found in lines.items()
            if found
        ]

    def adjusted(self, line: PlanLine, adjustment: str, plan: int) -> PlanLine:
        """Return a line as an adjustment says it."""
        return PlanLine(
            line.project, line.batch, line.yardstick, plan, None, line.planned_start, line.planned_finish,
            adjustment, line.annual_plan, line.batch,
        )  # fmt: skip

    def report(self, year: int, factors: dict[int, float]) -> None:
        """Report month by month, scaled so that the district stands where its story wants it."""
        story = self.story
        at = date(year, LAST.month if year == LAST.year else 12, 1)
        target = story.setting.completion_2026 if year == LAST.year else {2024: 0.985, 2025: 1.012}[year]
        paths = [self.path(line, year, factors[line.project.key]) for line in self.all_lines(year)]
        counted = {key: line for key, line in story.lines_at(at).items() if line.yardstick != "preliminary"}
        plan = sum(line.annual_plan for line in counted.values())
        low, high = 0.3, 2.5
        for _ in range(40):
            scale = (low + high) / 2
            reached = sum(path.at(at.month, scale) for path in paths if path.key in counted)
            low, high = (scale, high) if reached < target * plan else (low, scale)
        for path in paths:
            self.tell_months(path, year, scale)

    def all_lines(self, year: int) -> list[PlanLine]:
        """Return each project's last line of a year, and one for those outside the plan."""
        lines = {line.project.key: line for line in self.story.plans[year]}
        for change in self.story.changes:
            if change.effective.year == year:
                lines |= {line.project.key: line for line in change.lines}
        outside = [p for p in self.story.projects if p.route == "outside" and p.first_year == year]
        for p in outside:
            lines[p.key] = PlanLine(p, "", "outside", min(p.total // 4, 6000), None, p.planned_start, p.planned_start)
        return list(lines.values())

    def path(self, line: PlanLine, year: int, factor: float) -> Path:
        """Return how a project's investment runs through the year."""
        p, rng = line.project, self.rng
        weights = [share * rng.uniform(0.6, 1.4) for share in SEASON]
        done = self.done.get(p.key, 0.0)
        if line.yardstick == "preliminary":
            return Path(p.key, weights, 1, 12, line.annual_plan * min(1.0, factor), line.annual_plan, is_fixed=True)
        if p.start_month.year > year:
            return Path(p.key, weights, 1, 12, 0.0, 0.0, is_fixed=True)
        first = p.start_month.month if p.start_month.year == year else 1
        if p.finish_month.year == year:
            amount = max(p.total * rng.uniform(0.95, 1.0) - done, 0.0)
            return Path(p.key, weights, first, max(first, p.finish_month.month), amount, amount, is_fixed=True)
        planned = line.planned_start.month if line.planned_start.year == year else 1
        late = min(1.0, (13 - first) / (13 - planned))
        return Path(p.key, weights, first, 12, line.annual_plan * factor * late, max(0.97 * p.total - done, 0), False)

    def tell_months(self, path: Path, year: int, scale: float) -> None:
        """Write down what a project reports in each month in which it has a row."""
        story, p = self.story, self.story.projects[path.key - 1]
        gone = self.rng.random() < 0.3  # leaves the sheet once it is completed
        for at in [at for at in MONTHS if at.year == year]:
            self_done = path.at(at.month, scale)
            stands = p.key in story.lines_at(at) or (p.route == "outside" and p.start_month <= at)
            if stands and not (gone and at > later(p.finish_month, 1)):
                story.ytd[p.key, at] = self.money(p, self_done)
        told = story.carried(p.key, month(year, 12 if year < LAST.year else LAST.month))
        self.done[p.key] = self.done.get(p.key, 0.0) + float(told or 0)

    def money(self, p: Project, amount: float) -> Decimal:
        """Return an amount as the project states it: whole 万元, or with two decimals."""
        return Decimal(str(round(amount, 2))).quantize(Decimal("0.01")) if p.has_decimals else Decimal(int(amount))


def forget(p: Project, since: date) -> None:
    """Let a project that left the plan start or finish no more: nobody reports it."""
    if p.start_month >= since:
        p.actual_start = None
    if p.finish_month >= since:
        p.actual_finish = p.in_use = None
