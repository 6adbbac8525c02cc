"""Sessions: opened at sign-in, asked for at every request and message, ended by time, by people or by a change."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from accounts.people import Account, account_of
from accounts.schema import ACCOUNT, SESSION
from accounts.settings import SessionRules
from data import clock

SEEN_EVERY = timedelta(seconds=30)  # how exactly it is kept when somebody was last there
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Session:
    """One sign-in of one account on one device."""

    id: str
    way: str
    address: str
    created_at: datetime
    seen_at: datetime
    account: Account


def id_of(token: str) -> str:
    """Return the id of the session that a cookie's value opens; the value itself is kept nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(engine: sa.Engine, account: Account, *, way: str, address: str, rules: SessionRules) -> str:
    """Open a session and return its cookie's value; beyond ``rules.at_most`` the account's oldest end."""
    token, now = secrets.token_urlsafe(32), clock.now()
    with engine.begin() as con:
        con.execute(
            sa.insert(SESSION).values(
                id=id_of(token), account_id=account.id, way=way, address=address, created_at=now, seen_at=now
            )
        )
        mine = sa.select(SESSION.c.id).where(SESSION.c.account_id == account.id, SESSION.c.ended_at.is_(None))
        too_many = con.execute(mine.order_by(SESSION.c.created_at.desc()).offset(rules.at_most)).scalars().all()
        con.execute(sa.update(SESSION).where(SESSION.c.id.in_(too_many)).values(ended_at=now))
    return token


def find(engine: sa.Engine, session_id: str, rules: SessionRules) -> Session | None:
    """Return a session that is still open, None where it never was, has ended or its account is disabled."""
    query = (
        sa.select(
            *ACCOUNT.c,
            SESSION.c.id.label("session_id"), SESSION.c.way, SESSION.c.address,
            SESSION.c.created_at.label("opened_at"), SESSION.c.seen_at,
        )
        .join(ACCOUNT, ACCOUNT.c.id == SESSION.c.account_id)
        .where(SESSION.c.id == session_id, SESSION.c.ended_at.is_(None), ACCOUNT.c.is_active)
    )  # fmt: skip
    with engine.connect() as con:
        row = con.execute(query).mappings().first()
    if row is None or not is_open(row["opened_at"], row["seen_at"], clock.now(), rules):
        return None
    return Session(row["session_id"], row["way"], row["address"], row["opened_at"], row["seen_at"], account_of(row))


def is_open(opened_at: datetime, seen_at: datetime, now: datetime, rules: SessionRules) -> bool:
    """Tell whether time has not ended a session. One opened in the future (the clock was set back) is at its end."""
    if opened_at > now + CLOCK_TOLERANCE:
        return False
    return now - seen_at < timedelta(minutes=rules.idle_minutes) and now - opened_at < timedelta(hours=rules.hours)


def seen(engine: sa.Engine, session: Session) -> None:
    """Note that the person is there."""
    now = clock.now()
    if now - session.seen_at >= SEEN_EVERY:
        with engine.begin() as con:
            con.execute(sa.update(SESSION).where(SESSION.c.id == session.id).values(seen_at=now))


def end(engine: sa.Engine, session_id: str) -> None:
    """End one session."""
    _end(engine, SESSION.c.id == session_id)


def end_all(engine: sa.Engine, account_id: int) -> None:
    """End all sessions of an account."""
    _end(engine, SESSION.c.account_id == account_id)


def last_visit(engine: sa.Engine, session: Session) -> datetime | None:
    """Return when the account was last there before this session, None: never."""
    earlier = (SESSION.c.account_id == session.account.id) & (SESSION.c.created_at < session.created_at)
    with engine.connect() as con:
        return con.execute(sa.select(sa.func.max(SESSION.c.seen_at)).where(earlier)).scalar()


def _end(engine: sa.Engine, which: sa.ColumnElement[bool]) -> None:
    with engine.begin() as con:
        con.execute(sa.update(SESSION).where(which, SESSION.c.ended_at.is_(None)).values(ended_at=clock.now()))
