"""Accounts: made, changed, disabled, asked for. A change of rights or of the password ends the account's sessions."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from accounts import passwords
from accounts.schema import ACCOUNT, ATTEMPT, FORMER_PASSWORD, SESSION
from accounts.settings import PasswordRules
from data import access, clock

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class NotPossible(Exception):  # noqa: N818
    """The account cannot be made or changed so; says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Account:
    """One person's account."""

    id: int
    login: str
    name: str
    roles: frozenset[str]
    district: str | None
    unit: str | None
    leader: str | None
    has_password: bool
    password_at: datetime | None
    must_change: bool
    is_active: bool

    def needs_change(self, rules: PasswordRules) -> bool:
        """Whether the password has to be changed before anything else: the first one, or an old one."""
        if not self.has_password:
            return False
        return (
            self.must_change or self.password_at is None or clock.now() - self.password_at > timedelta(days=rules.days)
        )


def normal(login: str) -> str:
    """Return an account's name as it is kept."""
    return login.strip().lower()


def add(
    engine: sa.Engine,
    login: str,
    name: str,
    roles: Collection[str],
    *,
    password: str | None,
    rules: PasswordRules,
    district: str | None = None,
    unit: str | None = None,
    leader: str | None = None,
) -> Account:
    """Make an account; a password given here has to be changed at the first sign-in.

    Raises:
        NotPossible: a bad or taken name, unknown roles, a missing scope, a weak password.
    """
    login = normal(login)
    if not LOGIN.fullmatch(login):
        raise NotPossible(f"账号“{login}”不合要求：2 至 64 位小写字母、数字和 . _ @ -，以字母或数字开头。")
    if not name.strip():
        raise NotPossible("请写姓名。")
    _check(roles, unit, leader)
    if password is not None and (found := passwords.faults(password, login, rules)):
        raise NotPossible("口令不合要求：" + "；".join(found) + "。")
    values = {
        "login": login, "name": name.strip()[:30], "roles": sorted(roles), "district": district or None,
        "unit": unit or None, "leader": leader or None, "must_change": password is not None, "is_active": True,
        "password": passwords.hashed(password) if password is not None else None,
        "password_at": clock.now(), "created_at": clock.now(),
    }  # fmt: skip
    try:
        with engine.begin() as con:
            con.execute(sa.insert(ACCOUNT).values(**values))
    except IntegrityError:
        raise NotPossible(f"账号“{login}”已经有了。") from None
    return get(engine, login)


def get(engine: sa.Engine, login: str) -> Account:
    """Return an account; NotPossible where there is none."""
    found = find(engine, login)
    if found is None:
        raise NotPossible(f"没有账号“{normal(login)}”。`python -m accounts list` 列出全部账号。")
    return found


def find(engine: sa.Engine, login: str) -> Account | None:
    """Return an account, None where there is none."""
    with engine.connect() as con:
        row = con.execute(sa.select(ACCOUNT).where(ACCOUNT.c.login == normal(login))).mappings().first()
    return account_of(row) if row else None


def every(engine: sa.Engine) -> list[Account]:
    """Return all accounts by name."""
    with engine.connect() as con:
        return [account_of(row) for row in con.execute(sa.select(ACCOUNT).order_by(ACCOUNT.c.login)).mappings()]


def change(engine: sa.Engine, login: str, **values: object) -> Account:
    """Change roles, district, unit, leader, name or is_active; ends the account's sessions.

    Raises:
        NotPossible: no such account, unknown roles, a missing scope, or nobody would administer any more.
    """
    account = get(engine, login)
    if unknown := values.keys() - {"name", "roles", "district", "unit", "leader", "is_active"}:
        raise ValueError(f"cannot change {', '.join(sorted(unknown))}")
    wanted = {"roles": account.roles, "unit": account.unit, "leader": account.leader} | values
    _check(wanted["roles"], wanted["unit"], wanted["leader"])
    stays = values.get("is_active", account.is_active) and "administrator" in set(wanted["roles"])  # type: ignore[call-overload]
    others = [one for one in every(engine) if one.is_active and "administrator" in one.roles and one.id != account.id]
    if "administrator" in account.roles and account.is_active and not stays and not others:
        raise NotPossible("这是最后一个系统管理员。请先给另一个人加上这个角色。")
    if "roles" in values:
        values["roles"] = sorted(wanted["roles"])  # type: ignore[call-overload]
    with engine.begin() as con:
        con.execute(sa.update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**values))
        _end_sessions(con, account.id)
    return get(engine, login)


def set_password(
    engine: sa.Engine, login: str, password: str, rules: PasswordRules, *, must_change: bool, keep: str | None = None
) -> None:
    """Give an account a new password; ends its sessions but ``keep``, and its lock.

    Raises:
        NotPossible: no such account, or a password that the rules refuse.
    """
    account = get(engine, login)
    with engine.connect() as con:
        present = con.execute(sa.select(ACCOUNT.c.password).where(ACCOUNT.c.id == account.id)).scalar_one()
        former = _former(con, account.id, rules.history - 1)
    if found := passwords.faults(password, account.login, rules, [kept for kept in (present, *former) if kept]):
        raise NotPossible("口令不合要求：" + "；".join(found) + "。")
    kept = passwords.hashed(password)
    with engine.begin() as con:
        if present:
            con.execute(sa.insert(FORMER_PASSWORD).values(account_id=account.id, password=present))
        con.execute(
            sa.update(ACCOUNT)
            .where(ACCOUNT.c.id == account.id)
            .values(password=kept, password_at=clock.now(), must_change=must_change)
        )
        _end_sessions(con, account.id, keep)
        con.execute(sa.delete(ATTEMPT).where(ATTEMPT.c.login == account.login))


def unlock(engine: sa.Engine, login: str) -> None:
    """Forget an account's failures, so that it can try again at once."""
    account = get(engine, login)
    with engine.begin() as con:
        con.execute(sa.delete(ATTEMPT).where(ATTEMPT.c.login == account.login))


def account_of(row: sa.RowMapping) -> Account:
    """Return the account that a row holds, without its password."""
    names = ("id", "login", "name", "district", "unit", "leader", "password_at", "must_change", "is_active")
    return Account(
        **{name: row[name] for name in names},
        roles=frozenset(row["roles"]) & access.EVERYBODY,
        has_password=row["password"] is not None,
    )


def _former(con: sa.Connection, account_id: int, most: int) -> list[str]:
    query = sa.select(FORMER_PASSWORD.c.password).where(FORMER_PASSWORD.c.account_id == account_id)
    return list(con.execute(query.order_by(FORMER_PASSWORD.c.id.desc()).limit(most)).scalars())


def _end_sessions(con: sa.Connection, account_id: int, keep: str | None = None) -> None:
    mine = (SESSION.c.account_id == account_id) & SESSION.c.ended_at.is_(None) & (SESSION.c.id != (keep or ""))
    con.execute(sa.update(SESSION).where(mine).values(ended_at=clock.now()))


def _check(roles: object, unit: object, leader: object) -> None:
    if not roles or (unknown := set(roles) - access.EVERYBODY):  # type: ignore[call-overload]
        known = "、".join(f"{role}（{name}）" for role, name in access.NAMES.items())
        what = "、".join(sorted(unknown)) if roles else "空"
        raise NotPossible(f"角色“{what}”不认识：可以是 {known}，可以有几个。")
    if len(set(roles)) > 1 and set(roles) & {"administrator", "auditor"}:  # type: ignore[call-overload]
        raise NotPossible("系统管理员和审计员要用单独的账号，不能与别的角色合在一起。")
    if "officer" in roles and not unit:  # type: ignore[operator]
        raise NotPossible("“单位”这个角色要写明单位（--unit）：他只看本单位的项目。")
    if "leader" in roles and not leader:  # type: ignore[operator]
        raise NotPossible("“区领导”这个角色要写明姓名（--leader），写法与“联系区领导”一致。")
