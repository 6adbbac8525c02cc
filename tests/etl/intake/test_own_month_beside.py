"""“1-9月完成” and “10月完成” side by side: together they are October's year to date, where the sheet proves it."""

import pytest

from tests.etl.intake.books import cells, field, notices, parse_drawn, report

PLAIN = """
{title}（单位：万元）
项目名称 | 年度计划 | {before} | {own} {more}
甲 | 1000 | 500 | 100 {a}
乙 | 2000 | 800 | 200 {b}
丙 | 3000 | 900 | {c} {d}
"""
TITLE = "2026年10月重点项目调度表"
BARE = {"more": "", "a": "", "b": "", "c": 300, "d": ""}
SHARE = {"more": "| 占年度计划（%）", "a": "| 60", "b": "| 50", "c": 300, "d": "| 40"}
WRONG = SHARE | {"a": "| 50", "b": "| 40", "d": "| 30"}  # the shares are those of 1-9月 alone
SINCE = {
    "more": "| 截至2025年底完成投资 | 自开工累计完成投资 | 占年度计划（%）",
    "a": "| 40 | 640 | 60",
    "b": "| 0 | 1000 | 50",
    "c": 300,
    "d": "| 7 | 1207 | 40",
}

CASES = {  # title, headings, what stands beside → year to date or None where nothing loads, and whether it is proven
    "a share of both": (TITLE, "1-9月完成投资", "10月完成投资", SHARE, [600, 1000, 1200], True),
    "other words": ("2026年10月进度", "1～9月累计完成", "10月当月完成投资", SHARE, [600, 1000, 1200], True),
    "this month's without its number": (TITLE, "1-9月完成投资", "本月完成投资", SHARE, [600, 1000, 1200], True),
    "the sum since the start": (TITLE, "1-9月完成投资", "10月完成投资", SINCE, [600, 1000, 1200], True),
    "nothing proves it": (TITLE, "1-9月完成投资", "10月完成投资", BARE, [600, 1000, 1200], False),
    "a share of the earlier months": (TITLE, "1-9月完成投资", "10月完成投资", WRONG, [600, 1000, 1200], False),
    "no title names the month": ("2026年重点项目", "1-9月完成投资", "10月完成投资", SHARE, [600, 1000, 1200], True),
    "two months on": (TITLE, "1-8月完成投资", "10月完成投资", BARE, None, False),
    "September's sheet": ("2026年9月调度表", "1-9月完成投资", "9月完成投资", BARE, [500, 800, 900], False),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_both_together_are_the_year_to_date(case):
    title, before, own, said, expected, is_proven = CASES[case]
    parsed = parse_drawn(PLAIN.format(title=title, before=before, own=own, **said))
    if expected is None:
        assert report(parsed)["loaded"] == 0 and "前后不一" in report(parsed)["message"]
        return
    assert field(parsed, "reported_ytd_wan") == expected
    assert field(parsed, "reported_month_wan") == [100, 200, 300]
    [reading] = parsed.readings["Sheet1"]
    assert reading.is_proven is is_proven
    is_added = expected != [500, 800, 900]
    assert ((2, "month_added") in notices(parsed)) is is_added


@pytest.mark.parametrize(
    ("own", "expected"),
    [("", [600, 1000, 900]), ("约三百", [600, 1000, None]), ("0", [600, 1000, 900])],
    ids=["blank: nothing this month", "cannot be read: the sum is not known", "nought"],
)
def test_what_is_missing_of_one_of_them(own, expected):
    said = SHARE | {"c": own, "d": "| "}
    parsed = parse_drawn(PLAIN.format(title=TITLE, before="1-9月完成投资", own="10月完成投资", **said))
    assert field(parsed, "reported_ytd_wan") == expected
    assert bool(report(parsed)["cell_faults"]) is (expected[-1] is None)


def test_a_column_of_the_whole_is_read_instead():
    parsed = parse_drawn(
        """
        2026年10月重点项目调度表（单位：万元）
        项目名称 | 年度计划 | 1-9月完成投资 | 10月完成投资 | 1-10月完成投资
        甲 | 1000 | 500 | 100 | 601
        """
    )
    assert field(parsed, "reported_ytd_wan") == [601]


def test_a_month_s_and_a_sum_s_unit_may_differ():
    drawn = """
        2026年10月重点项目调度表
        项目名称 | 年度计划(万元) | 1-9月完成投资(亿元) | 10月完成投资(万元)
        甲 | 10000 | 0.5 | 100
        合计 | 10000 | 0.5 | 100
        """
    parsed = parse_drawn(drawn)
    assert len(cells(drawn)) == 4
    assert field(parsed, "reported_ytd_wan") == [5100]
