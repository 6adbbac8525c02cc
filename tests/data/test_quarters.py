"""Calendar quarters: where each begins, which month lies before it, and its names."""

from datetime import date

import pytest

from data.quarters import quarter_before, quarter_code, quarter_start, quarter_words


@pytest.mark.parametrize(
    ("day", "start", "before", "code", "words"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2025, 12, 1), "2026Q1", "2026年第一季度"),  # the year before
        (date(2026, 3, 31), date(2026, 1, 1), date(2025, 12, 1), "2026Q1", "2026年第一季度"),  # its last day
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 3, 1), "2026Q2", "2026年第二季度"),
        (date(2026, 9, 1), date(2026, 7, 1), date(2026, 6, 1), "2026Q3", "2026年第三季度"),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 9, 1), "2026Q4", "2026年第四季度"),
    ],
)
def test_a_quarter(day, start, before, code, words):
    assert (quarter_start(day), quarter_before(day), quarter_code(day), quarter_words(day)) == (
        start,
        before,
        code,
        words,
    )
