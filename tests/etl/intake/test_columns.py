"""Columns are read as a whole because that is quick: each cell must mean what it means when it is read alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.intake import values
from etl.intake.money import money_reader, read_amounts
from etl.intake.row_words import TELLING, TELLING_NAME, may_tell
from etl.intake.text import shown, shown_each
from etl.intake.values import Fault, read_column, read_one

OFFICE = st.text(
    alphabet="，（）：！,;:() \n\t\u3000\u200bab12中文路合计小其一二.、注单位个项—-／Ａ０～é\u0301无#", max_size=8
)
AMOUNT = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**9), 10**9).map(lambda cents: cents / 100),
    st.integers(-(10**9), 10**9).map(lambda mills: mills / 1000),
    st.just(""),
)


@given(st.lists(OFFICE, min_size=1))
def test_texts_do_not_touch_each_other(texts):
    assert shown_each(texts) == [shown(text) for text in texts]


@given(st.lists(OFFICE, max_size=20))
@pytest.mark.parametrize("read", [values.text, values.name, values.code])
def test_a_column_of_texts(read, texts):
    alone = [read_one(text, read) for text in texts]
    found, faults = read_column(texts, read)
    assert found == [None if isinstance(one, Fault) else one for one in alone]
    assert faults == {place: one for place, one in enumerate(alone) if isinstance(one, Fault)}


@given(st.lists(AMOUNT, max_size=20))
def test_a_column_of_amounts(cells):
    alone = [read_one(cell, money_reader()) for cell in cells]
    found, faults = read_amounts(cells, "万元", None)
    assert list(found) == [None if isinstance(one, Fault) else one for one in alone]
    assert set(faults) == {place for place, one in enumerate(alone) if isinstance(one, Fault)}


@pytest.mark.parametrize(
    ("cell", "amount"),
    [(0.005, "0.01"), (1.005, "1.01"), (2.675, "2.68"), (-1.005, "-1.01"), (-0.0, "0.00"), (9e12, "9000000000000.00")],
)
def test_an_amount_is_rounded_as_it_is_written(cell, amount):
    assert str(read_amounts([cell, 1.0], "万元", None)[0][0]) == str(Decimal(amount))


@given(st.lists(OFFICE.filter(bool), max_size=20))
@pytest.mark.parametrize(("is_name", "telling"), [(False, TELLING), (True, TELLING_NAME)])
def test_no_telling_word_is_passed_over(is_name, telling, texts):
    assert {text for text in texts if telling.search(text)} <= may_tell(texts, is_name=is_name)
