"""Answers of the views that open by default, asked before a reader comes: as the server starts, after each publication.

What the metrics ask of a version is kept with it (``Warehouse.reader``), so a first visitor's page finds it there.
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from inspect import signature
from pkgutil import walk_packages

from data import warehouse
from data.profile import Profile, district_ids, load_profile
from data.reading import Reader
from metrics.loaded_months import last_month
from metrics.registry import Metric, all_metrics
from pages import components

EVERY_SECONDS = 5.0  # how often it is looked whether another version is published
GROUPS = (None, "responsible_unit", "project", "month", "town")  # by which pages group where nobody has chosen
FIRST = ("overview", "completion")  # subjects, in the order in which readers come by them

_end = threading.Event()


def start() -> None:
    """Begin in a thread of its own that ends with the server."""
    thread = threading.Thread(target=_watch, name="ready", daemon=True)
    thread.start()

    def end() -> None:
        _end.set()
        thread.join()  # a question is over in a moment; DuckDB is not left in the midst of one

    atexit.register(end)


def _watch() -> None:
    asked = ""
    while not _end.is_set():
        with suppress(Exception):  # whatever is wrong with a version, its pages say it
            if (current := warehouse.current_version()) and current != asked:
                asked = current
                answer(warehouse.connect())
                load_components()
        _end.wait(EVERY_SECONDS)


def load_components() -> None:
    """Import what all pages are made of, so that nobody waits for it who is the first on a page."""
    for found in walk_packages(components.__path__, f"{components.__name__}."):
        if _end.is_set():
            return
        import_module(found.name)


def answer(version: warehouse.Warehouse) -> None:
    """Ask all metrics that need no more than a district and its last month, of every district that is loaded."""
    for district in district_ids():
        profile = load_profile(district)
        for metric, by in _questions():
            if _end.is_set():
                return
            with suppress(Exception), version.reader() as con:  # a district without data; a fault, that its page says
                _ask(metric, by, con, profile)


def _ask(metric: Metric, by: str | None, con: Reader, profile: Profile) -> None:
    options: dict[str, object] = {"by": by} if by else {}
    if "as_of" in signature(metric.function).parameters:
        options["as_of"] = last_month(con, profile)  # type: ignore[arg-type]
    metric.function(con, profile=profile, **options)


def _questions() -> Iterator[tuple[Metric, str | None]]:
    among = [one for one in all_metrics().values() if not any(option.is_required for option in one.options)]
    for metric in sorted(among, key=lambda one: (one.subject not in FIRST, one.subject)):
        yield from ((metric, by) for by in GROUPS if by is None or by in metric.groups)
