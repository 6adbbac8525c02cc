"""Accounts in an empty database, on SQLite and on PostgreSQL, and a server of the dashboard's own parts."""

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from accounts import database, passwords, people
from accounts.settings import Settings
from tests.data.conftest import postgres, postgres_url  # noqa: F401  (fixtures)

PASSWORD = "Qing-2026-chun"
FIRST = "Chu-shi-2026"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """The same hash in a thousandth of the time: how long it takes is not what these tests are about."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_NOBODYS", quick.hash("somebody"))


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def engine(tmp_path) -> sa.Engine:
    engine = database.open_database(tmp_path / "store")
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path) -> sa.Engine:
    """The same on both databases."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = database.open_database(tmp_path / "store", url)
    yield engine
    engine.dispose()


@pytest.fixture
def account_with():
    """Make an account that has changed its first password."""

    def account_with(engine, login="wang", roles=("meeting",), **more) -> people.Account:
        rules = Settings().password
        people.add(engine, login, "王", roles, password=FIRST, rules=rules, **more)
        people.set_password(engine, login, PASSWORD, rules, must_change=False)
        return people.get(engine, login)

    return account_with
