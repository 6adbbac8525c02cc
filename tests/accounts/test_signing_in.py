"""Signing in on both databases: failures lock, time ends sessions, changes end them, at most so many at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from accounts import audit, people, sessions, signing_in
from accounts.schema import ATTEMPT, SESSION
from accounts.settings import Locking, SessionRules, Settings
from data import clock
from tests.accounts.conftest import FIRST, PASSWORD

NOON = datetime(2026, 10, 9, 12, 0)


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Set the clock, at first to noon."""

    def at(moment: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    at(NOON)
    return at


def enter(engine, password=PASSWORD, login="wang", address="10.0.0.1", settings=None):
    return signing_in.by_password(engine, settings or Settings(), login=login, password=password, address=address)


def is_open(engine, token):
    return sessions.find(engine, sessions.id_of(token), Settings().session) is not None


def test_who_knows_the_password_comes_in(either, account_with):
    account_with(either)
    token = enter(either, login=" WANG ")
    session = sessions.find(either, sessions.id_of(token), SessionRules())
    assert (session.account.login, session.way, session.address) == ("wang", "password", "10.0.0.1")
    with either.connect() as con:
        assert token not in str(con.execute(sa.select(SESSION)).all())  # the cookie's value is kept nowhere


@pytest.mark.parametrize(("login", "password"), [("wang", "Qing-2026-Chun"), ("li", PASSWORD), ("wang", ""), ("", "")])
def test_all_others_are_told_the_same(engine, account_with, login, password):
    account_with(engine)
    with pytest.raises(signing_in.Refused, match=f"^{signing_in.WRONG}$"):
        enter(engine, password, login)


def test_a_disabled_account_is_told_the_same(engine, account_with):
    account_with(engine)
    people.change(engine, "wang", is_active=False)
    with pytest.raises(signing_in.Refused, match=f"^{signing_in.WRONG}$"):
        enter(engine)


@pytest.mark.parametrize("login", ["wang", "nobody"])  # an unknown account is locked like a known one
def test_the_fifth_failure_locks_for_fifteen_minutes(either, account_with, at, login):
    account_with(either)
    for _ in range(5):
        with pytest.raises(signing_in.Refused, match="不对"):
            enter(either, "wrong", login)
    for moment in (NOON, NOON + timedelta(minutes=15)):
        at(moment)
        with pytest.raises(signing_in.Refused, match="失败次数过多"):
            enter(either, PASSWORD, login, address="10.9.9.9")
    at(NOON + timedelta(minutes=15, seconds=1))
    if login == "wang":
        assert enter(either)


def test_a_success_forgets_the_failures(engine, account_with):
    account_with(engine)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(signing_in.Refused, match="不对"):
                enter(engine, "wrong")
        assert enter(engine)


def test_an_address_that_tries_many_accounts_is_locked(engine, account_with):
    account_with(engine)
    settings = Settings(locking=Locking(failures_by_address=3))
    for login in ("a1", "a2", "a3"):
        with pytest.raises(signing_in.Refused, match="不对"):
            enter(engine, "wrong", login, settings=settings)
    with pytest.raises(signing_in.Refused, match="失败次数过多"):
        enter(engine, settings=settings)
    assert enter(engine, settings=settings, address="10.0.0.2")


def test_unlocking_lets_an_account_try_again(engine, account_with):
    account_with(engine)
    for _ in range(5):
        with pytest.raises(signing_in.Refused):
            enter(engine, "wrong")
    people.unlock(engine, "wang")
    assert enter(engine)


SESSION_ENDS = [  # opened minutes ago, seen minutes ago, is it open
    (0, 0, True),
    (29, 29, True),
    (30, 30, False),  # idle
    (599, 1, True),
    (600, 1, False),  # absolute
    (-5, -5, True),  # the clock was set back a little
    (-6, -6, False),  # or much
]


@pytest.mark.parametrize(("opened", "seen", "expected"), SESSION_ENDS)
def test_time_ends_a_session(opened, seen, expected):
    ago = [NOON - timedelta(minutes=minutes) for minutes in (opened, seen)]
    assert sessions.is_open(*ago, NOON, SessionRules()) is expected


def test_being_there_keeps_a_session_open(engine, account_with, at):
    account_with(engine)
    token = enter(engine)
    at(NOON + timedelta(minutes=29))
    sessions.seen(engine, sessions.find(engine, sessions.id_of(token), SessionRules()))
    at(NOON + timedelta(minutes=58))
    assert is_open(engine, token)
    at(NOON + timedelta(minutes=59))
    assert not is_open(engine, token)


def test_a_fourth_session_ends_the_oldest(either, account_with, at):
    account_with(either)
    tokens = []
    for minute in range(4):
        at(NOON + timedelta(minutes=minute))
        tokens.append(enter(either))
    assert [is_open(either, token) for token in tokens] == [False, True, True, True]


def test_every_sign_in_has_a_cookie_of_its_own(engine, account_with):
    account_with(engine)
    assert len({enter(engine) for _ in range(3)}) == 3


CHANGES = {
    "roles": lambda engine: people.change(engine, "wang", roles={"statistician"}),
    "disabled": lambda engine: people.change(engine, "wang", is_active=False),
    "password": lambda engine: people.set_password(
        engine, "wang", "Xia-2026-tian", Settings().password, must_change=False
    ),
    "everywhere": lambda engine: sessions.end_all(engine, people.get(engine, "wang").id),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_ends_all_sessions(either, account_with, change):
    account_with(either)
    tokens = [enter(either) for _ in range(2)]
    change(either)
    assert not any(is_open(either, token) for token in tokens)


def test_the_first_password_and_an_old_one_must_be_changed(engine, at):
    rules = Settings().password
    at(NOON)
    people.add(engine, "li", "李", ["meeting"], password=FIRST, rules=rules)
    assert people.get(engine, "li").needs_change(rules)
    people.set_password(engine, "li", PASSWORD, rules, must_change=False)
    assert not people.get(engine, "li").needs_change(rules)
    at(NOON + timedelta(days=90))
    assert not people.get(engine, "li").needs_change(rules)
    at(NOON + timedelta(days=90, seconds=1))
    assert people.get(engine, "li").needs_change(rules)


def test_the_last_five_passwords_are_refused_the_sixth_is_not(engine):
    rules = Settings().password
    used = [f"Qing-2026-{number}xyz" for number in range(6)]
    people.add(engine, "li", "李", ["meeting"], password=used[0], rules=rules)
    for password in used[1:]:
        people.set_password(engine, "li", password, rules, must_change=False)
    for password in used[1:]:
        with pytest.raises(people.NotPossible, match="最近 5 次"):
            people.set_password(engine, "li", password, rules, must_change=False)
    people.set_password(engine, "li", used[0], rules, must_change=False)


BAD_ACCOUNTS = [  # what is given, what is said
    ({"login": "w"}, "不合要求"),
    ({"login": "王"}, "不合要求"),
    ({"login": "a b"}, "不合要求"),
    ({"login": "wang"}, "已经有了"),
    ({"login": "WANG"}, "已经有了"),
    ({"name": " "}, "姓名"),
    ({"roles": []}, "角色"),
    ({"roles": ["emperor"]}, "emperor"),
    ({"roles": ["officer"]}, "写明单位"),
    ({"roles": ["leader"]}, "写明姓名"),
    ({"roles": ["administrator", "statistician"]}, "单独的账号"),
    ({"roles": ["auditor", "administrator"]}, "单独的账号"),
    ({"password": "short"}, "口令不合要求"),
]


@pytest.mark.parametrize(("given", "said"), BAD_ACCOUNTS)
def test_an_account_that_cannot_be_is_refused_in_words(engine, account_with, given, said):
    account_with(engine)
    values = {"login": "li", "name": "李", "roles": ["meeting"], "password": PASSWORD} | given
    with pytest.raises(people.NotPossible, match=said):
        people.add(engine, values["login"], values["name"], values["roles"], password=values["password"],
                   rules=Settings().password)  # fmt: skip


def test_the_last_administrator_stays(engine, account_with):
    account_with(engine, "admin1", ["administrator"])
    for change in ({"is_active": False}, {"roles": {"meeting"}}):
        with pytest.raises(people.NotPossible, match="最后一个系统管理员"):
            people.change(engine, "admin1", **change)
    account_with(engine, "admin2", ["administrator"])
    assert not people.change(engine, "admin1", is_active=False).is_active
    with pytest.raises(people.NotPossible, match="最后一个系统管理员"):
        people.change(engine, "admin2", is_active=False)


def test_whom_another_place_recognised_needs_an_account_here(engine, account_with):
    account_with(engine)
    token = signing_in.elsewhere(engine, Settings(), login="Wang", way="oidc", address="10.0.0.1")
    assert is_open(engine, token)
    people.change(engine, "wang", is_active=False)
    for login in ("wang", "li", ""):
        with pytest.raises(signing_in.Refused, match="没有您的账号"):
            signing_in.elsewhere(engine, Settings(), login=login, way="oidc", address="10.0.0.1")


def test_the_trail_tells_who_tried_from_where_and_no_password(either, account_with):
    account_with(either)
    with pytest.raises(signing_in.Refused):
        enter(either, "Geheim-12345")
    enter(either)
    found = audit.records(either)
    assert [(record.act, record.login, record.address) for record in found] == [
        ("refused", "wang", "10.0.0.1"),
        ("signed_in", "wang", "10.0.0.1"),
    ]
    assert "Geheim" not in str(found)
    assert list(audit.faults(found)) == []


def test_the_trail_cannot_be_changed_in_the_database(either):
    audit.write(either, "signed_in", login="wang", address="1")
    for statement in ("update audit set login = 'li'", "delete from audit"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), either.begin() as con:
            con.exec_driver_sql(statement)
    assert len(audit.records(either)) == 1


FORGERIES = {  # a trail of four rows, changed behind the database's back
    "altered": lambda rows: [*rows[:1], {**rows[1], "login": "li"}, *rows[2:]],
    "missing": lambda rows: [*rows[:1], *rows[2:]],
    "first missing": lambda rows: rows[1:],
    "put in": lambda rows: [*rows[:2], {**rows[2], "act": "downloaded"}, *rows[2:]],
    "swapped": lambda rows: [rows[0], {**rows[2], "id": 2}, {**rows[1], "id": 3}, rows[3]],
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_changed_trail_is_noticed(engine, forge):
    for number in range(4):
        audit.write(engine, "downloaded", login="wang", address="1", file=f"{number}.xlsx")
    rows = [asdict(record) for record in audit.records(engine)]
    assert list(audit.faults([audit.Record(**row) for row in rows])) == []
    assert list(audit.faults([audit.Record(**row) for row in forge(rows)])) != []


def test_many_at_once_write_one_chain(either):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: audit.write(either, "downloaded", login=str(n), address="1"), range(24)))
    found = audit.records(either)
    assert len(found) == 24
    assert list(audit.faults(found)) == []


def test_guessing_at_once_gains_nothing(either, account_with):
    """Attempts are counted before the password is looked at: of many at once no more than the limit are checked."""
    account_with(either)

    def guess(number: int) -> str:
        try:
            return enter(either, f"wrong-{number}")
        except signing_in.Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(12)))
    assert said.count(signing_in.WRONG) == 5
    with either.connect() as con:
        assert con.execute(sa.select(sa.func.count()).select_from(ATTEMPT)).scalar_one() == 5
