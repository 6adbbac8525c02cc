"""待确认 in the browser: two readings side by side, a contradiction, a month that is kept, a name that is asked."""

import pytest

from data.ledger import open_ledger
from data.warehouse import connect
from etl import waiting
from etl.loading import confirmations, mappings
from pages.components import registry
from tests.browser.conftest import serving
from tests.browser.screen import PATIENCE
from tests.browser.test_intake import load as send
from tests.browser.test_intake_acts import accept, book, confirm, fill
from tests.etl.store.dispatches import DISTRICT, sent, write

PAGE = f"{registry.page('intake').url_path}?district={DISTRICT}"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with 5月 to 8月 of ten projects."""
    folder = tmp_path_factory.mktemp("asked")
    said = {5: 80, 6: 100, 7: 135, 8: 150}
    sent(folder / "store", *(write(folder / f"{month}月.xlsx", month, [done] * 10) for month, done in said.items()))
    return folder / "store"


@pytest.fixture(scope="module")
def host(store, tmp_path_factory):
    with serving(store, tmp_path_factory.mktemp("log") / "log.txt") as host:
        yield host


def done(store, month):
    sql = f"select sum(reported_ytd_wan) from raw.dispatch where month = '2026-{month:02}-01'"
    with connect(store).cursor() as con:
        return con.execute(sql).fetchone()[0]


@pytest.mark.parametrize("size", [(1180, 820), (820, 1180)])
def test_the_question_the_figures_and_the_acts_stand_on_the_first_screen(host, store, open_page, tmp_path, size):
    sent(store, write(tmp_path / "九月.xlsx", 9, [132] * 10, total=1000 + size[0]))
    one = waiting.all_of(store)[-1]
    screen = open_page(f"{PAGE}&waits={one.id}", host=host, size=size)
    for text in ("还没有进入数字", "就是这样", "不载入", "比8月 −12.0 %", "1,320.00", "每一列怎样读"):
        place = screen.page.get_by_text(text).first.bounding_box()
        assert place, text
        assert place["y"] + place["height"] <= size[1], text


def test_a_contradiction_is_accepted_by_name_and_what_it_moved_is_told(host, store, open_page, tmp_path):
    screen = open_page(PAGE, host=host)
    send(screen, write(tmp_path / "九月.xlsx", 9, [132] * 10))
    confirm(screen)
    assert "1320.00 万元，8月为 1500.00 万元，−12.0 %" in screen.page.inner_text("body")
    accept(screen)
    screen.page.get_by_text("收到的文件使").wait_for(timeout=PATIENCE)
    assert "2026年9月上报合计" in screen.page.inner_text("body")
    with open_ledger(store) as ledger:
        entry = ledger.entries(confirmations.KIND, DISTRICT)[-1]
    assert (entry.who, entry.payload["status"]) == ("王五", "settled")
    assert done(store, 9) == 1320


def test_of_two_readings_one_is_proposed_and_the_chosen_one_is_kept(host, store, open_page, tmp_path):
    head = ["项目名称", "2026年度计划投资(万元)", "1-10月完成投资(万元)", "本年完成投资(万元)", "占年度计划(%)"]
    rows = [[f"{at}号新园", 1000, 300 + at, 250 + at, (250 + at) / 1000] for at in range(6)]
    screen = open_page(PAGE, host=host)
    send(screen, book(tmp_path / "十月.xlsx", "2026年10月重点项目调度表", head, rows))
    confirm(screen)
    first = screen.page.locator('[data-testid="stVerticalBlock"]', has_text="读法一（建议）").last
    assert "D 列" in first.inner_text()
    assert "1,515.00" in first.inner_text()
    accept(screen, "照读法一载入")
    screen.page.locator("h1", has_text="载入 6 行").wait_for(timeout=PATIENCE)
    assert done(store, 10) == 1515
    [entry] = mappings.in_force(store, DISTRICT)
    assert entry.who == "王五"


def test_renaming_keeps_the_month_that_was_given_and_loads_nothing_before(host, store, open_page, tmp_path):
    screen = open_page(PAGE, host=host)
    send(screen, book(tmp_path / "进展.xlsx", "重点项目调度表", ["项目名称", "本年完成投资(万元)"], [["七号园", 70]]))
    confirm(screen)
    fill(screen, "哪个月的表？（计划：从哪个月起执行）", "2026-11")
    screen.page.get_by_role("button", name="改列名").click()
    month = screen.page.get_by_label("哪个月的表？（计划：从哪个月起执行）")
    screen.page.get_by_text("的列各是什么？").wait_for(timeout=PATIENCE)
    screen.settle()
    assert month.input_value() == "2026-11"
    assert "进展.xlsx" in {one.name for one in waiting.all_of(store)}


def test_dropped_by_name_it_is_gone(host, store, open_page, tmp_path):
    screen = open_page(PAGE, host=host)
    send(screen, book(tmp_path / "八号.xlsx", "2026年8月调度表", ["项目名称", "1-8月完成投资(万元)"], [["八号园", 70]]))
    confirm(screen)
    accept(screen, "不载入")
    assert "八号.xlsx" not in {one.name for one in waiting.all_of(store)}
    with open_ledger(store) as ledger:
        entry = ledger.entries(confirmations.KIND, DISTRICT)[-1]
    assert (entry.who, entry.payload["status"], entry.payload["file"]) == ("王五", "dropped", "八号.xlsx")
