"""What a sheet proves of its reading by itself: units by size, shares, plans of two years, counts, kinds."""

import pytest

from etl.intake import Sheet, Workbook, parse_book
from tests.etl.intake.books import PROFILE, cells, field, parse_drawn, report

SIZES = [  # totals of two projects and their sum, whether their size alone proves 万元
    ("500 | 500 | 1000", True),
    ("499 | 499 | 998", False),
    ("30000 | 8000 | 38000", True),
    ("1000000 | 1000000 | 2000000", True),
    ("1000001 | 1000001 | 2000002", False),  # might be 元
    ("3.5 | 1.2 | 4.7", False),  # might be 亿元
]


@pytest.mark.parametrize(("totals", "is_proven"), SIZES)
def test_a_unit_that_nobody_states_is_proven_by_the_size_of_totals(totals, is_proven):
    first, second, total = totals.split(" | ")
    parsed = parse_drawn(
        f"2026年9月重点项目调度表\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | {first} | 4000\n乙道路 | {second} | 6000\n"
        f"合计 | {total} | 10000\n"
    )
    (reading,) = parsed.readings["Sheet1"]
    assert bool({"unit_assumed", "unit_doubt"} & reading.doubts.keys()) is not is_proven


def test_a_unit_by_size_is_not_proven_where_a_row_seems_to_be_in_two_units():
    parsed = parse_drawn(
        "2026年9月重点项目调度表\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | 30000 | 0.4\n乙道路 | 8000 | 0.6\n"
        "合计 | 38000 | 1\n"
    )
    assert not parsed.readings["Sheet1"][0].is_proven


SHARES = ["59.2%", "59.2％"]


@pytest.mark.parametrize("share", [*SHARES, 0.592])
def test_a_share_under_the_words_of_an_amount_is_told_by_what_it_shows(share):
    rows = cells(
        "2026年9月重点项目调度表（单位：万元）\n项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资 | 完成年度计划\n"
        "甲厂房 | 3000 | 500 | 296 | \n合计 | 3000 | 500 | 296 | \n"
    )
    rows[2][4] = share
    percents = frozenset({(2, 4)} if isinstance(share, float) else ())
    sheet = Sheet("Sheet1", rows, [], percents=percents)
    parsed = parse_book(Workbook("表.xlsx", [sheet]), PROFILE)
    assert field(parsed, "annual_plan_wan") == [500]
    assert parsed.readings["Sheet1"][0].is_proven
    assert report(parsed)["columns"][4]["reason"] == "写的是百分比，不是金额，不必读"


def test_an_amount_under_the_words_of_a_share_is_asked():
    parsed = parse_drawn(
        "2026年9月重点项目调度表（单位：万元）\n项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资 | 完成年度计划\n"
        "甲厂房 | 3000 | 500 | 296 | 59.2\n合计 | 3000 | 500 | 296 | \n"
    )
    assert not parsed.readings["Sheet1"][0].is_proven


@pytest.mark.parametrize(("later", "is_proven"), [("300", True), ("299", False)])
def test_each_of_two_years_plans_is_held_against_its_own_total(later, is_proven):
    parsed = parse_drawn(
        "2026年重点项目投资计划（单位：万元）\n项目名称 | 总投资 | 2026年计划投资 | 2027年计划投资\n"
        f"甲厂房 | 3000 | 500 | 100\n乙道路 | 2000 | 400 | 200\n合计 | 5000 | 900 | {later}\n"
    )
    assert parsed.readings["Sheet1"][0].is_proven is is_proven


EARLIER = [  # columns of a plan sheet that are understood and need no field
    "2025年完成投资",
    "至上年底累计完成投资",
    "2025年底前累计完成投资",
]


@pytest.mark.parametrize("heading", EARLIER)
def test_what_was_done_before_the_plans_year_needs_no_question(heading):
    parsed = parse_drawn(
        f"2026年重点项目投资计划（单位：万元）\n项目名称 | 总投资 | 2026年计划投资 | {heading}\n"
        "甲厂房 | 3000 | 500 | 100\n乙道路 | 2000 | 400 | 200\n合计 | 5000 | 900 | 300\n"
    )
    assert parsed.readings["Sheet1"][0].is_proven


def test_what_is_done_in_the_plans_own_year_is_asked():
    parsed = parse_drawn(
        "2026年重点项目投资计划（单位：万元）\n项目名称 | 总投资 | 2026年计划投资 | 2026年完成投资\n"
        "甲厂房 | 3000 | 500 | 100\n合计 | 3000 | 500 | 100\n"
    )
    assert "annual_plan" not in parsed.records or not parsed.readings["Sheet1"][0].is_proven


KINDS = [  # title, columns beside the name and total, kind
    ("2026年9月重点项目推进情况统计表", "建设性质 | 2026年计划投资 | 1-9月完成投资", "dispatch"),
    ("2026年9月项目情况表", "建设性质 | 2026年计划投资 | 1-9月完成投资", "dispatch"),
    ("2026年9月项目情况表", "建设性质 | 1-9月完成投资 | 9月完成投资", "dispatch"),
    ("2026年9月项目情况表", "建设性质 | 自开始建设累计完成投资 | 1-9月完成投资", "statistics_return"),
    (
        "2026年9月固定资产投资项目情况（206表）",
        "建设性质 | 自开始建设累计完成投资 | 1-9月完成投资",
        "statistics_return",
    ),
]


@pytest.mark.parametrize(("title", "headings", "kind"), KINDS)
def test_figures_beside_a_plan_are_reported_ones_not_those_of_the_return(title, headings, kind):
    parsed = parse_drawn(f"{title}（单位：万元）\n项目名称 | 总投资 | {headings}\n甲厂房 | 3000 | 新建 | 500 | 300\n")
    assert report(parsed)["kind"] == kind


@pytest.mark.parametrize(("count", "is_proven"), [(1, True), (4, False)])
def test_a_number_of_projects_counts_up_to_the_next_group_whatever_that_is_called(count, is_proven):
    drawn = (
        "2026年9月重点项目调度表（单位：万元）\n序号 | 项目名称 | 责任单位 | 总投资 | 1-9月完成投资\n"
        f"一、区住建局（{count}个） | | | |\n1 | 甲厂房 | 区住建局 | 3000 | 100\n区教育局项目 | | | |\n"
        + "".join(f"{at} | 学校{at} | 区教育局 | 1000 | 50\n" for at in range(2, 10))
        + "合计 | | | 11000 | 500\n"
    )
    assert parse_drawn(drawn).readings["Sheet1"][0].is_proven is is_proven
