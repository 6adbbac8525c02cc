"""What people noted of the steps of declarations: done when, or with whom."""

from datetime import date
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile
from metrics.statements import steps

SQL = f"""
with {steps("selection", "year_decisions", kind="declaration_step")}

select
    project_id,
    payload ->> 'step' as step,
    try_cast(payload ->> 'done_on' as date) as done_on,
    payload ->> 'responsible_unit' as responsible_unit
from year_decisions
order by entry_id
"""  # noqa: S608  (our own text)


def done_steps(
    con: duckdb.DuckDBPyConnection, profile: Profile, *, year: int, on: date, known_on: date | None
) -> dict[str, dict[str, Any]]:
    """Return by project: ``passed`` (step → done on) and ``with_whom`` (step → unit), as last noted.

    Source:
        J9, J10, T3.
    """
    values = {"district": profile.id, "known_on": known_on or NOW, "day": on, "year": year}
    found: dict[str, dict[str, Any]] = {}
    for project_id, step, done_on, unit in con.execute(SQL, values).fetchall():
        of_project = found.setdefault(project_id, {"passed": {}, "with_whom": {}})
        of_project["passed"].pop(step, None)
        if done_on is not None and done_on <= on:
            of_project["passed"][step] = done_on
        if unit:
            of_project["with_whom"][step] = unit
    return found
