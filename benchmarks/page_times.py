"""Every page: first load, revisit and a change of month in the browser, and its server side alone.

``python -m benchmarks.page_times STORE`` (the demo is loaded into it where it holds nothing).
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from pages.components.registry import GROUPS, PageSpec
from tests.browser.conftest import FLAGS, serving
from tests.browser.screen import IDLE
from tests.install_browser import find_browser
from tests.stores import counted_project

DRAWN = f"{IDLE} .st-key-main-picture"
TIMES = 5


def main(store: str) -> None:
    """Print one line a page, milliseconds, medians of some runs."""
    folder = Path(store)
    os.environ["GUATU_STORE"] = store
    subprocess.run(
        [sys.executable, "-m", "etl", "demo", "--if-missing", "--store", store], check=True, stdout=subprocess.DEVNULL
    )  # noqa: S603
    district, project = counted_project(folder)
    specs = [spec for pages in GROUPS.values() for spec in pages]
    query = f"?district={district}&project={project}"
    print(f"{'page':24}{'server':>8}{'again':>8}{'first':>8}{'revisit':>8}{'month':>8}   ms", flush=True)
    with serving(folder, folder / "logs" / "server.txt") as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for spec in specs:
            context = browser.new_context(viewport={"width": 1180, "height": 820}, locale="zh-CN")
            page = context.new_page()
            address = f"http://{host}/{spec.url_path}{query}"
            first = _timed(partial(_open, page, address))
            server = _server(spec, district, project)
            revisit = statistics.median(_revisit(page, spec, specs) for _ in range(TIMES))
            month = statistics.median(_change_month(page, turn) for turn in range(TIMES))
            print(
                f"{spec.url_path or 'overview':24}"
                + "".join(f"{1000 * t:8.0f}" for t in (*server, first, revisit, month)),
                flush=True,
            )
            context.close()
        browser.close()


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(DRAWN)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _server(spec: PageSpec, district: str, project: str) -> tuple[float, float]:
    """Run the page's script alone: for a month asked for the first time, and again."""
    test = AppTest.from_file(str(Path(__file__).parents[1] / "dashboard.py"), default_timeout=60).run()
    test.switch_page(spec.path)
    test.query_params.update({"district": district, "project": project, "as_of": "2026-08"})
    test.run()
    test.query_params["as_of"] = "2026-07"
    return _timed(test.run), _timed(test.run)


def _revisit(page: Page, spec: PageSpec, specs: list[PageSpec]) -> float:
    """Go to another page inside the session and come back."""
    other = next(s for s in specs if s.url_path != spec.url_path and not s.is_hidden)
    title = page.locator("h1").first.inner_text()
    page.evaluate(
        "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }",
        f"/{other.url_path}",
    )
    page.wait_for_function(
        "title => document.querySelector('h1') && document.querySelector('h1').innerText !== title", arg=title
    )
    page.wait_for_selector(IDLE)

    def back() -> None:
        page.go_back(wait_until="commit")
        page.wait_for_function(
            "title => document.querySelector('h1') && document.querySelector('h1').innerText === title", arg=title
        )
        page.wait_for_selector(DRAWN)

    return _timed(back)


def _change_month(page: Page, turn: int) -> float:
    """Choose another month in the context bar."""
    bar = page.get_by_role("button", name="截至").first
    before = bar.inner_text()
    bar.click()
    pill = page.locator('[data-testid="stPopoverBody"] button').nth(1 + turn % 2)
    pill.wait_for()

    def choose() -> None:
        pill.click()
        page.wait_for_function(
            "before => ![...document.querySelectorAll('button')].some(b => b.innerText === before)", arg=before
        )
        page.wait_for_selector(DRAWN)

    took = _timed(choose)
    page.keyboard.press("Escape")
    return took


if __name__ == "__main__":
    main(sys.argv[1])
