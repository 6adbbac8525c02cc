"""逾期最多: said of one unit, of two that share the place, of nobody among more."""

import pytest

from pages.components.words import most_late


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ({"甲": 1, "乙": 3}, "乙逾期最多，3 个"),
        ({"甲": 2, "乙": 2, "丙": 1}, "甲、乙逾期最多，各 2 个"),
        ({"甲": 1, "乙": 1, "丙": 1}, ""),
        ({"—": 9, "甲": 1}, "甲逾期最多，1 个"),
        ({"甲": 0}, ""),
        ({}, ""),
        ({"<b>": 1}, "&lt;b&gt;逾期最多，1 个"),
    ],
)
def test_who_has_most_that_is_late(late, said):
    assert most_late(late, "个") == said
