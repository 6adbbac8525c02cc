"""The faults of the statistics: what does not match, came too early or stands without figures."""

from copy import copy
from datetime import date
from decimal import Decimal

from etl.demo.faults import MODEST_WAN, picker, running
from etl.demo.months import LAST, later, month
from etl.demo.projects import Project
from etl.demo.story import LibraryProject, Story


def plant_in_library(story: Story) -> None:
    """Names that do not match, bundles, figures without start or before it, in the library without figures."""
    picks = picker(story, "library")
    own = {each.project.key: each for each in story.library if each.project}
    modest = {key for key, line in story.lines_at(LAST).items() if line.annual_plan < MODEST_WAN * 0.6}
    found = [p for p in running(story, date(2024, 6, 1), later(LAST, -3)) if own[p.key].entry and p.key in modest]
    unmatched = picks.pick(8, found)
    for p in unmatched:
        own[p.key].code = None if p.code else f"{p.planned_start:%y%m}-{story.profile.region_code}-04-01-{p.key:06d}"
        own[p.key].name = f"{p.town}{p.name[2:]}"
    entered = [p for p in running(story, date(2025, 2, 1), later(LAST, -4)) if own[p.key].entry]
    silent = picks.pick(7, [p for p in entered if (own[p.key].entry or LAST) <= later(LAST, -2) and p.key in modest])
    early = picks.pick(3, [p for p in running(story, date(2024, 6, 1)) if p.start_month.month >= 5])
    for p in early:
        own[p.key].entry, own[p.key].figures = later(p.start_month, -3), later(p.start_month, -2)
    reversed_entry = picks.pick(2, [p for p in running(story, date(2024, 6, 1)) if 3 <= p.start_month.month <= 8])
    for p in reversed_entry:
        own[p.key].entry, own[p.key].figures = p.start_month, later(p.start_month, 1)
        own[p.key].ledger_entry = later(p.start_month, 3)
    idle = [line.project for line in story.lines_at(LAST).values() if line.yardstick == "new_start"]
    no_start = picks.pick(1, [p for p in idle if p.actual_start is None and p.code])
    for p in no_start:
        each = copy(story.library[0])
        each.project, each.name, each.code, each.total = p, p.name, p.code, Decimal(p.total)
        each.start = each.entry = month(2026, 4)
        each.figures, each.leaves, each.finish = month(2026, 5), None, None
        each.booked, each.opening, each.address = {}, {}, f"{story.profile.name}{p.town}"
        story.library.append(each)
    bundles = picks.pick(3, [p for p in entered if p.code])
    story.library += [_split(own[p.key], p) for p in bundles]
    left = picks.pick(1, [p for p in running(story, until=date(2025, 3, 1)) if p.code and own[p.key].entry])
    for p in left:
        own[p.key].leaves = month(2026, 6)
    story.planted |= {
        "unmatched": [p.key for p in unmatched],
        "without_figures": [p.key for p in silent],
        "figures_before_start": [p.key for p in early],
        "figures_before_ledger_entry": [p.key for p in reversed_entry],
        "figures_without_start": [p.key for p in no_start],
        "bundles": [p.key for p in bundles],
        "left_library": [p.key for p in left],
    }


def _split(whole: LibraryProject, p: Project) -> LibraryProject:
    """Make two statistics projects of one: the main works, and what belongs to them."""
    rest = copy(whole)
    rest.booked, rest.opening = {}, {}
    whole.name, rest.name = f"{p.name}（主体工程）", f"{p.name}（配套工程）"
    whole.code = rest.code = p.code
    whole.part, rest.part = 0.7, 0.3
    whole.total, rest.total = (whole.total * Decimal("0.7")).quantize(1), (whole.total * Decimal("0.3")).quantize(1)
    rest.entry = min(later(whole.entry or LAST, 2), LAST)
    return rest
