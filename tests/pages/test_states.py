"""Every registered page in the four states of the data: it never fails, and says what is missing and what to do."""

import re
import shutil

import pytest

from pages.components import fetch, states, words
from tests.pages.conftest import FAILED, words_on
from tests.registered import PAGES

EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@EACH_PAGE
def test_filled(page, run_page, demo_store, query_of):
    app = run_page(page.path, demo_store, **query_of(page))
    assert not app.exception
    assert "<h1" in words_on(app) or app.title
    assert "还没有数据" not in words_on(app)
    assert "数据打不开" not in words_on(app)


@EACH_PAGE
def test_empty(page, run_page, empty_store):
    app = run_page(page.path, empty_store)
    assert not app.exception
    assert "还没有数据" in words_on(app)
    assert "python -m etl demo" in words_on(app)


@EACH_PAGE
def test_partial(page, run_page, partial_store):
    app = run_page(page.path, partial_store)
    assert not app.exception
    assert "没有月度调度表" in words_on(app)
    assert "载入" in words_on(app)


@EACH_PAGE
def test_broken_warehouse(page, run_page, broken_store):
    app = run_page(page.path, broken_store)
    assert not app.exception
    assert "数据打不开" in words_on(app)
    assert "python -m etl status" in words_on(app)


def test_a_metrics_own_fault_is_no_damaged_warehouse(run_page, demo_store, tmp_path, monkeypatch):
    store = shutil.copytree(demo_store, tmp_path / "store", ignore=shutil.ignore_patterns("inbox", "archive"))

    def faulty(*_: object, **__: object) -> None:
        raise KeyError("plan")

    monkeypatch.setattr(states, "failed", FAILED)
    monkeypatch.setattr(fetch, "_answer", faulty)
    app = run_page("pages/overview.py", store)
    assert "这一页出错了" in words_on(app)
    assert "数据打不开" not in words_on(app)
    assert "退回上一个版本" not in words_on(app)


def test_a_pages_own_fault_is_said_in_words_with_the_id_in_the_log(run_page, demo_store, tmp_path, monkeypatch):
    store = shutil.copytree(demo_store, tmp_path / "store", ignore=shutil.ignore_patterns("inbox", "archive"))

    def broken(*_: object) -> None:
        raise KeyError("甲项目 1234")

    monkeypatch.setattr(states, "failed", FAILED)
    monkeypatch.setattr(words, "headline", broken)
    app = run_page("pages/overview.py", store)
    assert not app.exception
    [id] = re.findall(r"编号 (\w+)", words_on(app))
    assert "这一页出错了" in words_on(app)
    [line] = [line for line in (store / "logs" / "guatu.log").read_text().splitlines() if id in line]
    assert 'type="KeyError"' in line
    assert "overview.py" in line
    assert "甲项目" not in line
