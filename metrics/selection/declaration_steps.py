"""What people noted of the steps of declarations: done when, or with whom."""

from datetime import date
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile

SQL = """
select
    coalesce(former.id, said.payload ->> 'project_id') as project_id,
    said.payload ->> 'step' as step,
    try_cast(said.payload ->> 'done_on' as date) as done_on,
    said.payload ->> 'responsible_unit' as responsible_unit
from mart.decision as said
left join mart.former_id as former
    on former.universe = 'project' and former.district = said.district
    and former.former_id = said.payload ->> 'project_id'
where said.district = $district
    and said.kind = 'declaration_step'
    and said.known_from <= $known_on
    and try_cast(said.payload ->> 'on' as date) <= $on
    and try_cast(said.payload ->> 'year' as integer) = $year
order by said.entry_id
"""


def done_steps(
    con: duckdb.DuckDBPyConnection, profile: Profile, *, year: int, on: date, known_on: date | None
) -> dict[str, dict[str, Any]]:
    """Return by project: ``passed`` (step → done on) and ``with_whom`` (step → unit), as last noted.

    Source:
        J9, J10, T3.
    """
    values = {"district": profile.id, "known_on": known_on or NOW, "on": on, "year": year}
    found: dict[str, dict[str, Any]] = {}
    for project_id, step, done_on, unit in con.execute(SQL, values).fetchall():
        of_project = found.setdefault(project_id, {"passed": {}, "with_whom": {}})
        of_project["passed"].pop(step, None)
        if done_on is not None and done_on <= on:
            of_project["passed"][step] = done_on
        if unit:
            of_project["with_whom"][step] = unit
    return found
