"""What people decide or type: an append-only list of who, when, what and why (SQLite by default, PostgreSQL by URL).

One table; an entry is never changed or taken out, a later one speaks against it. The build reads it like any source.
"""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import clock
from data.warehouse import store_folder

METADATA = sa.MetaData()
ENTRY = sa.Table(
    "entry",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False, index=True),
    sa.Column("district", sa.String),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("reason", sa.String),
)
APPEND_ONLY = [
    f"create trigger if not exists entry_no_{act} before {act} on entry begin select raise(abort, 'append-only'); end"
    for act in ("update", "delete")
]


@dataclass(frozen=True)
class Entry:
    """One thing that was decided."""

    id: int
    at: datetime
    who: str
    kind: str
    district: str | None
    payload: dict[str, Any]
    reason: str | None


class Ledger:
    """The ledger of one store."""

    def __init__(self, store: Path | str | None = None, url: str | None = None) -> None:
        """Open the ledger: ``url``, ``GUATU_LEDGER`` or ledger.sqlite in the store, made if missing."""
        folder = store_folder(store)
        url = url or os.environ.get("GUATU_LEDGER")
        if not url:
            folder.mkdir(parents=True, exist_ok=True)
            url = sa.URL.create("sqlite", database=str(folder / "ledger.sqlite")).render_as_string()
        self._engine = sa.create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
        METADATA.create_all(self._engine)
        if self._engine.dialect.name == "sqlite":
            with self._engine.begin() as con:
                con.exec_driver_sql("pragma journal_mode = wal")
                for statement in APPEND_ONLY:
                    con.exec_driver_sql(statement)

    def append(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        district: str | None = None,
        reason: str | None = None,
        who: str | None = None,
    ) -> Entry:
        """Write down a decision and return it as kept."""
        values: dict[str, Any] = {
            "at": clock.now(),
            "who": who or os_user(),
            "kind": kind,
            "district": district,
            "payload": payload,
            "reason": reason,
        }
        with self._engine.begin() as con:
            key = con.execute(sa.insert(ENTRY).values(**values).returning(ENTRY.c.id)).scalar_one()
        return Entry(id=key, **values)

    def entries(self, kind: str | None = None, district: str | None = None) -> list[Entry]:
        """Return the entries in the order they were made, of one kind or district where given."""
        query = sa.select(ENTRY).order_by(ENTRY.c.id)
        if kind is not None:
            query = query.where(ENTRY.c.kind == kind)
        if district is not None:
            query = query.where(ENTRY.c.district == district)
        with self._engine.connect() as con:
            return [Entry(**row) for row in con.execute(query).mappings()]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


@contextmanager
def open_ledger(store: Path | str | None = None) -> Iterator[Ledger]:
    """Open the store's ledger and close it again."""
    ledger = Ledger(store)
    try:
        yield ledger
    finally:
        ledger.close()


def os_user() -> str:
    """Return the name of the person at this computer, 本机 where the system does not tell."""
    try:
        return getpass.getuser() or "本机"
    except (OSError, KeyError, ImportError):
        return "本机"
