"""版本: what a day changed is said in words and in rows; going back says first what it does, and can be undone by loading."""

import shutil
from types import SimpleNamespace

import pytest

from data import warehouse
from etl.versions import publish
from pages.components import access
from pages.components.versions import rollback
from tests import stores
from tests.pages.conftest import words_on

PAGE = "pages/versions.py"
DAY = "2026-09-16"  # on which the demo corrects a unit slip of August


def test_what_a_correction_changed(run_page, demo_store):
    said = words_on(run_page(PAGE, demo_store, district="tianyuan", day=DAY))
    assert "2026年9月16日收到 1 个文件：更正 1 条" in said
    assert "2026年8月上报合计 2,464.37 亿元 → 41.61 亿元" in said


def test_booked_facts_are_for_the_statistician(run_page, demo_store, monkeypatch):
    assert "入统本年累计合计" in words_on(run_page(PAGE, demo_store, district="tianyuan", day="2026-10-15"))
    monkeypatch.setattr(access, "roles", lambda: frozenset({"leader"}))
    said = words_on(run_page(PAGE, demo_store, district="tianyuan", day="2026-10-15"))
    assert "2026年10月15日改变的 0 条" in said
    assert "入统本年累计合计" not in said


@pytest.fixture(scope="module")
def two_loads(demo_store, tmp_path_factory):
    """A store with a plan and two months of dispatch, the second loaded later."""
    store = tmp_path_factory.mktemp("two") / "store"
    sent = [path for district, path in stores.sendings(demo_store) if district == "tianyuan"]
    plan = next(path for path in sent if "2024" in path.name and "计划" in path.name)
    first, second = [path for path in sent if "调度表" in path.name][:2]
    stores.run("etl", "load", plan, first, "--district", "tianyuan", "--received", "2024-02-12", "--store", store)
    stores.run("etl", "load", second, "--district", "tianyuan", "--received", "2024-03-12", "--store", store)
    return store, second


def sums(store) -> list[tuple]:
    with warehouse.connect(store).cursor() as con:
        return con.execute(
            "select month, sum(reported_ytd_wan) from mart.reported group by month order by month"
        ).fetchall()


def test_back_and_forth(run_page, two_loads, tmp_path):
    store, second = two_loads
    shutil.copytree(store, tmp_path / "store")
    store = tmp_path / "store"
    app = run_page(PAGE, store, district="tianyuan")
    assert "发布过 2 版" in words_on(app)
    [button] = [button for button in app.button if button.label == "退回到这一版"]
    newer, older = publish.versions(store)
    assert button.key == f"back_{older.name}"
    full = sums(store)

    leaving = set(newer.file_ids) - set(older.file_ids)
    said = "".join(rollback.question(older.built_at, leaving, set(), publish.received(store)))
    assert "**1 个文件**不再计入（天元区 1 个）" in said
    assert second.stem[:8] in said.replace("\\", "")

    publish.roll_back(store, older.name, "载错了", who="张三")
    assert sums(store) == full[:1]
    said = words_on(run_page(PAGE, store, district="tianyuan"))
    assert "搁置 1 个文件" in said
    assert f"已搁置 1 个文件：{second.name}" in said
    stores.run("etl", "load", second, "--district", "tianyuan", "--store", store)
    assert sums(store) == full


def test_whoever_may_not_load_may_not_go_back(run_page, two_loads, monkeypatch):
    monkeypatch.setattr(access, "roles", lambda: frozenset({"leader"}))
    app = run_page(PAGE, two_loads[0], district="tianyuan")
    assert not [button for button in app.button if button.label == "退回到这一版"]


def test_names_in_the_question_are_harmless():
    files = {1: SimpleNamespace(name="![x](http://outside.example)", district="nowhere")}
    assert "![x](" not in "".join(rollback.question("2026-10-01 09:00:00", {1}, set(), files))
