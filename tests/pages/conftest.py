"""Pages run without a browser."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.components import states

ROOT = Path(__file__).parents[2]
FAILED = states.failed  # as readers meet it
PATIENCE = 300  # seconds after which a page hangs, however busy the machine


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """Let Streamlit look for components among the installed packages once, not for every AppTest: it reads all of them."""
    with pytest.MonkeyPatch.context() as patched:
        scan = cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True)
def faults_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page's own fault reach the test as ``app.exception``, where a reader would see words."""

    def raised(error: Exception) -> None:
        raise error

    monkeypatch.setattr(states, "failed", raised)


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Run a registered page over a store: ``run_page("pages/overview.py", store, district="…")``."""

    def run_page(path: str, store: Path, **query: str) -> AppTest:
        monkeypatch.setenv("GUATU_STORE", str(store))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE).run()
        app.switch_page(path)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return run_page


def words_on(app: AppTest) -> str:
    """Everything a page says in words, one element a line."""
    said = (getattr(element, "body", None) or getattr(element, "value", None) for element in app.main)
    return "\n".join(text for text in said if isinstance(text, str))
