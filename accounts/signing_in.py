"""Signing in with account and password: what is tried is counted first, so guessing many at once gains nothing."""

from datetime import timedelta

import sqlalchemy as sa

from accounts import audit, passwords, people, sessions
from accounts.schema import ACCOUNT, ATTEMPT, alone
from accounts.settings import Locking, Settings
from data import clock


class Refused(Exception):  # noqa: N818
    """Nobody is signed in; says so in Chinese, the same for an unknown account and a wrong password."""


WRONG = "账号或口令不对。"
NO_ACCOUNT = "您已通过身份认证，但这里没有您的账号，或账号已停用。请联系系统管理员。"


def by_password(engine: sa.Engine, settings: Settings, *, login: str, password: str, address: str) -> str:
    """Open a session for whoever knows the password; return its cookie's value.

    Raises:
        Refused: unknown account, wrong password, disabled, or too many failures: one sentence for the first three.
    """
    account = check_password(engine, settings, login=login, password=password, address=address)
    return opened(engine, settings, account, way="password", address=address)


def check_password(engine: sa.Engine, settings: Settings, *, login: str, password: str, address: str) -> people.Account:
    """Return the account of whoever knows its password; otherwise as ``by_password``."""
    login = people.normal(login)[:80]
    if not _may_try(engine, settings.locking, login, address):
        audit.write(engine, "locked", login=login, address=address)
        minutes = settings.locking.minutes
        raise Refused(f"失败次数过多，请 {minutes} 分钟后再试，或请系统管理员解锁。")
    with engine.connect() as con:
        row = con.execute(sa.select(ACCOUNT).where(ACCOUNT.c.login == login)).mappings().first()
    is_right = passwords.is_right(row["password"] if row else None, password)
    if row is None or not is_right or not row["is_active"]:
        audit.write(engine, "refused", login=login, address=address, way="password")
        raise Refused(WRONG)
    with engine.begin() as con:
        con.execute(sa.delete(ATTEMPT).where(ATTEMPT.c.login == login))
    return people.account_of(row)


def elsewhere(engine: sa.Engine, settings: Settings, *, login: str, way: str, address: str) -> str:
    """Open a session for whoever was recognised elsewhere (``oidc``, ``proxy``); return its cookie's value.

    Raises:
        Refused: there is no such account here, or it is disabled.
    """
    account = people.find(engine, login)
    if account is None or not account.is_active:
        audit.write(engine, "refused", login=people.normal(login), address=address, way=way)
        raise Refused(NO_ACCOUNT)
    return opened(engine, settings, account, way=way, address=address)


def opened(engine: sa.Engine, settings: Settings, account: people.Account, *, way: str, address: str) -> str:
    """Open a session and write it into the trail."""
    token = sessions.open_session(engine, account, way=way, address=address, rules=settings.session)
    audit.write(engine, "signed_in", login=account.login, address=address, way=way)
    return token


def _may_try(engine: sa.Engine, rules: Locking, login: str, address: str) -> bool:
    """Count this attempt and tell whether it may be made. A locked account's further attempts do not lock it longer."""
    since = clock.now() - timedelta(minutes=rules.minutes)
    with engine.begin() as con:
        alone(con)
        con.execute(sa.delete(ATTEMPT).where(ATTEMPT.c.at < since))

        def failures(which: sa.ColumnElement[bool]) -> int:
            return con.execute(sa.select(sa.func.count()).select_from(ATTEMPT).where(which)).scalar_one()

        if failures(ATTEMPT.c.login == login) >= rules.failures_by_account:
            return False
        if failures(ATTEMPT.c.address == address) >= rules.failures_by_address:
            return False
        con.execute(sa.insert(ATTEMPT).values(at=clock.now(), login=login, address=address))
    return True
