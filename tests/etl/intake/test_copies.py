"""A hidden sheet is never the equal of a visible one: a copy of it is set aside, and told."""

import pytest

from etl.intake import Sheet, Workbook, parse_book
from tests.etl.intake.books import PROFILE, cells, outcomes, report

SEPTEMBER = """
2026年9月重点项目调度表（单位：万元）
项目名称 | 1-9月完成投资
甲厂房 | 300
乙道路 | 500
丙学校 | 200
"""
DRAFT = SEPTEMBER.replace("300", "280").replace("200", "190")
AUGUST = DRAFT.replace("9月", "8月")
OTHERS = SEPTEMBER.replace("甲", "丁").replace("乙", "戊").replace("丙", "己")
MORE = SEPTEMBER.replace("丙", "己") + "庚医院 | 100\n辛公园 | 100\n"  # two of its five are on the visible one
PLAN = """
2026年重点项目年度计划（单位：万元）
项目名称 | 年度计划投资
甲厂房 | 900
乙道路 | 800
"""
CASES = [  # what is hidden beside SEPTEMBER, rows of it that are loaded
    ("an older draft", DRAFT, 0),
    ("the same once more", SEPTEMBER, 0),
    ("another month", AUGUST, 3),
    ("other projects", OTHERS, 3),
    ("few in common", MORE, 5),
    ("another kind", PLAN, 2),
]


@pytest.mark.parametrize(("hidden", "loaded"), [case[1:] for case in CASES], ids=[name for name, *_ in CASES])
@pytest.mark.parametrize("hidden_first", [False, True])
def test_hidden_beside_visible(hidden, loaded, hidden_first):
    sheets = [Sheet("调度", cells(SEPTEMBER)), Sheet("底稿", cells(hidden), is_hidden=True)]
    parsed = parse_book(Workbook("表.xlsx", sheets[::-1] if hidden_first else sheets), PROFILE)
    seen, put_away = (report(parsed, place) for place in ((1, 0) if hidden_first else (0, 1)))
    assert (seen["loaded"], put_away["loaded"]) == (3, loaded)
    assert sum(put_away["skipped"].values()) + put_away["rejected"] + loaded == put_away["rows_total"]
    if not loaded:
        assert "“调度”" in put_away["message"]
        assert "取消隐藏" in put_away["message"]
        assert not any(row["sheet"] == "底稿" for table in parsed.records.values() for row in table.to_pylist())


def test_hidden_alone_is_loaded():
    parsed = parse_book(Workbook("表.xlsx", [Sheet("底稿", cells(DRAFT), is_hidden=True)]), PROFILE)
    assert outcomes(parsed).count("loaded") == 3
