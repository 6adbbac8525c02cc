"""谁要行动: a telephone that stands in a cell becomes a link; the name stays."""

import pytest

from pages.components.people import person, telephone


@pytest.mark.parametrize(
    ("cell", "number", "name"),
    [
        ("张三 13800001111", "13800001111", "张三"),
        ("李四（0731-28880000）", "073128880000", "李四"),
        ("王五", "", "王五"),
        ("13800001111", "13800001111", ""),
        (None, "", ""),
        ("赵六，科长，1380000111", "", "赵六，科长，1380000111"),  # one digit short: no number
    ],
)
def test_a_telephone_is_found_in_the_cell(cell, number, name):
    assert telephone(cell) == number
    assert person(cell) == name


def test_the_leader_stands_where_there_is_no_officer():
    assert person(None, "副区长（工业）") == "副区长（工业）"
