"""The tables of accounts, beside the ledger's in the same database: made, told apart by version, the trail append-only.

The same on SQLite and PostgreSQL; only how a transaction is kept alone and how a trigger is written differs.
"""

import sqlalchemy as sa

VERSION = 2  # raise it with every change, and add the step to UPGRADES
LOCK = 4_711_207  # of the PostgreSQL lock that lets one program at a time make the tables

METADATA = sa.MetaData()
ACCOUNT = sa.Table(
    "account",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("login", sa.String, nullable=False, unique=True),  # lower case
    sa.Column("name", sa.String, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),  # sorted list of roles
    sa.Column("district", sa.String),  # null: all districts
    sa.Column("unit", sa.String),  # whose projects an officer sees
    sa.Column("leader", sa.String),  # the name as in 联系区领导
    sa.Column("password", sa.String),  # argon2id; null: this account signs in elsewhere
    sa.Column("password_at", sa.DateTime),
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
)
FORMER_PASSWORD = sa.Table(
    "former_password",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account_id", sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("password", sa.String, nullable=False),
)
SESSION = sa.Table(
    "session",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),  # SHA-256 of the cookie's value, which is kept nowhere
    sa.Column("account_id", sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("way", sa.String, nullable=False),  # password, oidc, proxy
    sa.Column("address", sa.String, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Column("ended_at", sa.DateTime),
)
ATTEMPT = sa.Table(
    "sign_in_attempt",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("login", sa.String, nullable=False, index=True),
    sa.Column("address", sa.String, nullable=False, index=True),
)
TOKEN = sa.Table(
    "token",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account_id", sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("hash", sa.String, nullable=False, unique=True),  # SHA-256 of its value, which is kept nowhere
    sa.Column("label", sa.String, nullable=False),  # what it is for
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=False),
    sa.Column("used_at", sa.DateTime),
    sa.Column("revoked_at", sa.DateTime),
)
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),  # 1, 2, 3 … without a gap
    sa.Column("at", sa.String, nullable=False),  # ISO, as it was hashed
    sa.Column("login", sa.String, nullable=False),
    sa.Column("address", sa.String, nullable=False),
    sa.Column("act", sa.String, nullable=False, index=True),
    sa.Column("what", sa.String, nullable=False),  # JSON, as it was hashed
    sa.Column("hash", sa.String, nullable=False),  # of the row before and of this one
)
VERSION_TABLE = sa.Table("accounts_version", METADATA, sa.Column("version", sa.Integer, nullable=False))

UPGRADES: dict[int, tuple[sa.Table | str, ...]] = {1: (TOKEN,)}  # from which version → what leads to the next
APPEND_ONLY = {
    "sqlite": [
        f"create trigger if not exists audit_no_{act} before {act} on audit"
        " begin select raise(abort, 'append-only'); end"
        for act in ("update", "delete")
    ],
    "postgresql": [
        "create or replace function audit_is_append_only() returns trigger language plpgsql as"
        " $$ begin raise exception 'append-only'; end $$",
        "create or replace trigger audit_no_change before update or delete on audit"
        " for each row execute function audit_is_append_only()",
        "create or replace trigger audit_no_truncate before truncate on audit"
        " for each statement execute function audit_is_append_only()",
    ],
}


class AccountsTooNew(Exception):  # noqa: N818
    """The tables were written by a newer program; says what to do, in Chinese."""


def alone(con: sa.Connection) -> None:
    """Let no other program write until this transaction ends: call it first in the transaction."""
    is_file = con.dialect.name == "sqlite"
    con.exec_driver_sql("begin immediate" if is_file else f"select pg_advisory_xact_lock({LOCK})")


def make_ready(engine: sa.Engine) -> None:
    """Make the tables of accounts, or bring them up to date; ready ones are only looked at.

    Raises:
        AccountsTooNew: this program is older than the tables.
    """
    with engine.connect() as con:
        if _version(con) == VERSION:
            return
    with engine.begin() as con:
        alone(con)
        found = _version(con)
        if found > VERSION:
            raise AccountsTooNew(f"账号表的结构版本是 {found}，本程序只认得到 {VERSION}：请换用新版程序。")
        if found == 0:
            METADATA.create_all(con)
        for step in range(found or VERSION, VERSION):
            for statement in UPGRADES[step]:
                statement.create(con) if isinstance(statement, sa.Table) else con.exec_driver_sql(statement)
        for statement in APPEND_ONLY[con.dialect.name]:
            con.exec_driver_sql(statement)
        con.execute(sa.delete(VERSION_TABLE))
        con.execute(sa.insert(VERSION_TABLE).values(version=VERSION))


def _version(con: sa.Connection) -> int:
    """Return the version of the tables, 0 where there are none."""
    if not sa.inspect(con).has_table(VERSION_TABLE.name):
        return 0
    return con.execute(sa.select(VERSION_TABLE.c.version)).scalar() or 0
