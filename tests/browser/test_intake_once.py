"""待确认 is asked once: after 就是这样 or 改列名 the next month's sheet of the same layout enters by itself."""

import pytest

from data.ledger import open_ledger
from data.warehouse import connect
from etl import waiting
from etl.loading import confirmations
from pages.components import registry
from tests.browser.conftest import serving
from tests.browser.screen import PATIENCE
from tests.browser.test_intake import headline
from tests.browser.test_intake import load as send
from tests.browser.test_intake_acts import accept, book, confirm

PAGE = f"{registry.page('intake').url_path}?district=tianyuan"
PHONE, TABLET = (390, 844), (1180, 820)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def host(store, tmp_path):
    with serving(store, tmp_path / "log.txt") as host:
        yield host


def sheet(folder, month, done, head="1-{}月完成投资(万元)"):
    """Write a month's sheet that nothing in it proves."""
    rows = [[f"{at}号园", "区住建局", 9000 + at, done + at] for at in range(4)]
    columns = ["项目名称", "责任单位", "总投资(万元)", head.format(month)]
    return book(folder / f"{month}月.xlsx", f"2026年{month}月重点项目调度表", columns, rows)


def entered(store):
    with connect(store).cursor() as con:
        sql = "select month(month), sum(reported_ytd_wan) from raw.dispatch group by all order by all"
        return [(month, int(done)) for month, done in con.execute(sql).fetchall()]


def acts_are_in_reach(screen, size):
    """Check that the three acts stand on the screen, whole and large enough for a finger, and nothing runs off it."""
    for name in ("就是这样", "改列名", "不载入"):
        place = screen.page.get_by_role("button", name=name, exact=True).bounding_box()
        assert place["x"] >= 0, name
        assert place["x"] + place["width"] <= size[0], name
        assert place["height"] >= 40, name  # noqa: PLR2004
    wide = screen.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]


@pytest.mark.parametrize("size", [TABLET, PHONE])
def test_what_was_confirmed_needs_no_question_the_next_month(host, store, open_page, tmp_path, size):
    screen = open_page(PAGE, host=host, size=size)
    send(screen, sheet(tmp_path, 8, 500))
    confirm(screen)
    acts_are_in_reach(screen, size)
    accept(screen)
    screen.page.locator("h1", has_text="载入 4 行").wait_for(timeout=PATIENCE)
    with open_ledger(store) as ledger:
        [entry] = ledger.entries(confirmations.KIND, "tianyuan")
    assert (entry.who, entry.payload["status"]) == ("王五", "confirmed")
    screen.page.get_by_role("button", name="数据接入首页").click()
    screen.page.get_by_text("已收报表").first.wait_for(timeout=PATIENCE)
    send(screen, sheet(tmp_path, 9, 600))
    assert "载入 4 行" in headline(screen)
    assert waiting.all_of(store) == []
    assert entered(store) == [(8, 2006), (9, 2406)]


def test_what_was_renamed_needs_no_question_the_next_month(host, store, open_page, tmp_path):
    screen = open_page(PAGE, host=host)
    send(screen, sheet(tmp_path, 8, 500))
    confirm(screen)
    screen.page.get_by_role("button", name="改列名").click()
    screen.page.get_by_role("button", name="保存对照并载入").wait_for(timeout=PATIENCE)
    screen.settle()
    accept(screen, "保存对照并载入", gone="保存对照并载入")
    screen.page.locator("h1", has_text="载入 4 行").wait_for(timeout=PATIENCE)
    screen.page.get_by_role("button", name="数据接入首页").click()
    screen.page.get_by_text("已收报表").first.wait_for(timeout=PATIENCE)
    send(screen, sheet(tmp_path, 9, 600))
    assert "载入 4 行" in headline(screen)
    assert entered(store) == [(8, 2006), (9, 2406)]
