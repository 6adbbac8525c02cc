"""A whole meeting by keys: every slide, a project and back, the overview, a jump, a note, and the lock that holds."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import frozen, ledger
from tests.browser.conftest import free_port, serving
from tests.browser.screen import PATIENCE, Screen
from tests.stores import counted_project

SIZE = (1920, 1080)
SHOWN = """() => {
    const find = (root) => root.querySelector('dialog[open] .stage svg')
        ?? [...root.querySelectorAll('*')].map((e) => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
    return find(document)?.getAttribute('aria-label') ?? '';
}"""


@pytest.fixture(scope="module")
def store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo store of our own: this meeting writes into its ledger."""
    return Path(shutil.copytree(demo_store, tmp_path_factory.mktemp("meeting") / "store"))


@pytest.fixture(scope="module")
def host(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(store, tmp_path_factory.mktemp("meeting-server") / "log.txt") as host:
        yield host


def shown(screen) -> str:
    """The message of the slide that fills the screen, empty where none does."""
    return screen.page.evaluate(SHOWN)


def press(screen, *keys: str) -> str:
    for key in keys:
        screen.page.keyboard.press(key)
    return shown(screen)


def opened(context, host: str, address: str) -> Screen:
    """Open a page in a browser profile of our own."""
    tab = context.new_page()
    tab.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    screen = Screen(tab, host)
    screen.open(address)
    return screen


def started(screen) -> str:
    screen.page.wait_for_function(f"({SHOWN})() !== ''", timeout=PATIENCE)
    return shown(screen)


def test_a_meeting_by_keys(open_page, host, demo_store):
    district, _ = counted_project(demo_store)
    screen = open_page(f"quarter-review?district={district}&play=1", SIZE, host)
    first = started(screen)
    titles = [first]
    while (title := press(screen, "PageDown")) != titles[-1]:
        titles.append(title)
    assert len(titles) >= 10
    assert len(set(titles)) == len(titles)
    assert press(screen, "Home") == first
    assert press(screen, "End") == titles[-1]
    assert press(screen, "PageUp") == titles[-2]
    assert press(screen, "2", "Enter") == titles[1]
    assert "slide=2" in screen.page.evaluate("location.search")

    slowest = next(at for at, title in enumerate(titles) if "个项目进度偏慢或滞后" in title)
    press(screen, *str(slowest + 1), "Enter")
    project = press(screen, "Enter")  # a project and back
    assert project not in titles
    assert press(screen, "ArrowRight") not in (project, titles[slowest])
    assert press(screen, "Escape") == titles[slowest]
    press(screen, "Enter")
    assert press(screen, "PageDown") == titles[slowest]  # the clicker leads back to the slide, too

    press(screen, "o")
    assert screen.page.locator(".overview button").first.is_visible()
    assert press(screen, "ArrowRight", "Enter") == titles[slowest + 1]  # the overview takes arrows and Enter
    assert press(screen, "PageUp") == titles[slowest]
    first_row, second_row = (press(screen, "ArrowDown", "Enter"), press(screen, "Escape", "ArrowDown", "Enter"))
    assert len({first_row, second_row, titles[slowest]}) == 3  # arrows go from row to row, Enter opens its parts
    press(screen, "Escape")
    press(screen, "o")
    press(screen, "Escape")
    assert not screen.page.locator(".overview button").first.is_visible()
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert press(screen, "Escape") == ""
    screen.page.wait_for_function("!location.search.includes('play')")


def test_a_swipe_turns_the_slide(open_page, host, demo_store):
    screen = open_page(f"quarter-review?district={counted_project(demo_store)[0]}&play=1", SIZE, host)
    first = started(screen)
    seen = []
    for start, end in ((1500, 1100), (600, 1000)):
        screen.page.mouse.move(start, 600)
        screen.page.mouse.down()
        screen.page.mouse.move(end, 600)
        screen.page.mouse.up()
        seen.append(shown(screen))
    assert seen[0] not in ("", first)
    assert seen[1] == first


def test_the_show_goes_on_without_the_server(open_page, demo_store, store, tmp_path):
    with serving(store, tmp_path / "log.txt") as host:
        screen = open_page(f"quarter-review?district={counted_project(demo_store)[0]}&play=1", SIZE, host)
        first = started(screen)
    second = press(screen, "PageDown")
    assert second not in ("", first)
    assert press(screen, "PageUp") == first


def test_auto_advance_stops_at_the_first_key(open_page, host, demo_store):
    screen = open_page(f"quarter-review?district={counted_project(demo_store)[0]}&play=1&auto=2", SIZE, host)
    first = started(screen)
    screen.page.wait_for_function(f"({SHOWN})() !== {first!r}", timeout=PATIENCE)
    stopped = press(screen, "Home")
    assert stopped == first
    screen.page.wait_for_timeout(2500)
    assert shown(screen) == first


def note(screen, text: str) -> None:
    """Write into the open form and press Enter, as one does while somebody speaks."""
    screen.page.locator(".note input[name=text]").fill(text)
    screen.page.keyboard.press("Enter")


def noted(store: Path, district: str, count: int) -> list[tuple[str, str]]:
    """Who and what of the promises in the ledger, once there are so many."""
    for _ in range(PATIENCE // 250):
        with ledger.open_ledger(store) as book:
            found = [(entry.who, entry.payload["text"]) for entry in book.entries("promise", district)]
        if len(found) >= count:
            break
        time.sleep(0.25)
    return found


def test_ten_notes_in_a_row_are_all_written_once(open_page, demo_store, tmp_path):
    district, _ = counted_project(demo_store)
    own = Path(shutil.copytree(demo_store, tmp_path / "store"))
    with serving(own, tmp_path / "log.txt") as host:
        screen = open_page(f"quarter-review?district={district}&play=1", SIZE, host)
        started(screen)
        press(screen, "n")
        for number in range(10):
            note(screen, f"第{number}项")
        assert noted(own, district, 10) == [("会议记录", f"第{number}项") for number in range(10)]
        screen.page.wait_for_function(
            "!Object.keys(localStorage).some((key) => key.startsWith('guatu_notes') && localStorage[key] !== '[]')"
        )
        assert len(noted(own, district, 10)) == 10


def test_notes_wait_for_a_server_that_is_away_and_for_a_closed_browser(browser, demo_store, tmp_path):
    district, _ = counted_project(demo_store)
    own = Path(shutil.copytree(demo_store, tmp_path / "store"))
    address, port = f"quarter-review?district={district}&play=1", free_port()
    with browser.new_context(locale="zh-CN") as context:
        context.set_default_timeout(PATIENCE)
        with serving(own, tmp_path / "log.txt", port) as host:
            screen = opened(context, host, address)
            started(screen)
        press(screen, "n")
        note(screen, "服务停了时记下的")
        assert noted(own, district, 0) == []
        screen.page.close()  # and the browser's window, too
        with serving(own, tmp_path / "log.txt", port) as host:
            screen = opened(context, host, address)
            started(screen)
            assert noted(own, district, 1) == [("会议记录", "服务停了时记下的")]


def test_the_form_names_the_unit_of_the_detail(open_page, host, demo_store):
    screen = open_page(f"quarter-review?district={counted_project(demo_store)[0]}&play=1", SIZE, host)
    titles = [started(screen)]
    while "个项目进度偏慢或滞后" not in titles[-1]:
        titles.append(press(screen, "PageDown"))
    press(screen, "Enter", "n")
    assert screen.page.locator(".note select[name=unit]").input_value() != ""


def test_the_presenter_has_a_window_with_the_next_slide_and_the_form(open_page, host, store, demo_store):
    district, _ = counted_project(demo_store)
    screen = open_page(f"quarter-review?district={district}&play=1", SIZE, host)
    started(screen)
    with screen.page.expect_popup() as popup:
        press(screen, "p")
    window = popup.value
    first = window.locator(".next svg").get_attribute("aria-label")
    window.get_by_role("button", name="下一张").click()
    assert shown(screen) == first
    window.locator("form [name=text]").fill("讲者记下的")
    window.keyboard.press("Enter")
    assert ("会议记录", "讲者记下的") in noted(store, district, 1)
    window.close()


def test_a_note_and_a_lock_that_holds(open_page, host, store, demo_store):
    district, _ = counted_project(demo_store)
    screen = open_page(f"quarter-review?district={district}&play=1", SIZE, host)
    first = started(screen)
    press(screen, "n")
    screen.page.locator(".note input[name=who]").fill("目标办")
    note(screen, "<b>十月底前</b>补齐材料")
    press(screen, "Escape")
    press(screen, "Escape")
    screen.page.get_by_text("<b>十月底前</b>补齐材料").first.wait_for()
    with ledger.open_ledger(store) as book:
        promises = [(one.who, one.payload["text"]) for one in book.entries("promise", district)]
    assert ("目标办", "<b>十月底前</b>补齐材料") in promises

    screen.page.get_by_text("上会锁定").click()
    screen.page.get_by_role("button", name="锁定", exact=True).click()
    done, name = screen.page.get_by_text("会上数字不再变动"), screen.page.get_by_label("姓名")
    done.or_(name).first.wait_for()
    if name.count():  # asked where the system's user is nobody's name; the field has the focus, Enter submits
        screen.page.wait_for_function("document.activeElement?.getAttribute('aria-label') === '姓名'")
        screen.page.keyboard.type("目标办")
        screen.page.keyboard.press("Enter")
    done.wait_for()
    with ledger.open_ledger(store) as book:
        [lock] = book.entries("freeze", district)
    record = frozen.read(lock.payload["hash"], store)
    assert record["slides"][0]["title"] == first
    assert record["version"] == lock.payload["version"]

    screen.page.get_by_text("与重新计算的结果比较").click()
    screen.page.get_by_text("与锁定时完全一致").wait_for()
