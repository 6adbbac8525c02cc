"""What was planted, by name and code, and the figures that must come out: the list beside the workbooks."""

from collections import Counter
from datetime import date
from typing import Any

from etl.demo import expected
from etl.demo.expected_quarters import list_counts, quarter_counts
from etl.demo.lists import lists
from etl.demo.months import LAST, YEARS
from etl.demo.quarters import quarters
from etl.demo.story import Story

AS_OF = (date(2026, 9, 1), date(2026, 6, 1), date(2026, 1, 1))


def planted_in(story: Story) -> dict[str, Any]:
    """Return a district's planted numbers."""
    return {
        "projects": len(story.projects),
        "library_projects": len(story.library),
        "faults": faults(story),
        "carried_over": {f"{year - 1}-{year}": flows(story, year) for year in YEARS[1:]},
        "expected": {f"{at:%Y-%m}": expected_at(story, at) for at in AS_OF},
        "quarters": {quarter.name: quarter_counts(quarter) for quarter in quarters(story)},
        "lists": list_counts(lists(story)),
    }


def expected_at(story: Story, at: date) -> dict[str, Any]:
    """Return what must come out for one month."""
    found = {"investment_completion": expected.completion(story, at), "entry_lag": expected.entry(story, at)}
    return found | ({"booked": expected.booked(story, at)} if at.month > 1 else {})


def who(story: Story, key: int) -> dict[str, Any]:
    """Return who a project is."""
    p = story.projects[key - 1]
    return {"name": p.name, "code": p.code, "unit": p.unit}


def faults(story: Story) -> dict[str, list[dict[str, Any]]]:
    """Return every planted fault."""
    plain = {
        name: [who(story, key) for key in story.planted[name]]
        for name in (
            "unknown_unit", "unknown_town", "unknown_batch", "duplicate_name", "unmatched", "without_figures",
            "figures_before_start", "figures_before_ledger_entry", "figures_without_start", "bundles", "left_library",
            "never_reported_this_year",
        )
    }  # fmt: skip
    said = story.planted
    cases = expected.entry_cases(story, LAST)
    return plain | {
        "missing_codes": [who(story, p.key) for p in story.projects if p.code is None],
        "late_entries": [who(story, key) for key, case in cases.items() if case == "late_in"],
        "open_entries": [who(story, key) for key, case in cases.items() if case in ("overdue", "not_due_waiting")],
        "never_in_library": [
            who(story, each.project.key) for each in story.library if each.project and each.entry is None
        ],
        "out_of_scope": [who(story, p.key) for p in story.projects if p.total < expected.MINIMUM_WAN],
        "bad_dates": [who(story, key) | {"sheet": sheet, "value": value} for key, sheet, value in said["bad_dates"]],
        "silent_empty": [who(story, key) | {"months": n} for key, n in said["silent_empty"].items()],
        "silent_absent": [who(story, key) | {"months": n} for key, n in said["silent_absent"].items()],
        "rejected_row": [who(story, said["rejected_row"][0]) | {"month": said["rejected_row"][1]}],
        "duplicate_row": [who(story, said["duplicate_row"][0]) | {"month": said["duplicate_row"][1]}],
        "negative_corrections": [
            who(story, key) | {"month": at, "reported_month_wan": amount}
            for key, at, amount in said["negative_corrections"]
        ],
        "unit_slips": [
            who(story, key) | {"month": at, "said_wan": wrong, "right_wan": right, "is_sent_again": again}
            for key, at, wrong, right, again in said["unit_slips"]
        ],
        "sent_again": [
            who(story, key) | {"kind": kind, "month": at, "first_wan": first, "right_wan": right}
            for kind, key, at, first, right in said["sent_again"]
        ],
        "over_total": [
            who(story, key) | {"cumulative_wan": amount, "total_investment_wan": total}
            for key, amount, total in said["over_total"]
        ],
        "over_estimate": [
            who(story, key) | {"approved_estimate_wan": estimate} for key, estimate in said["over_estimate"]
        ],
        "components_off": [
            {"name": each.name, "code": each.code, "month": f"{at:%Y-%m}"}
            for at, number in sorted(said["components_off"])
            for each in story.library
            if each.number == number
        ],
        "adjustments": [
            who(story, line.project.key) | {"month": f"{change.effective:%Y-%m}", "adjustment": line.adjustment}
            for change in story.changes
            for line in change.lines
        ],
        "reasons": [who(story, key) | {"reason": reason} for key, reason in said["reasons"]],
        "outside_plan": [who(story, p.key) for p in story.outside_at(LAST)],
    }


def flows(story: Story, year: int) -> dict[str, Any]:
    """Return how a year's projects went on: batch in December → batch in January, and who fell out unfinished."""
    before, after = story.lines_at(date(year - 1, 12, 1)), story.lines_at(date(year, 1, 1))
    counts = Counter(f"{before[key].batch}→{after[key].batch}" for key in before if key in after)
    gone = [key for key in before if key not in after and story.projects[key - 1].actual_finish is None]
    return {"flows": dict(sorted(counts.items())), "fell_out": [who(story, key) for key in gone]}
