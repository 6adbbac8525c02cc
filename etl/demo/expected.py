"""The figures that must come out, counted plainly from the story: no SQL, none of our metrics."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from etl.demo.library import RETURNS
from etl.demo.months import later
from etl.demo.projects import Project
from etl.demo.story import LibraryProject, PlanLine, Story

ENTRY_DAY = 10  # 入库窗口: who starts after it enters a month later
MINIMUM_WAN = 500
ZERO = Decimal(0)


def completion(story: Story, at: date) -> dict[str, Any]:
    """Return the district's completion at the end of a month, and each unit's and batch's."""
    lines = story.lines_at(at)
    counted = [line for line in lines.values() if line.yardstick != "preliminary" and line.annual_plan > 0]
    original = [line for line in story.plans[at.year] if line.yardstick != "preliminary" and line.annual_plan > 0]
    outside = [p for p in story.outside_at(at) if story.carried(p.key, at) is not None]
    silent = [line for line in counted if is_silent(story, line.project, at)]
    removed = story.removed_at(at).values()
    return {
        **_sums(story, counted, at),
        "expected_share": f"{at.month}/12",
        "original_plan_wan": str(sum(line.annual_plan for line in original)),
        "original_reported_ytd_wan": str(_reported(story, original, at)),
        "removed_projects": len(removed),
        "removed_plan_wan": str(sum(line.annual_plan for line in removed)),
        "outside_plan_projects": len(outside),
        "outside_plan_wan": str(sum((story.carried(p.key, at) or ZERO for p in outside), ZERO)),
        "silent_projects": len(silent),
        "silent_plan_wan": str(sum(line.annual_plan for line in silent)),
        "corrections_wan": str(sum((grown for line in counted if (grown := _growth(story, line, at)) < 0), ZERO)),
        "by_unit": _by(story, counted, at, lambda line: line.project.unit),
        "by_batch": _by(story, counted, at, lambda line: line.batch if line.yardstick != "unknown" else "未知批次"),
        "batches": dict(Counter(line.batch if line.yardstick != "unknown" else "未知批次" for line in lines.values())),
    }


def is_silent(story: Story, p: Project, at: date) -> bool:
    """Tell whether a project of the plan that was not completed before said nothing this month."""
    return p.finish_month >= at and ((p.key, at) in story.lost or story.ytd.get((p.key, at)) is None)


def _reported(story: Story, lines: Iterable[PlanLine], at: date) -> Decimal:
    return sum((story.carried(line.project.key, at) or ZERO for line in lines), ZERO)


def _growth(story: Story, line: PlanLine, at: date) -> Decimal:
    now = story.carried(line.project.key, at) or ZERO
    return now - (story.carried(line.project.key, later(at, -1)) or ZERO if at.month > 1 else ZERO)


def _sums(story: Story, lines: list[PlanLine], at: date) -> dict[str, Any]:
    plan, reported = Decimal(sum(line.annual_plan for line in lines)), _reported(story, lines, at)
    return {
        "projects": len(lines),
        "annual_plan_wan": str(plan),
        "reported_ytd_wan": str(reported),
        "investment_completion_rate": float(Fraction(reported) / Fraction(plan)) if plan else None,
    }


def _by(story: Story, lines: list[PlanLine], at: date, key: Any) -> dict[str, Any]:  # noqa: ANN401
    groups: dict[str, list[PlanLine]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return {name: _sums(story, group, at) for name, group in sorted(groups.items())}


def plain_code(code: str | None) -> str | None:
    """Return a code as it is compared: no blanks, plain hyphens."""
    return unicodedata.normalize("NFKC", code).replace("—", "-").strip() if code else None


def plain_name(story: Story, name: str) -> str:
    """Return a name as it is compared: NFKC, no blanks, the district's prefix off."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    prefix = next((prefix for prefix in story.profile.name_prefixes if plain.startswith(prefix)), "")
    return plain.removeprefix(prefix)


def links(story: Story) -> dict[int, list[LibraryProject]]:
    """Return the statistics projects of each key project: by code, else by equal name where both are unique."""
    of_code = {p.code: p.key for p in story.projects if p.code}
    keys_of_name, rows_of_name = defaultdict(set), Counter(plain_name(story, each.name) for each in story.library)
    for p in story.projects:
        keys_of_name[plain_name(story, p.name)].add(p.key)
    found: dict[int, list[LibraryProject]] = defaultdict(list)
    for each in [each for each in story.library if each.booked or each.is_in_ledger]:
        key = of_code.get(plain_code(each.code) or "")
        name = plain_name(story, each.name)
        if key is None and len(keys_of_name[name]) == 1 and rows_of_name[name] == 1:
            key = next(iter(keys_of_name[name]))
        if key is not None:
            found[key].append(each)
    return found


def period(day: date) -> int:
    """Return the statistics period of an event: January and February are one."""
    return day.year * 11 + max(day.month, 2)


def entry_cases(story: Story, at: date) -> dict[int, str]:
    """Return the class of each project in scope of the entry lag."""
    until = december_for(at)
    linked = links(story)
    found = {}
    for p in [p for p in story.projects if story.first_month(p.key) <= at]:
        of_project = linked.get(p.key, [])
        start = p.actual_start if p.start_month <= at else None
        entry, figures, is_unknown = entries(of_project, until)
        if (start or figures) and total_of(p, of_project, at) >= MINIMUM_WAN:
            found[p.key] = _judge(p if start else None, entry, figures, is_unknown, at)
    return found


def december_for(at: date) -> date:
    """Return the month itself, for a January the December before: no return in January."""
    return date(at.year - 1, 12, 1) if at.month == 1 else at


def total_of(p: Project, of_project: list[LibraryProject], at: date) -> Decimal:
    """Return the statistics total, else the dispatch's."""
    stood = [each for each in of_project if any(month <= at for month in each.booked)]
    return sum((each.total for each in stood), ZERO) if stood else Decimal(p.total)


def entries(of_project: list[LibraryProject], until: date) -> tuple[date | None, date | None, bool]:
    """Return the ledger's entry month, the month of the first figures, and whether that one may be earlier."""
    ledger_entry = _first(each.ledger_entry for each in of_project)
    ledger = _first(each.ledger_figures for each in of_project)
    returned = _first(month for each in of_project for month, amount in each.booked.items() if amount > 0)
    ledger_entry, ledger, returned = (
        month if month and month <= until else None for month in (ledger_entry, ledger, returned)
    )
    older = any(each.opening[RETURNS[0].year] > 0 for each in of_project if RETURNS[0] in each.booked)
    return (
        ledger_entry,
        ledger or returned,
        ledger is None and returned is not None and (returned == RETURNS[0] or older),
    )


def _first(months: Iterable[date | None]) -> date | None:
    return min((month for month in months if month), default=None)


def _judge(started: Project | None, entry: date | None, figures: date | None, is_unknown: bool, at: date) -> str:
    if started is None:
        return "anomaly"
    start = started.start_month
    if figures and (figures < start or (entry and figures < entry)):
        return "anomaly"
    if is_unknown:
        return "entered_unknown"
    day = started.actual_start.day if started.actual_start and started.is_start_by_day else 1
    feasible = period(later(start, 1) if day > ENTRY_DAY else start)
    if feasible + 1 > at.year * 11 + at.month:
        return "not_due_in" if figures else "not_due_waiting"
    if figures is None:
        return "overdue"
    return "on_time" if period(figures) <= feasible + 1 else "late_in"


def entry(story: Story, at: date) -> dict[str, Any]:
    """Return the numbers of the entry lag, and the reported money that is not booked."""
    cases = entry_cases(story, at)
    numbers = Counter(cases.values())
    linked, month = links(story), december_for(at)
    stake = ZERO
    for key in cases:
        p = story.projects[key - 1]
        if p.start_month <= at and not any(each.booked.get(month, 0) > 0 for each in linked.get(key, [])):
            stake += max(story.carried(key, month) or ZERO, ZERO)
    return {
        "projects": len(cases),
        "due": numbers["on_time"] + numbers["late_in"] + numbers["overdue"],
        "on_time": numbers["on_time"],
        "late_in": numbers["late_in"],
        "overdue": numbers["overdue"],
        "not_due": numbers["not_due_in"] + numbers["not_due_waiting"],
        "anomaly": numbers["anomaly"],
        "entered_unknown": numbers["entered_unknown"],
        "waiting": numbers["overdue"] + numbers["not_due_waiting"],
        "unbooked_at_stake_wan": str(stake),
        "unlinked": sum(1 for key in cases if not any(_since(each) <= at for each in linked.get(key, []))),
    }


def _since(each: LibraryProject) -> date:
    """Return the month from which the statistics know of a project."""
    said = (each.declared, each.ledger_entry, each.ledger_figures, min(each.booked, default=None))
    return min(month for month in said if month)


def booked(story: Story, at: date) -> dict[str, Any]:
    """Return what the return of a month books for the counted key projects, and what nobody is linked to."""
    lines = story.lines_at(at)
    counted = {key for key, line in lines.items() if line.yardstick != "preliminary" and line.annual_plan > 0}
    linked = links(story)
    of_keys = [each for key in counted for each in linked.get(key, [])]
    linked_numbers = {each.number for group in linked.values() for each in group}
    standing = [each for each in story.library if at in each.booked]
    return {
        "rows": len(standing),
        "booked_ytd_wan": str(sum((each.booked[at] for each in standing), ZERO)),
        "counted_booked_ytd_wan": str(sum((each.booked.get(at, ZERO) for each in of_keys), ZERO)),
        "unlinked_rows": sum(1 for each in standing if each.number not in linked_numbers),
    }
