"""What the metrics of approvals share (前期手续): the steps that each procedure requires, and how they are asked."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.statements import steps as steps_of


def ask(
    con: duckdb.DuckDBPyConnection, sql: str, profile: Profile, as_of: date, known_on: date | None, on: date | None
) -> pd.DataFrame:
    """Answer a statement that begins with ``with {stepped}``, whose last step ``placed`` is a row a project and step.

    Raises:
        ValueError: ``as_of`` outside the loaded months.
    """
    month, on = check_month(con, profile, as_of, known_on), on or last_day(as_of)
    ages = profile.rule("preliminary", month)
    lists = [rule for rule in profile.approvals if rule.enabled and rule.holds_at(month)]
    order = _order([list(rule.steps) for rule in lists])
    required = [
        (rule.procedure, step) for rule in {rule.procedure: rule for rule in lists}.values() for step in rule.steps
    ]
    values: dict[str, Any] = {
        "district": profile.id, "known_on": known_on or NOW, "day": on, "month": month,
        "procedures": [procedure for procedure, _ in required], "steps": [step for _, step in required],
        "places": [order.index(step) + 1 for _, step in required],
        "yellow_months": ages.yellow_months, "red_months": ages.red_months,
    }  # fmt: skip
    sql = sql.format(stepped=steps_of("approvals", "stepped"))
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, values)).df()


def _order(lists: list[list[str]]) -> list[str]:
    """Join the procedures' lists into one order in which each keeps its own."""
    joined: list[str] = []
    for steps in lists:
        at = 0
        for step in steps:
            if step in joined:
                at = max(at, joined.index(step) + 1)
            else:
                joined.insert(at, step)
                at += 1
    return joined
