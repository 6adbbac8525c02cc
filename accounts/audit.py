"""The audit trail: who did what, when, from where. Append-only, each row hashed together with the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from accounts.schema import AUDIT, alone
from data import clock

ACTS = {  # act → its name on pages
    "signed_in": "登录", "refused": "登录失败", "locked": "锁定", "signed_out": "退出", "expired": "会话到期",
    "password_changed": "修改口令", "account_added": "新增账号", "account_changed": "变更账号",
    "read_booked": "查看单个项目入统数", "downloaded": "下载", "uploaded": "上传", "sent_own": "报送本单位的表",
    "decided": "决定", "token_made": "新建令牌", "token_revoked": "撤销令牌", "api_read": "接口取数",
    "denied": "越权被拒",
}  # fmt: skip
START = "0" * 64


@dataclass(frozen=True)
class Record:
    """One row of the trail."""

    id: int
    at: str
    login: str
    address: str
    act: str
    what: str
    hash: str


def write(engine: sa.Engine, act: str, *, login: str, address: str, **what: Any) -> None:  # noqa: ANN401
    """Write down what was done.

    Args:
        engine: of the accounts' database.
        act: one of ``ACTS``.
        login: who; what was typed where nobody signed in.
        address: from where.
        what: names and counts, never a password, a cookie or a figure.
    """
    if act not in ACTS:
        raise ValueError(f"no act {act!r}; choose one of {', '.join(ACTS)}")
    said = json.dumps(what, ensure_ascii=False, sort_keys=True, default=str)
    with engine.begin() as con:
        alone(con)
        last = con.execute(sa.select(AUDIT.c.id, AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)).first()
        row = {"id": (last.id if last else 0) + 1, "at": clock.now().isoformat(" ", "milliseconds"),
               "login": login[:80], "address": address[:60], "act": act, "what": said}  # fmt: skip
        con.execute(sa.insert(AUDIT).values(**row, hash=_hash(last.hash if last else START, row)))


def records(engine: sa.Engine, *, after: int = 0, most: int | None = None, newest: bool = False) -> list[Record]:
    """Return rows of the trail in their order, or the newest first."""
    order = AUDIT.c.id.desc() if newest else AUDIT.c.id
    query = sa.select(AUDIT).where(AUDIT.c.id > after).order_by(order).limit(most)
    with engine.connect() as con:
        return [Record(**row) for row in con.execute(query).mappings()]


def faults(found: list[Record]) -> Iterator[str]:
    """Say where a whole trail was changed: a row altered, missing or put in between. Nothing: it is whole.

    A trail cut off at its end cannot be seen from the rows alone: compare the last hash with an earlier export.
    """
    before = START
    for place, record in enumerate(found, start=1):
        if record.id != place:
            yield f"第 {place} 条不在：这里是第 {record.id} 条"
            return
        row = asdict(record)
        if _hash(before, row) != row.pop("hash"):
            yield f"第 {record.id} 条与它的校验值不符：这一条或前一条被改过"
        before = record.hash


def _hash(before: str, row: dict[str, Any]) -> str:
    said = [before, *(row[name] for name in ("id", "at", "login", "address", "act", "what"))]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
