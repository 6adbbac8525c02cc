"""Personal tokens of an account, for programs: shown once when made, kept as a hash, ended by time or by people."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from accounts.people import Account, NotPossible, account_of
from accounts.schema import ACCOUNT, TOKEN
from data import clock

MARK = "guatu_"  # what a token begins with, so that one that was published by mistake is found
AT_MOST = 5  # of an account that are in force
LONGEST_DAYS = 365
SEEN_EVERY = timedelta(minutes=5)  # how exactly it is kept when a token was last used


@dataclass(frozen=True)
class Token:
    """One token, without its value: that is kept nowhere."""

    id: int
    label: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.revoked_at is None and clock.now() < self.expires_at


def make(engine: sa.Engine, account: Account, label: str, *, days: int = LONGEST_DAYS) -> str:
    """Make a token and return its value, which is told once and kept nowhere.

    Raises:
        NotPossible: no label, too many tokens, a bad number of days, or an account without figures.
    """
    label = label.strip()[:40]
    if not label:
        raise NotPossible("请写令牌的用途，例如：大屏、数据中台。")
    if not 1 <= days <= LONGEST_DAYS:
        raise NotPossible(f"令牌的有效期是 1 至 {LONGEST_DAYS} 天。")
    if sum(token.is_open for token in every(engine, account)) >= AT_MOST:
        raise NotPossible(f"账号“{account.login}”已有 {AT_MOST} 个有效的令牌，请先撤销不用的。")
    value, now = MARK + secrets.token_urlsafe(32), clock.now()
    with engine.begin() as con:
        con.execute(
            sa.insert(TOKEN).values(
                account_id=account.id, hash=hash_of(value), label=label, created_at=now,
                expires_at=now + timedelta(days=days),
            )
        )  # fmt: skip
    return value


def every(engine: sa.Engine, account: Account) -> list[Token]:
    """Return an account's tokens, the newest first."""
    query = sa.select(TOKEN).where(TOKEN.c.account_id == account.id).order_by(TOKEN.c.id.desc())
    names = ("id", "label", "created_at", "expires_at", "used_at", "revoked_at")
    with engine.connect() as con:
        return [Token(**{name: row[name] for name in names}) for row in con.execute(query).mappings()]


def revoke(engine: sa.Engine, account: Account, token_id: int) -> Token:
    """End a token.

    Raises:
        NotPossible: the account has no such token in force.
    """
    found = next((token for token in every(engine, account) if token.id == token_id and token.is_open), None)
    if found is None:
        raise NotPossible(f"账号“{account.login}”没有编号 {token_id} 的有效令牌。")
    with engine.begin() as con:
        con.execute(sa.update(TOKEN).where(TOKEN.c.id == found.id).values(revoked_at=clock.now()))
    return found


def find(engine: sa.Engine, value: str) -> Account | None:
    """Return whose token this is; None where it never was, has ended, or the account is disabled."""
    if not value.startswith(MARK) or len(value) > 100:
        return None
    query = (
        sa.select(
            *ACCOUNT.c,
            TOKEN.c.id.label("token_id"),
            TOKEN.c.expires_at,
            TOKEN.c.used_at,
            TOKEN.c.created_at.label("made_at"),
        )
        .join(ACCOUNT, ACCOUNT.c.id == TOKEN.c.account_id)
        .where(TOKEN.c.hash == hash_of(value), TOKEN.c.revoked_at.is_(None), ACCOUNT.c.is_active)
    )
    now = clock.now()
    with engine.connect() as con:
        row = con.execute(query).mappings().first()
    if row is None or not row["made_at"] - timedelta(minutes=5) <= now < row["expires_at"]:
        return None
    if row["used_at"] is None or now - row["used_at"] >= SEEN_EVERY:
        with engine.begin() as con:
            con.execute(sa.update(TOKEN).where(TOKEN.c.id == row["token_id"]).values(used_at=now))
    return account_of(row)


def hash_of(value: str) -> str:
    """Return what is kept of a token's value."""
    return hashlib.sha256(value.encode()).hexdigest()
