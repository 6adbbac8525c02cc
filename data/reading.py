"""Asks a warehouse that nobody writes to: a text is parsed once, and the same question is answered once.

Reading a long SQL text costs DuckDB more than answering it on a district's rows, and metrics share their questions.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pandas as pd

KEPT = 600  # answers of a version
LARGEST = 2_000  # rows of an answer that is kept
Rows = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]  # columns (name first) and rows
PLAIN = (str, int, float, bool, bytes, date, Decimal, type(None))  # nobody who is handed such a value can change it


@lru_cache(maxsize=1_000)
def parsed(sql: str) -> duckdb.Statement:
    """Return the statement of a text, to be run on any connection."""
    [statement] = duckdb.extract_statements(sql)
    return statement


class Answers:
    """The newest answers to questions, for as long as what they were asked of stays as it is. Safe for threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...], ask: Callable[[], Any], may_be_kept: Callable[[Any], bool]) -> Any:  # noqa: ANN401
        """Return the answer that is kept; else ask, and keep it where it may be."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = ask()
        if may_be_kept(answer):
            with self._lock:
                self._kept[key] = answer
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return answer


class Answer:
    """What was asked, as DuckDB's cursor would give it: ``df``, ``fetchall``, ``fetchone``, ``description``."""

    def __init__(self, reader: "Reader", sql: str, values: Mapping[str, Any] | None) -> None:
        self._reader, self._sql, self._values = reader, sql, values
        self._key = (sql, *(f"{name}={value!r}" for name, value in sorted((values or {}).items())))
        self._own: Rows | None = None

    @property
    def description(self) -> list[tuple[Any, ...]]:
        """The columns: name first."""
        return list(self._rows()[0])

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""
        return list(self._rows()[1])

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the first row; None where there is none."""
        rows = self._rows()[1]
        return rows[0] if rows else None

    def df(self) -> "pd.DataFrame":
        """Return all rows as a frame of the asker's own."""

        def may_be_kept(frame: "pd.DataFrame") -> bool:
            objects = (frame[name] for name in frame if frame[name].dtype == object)
            return len(frame) <= LARGEST and all(isinstance(cell, PLAIN) for column in objects for cell in column)

        return self._reader.answers.get((*self._key, "frame"), lambda: self._run().df(), may_be_kept).copy()

    def _rows(self) -> Rows:
        """Columns and rows: run once, however often this answer is asked; lists in them are the asker's own."""
        if self._own is None:

            def ask() -> tuple[Any, Any, bool]:
                cursor = self._run()
                description, rows = cursor.description, cursor.fetchall()
                return description, rows, all(isinstance(cell, PLAIN) for row in rows for cell in row)

            def may_be_kept(answer: tuple[Any, Any, bool]) -> bool:
                return len(answer[1]) <= LARGEST

            description, rows, is_plain = self._reader.answers.get((*self._key, "rows"), ask, may_be_kept)
            self._own = description, rows if is_plain else [tuple(map(_own, row)) for row in rows]
        return self._own

    def _run(self) -> duckdb.DuckDBPyConnection:
        return self._reader.raw.execute(parsed(self._sql), self._values or None)


def _own(cell: Any) -> Any:  # noqa: ANN401
    return cell if isinstance(cell, PLAIN) else deepcopy(cell)


class Reader:
    """A cursor on tables that nobody changes while it is in use: only asked, by one SELECT after the other.

    Args:
        raw: the cursor, of one thread.
        answers: what others have asked of the same tables; None where nobody else asks.
    """

    def __init__(self, raw: duckdb.DuckDBPyConnection, answers: Answers | None = None) -> None:
        self.raw = raw
        self.answers = answers or Answers()

    def execute(self, sql: str, values: Mapping[str, Any] | None = None) -> Answer:
        """Ask; what is asked for the first time is run when its rows are fetched."""
        return Answer(self, sql, values)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a plain cursor beside this one: to write tables of one's own."""
        return self.raw.cursor()

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.raw.close()
