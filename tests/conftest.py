"""Settings all tests share.

The host is put far from the office, in place and language: what leans on the host's clock or locale fails here first.
"""

import atexit
import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import settings

from pages.components.registry import PageSpec
from tests import stores

BROWSER = "tests/browser/"  # one browser, one server: a screen is measured, not a race
DAMAGED = "damaged workbook"  # the property in which a test says what it tried
STORES = {"demo_store", "partial_store", "broken_store"}
LAYOUTS = "drawn layout"  # the property in which a test says what became of a drawn workbook

pytest.register_assert_rewrite("tests.tables")  # so that assert_table shows what differs

os.environ.update(TZ="America/Los_Angeles", LANG="C", LC_ALL="C", PYTHONUTF8="1")
if hasattr(time, "tzset"):  # not on Windows
    time.tzset()
for name in ("GUATU_STORE", "GUATU_DISTRICTS"):  # nobody's own data are touched
    os.environ.pop(name, None)

# DuckDB tells at exit which of its objects are still alive; pytest's count is to be the last line.
atexit.register(os.dup2, os.open(os.devnull, os.O_WRONLY), 2)

settings.register_profile("repo", deadline=None, max_examples=50, print_blob=True)  # DuckDB's start-up varies
settings.load_profile("repo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a store made of the demo's workbooks."""
    for item in items:
        if STORES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("demo")


@pytest.hookimpl(optionalhook=True)  # a run without pytest-xdist has no such hook
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give each process (``pytest -n``) whole files, whose tests share what they make; all the browser's tests to one."""
    from xdist.scheduler import LoadScopeScheduling  # not every run is one of several processes

    class WholeFiles(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]

    return WholeFiles(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell at the end how many damaged and drawn workbooks were tried, in whichever process, and what became of them."""
    reports = [
        report for said in terminalreporter.stats.values() for report in said if hasattr(report, "user_properties")
    ]
    tried = [what for report in reports for name, what in report.user_properties if name == DAMAGED]
    if tried:
        kinds = len(set(tried))
        terminalreporter.write_line(f"damaged workbooks tried: {len(tried)}, {kinds} different combinations")
    drawn = [what.split() for report in reports for name, what in report.user_properties if name == LAYOUTS]
    if drawn:
        for place, name in enumerate(("without acceptance", "with acceptance")):
            counts = Counter(outcomes[place] for outcomes in drawn)
            said = ", ".join(f"{outcome} {counts[outcome]}" for outcome in ("right", "asked", "wrong"))
            terminalreporter.write_line(f"drawn layouts {name}: {said} of {len(drawn)}")
        proven = [outcomes[0] for outcomes in drawn if outcomes[2] == "proof"]
        right = proven.count("right")
        terminalreporter.write_line(
            f"drawn layouts that carry a proof: right {right} of {len(proven)} without a question"
        )


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A store with the demo districts loaded: only ever read. A copy of the one made for these very sources."""
    kept = pytestconfig.cache.mkdir("stores")
    return stores.make_filled(tmp_path_factory.mktemp("demo") / "store", kept)


@pytest.fixture(scope="session")
def partial_store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which only the annual plans are loaded."""
    return stores.make_partial(tmp_path_factory.mktemp("partial") / "store", demo_store)


@pytest.fixture(scope="session")
def broken_store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose current version is cut off."""
    return stores.make_broken(tmp_path_factory.mktemp("broken") / "store", demo_store)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which nothing was ever loaded."""
    return tmp_path_factory.mktemp("empty") / "store"


@pytest.fixture(scope="session")
def query_of(demo_store: Path) -> Callable[[PageSpec], dict[str, str]]:
    """What a page's address must say to have an answer: the page of one project, which project."""
    district, project = stores.counted_project(demo_store)

    def query_of(page: PageSpec) -> dict[str, str]:
        return {"district": district} | ({"project": project} if page.name == "project" else {})

    return query_of


@pytest.fixture(scope="session")
def address_of(query_of: Callable[[PageSpec], dict[str, str]]) -> Callable[[PageSpec], str]:
    """A page's address below the dashboard's root, as a link would write it."""
    return lambda page: f"{page.url_path}?{urlencode(query_of(page))}"
