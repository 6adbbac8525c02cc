"""The database of accounts, sessions and the trail: the ledger's, one engine a process."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa

from accounts.schema import make_ready
from data.ledger import engine_of
from data.warehouse import store_folder


def open_database(store: Path | str | None = None, url: str | None = None) -> sa.Engine:
    """Return a new engine with the tables of accounts ready.

    Raises:
        LedgerAway, LedgerTooNew, AccountsTooNew: with what to do.
    """
    engine = engine_of(store, url)
    make_ready(engine)
    return engine


def shared() -> sa.Engine:
    """Return this process's engine of its store's database."""
    return _shared(str(store_folder().resolve()))


@cache
def _shared(store: str) -> sa.Engine:
    return open_database(store)
