"""What a person does on 数据接入: decides on what is suspected, puts a cell right, takes the marked copy, says a month."""

import time
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from data.ledger import open_ledger
from data.profile import load_profile
from data.warehouse import connect
from etl.loading import load
from pages.components import registry
from tests.browser.conftest import serving
from tests.browser.screen import PATIENCE
from tests.browser.test_intake import load as send

DISTRICT = "tianyuan"
PAGE = f"{registry.page('intake').url_path}?district={DISTRICT}"
HEADER = ["项目名称", "年度计划投资(万元)", "1～9月完成投资(万元)", "责任单位"]
ROWS = [
    ["一号桥", 3000, 12_000_000, "区住建局"],  # 元 for 万元
    ["二号路", 5000, 21_000_000, "区住建局"],
    ["三号厂", 800, "约三百", "区住建局"],
    ["四号学校", 900, 450, "区教育局"],
]
FROZEN = {"what": "bulletin", "as_of": "2024-08", "frozen_on": "2024-09-20"}


def book(path, title, header, rows):
    made = openpyxl.Workbook()
    for line in ([title], header, *rows):
        made.active.append(line)
    made.save(path)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with one dispatch sheet, and a bulletin frozen before it."""
    folder = tmp_path_factory.mktemp("acts")
    with open_ledger(folder / "store") as ledger:
        ledger.append("freeze", FROZEN, district=DISTRICT, subject="freeze:bulletin")
    path = book(folder / "九月.xlsx", "2024年9月重点项目调度表", HEADER, ROWS)
    load.load([load.Incoming(path, load_profile(DISTRICT), date(2024, 10, 9), is_accepted=True)], folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def host(store, tmp_path_factory):
    with serving(store, tmp_path_factory.mktemp("log") / "log.txt") as host:
        yield host


def decide(screen, button):
    """Press a button, and say who decides here where that is asked."""
    page = screen.page
    page.get_by_role("button", name=button).click()
    name, act = page.get_by_label("姓名"), page.get_by_label("改为", exact=True)
    for _ in range(PATIENCE // 100):  # either it is done, or the name is asked first
        if name.count() or not act.count():
            break
        page.wait_for_timeout(100)
    if name.count():
        name.fill("王五")
        name.press("Enter")
        name.wait_for(state="detached", timeout=PATIENCE)
    act.wait_for(state="detached", timeout=PATIENCE)
    screen.settle()


def fill(screen, label, text):
    field = screen.page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")
    screen.settle()


def confirm(screen):
    """Go from a load's report to the screen of the file that waits."""
    screen.page.get_by_role("button", name="去确认").click()
    screen.page.get_by_role("button", name="改列名").wait_for(timeout=PATIENCE)
    screen.settle()


def accept(screen, button="就是这样", gone="改列名"):
    """Press one of the buttons of the screen that asks, and say who does where that is asked."""
    screen.page.get_by_role("button", name=button, exact=True).click()
    name, asks = screen.page.get_by_label("姓名"), screen.page.get_by_role("button", name=gone)
    for _ in range(PATIENCE // 100):
        if name.count() or not asks.count():
            break
        screen.page.wait_for_timeout(100)
    screen.page.wait_for_timeout(2000)  # the device may know the name: then nobody is asked after all
    if name.count():
        name.fill("王五")
        name.press("Enter")
    asks.wait_for(state="detached", timeout=PATIENCE)
    screen.settle()


def becomes(store, name, amount):
    """Tell whether a project's year to date comes to be this: a decision is written after the click."""
    for _ in range(PATIENCE // 250):
        if now(store, name) == amount:
            return True
        time.sleep(0.25)
    return False


def now(store, name):
    """A project's year to date as it is known now."""
    with connect(store).cursor() as con:
        sql = (
            "select reported_ytd_wan from mart.reported inner join mart.project using (project_id)"
            " where project_name = ? and known_to is null"
        )
        return int(con.execute(sql, [name]).fetchone()[0])


def test_one_suspected_slip_is_accepted_and_another_refused(host, store, open_page):
    screen = open_page(f"{PAGE}&part=proposals", host=host)
    for name, button in (("一号桥", "接受，从今天起按改后的值"), ("二号路", "不改，来源没有错")):
        screen.page.locator(f'.row:has-text("{name}")').first.click()
        screen.page.get_by_label("理由（必填）").wait_for(timeout=PATIENCE)
        screen.settle()
        fill(screen, "理由（必填）", "和乡镇核对过")
        decide(screen, button)
    screen.page.get_by_text("已定 2").first.click()
    for name, decided in (("一号桥", "已接受"), ("二号路", "不改")):
        screen.page.locator(".row", has_text=name).filter(has_text=decided).wait_for(timeout=PATIENCE)
    assert becomes(store, "一号桥", 1200)
    assert becomes(store, "二号路", 21_000_000)


def test_a_cell_is_put_right_by_its_address(host, store, open_page):
    screen = open_page(f"{PAGE}&open=1", host=host)
    fill(screen, "更正一格（如 F12）", "A6")
    screen.page.get_by_text("请在原表里改好，再传一次").first.wait_for(timeout=PATIENCE)
    fill(screen, "更正一格（如 F12）", "C6")
    expect(screen.page.get_by_label("表中的值")).to_have_value("450.00", timeout=PATIENCE)  # drawn empty, then filled
    fill(screen, "改为", "460")
    fill(screen, "理由（必填）", "漏了一笔")
    decide(screen, "接受，从今天起按改后的值")
    assert becomes(store, "四号学校", 460)


def test_the_copy_has_its_bad_cells_marked(host, open_page):
    screen = open_page(f"{PAGE}&open=1", host=host)
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="下载标注副本").click()
    sheet = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
    marked = {cell.coordinate: cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment}
    assert "不是数字" in marked["C5"]
    assert (sheet["C5"].value, sheet["C6"].value, sheet["C6"].comment) == ("约三百", 450, None)


def test_a_sheet_that_names_no_month_is_asked_for_it(host, store, open_page, tmp_path):
    screen = open_page(PAGE, host=host)
    path = book(tmp_path / "进展.xlsx", "重点项目调度表", ["项目名称", "本年完成投资(万元)"], [["五号园", 70]])
    send(screen, path)
    assert "没有写明月份" in screen.page.inner_text("body")
    confirm(screen)
    fill(screen, "哪个月的表？（计划：从哪个月起执行）", "2024-10")
    screen.page.get_by_role("button", name="照这个月份读").click()
    screen.page.get_by_role("button", name="去确认").wait_for(timeout=PATIENCE)  # nobody has seen how it is read
    confirm(screen)
    accept(screen)
    screen.page.locator("h1", has_text="载入 1 行").wait_for(timeout=PATIENCE)
    assert now(store, "五号园") == 70


def test_behind_a_frozen_bulletin_it_goes_in_late(host, store, open_page, tmp_path):
    screen = open_page(PAGE, host=host)
    path = book(
        tmp_path / "八月.xlsx", "2024年8月重点项目调度表", ["项目名称", "1～8月完成投资(万元)"], [["六号站", 60]]
    )
    fill(screen, "收到日期", "2024-09-15")
    send(screen, path)
    confirm(screen)  # nothing proves how it is read
    accept(screen)
    screen.page.get_by_text("2024-09-20冻结").first.wait_for(timeout=PATIENCE)
    screen.page.get_by_role("button", name="补载", exact=True).click()
    screen.page.locator("h1", has_text="载入 1 行").wait_for(timeout=PATIENCE)
    assert now(store, "六号站") == 60
