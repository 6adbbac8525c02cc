"""Deciding on a page: asks the right, knows who, tells what stands in the way."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import ledger
from pages.components import access, decide
from tests.etl.store.made import DISTRICT, Made
from tests.pages.conftest import PATIENCE, ROOT, words_on


def page():
    """A page with a button that decides, drawn as every page is."""
    import streamlit as st

    from data import ledger
    from data.decision_kinds import Promise
    from data.profile import load_profile
    from pages.components import decide, fetch, states
    from pages.components.view import View

    view = View(load_profile("jingyang"), None, None, None, fetch.version())
    for notice in st.session_state.pop(decide.NOTICES, []):
        states.note(notice)
    decide.ask_who()
    about = st.session_state.get("about", "promise:1")
    said = Promise(about=about, text="好")
    with ledger.open_ledger() as book:
        last = book.newest(about, "jingyang")
    seen = st.session_state.setdefault("seen", last.id if last else None)
    followed = st.session_state.setdefault("followed", [])
    asked = {"view": view, "after": seen, "then": lambda: followed.append(about)}
    st.button("决定", key="decide", on_click=decide.write, args=(said,), kwargs=asked)
    st.text(view.version)


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setenv("GUATU_STORE", str(tmp_path))
    made = Made(tmp_path)
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 1", month="2026-03", received="2026-04-12").publish()
    return made


@pytest.fixture
def app(made, monkeypatch):
    assert made.store
    monkeypatch.setattr(ledger, "os_user", lambda: "zhang.san")
    return AppTest.from_function(page, default_timeout=PATIENCE).run()


def entries(store: Path) -> list[tuple]:
    with ledger.open_ledger(store) as book:
        return [(entry.who, entry.district, entry.payload["text"]) for entry in book.entries("promise")]


def test_a_decision_stands_in_the_ledger_and_in_the_next_version(app, made):
    before = app.text[0].value
    app.button(key="decide").click().run()
    assert not app.exception
    assert entries(made.store) == [("zhang.san", DISTRICT, "好")]
    assert app.text[0].value != before


def test_who_is_asked_once_where_the_system_names_nobody(app, made, monkeypatch):
    monkeypatch.setattr(ledger, "os_user", lambda: "root")
    app.button(key="decide").click().run()
    assert entries(made.store) == []
    app.button(key="who_confirm").click().run()
    assert entries(made.store) == []  # no name, nothing written, still asked
    app.text_input(key="who_name").input(" 李四 ")
    app.button(key="who_confirm").click().run()
    assert not app.exception
    assert entries(made.store) == [("李四", DISTRICT, "好")]
    app.session_state["seen"] = 1
    app.run().button(key="decide").click().run()
    assert [who for who, *_ in entries(made.store)] == ["李四", "李四"]


def test_decisions_that_wait_for_the_name_are_all_written(app, made, monkeypatch):
    monkeypatch.setattr(ledger, "os_user", lambda: "root")
    for about in ("promise:1", "promise:2", "promise:1"):  # the last one stands for the first
        app.session_state["about"] = about
        app.run().button(key="decide").click().run()
    assert entries(made.store) == []
    assert len(app.session_state[decide.WAITING]) == 2
    app.text_input(key="who_name").input("李四")
    app.button(key="who_confirm").click().run()
    assert not app.exception
    assert [who for who, *_ in entries(made.store)] == ["李四", "李四"]
    assert app.session_state["followed"] == ["promise:2", "promise:1"]


def test_decisions_that_are_let_go_are_told(app, made, monkeypatch):
    monkeypatch.setattr(ledger, "os_user", lambda: "root")
    app.button(key="decide").click().run()
    app.button(key="who_cancel").click().run()
    assert entries(made.store) == []
    assert "1 项决定没有记下" in words_on(app)


def test_who_comes_second_is_told_and_nothing_is_written(app, made):
    with ledger.open_ledger(made.store) as book:
        book.append("promise", {"text": "先"}, district=DISTRICT, subject="promise:1", who="王五")
    app.button(key="decide").click().run()
    assert [who for who, *_ in entries(made.store)] == ["王五"]
    assert "王五" in words_on(app)


def test_without_the_right_nothing_is_written(app, made, monkeypatch):
    monkeypatch.setattr(access, "roles", lambda: frozenset({"leader"}))
    app.button(key="decide").click().run()
    assert entries(made.store) == []
    assert "没有作这项决定的权限" in words_on(app)


def test_a_decision_that_cannot_be_published_stands_and_is_told(app, made, monkeypatch):
    def busy():
        raise decide.publish.store.StoreBusy("正在写入")

    monkeypatch.setattr(decide.publish, "decided", busy)
    app.button(key="decide").click().run()
    assert entries(made.store) == [("zhang.san", DISTRICT, "好")]
    assert "已经记下，但还没有进入数字" in words_on(app)


def test_no_callback_asks_what_is_newest():
    """A callback runs after the click: whoever asks there what is newest has passed over the other's decision."""
    for path in sorted((ROOT / "pages").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        after = {word.arg: ast.unparse(word.value) for call in calls for word in call.keywords if word.arg == "after"}
        assert "newest" not in after.get("after", ""), path
