"""The warehouse as it was known on a day: metrics run the same SQL on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb

from data import known

DERIVED = re.compile(rf"\bmart\.({'|'.join(sorted(known.TABLES, key=len, reverse=True))})\b")

# the last day on which what the tables are derived from changed: a file came, or a person decided on a link
LAST_KNOWN = """
select greatest(
    (select max(last_known_on) from meta.version),
    (select max(greatest(known_from, known_to)) from mart.project_link)
)
"""


class Earlier:
    """A cursor for which the derived tables of the mart are those derived again for a day."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def execute(self, sql: str, values: Any = None) -> duckdb.DuckDBPyConnection:  # noqa: ANN401
        """Run a metric's SQL with ``mart.project_month`` and its kin read from the day's own tables."""
        return self._cursor.execute(DERIVED.sub(r"temp.\1", sql), values or {})

    def cursor(self) -> "Earlier":
        """Return itself: the day's tables are private to this cursor."""
        return self


@contextmanager
def as_known(con: Any, known_on: date | None, from_month: date | None = None) -> Iterator[Any]:  # noqa: ANN401
    """Yield a cursor on which the derived tables are as known at the end of ``known_on``.

    Args:
        con: warehouse connection; nothing is written into it but temporary tables of a cursor of its own.
        known_on: whole day, inclusive; None, or a day after all that is loaded: the tables as published.
        from_month: earlier months are not needed and may be left out.
    """
    if known_on is None or isinstance(con, Earlier) or _is_published(con, known_on):
        yield con
        return
    cursor = con.cursor()
    try:
        known.derive(cursor, known_on=known_on, schema="temp", from_month=from_month)
        yield Earlier(cursor)
    finally:
        cursor.close()


def _is_published(con: duckdb.DuckDBPyConnection, known_on: date) -> bool:
    row = con.execute(LAST_KNOWN).fetchone()
    return row is not None and row[0] is not None and row[0] <= known_on
