"""What is true of a project in a month, packed into one number.

A nation has a million rows a month. Grouping them by a text and one number costs half of grouping by a text and
fourteen booleans, and plain sums cost half of filtered ones. So the rows are first summed by group and ``facts``; what
follows reads some hundred rows, with the facts unpacked to columns of their own names.
"""

from datetime import date
from decimal import Decimal

from data.profile import Profile
from metrics.completion.pace import TASK_PARTS, light_limits
from metrics.suspected import DONE, PLAN, SUSPECT

FACTS = {
    "is_counted": "is_counted",
    "is_removed": "is_removed",
    "is_outside_plan": "is_outside_plan",
    "is_silent": "is_silent",
    "is_estimated_share": "is_estimated_share",
    "has_reported": "carried_ytd_wan is not null",
    "has_plan": "(annual_plan_wan > 0) is true",
    "has_original_plan": "original_plan_wan is not null",
    "has_planned": "planned_ytd_wan is not null",
    "has_cumulative": "cumulative_wan is not null",
    "has_total": "(total_investment_wan > 0) is true",
    "has_funds_in_place": "funds_in_place_wan is not null",
    "has_funds_paid": "funds_paid_wan is not null",
    "is_suspect": SUSPECT,
}

# A project's own light, multiplied out: exact, and without a division a row. A project that never reported has none.
BEHIND = {
    "task": f"27720 * {DONE} < $slow_share * {{task}} and expected_share > 0",
    "month": f"1200 * {DONE} < {{behind_bar}} * {PLAN}",
}
SLOW_OR_BEHIND = {
    "task": f"27720 * {DONE} < $normal_share * {{task}} and expected_share > 0",
    "month": f"1200 * {DONE} <= {{slow_bar}} * {PLAN}",
}

# by project, each row also says what the project is and where it stands
TEXTS = ("responsible_unit", "batch", "town", "contact_leader", "silent_since_month")
PROJECT_FACTS = "".join(f"any_value({fact}) as {fact}, " for fact in TEXTS)
STATUS = """any_value(case
            when is_counted then 'counted'
            when is_removed then 'removed'
            when is_outside_plan then 'outside_plan'
            else 'not_counted'
        end) as plan_status,"""


def packed(profile: Profile, month: date, *, is_by_month: bool) -> str:
    """Return the SQL that packs a row's facts into one integer; ``unpacked`` is its inverse."""
    measure = profile.rule("lights", month).measure
    bars = {
        # by month the bar rises with the row's month; else it is one number, bound
        "behind_bar": "(100 * month(month) + 12 * $behind_pp)" if is_by_month else "$behind_bar",
        "slow_bar": "(100 * month(month) + 12 * $slow_pp)" if is_by_month else "$slow_bar",
        "task": TASK_PARTS,
    }
    facts = FACTS | {
        "is_behind": f"({BEHIND[measure].format(**bars)}) is true",
        "is_slow_or_behind": f"({SLOW_OR_BEHIND[measure].format(**bars)}) is true",
    }
    return "\n            | ".join(f"(cast({fact} as integer) << {place})" for place, fact in enumerate(facts.values()))


def unpacked() -> str:
    """Return the SQL columns that name the facts again."""
    names = (*FACTS, "is_behind", "is_slow_or_behind")
    return ",\n        ".join(f"facts & {1 << place} > 0 as {name}" for place, name in enumerate(names))


def bars(profile: Profile, month: date) -> dict[str, Decimal | int]:
    """Return the values that the packed facts want bound: the lights' limits, and the bars of a light by month."""
    limits = light_limits(profile, month)
    if profile.rule("lights", month).measure == "task":
        return dict(limits)
    return limits | {
        f"{name}_bar": _whole(100 * month.month + 12 * limits[f"{name}_pp"]) for name in ("behind", "slow")
    }


def _whole(number: Decimal) -> Decimal | int:
    # an integer keeps the product narrow, and that twice as fast
    return int(number) if number == int(number) else number
