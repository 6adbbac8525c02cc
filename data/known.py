"""What the projects looked like as known on a day: the three tables that metrics read, derived from the histories.

The build derives them once, as now known, into the mart; a metric that asks about another day derives them
again into temporary tables. One SQL text serves both, so the two can never differ.
"""

from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "known"
TABLES = ("project", "project_month", "project_entry")  # in this order: the later ones read project
ALWAYS = date(1900, 1, 1)
NOW = date(9999, 12, 30)


def derive(
    con: Any,  # noqa: ANN401  (a DuckDB connection; this package imports no driver)
    *,
    known_on: date | None = None,
    schema: str = "mart",
    from_month: date | None = None,
) -> None:
    """Fill project, project_month and project_entry with what was known at the end of ``known_on``.

    Args:
        con: connection with the mart's histories and reference tables.
        known_on: whole day, inclusive; None: all that is loaded.
        schema: ``mart`` fills the mart's (empty) tables, ``temp`` makes temporary ones of the same names.
        from_month: leave out the months before this January; None: all.
    """
    start = "insert into mart.{table} by name\n" if schema == "mart" else "create or replace temp table {table} as\n"
    for table in TABLES:
        sql = (HERE / f"{table}.sql").read_text(encoding="utf-8")
        sql = sql.replace("{project}", f"{'mart' if schema == 'mart' else 'temp'}.project")
        values: dict[str, date] = {"known_on": known_on or NOW}
        if "$from_month" in sql:
            values["from_month"] = from_month or ALWAYS
        con.execute(start.format(table=table) + sql, values)
