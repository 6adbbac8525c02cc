"""What the projects looked like as known on a day: the tables that metrics read, derived from the histories.

The build derives them once, as now known, into the mart; a metric that asks about another day derives them
again into temporary tables. One SQL text serves both, so the two can never differ.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from data.reading import parsed

HERE = Path(__file__).parent / "known"
TABLES = ("project", "link_group", "project_month", "project_entry", "preliminary_stay")
PART = 100_000  # projects derived at a time, so that a nation's months fit into memory
ALWAYS = date(1900, 1, 1)
NOW = date(9999, 12, 30)


def derive(
    con: Any,  # noqa: ANN401  (a DuckDB connection)
    *,
    known_on: date | None = None,
    schema: str = "mart",
    from_month: date | None = None,
    again: bool = False,
    only: Collection[str] = TABLES,
) -> None:
    """Fill the tables of ``TABLES`` with what was known at the end of ``known_on``.

    Args:
        con: connection with the mart's histories and reference tables.
        known_on: whole day, inclusive; None: all that is loaded.
        schema: ``mart`` fills the mart's (empty) tables, ``temp`` makes temporary ones of the same names, another name
            makes them in an attached database of that name.
        from_month: leave out the months before this January; None: all.
        again: the mart's tables hold what was derived before: put the new in its place.
        only: which of the tables; ``project_month`` reads ``link_group``, ``project_entry`` reads ``project``, too, and
            ``preliminary_stay`` reads ``project_month``.
    """
    home = schema
    known = {"known_on": known_on or NOW}
    for table in (table for table in TABLES if table in only):
        if again:
            con.execute(f"delete from {home}.{table}")  # noqa: S608  (our own tables)
        if table == "project_month":
            _fill_months(con, home, known | {"from_month": from_month or ALWAYS})
        else:
            _fill(con, home, table, known if table != "preliminary_stay" else {})


def _fill_months(con: Any, home: str, values: dict[str, date]) -> None:  # noqa: ANN401
    projects = con.execute("select count(*) from (select distinct district, project_id from mart.project_state)")
    parts = max(1, -(-projects.fetchone()[0] // PART))
    for part in range(parts):
        among = "true" if parts == 1 else f"hash(project_id) % {parts} = {part}"
        _fill(con, home, "project_month", values, among, part)


def _fill(con: Any, home: str, table: str, values: dict[str, date], among: str = "true", part: int = 0) -> None:  # noqa: ANN401
    sql = (HERE / f"{table}.sql").read_text(encoding="utf-8")
    for name in TABLES:
        sql = sql.replace(f"{{{name}}}", f"{home}.{name}")
    if home != "mart" and part == 0:
        start = f"create or replace {'temp' if home == 'temp' else ''} table {home}.{table} as\n"
    else:
        start = f"insert into {home}.{table} by name\n"
    con.execute(parsed(start + sql.replace("{part}", among)), values)
