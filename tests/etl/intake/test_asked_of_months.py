"""The same months last year, a month of last year alone, hidden copies: told in words, and asked where it matters."""

from datetime import date

import pytest

from etl.intake import Sheet, Workbook, parse_book
from tests.etl.intake.books import PROFILE, cells, parse_drawn, report

ROWS = "甲桥 | 1000 | 300 | {}\n乙路 | 2000 | 500 | {}\n合计 | 3000 | 800 | {}"


def test_the_same_months_last_year_are_known_and_not_needed():
    drawn = """
        2026年9月重点项目调度表　单位：万元
        项目名称 | 总投资 | 2026年计划投资 | 9月完成投资 | 去年同期 |
                 |        |                |             | 1-9月完成投资 | 增幅(%)
        甲桥 | 1000 | 300 | 30 | 90 | 0.1
        乙路 | 2000 | 500 | 40 | 80 | 0.2
        合计 | 3000 | 800 | 70 | 170 |
    """
    found = parse_drawn(drawn, merged=[(2, 5, 2, 6), *((2, at, 3, at) for at in range(1, 5))])
    said = {one["column"]: one["reason"] for one in report(found)["columns"]}
    assert said["E"] == "上年同期的数，不必读"
    assert not [one for one in report(found)["notices"] if one["kind"] == "column_unread"]
    assert found.readings["Sheet1"][0].is_proven


def test_a_column_right_of_them_may_be_this_year_s_and_is_told():
    drawn = """
        2026年9月重点项目调度表　单位：万元
        项目名称 | 总投资 | 2026年计划投资 | 9月完成投资 | 去年同期 |
                 |        |                |             | 1-9月完成投资 | 1-9月完成投资
        甲桥 | 1000 | 300 | 30 | 80 | 90
        乙路 | 2000 | 500 | 40 | 70 | 80
        合计 | 3000 | 800 | 70 | 150 | 170
    """
    found = parse_drawn(drawn)
    assert [one["text"][:4] for one in report(found)["notices"] if one["kind"] == "column_unread"] == ["F 列“"]
    assert not found.readings["Sheet1"][0].is_proven


@pytest.mark.parametrize(
    ("title", "head", "received", "month"),
    [
        ("重点项目调度表", "2025年5月完成投资", date(2026, 6, 5), None),  # last year's: to compare with, or come late
        ("重点项目调度表", "2025年5月完成投资", date(2025, 6, 5), "2025-05"),  # of the year in which it came
        ("2025年重点项目调度表", "2025年5月完成投资", date(2026, 6, 5), "2025-05"),  # the title says it, too
        ("重点项目调度表", "2025年1-5月完成投资", date(2026, 6, 5), "2025-05"),  # a year to date is the sheet's own
    ],
)
def test_a_month_of_last_year_in_one_heading_alone_is_asked(title, head, received, month):
    drawn = f"{title}　单位：万元\n项目名称 | 总投资 | 年度计划投资 | {head}\n" + ROWS.format(30, 40, 70)
    found = report(parse_drawn(drawn, received_on=received))
    assert found["month"] == month
    assert ("--month" in (found["message"] or "")) is (month is None)


def test_a_month_given_by_hand_settles_it():
    drawn = "重点项目调度表　单位：万元\n项目名称 | 总投资 | 年度计划投资 | 2025年5月完成投资\n" + ROWS.format(
        30, 40, 70
    )
    assert report(parse_drawn(drawn, received_on=date(2026, 6, 5), month="2025-05"))["month"] == "2025-05"


def test_a_hidden_copy_that_is_set_aside_tells_both_sums():
    head = "2026年9月调度表　单位：万元\n项目名称 | 总投资 | 2026年计划投资 | 1-9月完成投资\n"
    shown = Sheet("调度", cells(head + ROWS.format(30, 40, 70)))
    hidden = Sheet("草稿", cells(head + ROWS.format(35, 40, 75)), is_hidden=True)
    parsed = parse_book(Workbook("九月.xlsx", [shown, hidden]), PROFILE)
    message = report(parsed, 1)["message"]
    assert "本年完成 75.00 万元" in message
    assert "本年完成 70.00 万元" in message


NO_MONTH = "2026年重点项目月报表　单位：万元\n项目名称 | 总投资 | 2026年计划投资 | {} | {}\n"


@pytest.mark.parametrize(
    ("first", "second", "rows", "month"),
    [
        ("1-2月完成投资", "本年累计完成投资", ((126, 230), (37, 50)), None),  # of an earlier month than the sheet
        ("1-2月完成投资", "本年累计完成投资", ((126, 126), (37, 37)), "2026-02"),  # both say the same
        ("1-2月完成投资", "累计完成投资", ((126, 230), (37, 50)), "2026-02"),  # since the start: more than the year's
        ("1-3月完成投资", "二季度完成投资", ((126, 40), (37, 20)), None),  # April has begun
        ("1-3月完成投资", "二季度完成投资", ((126, 0), (37, 0)), "2026-03"),  # a frame, not filled yet
        ("1-5月完成投资", "二季度完成投资", ((126, 40), (37, 20)), "2026-05"),  # the quarter of the month itself
        ("6月完成投资", "本年累计完成投资", ((26, 230), (7, 50)), None),  # the month may be the one before the sheet's
        ("6月完成投资", "累计完成投资", ((26, 230), (7, 50)), "2026-06"),
        ("1-3月完成投资", "二季度计划投资", ((126, 40), (37, 20)), "2026-03"),  # a plan of later
    ],
)
def test_a_heading_s_month_is_the_sheet_s_unless_other_figures_reach_beyond_it(first, second, rows, month):
    lines = [f"{name} | 9000 | 800 | {one} | {other}" for name, (one, other) in zip("甲乙", rows, strict=True)]
    found = report(parse_drawn(NO_MONTH.format(first, second) + "\n".join(lines)))
    assert found["month"] == month
    assert ("--month" in (found["message"] or "")) is (month is None)
