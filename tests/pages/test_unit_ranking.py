"""考核排名: every part of the page draws, a choice opens the cases, and what is typed counts."""

import shutil

import pytest

from data import ledger
from data.profile import load_profile
from pages.components import access
from pages.components.ranking import ranking_words
from tests.pages.conftest import words_on

PAGE = "pages/unit_ranking.py"


@pytest.mark.parametrize("district", ["jingyang", "tianyuan"])
@pytest.mark.parametrize("part", ["rank", "trial", "typed", "year"])
def test_every_part_draws(run_page, demo_store, district, part):
    app = run_page(PAGE, demo_store, district=district, part=part, as_of="2026-09")
    assert not app.exception
    assert "2026年第三季度" in words_on(app)


def test_cards_stand_in_the_title_with_their_proof(run_page, demo_store):
    said = words_on(run_page(PAGE, demo_store, district="tianyuan", as_of="2026-09"))
    assert "家红牌" in said.partition("</h1>")[0]
    assert "依据 天元第二十一条" in said
    assert "数据版本 wh-" in said


def test_no_cards_where_the_text_has_none_but_a_ladder(run_page, demo_store):
    said = words_on(run_page(PAGE, demo_store, district="jingyang", as_of="2026-09"))
    assert "牌：" not in said
    assert "本区文本不设红黄牌" in said
    said = words_on(run_page(PAGE, demo_store, district="jingyang", as_of="2026-09", part="ladder"))
    assert "拟采取督办措施" in said


def test_a_unit_opens_into_its_items_and_cases(run_page, demo_store):
    app = run_page(PAGE, demo_store, district="tianyuan", as_of="2026-09", unit="三门镇")
    assert not app.exception
    assert "三门镇的得分构成" in words_on(app)
    assert "三门镇的事项" in words_on(app)


def test_a_trial_says_who_changes_place(run_page, demo_store):
    app = run_page(PAGE, demo_store, district="tianyuan", as_of="2026-09", part="trial", exempting="without")
    assert "家名次或亮牌有变" in words_on(app)
    assert "栗雨街道" in words_on(app)


def test_the_meeting_leader_only_reads(run_page, demo_store, monkeypatch):
    monkeypatch.setattr(access, "roles", lambda: frozenset({"leader"}))
    app = run_page(PAGE, demo_store, district="tianyuan", as_of="2026-09", part="typed")
    assert not app.exception
    assert [button.label for button in app.button if button.label == "登记"] == []


def test_what_is_typed_counts_and_can_be_taken_back(run_page, demo_store, tmp_path, monkeypatch):
    store = tmp_path / "store"
    shutil.copytree(demo_store, store)
    monkeypatch.setattr(ledger, "os_user", lambda: "zhang.san")
    app = run_page(PAGE, store, district="tianyuan", as_of="2026-09", part="typed")
    unit = load_profile("tianyuan").units[0].name
    app.number_input(key="rate_percent").set_value(88.0).run()
    assert app.button(key="score_write").disabled  # 没有理由和依据不能登记
    app.text_input(key="rate_why").input("会商到位").run()
    app.text_input(key="rate_evidence").input("会议纪要 9 号").run()
    app.button(key="score_write").click().run()
    assert not app.exception
    with ledger.open_ledger(store) as book:
        entry = book.newest(f"score:2026-07-01|{unit}|协调服务", "tianyuan")
    assert (entry.who, entry.reason, entry.payload["score_rate"]) == ("zhang.san", "会商到位", "0.880000")
    app.button(key="score_undo").click().run()
    assert not app.exception
    with ledger.open_ledger(store) as book:
        assert book.newest(f"score:2026-07-01|{unit}|协调服务", "tianyuan").payload["status"] == "undone"


def test_the_words_beside_a_place():
    record = {"rank": 4, "rank_before": 6, "margin": -0.4, "is_among_last": True, "gap_to_above": 0.4, "is_tied": False}
    assert ranking_words.margin(record, has_line=True) == "差 0.40 分"
    assert ranking_words.margin(record | {"is_among_last": False, "margin": 1.5}, has_line=True) == "高 1.50 分"
    assert ranking_words.margin(record, has_line=False) == "差 0.40 分"
    assert ranking_words.moved(record) == "6 ▲ 2"
    assert ranking_words.moved(record | {"rank_before": None}) == "—"
