"""The pace of a plan (应完成): how much of it should be done by a month, and the light that follows.

SQL fragments over the columns ``annual_plan_wan``, ``reported_ytd_wan`` and ``expected_twelfths``. The expected money
is kept twelvefold, because plan · month is exact where plan · month / 12 is not; lights compare decimals, never
quotients, so a gap of exactly −10 or −30 points falls on the right side.
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

LIGHT = """case
            when expected_twelfths = 0 or annual_plan_wan = 0 or reported_ytd_wan is null then null
            when 1200 * reported_ytd_wan - 100 * expected_twelfths >= 12 * $ahead_pp * annual_plan_wan then 'ahead'
            when 1200 * reported_ytd_wan - 100 * expected_twelfths > 12 * $slow_pp * annual_plan_wan then 'normal'
            when 1200 * reported_ytd_wan - 100 * expected_twelfths >= 12 * $behind_pp * annual_plan_wan then 'slow'
            else 'behind'
        end"""


def expected_twelfths(yardstick: str) -> str:
    """Return the SQL of a row's expected money, twelvefold.

    Raises:
        ValueError: the yardstick is not one of ``bulletin`` and ``project``.
    """
    if yardstick not in EXPECTED_TWELFTHS:
        raise ValueError(f"no yardstick {yardstick!r}; choose one of {', '.join(EXPECTED_TWELFTHS)}")
    return EXPECTED_TWELFTHS[yardstick]


def light_limits(profile: Profile, as_of: date) -> dict[str, Decimal]:
    """Return the limits of the lights in force at ``as_of``, to be bound: ahead_pp, slow_pp, behind_pp."""
    lights = profile.rule("lights", as_of)
    return {name: Decimal(str(getattr(lights, name))) for name in ("ahead_pp", "slow_pp", "behind_pp")}
