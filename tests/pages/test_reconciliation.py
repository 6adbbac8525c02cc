"""报统对账 on the page: decide, split, undo, confirm in bulk, review links, sign off; each stands in the ledger."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import ledger
from data.profile import load_profile
from data.reasons import reasons
from data.warehouse import connect
from metrics.entry.entries_to_confirm import entries_to_confirm
from tests.pages.conftest import words_on
from tests.stores import counted_project

PAGE = "pages/reconciliation.py"


@pytest.fixture
def store(demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo store of our own, and a person at the screen."""
    monkeypatch.setattr(ledger, "os_user", lambda: "zhang.san")
    return Path(shutil.copytree(demo_store, tmp_path / "store"))


@pytest.fixture
def district(demo_store: Path) -> str:
    return counted_project(demo_store)[0]


def button(app: AppTest, label: str):
    return next(found for found in app.button if found.label.startswith(label))


def entries(store: Path, kind: str) -> list[ledger.Entry]:
    with ledger.open_ledger(store) as book:
        return book.entries(kind)


def test_a_difference_is_split_saved_and_taken_back(run_page, store, district):
    app = run_page(PAGE, store, district=district)
    before = words_on(app)
    button(app, "加一项").click().run()
    amounts = [box for box in app.text_input if box.label == "金额"]
    whole = amounts[0].value
    assert whole  # a rule has proposed the first
    amounts[0].set_value("1000.00").run()
    app.selectbox[1].set_value("R07").run()
    assert reasons()["R07"].attach in words_on(app)  # no rule saw it: what evidence to attach
    [box for box in app.text_input if box.label == "金额"][1].set_value("200").run()
    button(app, "保存").click().run()
    assert not app.exception
    [entry] = entries(store, "reason")
    assert [part["amount_wan"] for part in entry.payload["parts"]] == ["1000.00", "200"]
    assert entry.payload["parts"][1]["reason"] == "R07"
    assert entry.who == "zhang.san"
    assert words_on(app) != before

    group = entry.subject.removeprefix("reason:").rpartition(":")[0]
    app = run_page(PAGE, store, district=district, group=group)
    assert "R07 200.00" in words_on(app)
    button(app, "撤回这一条").click().run()
    assert entries(store, "reason")[-1].payload["status"] == "undone"
    assert "撤回" in words_on(app)


@pytest.mark.parametrize(("amount", "why"), [("一千", "不是数"), ("1.234", "最多两位小数"), ("nan", "最多两位小数")])
def test_what_is_no_amount_is_told_and_not_saved(run_page, store, district, amount, why):
    app = run_page(PAGE, store, district=district)
    next(box for box in app.text_input if box.label == "金额").set_value(amount).run()
    assert why in words_on(app)
    assert button(app, "保存").disabled


def test_a_reason_takes_what_the_other_amounts_leave(run_page, store, district):
    app = run_page(PAGE, store, district=district)
    button(app, "加一项").click().run()
    first, _ = [box for box in app.text_input if box.label == "金额"]
    whole = Decimal(first.value.replace(",", ""))
    first.set_value(str(whole - Decimal("12.34"))).run()
    app.selectbox[1].set_value("R07").run()
    assert [box.value for box in app.text_input if box.label == "金额"] == [str(whole - Decimal("12.34")), "12.34"]
    app.selectbox[0].set_value("R07").run()  # an amount that stands is not overwritten
    assert [box.value for box in app.text_input if box.label == "金额"][0] == str(whole - Decimal("12.34"))


def test_the_obvious_goes_in_bulk(run_page, store, district):
    app = run_page(PAGE, store, district=district)
    button(app, "全部认定").click().run()
    assert not app.exception
    found = entries(store, "reason")
    assert len(found) > 3
    assert len({entry.subject for entry in found}) == len(found)
    app = run_page(PAGE, store, district=district)
    assert not [one for one in app.button if one.label == "全部认定"]  # nothing obvious is left


def test_a_doubtful_link_is_confirmed(run_page, store, district):
    app = run_page(PAGE, store, district=district, list="links")
    assert "是不是同一个项目" in words_on(app)
    button(app, "确认同一项目").click().run()
    assert not app.exception
    [entry] = entries(store, "link")
    assert entry.payload["status"] == "confirmed"
    assert "zhang.san：确认" in words_on(app)
    button(app, "撤回这一条").click().run()
    assert entries(store, "link")[-1].payload["status"] == "undone"


def test_of_two_people_at_the_same_pair_the_second_is_told(run_page, store, district):
    """Both have it before them; one confirms, and the other's rejection is not written over it."""
    mine, theirs = (run_page(PAGE, store, district=district, list="links") for _ in range(2))
    button(theirs, "确认同一项目").click().run()
    button(mine, "驳回").click().run()
    [entry] = entries(store, "link")
    assert entry.payload["status"] == "confirmed"
    assert "zhang.san在" in words_on(mine)
    assert "您的没有写入" in words_on(mine)
    assert "zhang.san：确认" in words_on(mine)


def test_a_pair_that_nobody_proposed_is_merged_and_taken_apart(run_page, store, district):
    app = run_page(PAGE, store, district=district, list="links")
    for label, place in (("调度项目", 0), ("统计项目", -1)):
        box = next(box for box in app.selectbox if box.label == label)
        app = box.select_index(place % len(box.options)).run()
    button(app, "合为一对").click().run()
    assert not app.exception
    [entry] = entries(store, "link")
    assert entry.payload == {"status": "confirmed"}
    assert "," not in entry.subject
    button(app, "撤回这一条").click().run()
    assert entries(store, "link")[-1].payload["status"] == "undone"


def test_a_month_is_signed_off(run_page, store, district):
    app = run_page(PAGE, store, district=district)
    next(box for box in app.text_input if box.key == "sign_reason").set_value("经核对").run()
    assert next(one for one in app.button if one.key == "sign_now").disabled  # groups are open: asked first
    [sure] = [box for box in app.checkbox if box.key == "sign_open"]
    assert "个差额没有认定" in sure.label
    sure.check().run()
    button(app, "签认").click().run()
    assert not app.exception
    assert "已由zhang.san" in words_on(app)
    [entry] = entries(store, "sign_off")
    assert entry.reason == "经核对"
    assert not [one for one in app.button if one.key == "unsign_now" and not one.disabled]  # not without a reason

    button(app, "全部认定").click().run()  # decided after the sign-off: told against the frozen list
    app = run_page(PAGE, store, district=district, list="signed")
    assert "signed" in words_on(app).splitlines()  # its list is there once something changed
    assert "其后变动 0 个组" not in words_on(app)
    next(box for box in app.text_input if box.key == "unsign_reason").set_value("漏了一个单位").run()
    next(one for one in app.button if one.key == "unsign_now").click().run()
    assert not app.exception
    assert entries(store, "sign_off")[-1].payload == {"status": "undone"}
    assert "签认本月" in words_on(app) or [one for one in app.button if one.label == "签认"]


def test_only_the_statistician_opens_it(run_page, store, district):
    app = run_page(PAGE, store, district=district, role="leader")
    assert "这一页需要其他权限" in words_on(app)


def test_a_material_is_registered(run_page, store, district):
    app = run_page("pages/entry_readiness.py", store, district=district)
    button(app, "登记").click().run()
    assert not app.exception
    [entry] = entries(store, "readiness")
    assert entry.payload["status"] == "present"


def test_a_share_is_confirmed(run_page, store, district):
    app = run_page(PAGE, store, district=district, list="done")
    box = next(box for box in app.text_input if box.label == "占百分之几")
    app = box.set_value("101").run()
    assert "0 到 100 之间" in words_on(app)
    next(box for box in app.text_input if box.label == "占百分之几").set_value("37.5").run()
    next(found for found in app.button if found.key and found.key.startswith("share_save_")).click().run()
    assert not app.exception
    [entry] = entries(store, "link")
    assert entry.payload == {"status": "confirmed", "share": "0.375"}


@pytest.mark.parametrize("shown", ["changes", "screens", "return", "responsible_unit", "batch"])
def test_every_list_opens(run_page, store, district, shown):
    app = run_page(PAGE, store, district=district, list=shown)
    assert not app.exception
    assert "挂起" in words_on(app)


def test_the_candidate_of_an_unmatched_project_is_confirmed_where_it_waits(run_page, demo_store):
    with connect(demo_store).cursor() as con:
        waiting = entries_to_confirm(con, profile=load_profile("tianyuan"), as_of=date(2026, 9, 1))
    assert len(waiting)
    project, statistics = waiting.project_id.iloc[0], waiting.statistics_id.iloc[0]
    app = run_page(PAGE, demo_store, district="tianyuan", as_of="2026-09", group=project)
    assert app.button(key=f"link_confirmed_{project}|{statistics}").label == "确认同一项目"
