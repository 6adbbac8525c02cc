"""The calendar of statistics returns: which month falls into which period, and which period it closes."""

from datetime import date

import pytest

from data.profile import load_profile
from etl.build.sources import calendar_rows


@pytest.fixture
def profile():
    return load_profile("jingyang")


def test_without_january_periods_are_as_the_domain_numbers_them(profile):
    rows = calendar_rows(profile, 2025, 2026)
    assert len(rows) == 24
    for _, month, has_return, period, closed in rows:
        assert has_return == (month.month != 1)
        assert period == month.year * 11 + max(month.month, 2)
        assert closed == month.year * 11 + month.month


def test_where_every_month_has_a_return_each_is_a_period(profile):
    every = profile.model_copy(update={"statistics_returns": ()})
    rows = calendar_rows(every, 2025, 2026)
    assert [period for *_, period, _ in rows] == list(range(rows[0][3], rows[0][3] + 24))
    assert all(period == closed for *_, period, closed in rows)


def test_a_rule_that_changes_leaves_no_gap_between_periods(profile):
    [rule] = profile.statistics_returns
    until = rule.model_copy(update={"valid_to": date(2026, 1, 1)})
    since = rule.model_copy(update={"months_without": (), "valid_from": date(2026, 1, 1)})
    changed = profile.model_copy(update={"statistics_returns": (until, since)})
    periods = sorted({period for *_, period, _ in calendar_rows(changed, 2025, 2026)})
    assert periods == list(range(periods[0], periods[0] + 11 + 12))
