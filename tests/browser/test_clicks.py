"""What a finger does: a mark on the map and a row of a list lead to the project, choices go along from page to page."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import TimeoutError as TooLate

from pages.components import registry
from pages.components.theme import LATE
from tests.browser.screen import IDLE, PATIENCE

MARK = tuple(int(LATE[i : i + 2], 16) for i in (1, 3, 5))
TRIES = 6  # software GL and a chart that is still listening for nobody miss a click now and then
ROWS = "#rows .row"  # of a list; those of the ranking board choose a group
LISTS = ["overview", "investment_completion", "entry_lag", "batch_progress"]


def query(screen) -> dict[str, list[str]]:
    """The address as it stands in the page; playwright's own lags behind."""
    return parse_qs(urlsplit(screen.page.evaluate("location.href")).query)


def follow(screen, target) -> None:
    """Touch what leads to a project until its page is there."""
    for _ in range(TRIES):
        target.click()
        try:
            screen.page.wait_for_function(
                "path => location.pathname === path", arg=f"/{registry.page('project').url_path}", timeout=8000
            )
            break
        except TooLate:
            continue
    screen.settle()


def marks(picture) -> list[tuple[int, int]]:
    """Where the map is painted in the colour of a project that is behind, right through a mark's middle."""
    drawn = Image.open(BytesIO(picture.screenshot())).convert("RGB")
    found = []
    for y in range(4, drawn.height - 4, 2):
        for x in range(4, drawn.width - 4, 2):
            around = [drawn.getpixel((x + dx, y + dy)) for dx in (-2, 0, 2) for dy in (-2, 0, 2)]
            is_mark = all(max(abs(a - b) for a, b in zip(pixel, MARK, strict=True)) < 12 for pixel in around)
            if is_mark and all(abs(x - a) + abs(y - b) > 20 for a, b in found):
                found.append((x, y))
    return found


@pytest.mark.parametrize("webgl", ["", "&webgl=0"], ids=["pydeck", "plotly without WebGL"])
def test_a_mark_on_the_map_leads_to_its_project(webgl, open_page, demo_district):
    screen = open_page(f"{registry.page('map').url_path}?district={demo_district}{webgl}")
    picture = screen.page.locator('[data-testid="stDeckGlJsonChart"], [data-testid="stPlotlyChart"]').first
    picture.wait_for()
    for _ in range(100):  # the picture is painted after the page says that it is ready
        if spots := marks(picture):
            break
        screen.page.wait_for_timeout(750)
    assert spots, "no mark of a project that is behind is painted on the map"
    link = screen.page.get_by_role("link", name="看项目档案")
    for turn in range(TRIES):
        x, y = spots[turn % len(spots)]
        picture.click(position={"x": x, "y": y})
        try:
            link.wait_for(timeout=4000)
            break
        except TooLate:
            continue
    project = query(screen)["project"][0]
    follow(screen, link)
    assert query(screen)["project"] == [project]
    assert screen.page.locator("h1").first.inner_text().strip()


@pytest.mark.parametrize("name", LISTS)
def test_a_row_leads_to_its_project(name, open_page, demo_district):
    screen = open_page(f"{registry.page(name).url_path}?district={demo_district}")
    row = screen.page.locator(ROWS).first
    row.scroll_into_view_if_needed()
    words = row.inner_text()
    follow(screen, row)
    title = screen.page.locator("h1").first.inner_text()
    assert any(len(line) > 3 and line in title for line in words.splitlines()), f"“{words}” led to “{title}”"


def test_choices_go_along_from_page_to_page(open_page, demo_district):
    chosen = {"district": demo_district, "as_of": "2026-06", "known_on": "2026-08-31"}
    address = "&".join(f"{key}={value}" for key, value in chosen.items())
    screen = open_page(f"{registry.page('investment_completion').url_path}?{address}")
    row = screen.page.locator(ROWS).first
    row.scroll_into_view_if_needed()
    follow(screen, row)
    assert {key: query(screen)[key] for key in chosen} == {key: [value] for key, value in chosen.items()}
    assert "2026年6月" in screen.page.inner_text("body")
    assert "2026-08-31" in screen.page.inner_text("body")


def test_the_search_is_called_by_a_key_and_leads_to_a_page(open_page, demo_district):
    screen = open_page(f"{registry.page('entry_lag').url_path}?district={demo_district}&as_of=2026-06")
    screen.page.keyboard.press("Control+k")
    screen.page.keyboard.type("批次")
    screen.page.get_by_role("option", name="批次进度").wait_for()
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_function(f"location.pathname === '/{registry.page('batch_progress').url_path}'")
    screen.settle()
    assert query(screen)["as_of"] == ["2026-06"]
    screen.page.go_back()
    screen.page.wait_for_function(f"location.pathname === '/{registry.page('entry_lag').url_path}'")
    screen.settle()
    assert query(screen)["as_of"] == ["2026-06"]  # after “back” the address is the page's


def test_the_first_touch_on_a_cell_counts(browser, server, demo_district):
    with browser.new_context(has_touch=True, viewport={"width": 1180, "height": 820}) as context:
        page = context.new_page()
        page.goto(f"http://{server}/{registry.page('entry_lag').url_path}?district={demo_district}")
        cell = page.locator(".st-key-start_grid button").first
        cell.wait_for(timeout=PATIENCE)
        page.wait_for_selector(IDLE, timeout=PATIENCE)
        assert cell.bounding_box()["height"] >= 44
        cell.tap()
        page.wait_for_function("location.search.includes('start=')", timeout=PATIENCE)
