"""The ledger's tables: made, told apart by version, brought up to date, and guarded against change.

The same on SQLite and PostgreSQL; what differs is how a transaction is kept alone and how a trigger is written.
"""

from pathlib import Path

import sqlalchemy as sa

LEDGER_VERSION = 2  # raise it with every change, and add the step to UPGRADES
LOCK = 4_711_206  # any number: of the PostgreSQL lock that lets one program at a time make the tables

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
    sa.Column("subject", sa.String),
    sa.Column("turn", sa.Integer),  # 1, 2, 3 … of the entries about one subject
)
VERSION = sa.Table("ledger_version", METADATA, sa.Column("version", sa.Integer, nullable=False))

# Two people who decide the same thing at once both ask for the next turn: the database gives it to one.
ONE_A_TURN = "create unique index if not exists entry_turn on entry (coalesce(district, ''), subject, turn)"
UPGRADES = {  # from which version → what leads to the next
    1: ("alter table entry add column subject varchar", "alter table entry add column turn integer"),
}
APPEND_ONLY = {
    "sqlite": [
        f"create trigger if not exists entry_no_{act} before {act} on entry"
        " begin select raise(abort, 'append-only'); end"
        for act in ("update", "delete")
    ],
    "postgresql": [
        "create or replace function entry_is_append_only() returns trigger language plpgsql as"
        " $$ begin raise exception 'append-only'; end $$",
        "create or replace trigger entry_no_change before update or delete on entry"
        " for each row execute function entry_is_append_only()",
        "create or replace trigger entry_no_truncate before truncate on entry"
        " for each statement execute function entry_is_append_only()",
    ],
}


class LedgerTooNew(Exception):  # noqa: N818
    """The ledger was written by a newer program; says what to do, in Chinese."""


class LedgerAway(Exception):  # noqa: N818
    """The server that keeps the ledger cannot be reached; says what to look at, in Chinese."""


def make_ready(engine: sa.Engine) -> None:
    """Make the ledger's tables or bring them up to date; one that is ready is only looked at.

    Before a file is brought up to date it is copied beside itself (``ledger.before-2.sqlite``); a database on a server
    is its keeper's to back up. The change itself is one transaction.

    Raises:
        LedgerTooNew: this program is older than the ledger.
        LedgerAway: the server does not answer, or has no such database.
    """
    try:
        con = engine.connect()
    except sa.exc.OperationalError as error:
        if engine.dialect.name == "sqlite":
            raise
        raise LedgerAway(
            "连不上决定记录所在的数据库，什么也没有改动。请核对 GUATU_LEDGER 的地址、库名和口令，并确认服务器开着："
            + str(error.orig).strip().partition("\n")[0]
        ) from None
    with con:
        if _version(con) == LEDGER_VERSION:
            return
        if engine.dialect.name == "sqlite":
            con.exec_driver_sql("pragma journal_mode = wal")
            if 0 < _version(con) < LEDGER_VERSION:
                _copy(con, engine.url.database)
    with engine.begin() as con:
        alone = "begin immediate" if engine.dialect.name == "sqlite" else f"select pg_advisory_xact_lock({LOCK})"
        con.exec_driver_sql(alone)
        found = _version(con)
        if found > LEDGER_VERSION:
            raise LedgerTooNew(
                f"决定记录的结构版本是 {found}，本程序只认得到 {LEDGER_VERSION}：它由更新的程序写过。请换用新版程序。"
            )
        if found == 0:
            METADATA.create_all(con)
        else:
            VERSION.create(con, checkfirst=True)
        for step in range(found or LEDGER_VERSION, LEDGER_VERSION):
            for statement in UPGRADES[step]:
                con.exec_driver_sql(statement)
        for statement in (ONE_A_TURN, *APPEND_ONLY[engine.dialect.name]):
            con.exec_driver_sql(statement)
        con.execute(sa.delete(VERSION))
        con.execute(sa.insert(VERSION).values(version=LEDGER_VERSION))


def _copy(con: sa.Connection, database: str | None) -> None:
    """Copy the ledger's file as it is in this moment; a copy made before a change that failed stays the older one."""
    if not database or database == ":memory:":
        return
    target = Path(database).with_suffix(f".before-{LEDGER_VERSION}.sqlite")
    if not target.exists():
        con.exec_driver_sql("vacuum into ?", (str(target),))


def _version(con: sa.Connection) -> int:
    """Return the version of the tables, 0 where there are none; the first ones did not say theirs."""
    tables = sa.inspect(con)
    if tables.has_table(VERSION.name):
        return int(con.execute(sa.select(VERSION.c.version)).scalar_one())
    return 1 if tables.has_table(ENTRY.name) else 0
