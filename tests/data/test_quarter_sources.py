"""A quarter is 暂定 until its months and its sheets are there."""

from datetime import date

import pytest

from data.quarter_sources import QUARTERLY, lacking, quarter_title

SEPTEMBER = date(2026, 9, 1)
ALL = {"statistics_return": SEPTEMBER} | dict.fromkeys(QUARTERLY, date(2026, 7, 1))


@pytest.mark.parametrize(
    ("as_of", "change", "said"),
    [
        (SEPTEMBER, {}, []),
        (date(2026, 8, 1), {"statistics_return": date(2026, 8, 1)}, ["本季到8月"]),
        (SEPTEMBER, {"statistics_return": date(2026, 8, 1)}, ["统计月报截至2026年8月"]),
        (SEPTEMBER, {"issue": date(2026, 6, 1)}, ["问题台账截至2026年6月"]),  # last quarter's
        (SEPTEMBER, {"issue": date(2026, 7, 1)}, []),  # dated by the quarter's first month
        (SEPTEMBER, {"issue": None}, ["问题台账未载入"]),
    ],
)
def test_what_is_lacking(as_of, change, said):
    sources = {kind: month for kind, month in (ALL | change).items() if month}
    assert lacking(as_of, sources) == said
    assert ("（暂定）" in quarter_title(as_of, sources)) == bool(said)
