"""The warehouse as it was known on a day: metrics run the same SQL on it.

The derived tables of a day are made once for all readers of a version, in a database in memory beside it; a page's
metrics, and the pages that follow, then find them there.
"""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import duckdb

from data import known
from data.reading import Reader

# the last day on which what the tables are derived from changed: a file came, or a person decided on a link
LAST_KNOWN = """
select greatest(
    (select max(last_known_on) from meta.version),
    (select max(greatest(known_from, known_to)) from mart.project_link)
)
"""


VERSION_FILE = "select path from duckdb_databases() where database_name = current_database()"
MADE = "select database_name from duckdb_databases() where database_name like 'known\\_%' escape '\\' order by 1"
THERE = """
select database_name, schema_name, table_name from duckdb_tables()
where database_name = current_database() and not temporary
union all
select database_name, schema_name, view_name from duckdb_views()
where database_name = current_database() and not temporary and not internal
"""
KEPT = 4  # days kept in memory beside a version

_lock = threading.Lock()
_readers: Counter[tuple[str, str]] = Counter()  # (version's file, database of a day) → who is reading it


class Earlier(Reader):
    """A cursor in a day's own database: the derived tables as of that day, all others as views of the version's."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, home: str) -> None:
        super().__init__(cursor)
        cursor.execute(f"use {home}")


@contextmanager
def as_known(con: Any, known_on: date | None, from_month: date | None = None) -> Iterator[Any]:  # noqa: ANN401
    """Yield a cursor on which the derived tables are as known at the end of ``known_on``.

    Args:
        con: warehouse connection; nothing is written into it.
        known_on: whole day, inclusive; None, or a day after all that is loaded: the tables as published.
        from_month: earlier months are not needed and may be left out.
    """
    if known_on is None or isinstance(con, Earlier) or _is_published(con, known_on):
        yield con
        return
    cursor = con.cursor()
    try:
        version = cursor.execute(VERSION_FILE).fetchone()[0]
        projects = cursor.execute("select count(*) from mart.project").fetchone()[0]
        if version is None or projects > known.PART:  # in memory already, or too large to stay there
            with _own(con, cursor, known_on, from_month) as home:
                yield Earlier(cursor, home)
        else:
            with _shared(cursor, version, known_on) as home:
                yield Earlier(cursor, home)
    finally:
        cursor.close()


@contextmanager
def _own(con: Any, cursor: duckdb.DuckDBPyConnection, known_on: date, from_month: date | None) -> Iterator[str]:  # noqa: ANN401
    """Yield a database of the day for this reader alone."""
    home = f"known_{uuid.uuid4().hex}"
    _make(cursor, home, known_on, from_month)
    try:
        yield home
    finally:
        cursor.close()
        con.cursor().execute(f"detach {home}")


@contextmanager
def _shared(cursor: duckdb.DuckDBPyConnection, version: str, known_on: date) -> Iterator[str]:
    """Yield the database that holds the day's tables, made by whoever asks first; it stays while anyone reads it."""
    home = f"known_{known_on:%Y%m%d}"
    with _lock:
        made = [name for (name,) in cursor.execute(MADE).fetchall()]
        if home not in made:
            idle = [name for name in made if not _readers[version, name]]
            for name in idle[: max(0, len(made) + 1 - KEPT)]:
                cursor.execute(f"detach {name}")
            _make(cursor, home, known_on)
        _readers[version, home] += 1
    try:
        yield home
    finally:
        with _lock:
            _readers[version, home] -= 1


def _make(cursor: duckdb.DuckDBPyConnection, home: str, known_on: date, from_month: date | None = None) -> None:
    """Derive a day's tables into a database of their own; half-made ones are never seen."""
    cursor.execute(f"attach ':memory:' as {home} (read_write)")
    try:
        there = cursor.execute(THERE).fetchall()
        for schema in sorted({schema for _, schema, _ in there}):
            cursor.execute(f'create schema if not exists {home}."{schema}"')
        known.derive(cursor, known_on=known_on, schema=f"{home}.mart", from_month=from_month)
        for version, schema, table in there:
            if schema != "mart" or table not in known.TABLES:
                name = f'"{schema}"."{table}"'
                cursor.execute(f'create view {home}.{name} as from "{version}".{name}')
    except BaseException:
        cursor.execute(f"detach {home}")
        raise


def _is_published(con: duckdb.DuckDBPyConnection, known_on: date) -> bool:
    row = con.execute(LAST_KNOWN).fetchone()
    return row is not None and row[0] is not None and row[0] <= known_on
