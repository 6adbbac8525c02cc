"""The faults of real life, planted in known numbers; ``story.planted`` keeps where each one is.

Here: who may be picked, and the faults of the plans. Each fault takes projects that no other one of its kind of
sheet has taken, so that its effect can be told by itself.
"""

import random
from collections.abc import Iterable
from datetime import date

from etl.demo.months import LAST
from etl.demo.projects import SMALL_WAN, Project
from etl.demo.story import PlanLine, Story

MODEST_WAN = 12000  # whose silence and slips do not tell the district's story


def picker(story: Story, what: str) -> "Picker":
    """Return who picks projects for the faults of one kind of sheet."""
    return Picker(story, random.Random(f"{story.seed}/{story.profile.id}/{what}"))  # noqa: S311 (no secrets here)


class Picker:
    """Picks projects that are still free of faults."""

    def __init__(self, story: Story, rng: random.Random) -> None:
        """Leave alone what the story itself made special."""
        self.story, self.rng = story, rng
        self.taken = {p.key for p in story.projects if p.total == SMALL_WAN or p.route == "outside"}
        self.taken.update(story.planted.get("named", ()))

    def pick(self, number: int, among: Iterable[Project]) -> list[Project]:
        """Take so many of the free ones."""
        free = sorted((p for p in among if p.key not in self.taken), key=lambda p: p.key)
        picked = self.rng.sample(free, min(number, len(free)))
        self.taken.update(p.key for p in picked)
        return picked


def running(story: Story, since: date | None = None, until: date = LAST) -> list[Project]:
    """Return the projects of the last month's plan that were begun (between two months) and go on."""
    return [
        line.project
        for line in story.lines_at(LAST).values()
        if line.yardstick in ("continuing", "new_start", "completion")
        and line.project.actual_start
        and not line.project.actual_finish
        and line.project.start_month <= until
        and (since is None or line.project.start_month >= since)
    ]


def plant_in_plans(story: Story) -> None:
    """Unknown unit, town and batch text, a name borne twice, dates that are none."""
    picks = picker(story, "plans")
    now = story.lines_at(LAST)
    old = [p for p in running(story, until=date(2025, 9, 1)) if p.key in now]
    unit, town = picks.pick(1, old)[0], picks.pick(1, old)[0]
    unit.unit, town.town = story.setting.unknown_unit, story.setting.unknown_town
    batch = picks.pick(1, [p for p in old if now[p.key].yardstick == "continuing"])[0]
    for line in _lines_of(story, batch, 2026):
        line.batch, line.yardstick = story.setting.unknown_batch, "unknown"
    one, two = picks.pick(2, [p for p in running(story) if p.code and p.first_year >= 2025])
    two.name = one.name
    far = [p for p in story.projects if now.get(p.key) and now[p.key].yardstick == "preliminary"]
    bad_start, bad_finish = picks.pick(2, [p for p in far if p.key in {line.project.key for line in story.plans[2026]}])
    story.said[bad_start.key, "plan 2026"] = {"计划开工": "2026-13"}
    story.said[bad_finish.key, "plan 2026"] = {"计划竣工": "2029年2月30日"}
    story.planted |= {
        "named": sorted(picks.taken),
        "unknown_unit": [unit.key],
        "unknown_town": [town.key],
        "unknown_batch": [batch.key],
        "duplicate_name": [one.key, two.key],
        "bad_dates": [[bad_start.key, "plan 2026", "2026-13"], [bad_finish.key, "plan 2026", "2029年2月30日"]],
    }


def _lines_of(story: Story, p: Project, year: int) -> list[PlanLine]:
    changed = [line for change in story.changes if change.effective.year == year for line in change.lines]
    return [line for line in story.plans[year] + changed if line.project.key == p.key]
