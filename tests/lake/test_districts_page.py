"""各区县总览: the page of many districts, filled, with a late one, with one that withholds, empty, and damaged."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import lake as reading
from metrics.district_board import district_board
from metrics.districts import by_district
from metrics.registry import all_metrics
from pages.components import states
from tests.lake import generated_lake
from tests.pages.conftest import ROOT, words_on

COUNT = 6
MONTH = date(2026, 9, 1)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The address of a lake of six districts: the last is late, the second withholds booked by project."""
    profiles = generated_lake.districts(COUNT)
    profiles[1] = profiles[1].model_copy(update={"withhold_booked_projects": True})
    place = tmp_path_factory.mktemp("lake") / "lake"
    return generated_lake.publish(generated_lake.generated(COUNT), profiles, place)


@pytest.fixture
def page(monkeypatch, tmp_path):
    def page(url: str, **query: str) -> AppTest:
        def raised(error: Exception) -> None:
            raise error

        monkeypatch.setattr(states, "failed", raised)
        monkeypatch.setenv("GUATU_LAKE", url)
        monkeypatch.setenv("GUATU_STORE", str(tmp_path / "no store"))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300).run()
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return page


def test_the_first_page_is_that_of_all_districts(page, published):
    app = page(published)
    assert not app.exception
    said = words_on(app)
    assert "截至2026年9月，5 个区县合计完成" in said
    assert "含 1 个疑似单位错的上报，待核" in said and "最快 第2区" not in said
    assert "第5区本月未送数" in said
    assert "第5区：本月未送数，数据到2026年8月为止" in said
    assert "第1区的入统只送合计，不送单个项目" in said


def test_a_district_that_is_chosen_shows_its_units(page, published):
    app = page(published, group="d02")
    assert not app.exception
    assert "第2区各责任单位" in words_on(app)
    assert "打开" not in "".join(link.label for link in app.get("page_link") if "第2区" in link.label)


def test_another_month_can_be_asked(page, published):
    said = words_on(page(published, as_of="2026-08"))
    assert "截至2026年8月，6 个区县合计完成" in said
    assert "未送数" not in said


def test_an_empty_lake_says_what_to_do(page, tmp_path):
    said = words_on(page(str(tmp_path / "nothing")))
    assert "各区还没有送数" in said
    assert "publish-lake" in said


def test_a_damaged_delivery_is_named(page, tmp_path):
    url = generated_lake.publish(generated_lake.generated(1), generated_lake.districts(1), tmp_path / "lake")
    Path(url, "current", "d00.json").write_text("{", encoding="utf-8")
    said = words_on(page(url))
    assert "各区的数据读不出来" in said
    assert "区“d00”的发布记录" in said


def test_without_a_lake_the_page_is_not_there(page):
    app = page("")
    assert "各区县" not in words_on(app)


def test_the_board_says_who_moved_and_who_is_late(published):
    lake = reading.connect(published)
    board = district_board(lake, as_of=MONTH).set_index("district")
    months = (
        by_district(all_metrics()["completion_by_month"], lake, as_of=MONTH)
        .set_index(["district", "month"])
        .pace_gap_pp
    )
    for district in board.index[board.has_delivered]:
        if (district, "2026-08-01") in months.index and (district, "2026-09-01") in months.index:
            moved = months[district, "2026-09-01"] - months[district, "2026-08-01"]
            assert board.moved_pp[district] == pytest.approx(moved, nan_ok=True)
    assert list(board.has_delivered) == [True] * 5 + [False]
    assert board.loc["d05", ["on_time_rate", "booked_to_reported", "unbooked_at_stake_wan"]].isna().all()


def test_what_rests_on_withheld_amounts_has_no_value_and_all_else_stays(tmp_path):
    profiles, con = generated_lake.districts(2), generated_lake.generated(2)
    whole = reading.connect(generated_lake.publish(con, profiles, tmp_path / "whole"))
    profiles[0] = profiles[0].model_copy(update={"withhold_booked_projects": True})
    withheld = reading.connect(generated_lake.publish(con, profiles, tmp_path / "withheld"))
    months = {"as_of": date(2026, 8, 1)}
    lag = all_metrics()["entry_lag"]
    both = [by_district(lag, one, **months).set_index("district").loc["d00"] for one in (whole, withheld)]
    money = [
        name for name in both[0].index if "stake" in name or "left_library" in name or name == "library_waiting_wan"
    ]
    assert both[1][money].isna().all()
    rest = both[0].index.difference(money)
    assert both[0][rest].astype(str).tolist() == both[1][rest].astype(str).tolist()
    ratio = by_district(all_metrics()["booked_ratio"], withheld, **months).set_index("district").loc["d00"]
    counted = con.execute(
        "select project_id, booked_ytd_wan from mart.project_month"
        " where district = 'd00' and is_counted and month = date '2026-08-01'"
    ).fetchall()
    pair = con.execute(  # P00 and P01 share S00: their booked figure is the pair's, once
        "select booked_ytd_wan from mart.booked"
        " where district = 'd00' and statistics_id = 'S00' and month = date '2026-08-01'"
    ).fetchall()
    linked = {
        name for (name,) in con.execute("select project_id from mart.link_group where district = 'd00'").fetchall()
    }
    amounts = [amount for name, amount in counted if name not in linked and amount]
    amounts += [amount for (amount,) in pair if amount and linked & {name for name, _ in counted}]
    assert len(amounts) >= 3  # else the sum is withheld, too
    assert ratio.booked_ytd_wan == pytest.approx(float(sum(amounts)))
    assert ratio.booked_to_reported == pytest.approx(float(sum(amounts)) / ratio.reported_ytd_wan)
    assert ratio[["unreconciled_wan", "linked_projects", "linked_booked_to_reported"]].isna().all()
    assert "d00" not in set(
        by_district(all_metrics()["reconciliation"], withheld, **months).dropna(subset=["gap_wan"]).district
    )
