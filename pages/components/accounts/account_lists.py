"""Accounts and the audit trail as tables; names in them are text."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from accounts.audit import ACTS, Record
from accounts.people import Account
from accounts.settings import PasswordRules
from data import access
from pages.components import words


def accounts(found: Sequence[Account], rules: PasswordRules) -> None:
    """Show all accounts."""
    rows = [
        {
            "账号": account.login,
            "姓名": account.name,
            "角色": roles_of(account),
            "范围": "、".join(text for text in (account.district, account.unit, account.leader) if text) or "全部",
            "状态": _state(account, rules),
        }
        for account in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="accounts")


def roles_of(account: Account) -> str:
    """Return an account's roles in words."""
    return "、".join(name for role, name in access.NAMES.items() if role in account.roles)


def headline(found: Sequence[Account]) -> None:
    """Say how many accounts there are."""
    off = sum(not account.is_active for account in found)
    by_role = [
        f"{name} {count}"
        for role, name in access.NAMES.items()
        if (count := sum(role in account.roles and account.is_active for account in found))
    ]
    words.headline(f"{len(found)} 个账号" + (f"，{off} 个已停用" if off else ""), "、".join(by_role) + "。")


def trail(found: Sequence[Record]) -> None:
    """Show rows of the audit trail, the newest first."""
    rows = [
        {
            "序号": one.id,
            "时间": one.at[:19],
            "账号": one.login,
            "来源": one.address,
            "行为": ACTS[one.act],
            "内容": one.what,
        }
        for one in found
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", key="trail", height=560)


def _state(account: Account, rules: PasswordRules) -> str:
    if not account.is_active:
        return "已停用"
    return "口令待修改" if account.needs_change(rules) else "正常"
