"""How figures are written: rounding half up on decimals, units, signs, and nothing for nothing."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import dictionary, formats


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0 万元"),
        (0.4, "0.40 万元"),  # below 1 the rest is not rounded away
        (-0.5, "−0.50 万元"),
        (0.999, "1.00 万元"),
        (9876.5, "9,877 万元"),
        (9999.4, "9,999 万元"),
        (9999.5, "1.00 亿元"),  # rounds to 1 亿: written as such
        (10000, "1.00 亿元"),
        (10050, "1.01 亿元"),  # 1.005 half up
        (-123456.789, "−12.35 亿元"),
        (12345678901, "1,234,567.89 亿元"),
        (Decimal("12345.00"), "1.23 亿元"),
        (None, "—"),
        (float("nan"), "—"),
        (pd.NA, "—"),
    ],
)
def test_money(amount, written):
    assert formats.money(amount) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.684, "68.4%"),
        (0.6845, "68.5%"),  # half up, also where the binary fraction lies below
        (0.0005, "0.1%"),
        (1.0, "100.0%"),
        (1.2345, "123.5%"),
        (-0.0004, "0.0%"),  # no −0
        (-0.0005, "−0.1%"),
        (None, "—"),
    ],
)
def test_percent(share, written):
    assert formats.percent(share) == written


@pytest.mark.parametrize(
    ("parts", "total", "written"),
    [
        ([0.04, 0.04, 0.04], "0.1", ["0.1", "0.0", "0.0"]),  # three equal remainders: the first in order
        ([0.04, 0.05, 0.04], "0.1", ["0.0", "0.1", "0.0"]),  # the largest remainder goes up
        ([-0.36, 0.10, 10.78], "10.5", ["-0.4", "0.1", "10.8"]),  # as each by itself
        ([-0.36, 0.10, 10.78], "10.6", ["-0.3", "0.1", "10.8"]),  # the written levels lie 0.1 further apart
        ([-0.04, -0.04], "-0.1", ["0.0", "-0.1"]),
        ([0.05, 0, -0.05], "0.0", ["0.1", "0.0", "-0.1"]),  # half a unit
        ([0, 0, 0], "0.0", ["0.0", "0.0", "0.0"]),
        ([], "0.0", []),
    ],
)
def test_parts_add_up_as_written(parts, total, written):
    assert formats.adding_up(parts, Decimal(total)) == [Decimal(part) for part in written]


@given(st.lists(st.decimals(-40, 40, places=5), max_size=7), st.decimals(-100, 100, places=5))
def test_no_written_part_is_a_unit_off_and_zero_stays(parts, before):
    """A plain recount: the sum is that of the written ends, each part lies under a unit away, none appears from nothing."""
    total = formats.rounded(before + sum(parts), 1) - formats.rounded(before, 1)
    written = formats.adding_up(parts, total)
    assert sum(written) == total
    assert all(abs(one - part) < Decimal("0.1") for one, part in zip(written, parts, strict=True))
    assert all(not one for one, part in zip(written, parts, strict=True) if not part)


@pytest.mark.parametrize(
    ("value", "written"),
    [(5, "+5.0"), (-6.6, "−6.6"), (0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"), (-0.05, "−0.1"), (pd.NaT, "—")],
)
def test_points_are_signed(value, written):
    assert formats.signed(value) == written


def test_half_up_on_the_decimals_a_person_reads():
    assert formats.number(2.675, 2) == "2.68"  # 2.67499999… in binary
    assert formats.number(0.1 + 0.2, 1) == "0.3"
    assert formats.number(1234567.5) == "1,234,568"
    assert formats.number(-1234567.5) == "−1,234,568"


def test_amounts_that_stand_together_share_a_unit():
    assert formats.money_unit(800, 12000, None) == "亿元"
    assert formats.money_unit(800, 9999) == "万元"
    assert formats.money_unit(None) == "万元"
    assert formats.money_figure(800, "亿元") == "0.08"
    assert formats.money_figure(30104, "万元") == "30,104"


def test_dates_and_words():
    assert formats.month(date(2026, 9, 1)) == "2026年9月"
    assert formats.day(pd.Timestamp("2026-09-03")) == "2026年9月3日"
    assert formats.iso_date(date(2026, 9, 3)) == "2026-09-03"
    assert formats.light("behind") == "▼ 滞后"
    assert formats.light(None) == "○ 未到期"
    assert formats.none_because("无年度计划") == "—（无年度计划）"


@pytest.mark.parametrize(
    ("cell", "kind", "written"),
    [
        (True, "flag", "是"),
        (float("nan"), "light", "○ 未到期"),
        (12345.678, "money", "12,346"),
        (3.0, "months", "3"),
        (2.5, "months", "2.5"),
        (1234, "count", "1,234"),
        (float("nan"), "count", "—"),
        (pd.Timestamp("2026-09-01"), "month", "2026年9月"),
        ("<script>", "text", "<script>"),
        ("", "text", ""),
    ],
)
def test_cells_are_written_as_their_kind(cell, kind, written):
    assert formats.write(cell, kind) == written


def test_every_entry_of_the_dictionary_can_be_shown():
    for entry in dictionary.entries().values():
        assert entry.label
        assert entry.meaning
        assert formats.write(None, entry.kind) in {"—", "○ 未到期"}
        assert (entry.kind in {"money", "percent", "points"}) <= bool(entry.unit), entry.name


def test_an_undefined_column_says_where_to_define_it():
    with pytest.raises(KeyError, match="'surprise' is not in dictionary.toml"):
        dictionary.lookup("surprise")
