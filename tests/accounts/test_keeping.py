"""Backup of accounts, tokens and the audit trail: the same after a restore, the chain goes on, nobody is still signed in."""

import stat
import sys

import pytest
import sqlalchemy as sa

from accounts import audit, database, keeping, people, sessions, signing_in, tokens
from accounts.schema import SESSION
from accounts.settings import SessionRules, Settings
from etl.versions.backup import BackupError, backup, restore
from tests.accounts.conftest import FIRST, PASSWORD
from tests.etl.store.made import Made


def filled(engine, account_with):
    account = account_with(engine)
    value = tokens.make(engine, account, "大屏")
    audit.write(engine, "account_added", login="guanli", address="local", account="wang")
    audit.write(engine, "token_made", login="wang", address="10.0.0.1", label="大屏")
    sessions.open_session(engine, account, way="password", address="1", rules=SessionRules())
    return value


def test_all_is_there_again_on_either_database(either, account_with, tmp_path):
    value = filled(either, account_with)
    again = database.open_database(tmp_path / "again")
    assert keeping.restore(again, keeping.lines(either)) == 1
    assert people.every(again) == people.every(either)
    assert audit.records(again) == audit.records(either)
    assert tokens.find(again, value).login == "wang"
    assert signing_in.by_password(again, Settings(), login="wang", password=PASSWORD, address="2")
    audit.write(again, "signed_out", login="wang", address="2")
    assert list(audit.faults(audit.records(again))) == []
    people.add(again, "li", "李", {"meeting"}, password=FIRST, rules=Settings().password)  # the next id is free
    again.dispose()


def test_no_password_no_token_and_no_session_is_in_it(engine, account_with):
    value = filled(engine, account_with)
    text = "".join(keeping.lines(engine))
    with engine.connect() as con:
        session = con.execute(sa.select(SESSION.c.id)).scalar()
    assert not [secret for secret in (PASSWORD, FIRST, value, session) if secret in text]


def test_a_store_without_accounts_has_no_lines(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    assert list(keeping.lines(engine)) == []
    assert keeping.is_empty(engine)


@pytest.fixture
def kept(tmp_path, account_with):
    """A store with an account, and its backup."""
    made = Made(tmp_path / "store").file(
        "dispatch", "project_name | reported_ytd_wan\n甲 | 1", month="2026-03", received="2026-04-12"
    )
    made.publish()
    engine = database.open_database(made.store)
    filled(engine, account_with)
    engine.dispose()
    backup(made.store, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def logins(store):
    engine = database.open_database(store)
    try:
        return [account.login for account in people.every(engine)]
    finally:
        engine.dispose()


def test_the_backup_of_a_store_holds_them(kept, tmp_path):
    restore(kept, tmp_path / "again")
    assert logins(tmp_path / "again") == ["wang"]
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_accounts_that_are_there_are_not_mixed_with_them(kept, tmp_path, account_with):
    engine = database.open_database(tmp_path / "other")
    account_with(engine, "zhao")
    engine.dispose()
    with pytest.raises(BackupError, match="没有恢复"):
        restore(kept, tmp_path / "other")
    assert logins(tmp_path / "other") == ["zhao"]
    restore(kept, tmp_path / "other", instead=True)
    assert logins(tmp_path / "other") == ["wang"]
