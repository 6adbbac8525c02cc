"""Keep what each damaged sheet was made of with the test's result, so that it is told at the end (tests/conftest.py)."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import DAMAGED

TRIED: list[str] = []  # what each was made of


@pytest.fixture(autouse=True)
def keep(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Note what this test has tried."""
    before = len(TRIED)
    yield
    for what in TRIED[before:]:
        record_property(DAMAGED, what)
