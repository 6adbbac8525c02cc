"""How each project stands by its batch's yardstick (批次标尺): done, on pace, late, silent, not due or undated."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile
from metrics.loaded_months import check_month


def standing_values(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None
) -> dict[str, Any]:
    """Return what the batch SQL binds: the month and the district's rules then.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches.
    """
    month = check_month(con, profile, as_of, known_on)
    lights = profile.rule("lights", month)
    ages = profile.rule("preliminary", month)
    lists = {rule.procedure: rule.steps for rule in profile.approvals if rule.enabled and rule.holds_at(month)}
    required = [(procedure, step) for procedure, steps in lists.items() for step in steps]
    batches = [batch for batch in profile.batches if batch.enabled and batch.holds_at(month)]
    return {
        "district": profile.id,
        "known_on": known_on or NOW,
        "as_of": month,
        "january": month.replace(month=1),
        "last_december": date(month.year - 1, 12, 1),
        "procedures": [procedure for procedure, _ in required],
        "steps": [step for _, step in required],
        "step_places": list(range(1, len(required) + 1)),
        "batches": [batch.name for batch in batches],
        "yardsticks": [batch.yardstick for batch in batches],
        "places": list(range(1, len(batches) + 1)),
        **{name: Decimal(str(getattr(lights, name))) for name in ("ahead_pp", "slow_pp", "behind_pp")},
        "yellow_months": ages.yellow_months,
        "red_months": ages.red_months,
    }
