"""A served dashboard and a real browser. Browser tests run one after the other: a screen is measured, not a race."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.screen import PATIENCE, Screen
from tests.install_browser import find_browser
from tests.stores import counted_project

ROOT = Path(__file__).parents[2]
START = 180  # seconds a server may take, however busy the machine
FLAGS = [
    *("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-color-profile=srgb"),
    *("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),  # maps
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder: so that they can be left out with -m "not browser"."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(store: Path, log: Path, port: int | None = None) -> Iterator[str]:
    """Serve the dashboard from a store on a port, by default a free one; yield its host:port."""
    host = f"127.0.0.1:{port or free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address=127.0.0.1"]
    command.append(f"--server.port={host.split(':')[1]}")
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"GUATU_STORE": str(store)}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(5 * START):
            if process.poll() is not None:
                pytest.fail(f"the dashboard did not start:\n{log.read_text()}")
            if is_healthy(host):
                break
            time.sleep(0.2)
        else:
            pytest.fail(f"the dashboard was not up within {START} seconds:\n{log.read_text()}")
        yield host
    finally:
        process.terminate()
        process.wait(timeout=60)


def is_healthy(host: str) -> bool:
    """Say whether a server answers there."""
    try:
        with urllib.request.urlopen(f"http://{host}/_stcore/health", timeout=2) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def server(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Host and port of a dashboard that serves the demo districts."""
    with serving(demo_store, tmp_path_factory.mktemp("server") / "log.txt") as host:
        yield host


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, Chrome or Edge."""
    path = find_browser()
    if not path:
        pytest.fail("no browser found: run python -m tests.install_browser")
    with sync_playwright() as playwright:
        reader = os.environ | {"LC_ALL": "C.UTF-8"}  # under C the browser cannot name a Chinese download
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env=reader)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests, so that Streamlit's own scripts are loaded once."""
    with browser.new_context(locale="zh-CN") as context:
        context.set_default_timeout(PATIENCE)
        yield context


@pytest.fixture
def open_page(browser_context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Callable[..., Screen]]:
    """Open pages in tabs of their own: ``open_page("home", (1180, 820))``; closed when the test ends."""
    tabs = []

    def open_page(path: str, size: tuple[int, int] = (1180, 820), host: str = "") -> Screen:
        host = host or request.getfixturevalue("server")
        tab = browser_context.new_page()
        tabs.append(tab)
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        screen = Screen(tab, host)
        screen.open(path)
        return screen

    yield open_page
    for tab in tabs:
        tab.close()


@pytest.fixture(scope="session")
def demo_district(demo_store: Path) -> str:
    """The id of a district of the demo."""
    return counted_project(demo_store)[0]
