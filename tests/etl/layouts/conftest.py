"""Keep what became of each drawn workbook with the test's result, so that it is told at the end (tests/conftest.py)."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import LAYOUTS

TRIED: list[str] = []  # outcome without and with acceptance, and whether the sheet carries a proof


@pytest.fixture(autouse=True)
def keep(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Note what this test has tried."""
    before = len(TRIED)
    yield
    for what in TRIED[before:]:
        record_property(LAYOUTS, what)
