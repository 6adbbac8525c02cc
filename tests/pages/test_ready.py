"""Answers are there before a reader comes: those of the views that open by default, of every version once."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from data import warehouse
from data.profile import load_profile
from data.reading import Reader
from metrics.completion.investment_completion import investment_completion
from metrics.registry import all_metrics
from pages.components import ready

ROOT = Path(__file__).parents[2]


class Shut:
    """A cursor of which nothing may be asked."""

    def execute(self, *_: object) -> None:
        raise AssertionError("it was not answered before")


@pytest.fixture
def version(demo_store, monkeypatch) -> warehouse.Warehouse:
    monkeypatch.setenv("GUATU_STORE", str(demo_store))
    monkeypatch.setattr(warehouse, "_open", {})
    found = warehouse.connect()
    only = {
        name: all_metrics()[name] for name in ("investment_completion", "source_cells")
    }  # the second needs a project
    monkeypatch.setattr(ready, "all_metrics", lambda: only)
    return found


def test_what_a_page_asks_by_default_is_answered_before(version):
    profile, asked = load_profile("tianyuan"), {"as_of": date(2026, 9, 1), "by": "responsible_unit"}
    with pytest.raises(AssertionError):
        investment_completion(Reader(Shut(), version._answers), profile=profile, **asked)
    ready.answer(version)
    before = investment_completion(Reader(Shut(), version._answers), profile=profile, **asked)
    assert before.equals(investment_completion(version.cursor(), profile=profile, **asked))


def test_each_version_is_asked_once_whoever_published_it(monkeypatch):
    turns = iter(["wh-1", "wh-1", "wh-2", None, "wh-2"])
    answered, current, loaded = [], [], []

    def next_version() -> str | None:
        current.append(next(turns))
        if len(current) == 5:
            ready._end.set()
        return current[-1]

    monkeypatch.setattr(ready, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(ready, "_end", type(ready._end)())
    monkeypatch.setattr(warehouse, "current_version", next_version)
    monkeypatch.setattr(warehouse, "connect", lambda: current[-1])
    monkeypatch.setattr(ready, "answer", answered.append)
    monkeypatch.setattr(ready, "load_components", lambda: loaded.append(answered[-1]))
    ready._watch()
    assert answered == loaded == ["wh-1", "wh-2"]


def test_what_pages_are_made_of_is_imported_before():
    """A new process, in which no page has been opened, has all components afterwards."""
    told = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import sys; from pages.components import ready; first = set(sys.modules); ready.load_components();"
            "print(*(name for name in sys.modules if name not in first))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    written = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOT.glob("pages/components/*/*.py")}
    components = {name for name in written if not name.endswith("__init__")}
    assert len(components) > 50
    assert components <= set(told.stdout.split())


def test_a_fault_of_one_version_does_not_end_the_watch(monkeypatch):
    turns, seen = iter(["wh-1", "wh-2"]), []

    def next_version() -> str:
        seen.append(next(turns))
        if len(seen) == 2:
            ready._end.set()
        return seen[-1]

    def broken() -> None:
        raise warehouse.WarehouseBroken(seen[-1])

    monkeypatch.setattr(ready, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(ready, "_end", type(ready._end)())
    monkeypatch.setattr(warehouse, "current_version", next_version)
    monkeypatch.setattr(warehouse, "connect", broken)
    ready._watch()
    assert seen == ["wh-1", "wh-2"]
