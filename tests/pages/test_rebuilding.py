"""A warehouse of another schema version: an older one is rebuilt while the page says so, a newer one is told in words."""

import shutil

import duckdb
import pytest

from data import warehouse
from data.warehouse import SCHEMA_VERSION, WarehouseOutdated, connect
from etl import store
from etl.versions import publish
from pages.components import rebuilding
from tests.etl.store.made import Made
from tests.pages.conftest import words_on
from tests.registered import PAGES


@pytest.fixture
def outdated(tmp_path, monkeypatch):
    """Make a store whose warehouse says another version; return the function that does."""
    monkeypatch.setenv("GUATU_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(rebuilding, "_running", [])

    def make(version: int):
        made = Made(tmp_path / "store")
        made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 1", month="2026-03", received="2026-04-12")
        path = warehouse.version_path(made.store, made.publish())
        with duckdb.connect(str(path)) as con:
            con.execute("update meta.version set schema_version = ?", [version])
        return made.store

    return make


def test_an_older_warehouse_is_rebuilt_when_the_server_starts(outdated):
    folder = outdated(SCHEMA_VERSION - 1)
    with pytest.raises(WarehouseOutdated, match="由存档重建"):
        connect(folder)
    rebuilding.start_if_outdated()
    process = rebuilding.start()  # the one that runs already
    assert process.wait() == 0
    assert connect(folder).cursor().execute("select count(*) from mart.reported").fetchone() == (1,)
    assert warehouse.step_of_writer(folder) is None


def test_a_running_page_says_that_it_is_being_rebuilt(outdated, run_page):
    folder = outdated(SCHEMA_VERSION - 1)
    with store.writing(folder):  # somebody else is at it
        store.tell(folder, "整理历史")
        app = run_page(PAGES[0].path, folder)
        assert not app.exception
        assert "正由存档重建数据仓" in words_on(app)
        assert "整理历史" in words_on(app)
        publish.publish(folder)
    assert "正由存档重建数据仓" not in words_on(run_page(PAGES[0].path, folder))


def test_a_newer_warehouse_is_not_built_over_by_a_page(outdated, run_page):
    folder = outdated(SCHEMA_VERSION + 1)
    with pytest.raises(WarehouseOutdated, match="更新的程序"):
        connect(folder)
    rebuilding.start_if_outdated()
    assert rebuilding._running == []
    assert "数据打不开" in words_on(run_page(PAGES[0].path, folder))


def test_a_rebuild_that_failed_is_not_tried_for_ever(outdated, run_page):
    folder = outdated(SCHEMA_VERSION - 1)
    shutil.rmtree(folder / "archive")
    (folder / "archive").write_text("in the way")
    assert rebuilding.start().wait() != 0
    assert "数据打不开" in words_on(run_page(PAGES[0].path, folder))
