"""What the administrator does: makes, changes, resets, unlocks and disables accounts."""

import secrets
from collections.abc import Callable, Sequence

import streamlit as st

from accounts import database, passwords, people
from accounts.people import Account
from accounts.settings import Settings, read_settings
from data import access as rights
from data.profile import Profile
from pages.components import access, states

SHOWN, FAULT = "guatu_first_password", "guatu_account_fault"
LETTERS = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "-+=@")  # none that look alike


def first_password(settings: Settings, login: str) -> str:
    """Return a random password that the rules take for this login: it does not contain it."""
    wanted = max(settings.password.least_length, 14)
    while True:
        made = "".join(secrets.choice("".join(LETTERS)) for _ in range(wanted))
        if not passwords.faults(made, people.normal(login), settings.password):
            return made


def outcome() -> None:
    """Show what the last act led to: a first password, once, or why it was not possible."""
    if fault := st.session_state.pop(FAULT, ""):
        states.note(fault)
    if shown := st.session_state.pop(SHOWN, None):
        login, password = shown
        states.note(f"账号 {login} 的初始口令只显示这一次，请当面告诉本人；他第一次登录时要修改。")
        st.code(password, language=None)


def make(profile: Profile) -> None:
    """Draw the form for a new account."""
    units = [unit.name for unit in profile.units]
    with st.form("new_account", border=True):
        st.text_input("账号", key="new_login", max_chars=64, placeholder="小写字母、数字")
        st.text_input("姓名", key="new_name", max_chars=30)
        st.pills(
            "角色", list(rights.NAMES), format_func=rights.NAMES.__getitem__, selection_mode="multi", key="new_roles"
        )
        st.selectbox("单位（“单位”角色要选）", units, index=None, key="new_unit", placeholder="选一个单位")
        st.text_input("区领导姓名（“区领导”角色要写，与“联系区领导”一致）", key="new_leader", max_chars=30)
        st.form_submit_button("新增账号", type="primary", on_click=_made)


def change(found: Sequence[Account]) -> None:
    """Draw the choice of an account and what can be done with it."""
    by_login = {account.login: account for account in found}
    login = st.selectbox("账号", list(by_login), index=None, key="changed_login", placeholder="选一个账号")
    if not login:
        return
    account = by_login[login]
    with st.form(f"change_{login}", border=True):
        st.pills(
            "角色",
            list(rights.NAMES), format_func=rights.NAMES.__getitem__, selection_mode="multi",
            default=sorted(account.roles), key=f"roles_{login}",
        )  # fmt: skip
        st.text_input("单位", account.unit or "", key=f"unit_{login}")
        st.text_input("区领导姓名", account.leader or "", key=f"leader_{login}")
        st.form_submit_button("保存", on_click=_done, args=(login, lambda: _changed(login)))
    with st.container(horizontal=True):
        st.button(
            "重置口令",
            key="reset",
            on_click=_done,
            args=(login, lambda: _reset(login)),
            disabled=not account.has_password,
        )
        st.button("解锁", key="unlock", on_click=_done, args=(login, lambda: _unlocked(login)))
        label = "停用" if account.is_active else "重新启用"
        st.button(label, key="disable", on_click=_done, args=(login, lambda: _switched(account)))


def _made() -> None:
    said = {name: st.session_state[f"new_{name}"] for name in ("login", "name", "roles", "unit", "leader")}

    def act() -> None:
        settings = read_settings()
        password = first_password(settings, said["login"])
        account = people.add(
            database.shared(), said["login"], said["name"], said["roles"], password=password,
            rules=settings.password, unit=said["unit"], leader=said["leader"],
        )  # fmt: skip
        access.note("account_added", account=account.login, roles=sorted(account.roles))
        st.session_state[SHOWN] = (account.login, password)

    _done(said["login"], act)


def _changed(login: str) -> None:
    said = {name: st.session_state[f"{name}_{login}"] for name in ("roles", "unit", "leader")}
    values = {
        "roles": set(said["roles"]),
        "unit": said["unit"].strip() or None,
        "leader": said["leader"].strip() or None,
    }
    account = people.change(database.shared(), login, **values)
    access.note("account_changed", account=login, roles=sorted(account.roles), unit=account.unit, leader=account.leader)


def _reset(login: str) -> None:
    settings = read_settings()
    password = first_password(settings, login)
    people.set_password(database.shared(), login, password, settings.password, must_change=True)
    access.note("account_changed", account=login, what="password")
    st.session_state[SHOWN] = (login, password)


def _unlocked(login: str) -> None:
    people.unlock(database.shared(), login)
    access.note("account_changed", account=login, what="unlocked")


def _switched(account: Account) -> None:
    people.change(database.shared(), account.login, is_active=not account.is_active)
    access.note("account_changed", account=account.login, is_active=not account.is_active)


def _done(login: str, act: Callable[[], None]) -> None:
    """Do what the administrator asked for, if it is one; say in words why it was not possible."""
    if not access.may("manage_accounts"):
        access.note("denied", acts=["manage_accounts"], account=login)
        st.session_state[FAULT] = "您没有管理账号的权限。"
        return
    try:
        act()
    except people.NotPossible as error:
        st.session_state[FAULT] = str(error)
