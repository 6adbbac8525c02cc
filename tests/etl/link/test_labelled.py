"""On the labelled pairs: no wrong automatic link, on the part that rules were tuned on nor on the third that they were not."""

import pytest

from benchmarks.link_quality import SIDES, families, halves, measure


def test_the_set_is_as_large_and_as_hard_as_it_should_be():
    sides = [[sum(row.kind == kind for row in rows) for kind in SIDES.values()] for _, rows in families()]
    assert sum(projects * statistics for projects, statistics in sides) >= 300
    titles = [title for title, _ in families()]
    assert len(set(titles)) == len(titles)
    assert 0.25 < len(halves()["held out"]) / len(titles) < 0.4


@pytest.mark.parametrize("part", ["tuned", "held out"])
def test_no_wrong_automatic_link(part, tmp_path):
    seen = measure(halves()[part], tmp_path)
    assert seen.wrong == []
    assert seen.recall >= 0.75, seen.left
    assert seen.found >= 0.9, seen.missed
