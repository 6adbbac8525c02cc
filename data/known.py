"""What the projects looked like as known on a day: the tables that metrics read, derived from the histories.

The build derives them once, as now known, into the mart; a metric that asks about another day derives them
again into temporary tables. One SQL text serves both, so the two can never differ.
"""

from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "known"
TABLES = ("project", "link_group", "project_month", "project_entry", "preliminary_stay")
PART = 100_000  # projects derived at a time, so that a nation's months fit into memory
ALWAYS = date(1900, 1, 1)
NOW = date(9999, 12, 30)


def derive(
    con: Any,  # noqa: ANN401  (a DuckDB connection; this package imports no driver)
    *,
    known_on: date | None = None,
    schema: str = "mart",
    from_month: date | None = None,
    again: bool = False,
) -> None:
    """Fill the tables of ``TABLES`` with what was known at the end of ``known_on``.

    Args:
        con: connection with the mart's histories and reference tables.
        known_on: whole day, inclusive; None: all that is loaded.
        schema: ``mart`` fills the mart's (empty) tables, ``temp`` makes temporary ones of the same names, another name
            makes them in an attached database of that name.
        from_month: leave out the months before this January; None: all.
        again: the mart's tables hold what was derived before: put the new in its place.
    """
    home = schema
    known = {"known_on": known_on or NOW}
    for table in TABLES if again else ():
        con.execute(f"delete from {home}.{table}")  # noqa: S608  (our own tables)
    _fill(con, home, "project", known)
    _fill(con, home, "link_group", known)
    projects = con.execute(f"select count(*) from {home}.project").fetchone()[0]  # noqa: S608  (a name of ours)
    parts = max(1, -(-projects // PART))
    for part in range(parts):
        among = "true" if parts == 1 else f"hash(project_id) % {parts} = {part}"
        _fill(con, home, "project_month", known | {"from_month": from_month or ALWAYS}, among, part)
    _fill(con, home, "project_entry", known)
    _fill(con, home, "preliminary_stay", {})


def _fill(con: Any, home: str, table: str, values: dict[str, date], among: str = "true", part: int = 0) -> None:  # noqa: ANN401
    sql = (HERE / f"{table}.sql").read_text(encoding="utf-8")
    for name in TABLES:
        sql = sql.replace(f"{{{name}}}", f"{home}.{name}")
    if home != "mart" and part == 0:
        start = f"create or replace {'temp' if home == 'temp' else ''} table {home}.{table} as\n"
    else:
        start = f"insert into {home}.{table} by name\n"
    con.execute(start + sql.replace("{part}", among), values)
