"""The head of every page: tabs for the groups a role may open, and what the search finds."""

import pytest

from data import warehouse
from data.profile import load_profile
from metrics.projects.project_file import projects_found
from pages.components import context, registry, search
from tests.pages.conftest import words_on
from tests.stores import counted_project


def tabs(app) -> set[str]:
    return {element.proto.page for element in app.main if element.type == "page_link"}


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("statistician", set()),
        ("leader", {"reconcile", "data-intake"}),
        ("meeting", {"reconcile", "data-intake"}),
    ],
)
def test_a_role_sees_only_the_tabs_of_pages_it_may_open(role, missing, run_page, demo_store):
    seen = set()
    for page in ("pages/overview.py", "pages/entry_readiness.py", "pages/data_health.py"):
        seen |= tabs(run_page(page, demo_store, role=role))
    assert seen & {"reconcile", "data-intake"} == {"reconcile", "data-intake"} - missing


def test_a_refused_role_keeps_the_bar(run_page, demo_store):
    app = run_page("pages/intake.py", demo_store, role="leader")
    assert "这一页需要其他权限" in words_on(app)
    assert "data-quality" in tabs(app)
    assert any(pills.key == "context_role" for pills in app.get("button_group"))


def test_every_group_opens_its_first_page():
    for group, specs in registry.GROUPS.items():
        assert not specs[0].is_hidden, group


@pytest.mark.parametrize("kind", ["页", "单位", "镇街", "项目"])
def test_the_search_leads_to_pages_units_towns_and_projects(kind, demo_store, monkeypatch):
    district, project = counted_project(demo_store)
    profile = load_profile(district)
    with warehouse.connect(demo_store).cursor() as con:
        [(name,)] = con.execute(
            "select project_name from mart.project where district = ? and project_id = ?", [district, project]
        ).fetchall()
    monkeypatch.setenv("GUATU_STORE", str(demo_store))
    monkeypatch.setattr(context, "read_address", lambda: {"district": district})
    wanted = {"页": "批次进度", "单位": profile.units[0].name, "镇街": profile.towns[0].name, "项目": name}[kind]
    rows = search.found(wanted[1:], projects_found)
    [row] = [row for row in rows if (row["kind"], row["name"]) == (kind, wanted)]
    page = {"页": "batch_progress", "项目": "project"}.get(kind, "investment_completion")
    assert row["href"].startswith(f"{registry.page(page).url_path}?")
    assert kind != "项目" or row["params"] == {"project": project}


def test_the_search_finds_nothing_where_nothing_is_loaded(empty_store, monkeypatch):
    monkeypatch.setenv("GUATU_STORE", str(empty_store))
    assert [row["kind"] for row in search.found("批次", projects_found)] == ["页"]
    assert search.found("没有这样的名字", projects_found) == []
