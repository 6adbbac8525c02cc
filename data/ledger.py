"""What people decide or type: an append-only list of who, when, what and why (SQLite by default, PostgreSQL by URL).

One table; an entry is never changed or taken out, a later one speaks against it. The build reads it like any source.
Two people may decide the same thing at once: each says what was the last entry on it that they had seen, a unique
index lets one of them in, and the other is told who was faster and with what.
"""

import getpass
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from data import clock
from data.ledger_schema import ENTRY, make_ready
from data.warehouse import store_folder

ANY = -1  # for append's ``after``: whatever was said before


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
    subject: str | None = None  # what it is about, e.g. link:<project_id>|<statistics_id>
    turn: int | None = None  # its place among the entries about the subject


class Conflict(Exception):  # noqa: N818
    """Somebody else has decided the same thing meanwhile; ``entry`` is what they wrote (None: theirs is gone)."""

    def __init__(self, entry: Entry | None) -> None:
        who = f"{entry.who}在{entry.at:%Y年%m月%d日%H:%M}" if entry else "别人"
        super().__init__(f"{who}已经对同一件事作了决定。您的没有写入，请看过之后再定。")
        self.entry = entry


class Ledger:
    """The ledger of one store."""

    def __init__(self, store: Path | str | None = None, url: str | None = None) -> None:
        """Open the ledger: ``url``, ``GUATU_LEDGER`` or ledger.sqlite in the store, made if missing.

        Raises:
            LedgerTooNew: a newer program has written it.
        """
        self._engine = engine_of(store, url)
        self.is_in_store = self._engine.dialect.name == "sqlite"

    def append(
        self,
        kind: str,
        payload: dict[str, Any],
        *,
        district: str | None = None,
        subject: str | None = None,
        after: int | None = ANY,
        reason: str | None = None,
        who: str | None = None,
    ) -> Entry:
        """Write down a decision and return it as kept.

        Args:
            kind: what sort of decision, e.g. ``link``.
            payload: what was decided: flat, English keys, money as text of exact decimals, months as ISO dates.
            district: whose; None for the whole store.
            subject: what it is about; a later entry on the same subject speaks instead of this one.
            after: id of the last entry on the subject that the person had seen, None: there was none; ``ANY``: no
                matter.
            reason: why.
            who: the person, by default the system's user.

        Raises:
            Conflict: another entry on the subject has come since; nothing is written.
        """
        if subject is None and after != ANY:
            raise ValueError("`after` needs a `subject`")
        values: dict[str, Any] = {
            "who": who or os_user(),
            "kind": kind,
            "district": district,
            "payload": payload,
            "reason": reason,
            "subject": subject,
        }
        last = self.newest(subject, district) if subject is not None else None
        while True:
            if after not in (ANY, last.id if last else None):
                raise Conflict(last)
            turn = None if subject is None else 1 if last is None else (last.turn or 0) + 1
            try:
                return self._insert(values | {"at": clock.now(), "turn": turn})
            except IntegrityError:
                came = self.newest(subject, district) if subject is not None else None
                if came == last:
                    raise  # it was not another entry that stood in the way
                last = came

    def restore(self, entries: Iterable[Entry]) -> None:
        """Write the entries of a backup, each under its own id, all or none.

        Raises:
            IntegrityError: the ledger has entries of these ids already.
        """
        rows = [asdict(entry) for entry in entries]
        if not rows:
            return
        with self._engine.begin() as con:
            con.execute(sa.insert(ENTRY), rows)
            if self._engine.dialect.name == "postgresql":  # the next id is counted apart from those written
                last = max(row["id"] for row in rows)
                con.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence("entry", "id"), last)))

    def newest(self, subject: str, district: str | None = None) -> Entry | None:
        """Return the entry that stands about a subject, None if nothing was said."""
        query = (
            sa.select(ENTRY)
            .where(ENTRY.c.subject == subject, sa.func.coalesce(ENTRY.c.district, "") == (district or ""))
            .order_by(ENTRY.c.turn.desc())
            .limit(1)
        )
        with self._engine.connect() as con:
            row = con.execute(query).mappings().first()
        return Entry(**row) if row else None

    def entries(self, kind: str | None = None, district: str | None = None, subject: str | None = None) -> list[Entry]:
        """Return the entries in the order they were made, of one kind, district or subject where given."""
        query = sa.select(ENTRY).order_by(ENTRY.c.id)
        for column, wanted in ((ENTRY.c.kind, kind), (ENTRY.c.district, district), (ENTRY.c.subject, subject)):
            if wanted is not None:
                query = query.where(column == wanted)
        with self._engine.connect() as con:
            return [Entry(**row) for row in con.execute(query).mappings()]

    def count(self) -> int:
        """Return how many entries there are."""
        with self._engine.connect() as con:
            return con.execute(sa.select(sa.func.count()).select_from(ENTRY)).scalar_one()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _insert(self, values: dict[str, Any]) -> Entry:
        with self._engine.begin() as con:
            key = con.execute(sa.insert(ENTRY).values(**values).returning(ENTRY.c.id)).scalar_one()
        return Entry(id=key, **values)


@contextmanager
def open_ledger(store: Path | str | None = None) -> Iterator[Ledger]:
    """Open the store's ledger and close it again."""
    ledger = Ledger(store)
    try:
        yield ledger
    finally:
        ledger.close()


def engine_of(store: Path | str | None = None, url: str | None = None) -> sa.Engine:
    """Return the engine of the database that keeps the ledger, its tables ready; errors as of ``make_ready``."""
    folder = store_folder(store)
    url = url or os.environ.get("GUATU_LEDGER")
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        url = sa.URL.create("sqlite", database=str(folder / "ledger.sqlite")).render_as_string()
    engine = sa.create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    make_ready(engine)
    return engine


def os_user() -> str:
    """Return the name of the person at this computer, 本机 where the system does not tell."""
    try:
        return getpass.getuser() or "本机"
    except (OSError, KeyError, ImportError):
        return "本机"
