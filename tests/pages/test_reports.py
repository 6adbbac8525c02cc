"""报告: what it shows before, what it makes, for whom."""

import pytest

from reports.register import KINDS
from tests.pages.conftest import words_on

PAGE = "pages/reports.py"


def press(app) -> None:
    """Make the report."""
    next(button for button in app.button if button.label.startswith("生成")).click().run()


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_will_say_stands_on_the_page_and_it_is_made(run_page, demo_store, kind):
    app = run_page(PAGE, demo_store, district="tianyuan", as_of="2026-08", report=kind)
    assert not app.exception
    said = words_on(app)
    assert "截至2026年8月底" in said
    assert ("<img" in said) is (kind in ("monthly", "quarterly", "year", "reconciliation"))  # a letter's first page
    assert not app.get("download_button")
    press(app)
    assert not app.exception
    (button,) = app.get("download_button")
    assert button.label.startswith("下载（")
    report, made, written = app.session_state["guatu_made_report"]
    assert (made, written[:2]) == (KINDS[kind].format, b"%P" if made == "pdf" else b"PK")
    assert "2026年8月底" in report.lead


def test_single_projects_booked_amounts_are_offered_to_the_statistician_only(run_page, demo_store):
    def tables(**query: str) -> str:
        return words_on(run_page(PAGE, demo_store, district="tianyuan", as_of="2026-08", **query))

    assert "项目上报与入统" not in tables()
    assert "项目上报与入统" in tables(reader="statistician")
    assert "项目上报与入统" not in tables(reader="statistician", role="leader")


def test_the_reconciliation_note_is_offered_to_the_statistician_only(run_page, demo_store):
    def opened(role: str) -> str:
        return words_on(
            run_page(PAGE, demo_store, district="tianyuan", as_of="2026-08", report="reconciliation", role=role)
        )

    assert "待核差额" in opened("statistician")
    said = opened("leader")
    assert "不认识" in said
    assert "待核差额" not in said


def test_without_a_chinese_face_the_page_says_which_package(run_page, demo_store, monkeypatch):
    from reports.formats import fonts

    monkeypatch.setattr(fonts, "_families", frozenset)
    fonts.faces.cache_clear()
    app = run_page(PAGE, demo_store, district="jingyang", as_of="2026-08", format="pdf")
    assert not app.exception
    press(app)
    assert "fonts-noto-cjk" in words_on(app)
    assert not app.get("download_button")
    fonts.faces.cache_clear()
