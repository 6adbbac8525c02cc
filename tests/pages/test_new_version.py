"""“有新数据” is said where another version is published than the one that is shown; the page does not jump."""

import pytest
from streamlit.testing.v1 import AppTest

from data import warehouse
from tests.pages.conftest import words_on


@pytest.fixture
def store(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "CURRENT").write_text("wh-20261001T000000000000-00000001\n")
    monkeypatch.setenv("GUATU_STORE", str(folder))
    return folder


def watching(shown: str) -> AppTest:
    def page(shown: str) -> None:
        from pages.components import new_version

        new_version.watch(shown)

    return AppTest.from_function(page, args=(shown,)).run()


def test_nothing_is_said_while_the_version_shown_is_the_newest(store):
    app = watching(warehouse.current_version(store))
    assert "有新数据" not in words_on(app)
    assert not app.button


@pytest.mark.usefixtures("store")
def test_another_version_is_told_with_a_way_to_it():
    app = watching("wh-20000101T000000000000-00000000")
    assert "有新数据" in words_on(app)
    assert [button.label for button in app.button] == ["刷新"]


@pytest.mark.parametrize("said", ["", "../../etc/passwd", "wh-1"])
def test_what_stands_wrongly_in_current_breaks_no_page(store, said):
    (store / "CURRENT").write_text(said)
    assert not watching("wh-20000101T000000000000-00000000").exception
