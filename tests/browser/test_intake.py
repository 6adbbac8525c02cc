"""数据接入 in the browser: upload → account → mapping → loaded; the second time it goes by itself, the same file says so."""

import shutil

import openpyxl
import pytest

from pages.components import registry
from tests.browser.conftest import serving
from tests.browser.screen import PATIENCE


@pytest.fixture
def intake_server(tmp_path):
    """A dashboard over a store of its own, still empty."""
    with serving(tmp_path / "store", tmp_path / "log.txt") as host:
        yield host


def book(path, names, title="2026年大项目跟踪"):
    made = openpyxl.Workbook()
    made.active.title = "跟踪"
    made.active.append([title])
    made.active.append(["工程叫什么", "钱总数（万元）", "2026年想投（万元）", "谁管"])
    for place, name in enumerate(names, start=1):
        made.active.append([name, 1000 * place, 400 * place, "区住建局"])
    made.save(path)
    return path


def load(screen, path):
    """Choose a file, press 载入 and wait for what came of it."""
    page = screen.page
    page.set_input_files("input[type=file]", str(path))
    page.get_by_test_id("stFileChip").first.wait_for(timeout=PATIENCE)
    screen.settle()
    page.get_by_test_id("stBaseButton-primary").click()
    page.wait_for_function("() => location.search.includes('open=')", timeout=PATIENCE)
    answered(screen)


def answered(screen):
    """Wait until the load is over and its account is drawn."""
    screen.page.get_by_text("逐表的账").wait_for(timeout=PATIENCE)
    screen.settle()


def headline(screen) -> str:
    return screen.page.locator("h1").first.inner_text()


def test_an_odd_sheet_is_mapped_once(intake_server, open_page, tmp_path):
    screen = open_page(f"{registry.page('intake').url_path}?district=tianyuan", host=intake_server)
    page = screen.page
    assert "还没有数据" in page.inner_text("body")
    first = book(tmp_path / "一.xlsx", ["第一号工程", "第二号工程"])
    load(screen, first)
    assert "没有载入" in headline(screen)
    page.get_by_role("button", name="指认列名").click()
    page.get_by_role("button", name="保存对照并载入").wait_for(timeout=PATIENCE)
    screen.settle()
    assert "第二号工程" in page.inner_text("body")  # the preview
    page.get_by_role("button", name="保存对照并载入").click()
    name = page.get_by_label("姓名")
    again = page.get_by_text("载入 2 行")
    name.or_(again).first.wait_for(timeout=PATIENCE)
    if name.count():  # asked once who decides here
        for _ in range(5):  # on a busy machine the bar may be drawn anew while one types
            if not name.count():
                break
            name.fill("王五")
            name.press("Enter")  # the mapping is kept, and the file is loaded by it
            page.wait_for_timeout(4000)
    again.first.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="数据接入首页").click()
    page.get_by_text("已收报表").first.wait_for(timeout=PATIENCE)
    names = ["第一号工程", "第二号工程", "第三号工程"]
    load(screen, book(tmp_path / "二.xlsx", names, "2026年10月大项目跟踪"))
    assert "载入 3 行" in headline(screen)
    page.get_by_role("button", name="数据接入首页").click()
    page.get_by_text("已收报表").first.wait_for(timeout=PATIENCE)
    load(screen, shutil.copy(first, tmp_path / "换个名字.xlsx"))
    assert "什么也没有改变" in headline(screen)
