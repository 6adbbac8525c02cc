"""The pace of a plan (应完成): how much of it should be done by a month, and the light that follows.

SQL fragments over the columns ``annual_plan_wan``, ``reported_ytd_wan``, ``expected_twelfths`` and ``task_parts``.
Money that is due is kept as a multiple, because plan · month is exact where plan · month / 12 is not: the pace by month
twelvefold, a project's task 27 720-fold (the least common multiple of 1 to 12, so that every share of months is whole).
Lights compare decimals, never quotients: a figure exactly on a limit falls on the right side.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from data.profile import Profile

Yardstick = Literal["bulletin", "project"]

# An amount of a row has up to 18 digits: it is cast wider before it is multiplied.
# twelve times the money expected of a project by the month of its row; six decimals take the noise off the shares
EXPECTED_TWELFTHS = {
    "bulletin": "month(month) * cast(annual_plan_wan as decimal(30, 2))",
    "project": "cast(12 * cast(annual_plan_wan as decimal(30, 2)) * expected_share as decimal(24, 6))",
}

# the expected share of a group's row: month/12, or Σ plan · share / Σ plan
SHARE = {
    "bulletin": "month(totals.month) / 12",
    "project": "totals.expected_twelfths / nullif(12 * totals.annual_plan_wan, 0)",
}

GAP_PP = "(1200 * reported_ytd_wan - 100 * expected_twelfths) / nullif(12 * annual_plan_wan, 0)"

# 27 720 times what the project's own plan asks for by its row's month (计划进度); cents take the noise off the shares
TASK_PARTS = "cast(27720 * cast(annual_plan_wan as decimal(30, 2)) * expected_share as decimal(38, 2))"
PARTS = 27720

# a year to date so far above the plan that a slip of the unit is likelier than the works (疑似单位错，待核)
DOUBTFUL = """cast(reported_ytd_wan as decimal(30, 2)) > $doubtful_share * cast(annual_plan_wan as decimal(30, 2))"""

# the light (亮灯) of a row by measure; ``month`` is the row's month
LIGHTS = {
    "task": """case
            when coalesce(task_parts, 0) <= 0 or reported_ytd_wan is null then null
            when {doubtful} then 'doubtful'
            when 27720 * cast(reported_ytd_wan as decimal(30, 2)) >= $ahead_share * task_parts then 'ahead'
            when 27720 * cast(reported_ytd_wan as decimal(30, 2)) >= $normal_share * task_parts then 'normal'
            when 27720 * cast(reported_ytd_wan as decimal(30, 2)) >= $slow_share * task_parts then 'slow'
            else 'behind'
        end""",
    "month": """case
            when coalesce(annual_plan_wan, 0) = 0 or reported_ytd_wan is null then null
            when {doubtful} then 'doubtful'
            when 1200 * cast(reported_ytd_wan as decimal(30, 2)) >= (100 * month(month) + 12 * $ahead_pp)
                * cast(annual_plan_wan as decimal(30, 2)) then 'ahead'
            when 1200 * cast(reported_ytd_wan as decimal(30, 2)) > (100 * month(month) + 12 * $slow_pp)
                * cast(annual_plan_wan as decimal(30, 2)) then 'normal'
            when 1200 * cast(reported_ytd_wan as decimal(30, 2)) >= (100 * month(month) + 12 * $behind_pp)
                * cast(annual_plan_wan as decimal(30, 2)) then 'slow'
            else 'behind'
        end""",
}
LIMITS = {
    "task": ("ahead_share", "normal_share", "slow_share", "doubtful_share"),
    "month": ("ahead_pp", "slow_pp", "behind_pp", "doubtful_share"),
}


def expected_twelfths(yardstick: str) -> str:
    """Return the SQL of a row's expected money, twelvefold.

    Raises:
        ValueError: the yardstick is not one of ``bulletin`` and ``project``.
    """
    if yardstick not in EXPECTED_TWELFTHS:
        raise ValueError(f"no yardstick {yardstick!r}; choose one of {', '.join(EXPECTED_TWELFTHS)}")
    return EXPECTED_TWELFTHS[yardstick]


def light(profile: Profile, as_of: date, doubted: str = "false") -> str:
    """Return the SQL of a row's light by the rule in force: null where nothing is due or nobody reported.

    ``doubted`` is the SQL of what else makes the row 疑似单位错，待核 than its size.
    """
    return LIGHTS[profile.rule("lights", as_of).measure].format(doubtful=f"{DOUBTFUL} or {doubted}")


def light_limits(profile: Profile, as_of: date) -> dict[str, Decimal]:
    """Return the limits of the lights in force at ``as_of``, to be bound."""
    lights = profile.rule("lights", as_of)
    return {name: Decimal(str(getattr(lights, name))) for name in LIMITS[lights.measure]}


def light_yardstick(profile: Profile, as_of: date) -> Yardstick:
    """Return the yardstick on which the lights in force stand: amounts short are counted on the same one."""
    return "project" if profile.rule("lights", as_of).measure == "task" else "bulletin"
