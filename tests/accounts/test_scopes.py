"""A unit's officer walks through all pages of two stores that differ only in what he must not see."""

import shutil

import duckdb
import pytest

from accounts import database, people, sessions
from accounts.serving.app import SERVED
from accounts.settings import SessionRules, Settings
from data import warehouse
from tests import stores
from tests.accounts.conftest import FIRST, PASSWORD
from tests.accounts.test_pages import opened
from tests.pages.test_exports import HANDLE, everything, fresh_caches
from tests.registered import PAGES

HIDDEN = ("owner", "construction_nature")  # of one project, on its file alone; no total counts by them


@pytest.fixture(scope="module")
def walks(demo_store, tmp_path_factory):
    """What is sent to an officer, from the demo and from its twin: by page, and for a project of others."""
    district, own = stores.counted_project(demo_store)
    folder = tmp_path_factory.mktemp("scopes")
    twin = folder / "twin"
    shutil.copytree(demo_store, twin, ignore=shutil.ignore_patterns("inbox"))
    path = warehouse.version_path(twin, warehouse.current_version(twin))
    with duckdb.connect(str(path)) as con:
        unit = con.execute(
            "select responsible_unit from mart.project where district = ? and project_id = ?", [district, own]
        ).fetchone()[0]
        theirs = "district = ? and coalesce(responsible_unit, '') <> ? and not contains(coalesce(service_unit, ''), ?)"
        other = con.execute(
            f"select project_id from mart.project where {theirs} order by project_id limit 1", [district, unit, unit]
        ).fetchone()[0]
        for table in ("mart.project", "mart.project_state"):
            for column in HIDDEN:
                con.execute(
                    f"update {table} set {column} = '另一个' || {column} where district = ? and project_id in"
                    f" (select project_id from mart.project where {theirs})",
                    [district, district, unit, unit],
                )
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SERVED, "1")
        patch.setenv("GUATU_LEDGER", f"sqlite:///{folder / 'ledger.sqlite'}")
        database._shared.cache_clear()
        engine, rules = database.shared(), Settings().password
        for login, roles in (("officer", {"officer"}), ("meeting", {"meeting"})):
            people.add(engine, login, "李", roles, password=FIRST, rules=rules, unit=unit)
            people.set_password(engine, login, PASSWORD, rules, must_change=False)
        for name, store, login, pages in (
            ("here", demo_store, "officer", PAGES),
            ("there", twin, "officer", PAGES),
            ("all here", demo_store, "meeting", [page for page in PAGES if page.name == "project"]),
            ("all there", twin, "meeting", [page for page in PAGES if page.name == "project"]),
        ):
            fresh_caches()
            patch.setenv("GUATU_STORE", str(store))
            database._shared.cache_clear()
            token = sessions.open_session(
                engine, people.get(engine, login), way="password", address="1", rules=SessionRules()
            )
            found[name] = {}
            for page in pages:
                for project in (own, other) if page.name == "project" else (own,):
                    app = opened(page.path, sessions.id_of(token), {"district": district, "project": project})
                    assert not app.exception
                    found[name][page.name, project == own] = [
                        HANDLE.sub("", str(element.proto)) for element in everything(app)
                    ]
        engine.dispose()
    database._shared.cache_clear()
    yield found
    fresh_caches()


def test_an_officer_cannot_tell_the_stores_apart(walks):
    here, there = walks["here"], walks["there"]
    assert len(here) > len(PAGES)
    assert [key for key, said in here.items() if said != there[key]] == []


def test_who_sees_all_projects_can(walks):
    """Else the comparison would say nothing."""
    here, there = walks["all here"], walks["all there"]
    assert here["project", False] != there["project", False]
    assert here["project", True] == there["project", True]
