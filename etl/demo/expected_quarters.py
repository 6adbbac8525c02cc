"""What must come out of the quarters' sheets, counted plainly."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from etl.demo.lists import Lists
from etl.demo.quarters import Quarter


def quarter_counts(quarter: Quarter) -> dict[str, Any]:
    """Return what was due in a quarter and done in time, for the district and each unit."""
    milestones = [(each.unit, each.done is not None and each.done <= each.due) for each in quarter.milestones]
    issues = [(each.unit, each.closed is not None and each.closed <= each.due) for each in quarter.issues]
    requests = [(each.unit, each.in_limit) for each in quarter.requests]
    return {
        "milestones": _counts(milestones),
        "issues": _counts(issues) | {"without_project": sum(each.project is None for each in quarter.issues)},
        "requests": _counts(requests),
        "typed": {each.unit: each.rate for each in quarter.typed if each.rate is not None and not each.is_of_year},
        "typed_of_year": {each.unit: each.rate for each in quarter.typed if each.is_of_year},
        "points": {
            each.unit: {"points": each.points, "document": each.document}
            for each in quarter.typed
            if each.points is not None
        },
        "incidents": [
            {"unit": unit, "kind": kind, "occurred_on": f"{day}"} for day, unit, kind, *_ in quarter.incidents
        ],
        "exemptions": [
            {"unit": unit, "document": paper, "from": f"{first}", "to": f"{last}"}
            for paper, unit, first, last, _ in quarter.exemptions
        ],
    }


def _counts(cases: Iterable[tuple[str, bool]]) -> dict[str, Any]:
    cases = list(cases)
    due, good = Counter(unit for unit, _ in cases), Counter(unit for unit, is_good in cases if is_good)
    return {
        "due": sum(due.values()),
        "in_time": sum(good.values()),
        "by_unit": {unit: {"due": number, "in_time": good[unit]} for unit, number in sorted(due.items())},
    }


def list_counts(lists: Lists) -> dict[str, Any]:
    """Return how many stand in the reserve, were declared, promoted and named nowhere else."""
    return {
        "reserve_stays": len(lists.stays),
        "reserve_open": dict(sorted(Counter(stay.tier for stay in lists.stays if stay.left is None).items())),
        "reserve_to_plan": sum(stay.way_out == "转年度计划" for stay in lists.stays),
        "declarations": len(lists.declarations),
        "declared_in": sum(each.decision == "列入" for each in lists.declarations),
        "declared_with_bars": sum(each.bars is not None for each in lists.declarations),
        "promotion_rows": len(lists.promotions),
        "promotion_fixed_wan": str(sum(each.fixed_wan for each in lists.promotions)),
        "promotion_in_statistics": sum(each.figures is not None for each in lists.promotions),
        "named_elsewhere": len(lists.strangers),
    }
