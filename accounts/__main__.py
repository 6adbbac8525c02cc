"""``python -m accounts``: accounts, their roles and scopes, and the audit trail, from the command line."""

import argparse
import getpass
import json
import sys
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa

from accounts import audit, people, tokens
from accounts.database import open_database
from accounts.schema import AccountsTooNew
from accounts.settings import BadSettings, Settings, read_settings
from data import access
from data.ledger import os_user
from data.ledger_schema import LedgerAway, LedgerTooNew

ROLES = "、".join(f"{role} {name}" for role, name in access.NAMES.items())


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked; 0 done, 1 not possible (said why), 2 wrong usage."""
    asked = _parser().parse_args(arguments)
    try:
        settings, engine = read_settings(asked.store), open_database(asked.store)
        try:
            return asked.do(asked, engine, settings) or 0
        finally:
            engine.dispose()
    except (people.NotPossible, BadSettings, LedgerAway, LedgerTooNew, AccountsTooNew, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def add(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:
    """Make an account."""
    password = None if asked.no_password else _password(asked)
    account = people.add(
        engine, asked.login, asked.name, _list(asked.roles), password=password, rules=settings.password,
        district=asked.district, unit=asked.unit, leader=asked.leader,
    )  # fmt: skip
    _note(engine, "account_added", account=account.login, roles=sorted(account.roles))
    print(f"已加账号 {account.login}。" + ("" if asked.no_password else "第一次登录时要改口令。"))


def show(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:  # noqa: ARG001
    """List all accounts, without anything of their passwords."""
    for account in people.every(engine):
        scope = " ".join(text for text in (account.district, account.unit, account.leader) if text)
        state = "" if account.is_active else "（已停用）"
        print(f"{account.login}\t{account.name}\t{','.join(sorted(account.roles))}\t{scope}{state}")


def roles(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:  # noqa: ARG001
    """Give an account other roles."""
    values = {"roles": _list(asked.roles)} | {
        name: getattr(asked, name) for name in ("unit", "leader") if getattr(asked, name)
    }
    _changed(engine, asked.login, values)


def unit(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:  # noqa: ARG001
    """Give an account another unit."""
    _changed(engine, asked.login, {"unit": asked.unit})


def disable(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:  # noqa: ARG001
    """Let an account sign in no more; ``--undo`` lets it again."""
    _changed(engine, asked.login, {"is_active": bool(asked.undo)})


def reset(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:
    """Give an account a new first password."""
    people.set_password(engine, asked.login, _password(asked), settings.password, must_change=True)
    _note(engine, "account_changed", account=people.normal(asked.login), what="password")
    print("口令已重置，他的登录都已结束；下次登录时要改口令。")


def unlock(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:  # noqa: ARG001
    """Let a locked account try again at once."""
    people.unlock(engine, asked.login)
    _note(engine, "account_changed", account=people.normal(asked.login), what="unlocked")
    print("已解锁。")


def token(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> None:  # noqa: ARG001
    """List an account's tokens, make one, or end one."""
    account = people.get(engine, asked.login)
    if asked.make:
        value = tokens.make(engine, account, asked.make, days=asked.days)
        _note(engine, "token_made", account=account.login, label=asked.make, days=asked.days)
        print(f"令牌只显示这一次，请妥善保管：\n{value}")
        return
    if asked.revoke is not None:
        ended = tokens.revoke(engine, account, asked.revoke)
        _note(engine, "token_revoked", account=account.login, label=ended.label)
        print(f"已撤销“{ended.label}”。")
        return
    found = tokens.every(engine, account)
    for one in found:
        state = "有效" if one.is_open else "已撤销" if one.revoked_at else "已到期"
        used = f"{one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "从未"
        print(f"{one.id}  {one.label}  {state}，{one.expires_at:%Y-%m-%d} 到期，最近使用 {used}")
    print(f"{len(found)} 个令牌。")


def trail(asked: argparse.Namespace, engine: sa.Engine, settings: Settings) -> int:  # noqa: ARG001
    """Check the audit trail and write it to a file, one JSON object a line."""
    found = audit.records(engine)
    if asked.export:
        lines = "".join(json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in found)
        Path(asked.export).write_text(lines, encoding="utf-8")
    faults = list(audit.faults(found))
    for fault in faults:
        print(fault, file=sys.stderr)
    last = found[-1].hash if found else audit.START
    print(f"{len(found)} 条，{'有改动' if faults else '前后相符'}；最后一条的校验值 {last}")
    return 1 if faults else 0


def _changed(engine: sa.Engine, login: str, values: dict[str, object]) -> None:
    account = people.change(engine, login, **values)
    said = {name: sorted(value) if name == "roles" else value for name, value in values.items()}  # type: ignore[call-overload]
    _note(engine, "account_changed", account=account.login, **said)
    print(f"已改。{account.login}：{','.join(sorted(account.roles))}。他的登录都已结束，请重新登录。")


def _note(engine: sa.Engine, act: str, **what: object) -> None:
    audit.write(engine, act, login=f"{os_user()}（命令行）", address="local", **what)


def _password(asked: argparse.Namespace) -> str:
    """Ask for a password twice, or read one line where nobody sits at a terminal; it never stands on a command line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"{asked.login} 的初始口令：")
    if first != getpass.getpass("再输入一次："):
        raise people.NotPossible("两次输入的不一样。")
    return first


def _list(text: str) -> set[str]:
    names = {name: role for role, name in access.NAMES.items()}
    said = {part.strip() for part in text.replace("，", ",").split(",") if part.strip()}
    return {names.get(part, part) for part in said}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m accounts", description="账号、角色、范围和审计记录。")
    parser.add_argument("--store", help="数据目录，默认 GUATU_STORE 或 data/store")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def command(name: str, do: object, what: str, *, has_login: bool = True) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=what, description=what)
        found.set_defaults(do=do)
        if has_login:
            found.add_argument("login", help="账号")
        return found

    scope = {"--district": "区的编号，不写为全部", "--unit": "单位的名称", "--leader": "姓名，与联系区领导一致"}
    made = command("add", add, "新增账号；口令从键盘或标准输入读")
    made.add_argument("--name", required=True, help="姓名")
    made.add_argument("--roles", required=True, help=f"角色，用逗号隔开：{ROLES}")
    made.add_argument("--no-password", action="store_true", help="只用统一身份认证或代理登录")
    for option, words in scope.items():
        made.add_argument(option, help=words)
    command("list", show, "列出账号", has_login=False)
    changed = command("roles", roles, "改角色")
    changed.add_argument("roles", help=f"角色，用逗号隔开：{ROLES}")
    changed.add_argument("--unit", help=scope["--unit"])
    changed.add_argument("--leader", help=scope["--leader"])
    command("unit", unit, "改单位").add_argument("unit", help="单位的名称")
    command("disable", disable, "停用账号").add_argument("--undo", action="store_true", help="重新启用")
    command("reset", reset, "重置口令；新口令从键盘或标准输入读")
    command("unlock", unlock, "解锁")
    tokened = command("token", token, "接口的个人令牌：列出、新建、撤销")
    tokened.add_argument("--make", metavar="用途", help="新建一个，只显示一次")
    tokened.add_argument("--days", type=int, default=tokens.LONGEST_DAYS, help="有效几天，最长 365")
    tokened.add_argument("--revoke", type=int, metavar="编号", help="撤销一个")
    command("audit", trail, "核对审计记录", has_login=False).add_argument("--export", help="另存为文件，一行一条")
    return parser


if __name__ == "__main__":
    sys.exit(main())
