"""Layouts that offices send and that were once read wrong: each kind with its boundary."""

import pytest

from etl.intake import Sheet, Workbook, parse_book
from tests.etl.intake.books import PROFILE, cells, field, parse_drawn, report

UNIT_ROWS = ["单位： | 元 | | ", "单位: | （元） | | ", "| 计量单位 | 元 |", "（单位：元） | | | "]


@pytest.mark.parametrize("unit", UNIT_ROWS)
def test_a_unit_between_title_and_header_of_a_further_table_is_that_tables(unit):
    parsed = parse_drawn(
        f"""
        2026年重点项目投资计划表 | | |
        单位：万元 | | |
        序号 | 项目名称 | 总投资 | 年度计划投资
        1 | 甲厂房 | 4000 | 700
        | | |
        2026年重点项目建议计划 | | |
        {unit}
        序号 | 项目名称 | 总投资 | 2026年计划投资
        1 | 乙道路 | 30000000 | 5000000
        """
    )
    assert field(parsed, "project_name") == ["甲厂房", "乙道路"]
    assert field(parsed, "total_investment_wan") == [4000, 3000]
    assert field(parsed, "annual_plan_wan") == [700, 500]


MONTHS = [("2026年8月重点项目调度表", ["2026-08-01", "2026-09-01"]), ("重点项目调度表（续）", ["2026-09-01"] * 2)]


@pytest.mark.parametrize(("title", "months"), MONTHS)
def test_a_header_said_again_below_another_months_title_is_another_table(title, months):
    head = "序号 | 项目名称 | 总投资 | 本年累计完成投资"
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元） | | |
        {head}
        1 | 甲厂房 | 4000 | 300
         | | |
        {title} | | |
        {head}
        1 | 乙道路 | 3000 | 200
        """
    )
    found = zip(field(parsed, "project_name"), map(str, field(parsed, "month")), strict=True)
    assert sorted(found) == sorted(zip(["乙道路", "甲厂房"], months, strict=True))


RIGHT_PARTS = [  # what stands above the columns right of an empty one
    ("单位：万元", 1),
    ("（单位：总投资亿元，其他万元）", 1),
]


@pytest.mark.parametrize(("above", "tables"), RIGHT_PARTS)
def test_a_unit_above_the_columns_behind_an_empty_one_makes_no_table_of_them(above, tables):
    unit = "1.2" if "亿" in above else "12000"
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表 | | | | |
        | | | | {above} |
        序号 | 项目名称 | 总投资 | | 年度计划投资 | 1-9月完成投资
        1 | 甲厂房 | {unit} | | 700 | 300
        """
    )
    assert parsed.sheets.num_rows == tables
    if tables == 1:
        assert field(parsed, "total_investment_wan") == [12000]
        assert field(parsed, "reported_ytd_wan") == [300]


KINDS_BELOW = [  # title of a further table, some rows above its header; its kind
    ("2026年9月投资项目入统情况表", "statistics_return"),
    ("2026年9月重点项目推进情况表", "dispatch"),
]


@pytest.mark.parametrize(("title", "kind"), KINDS_BELOW)
def test_the_title_of_a_further_table_says_its_kind_over_blank_rows(title, kind):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元） | | | |
        序号 | 项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资
        1 | 甲厂房 | 4000 | 700 | 300
         | | | |
        {title} | | | |
         | 单位：万元 | | |
         | | | |
        序号 | 项目名称 | 责任单位 | 计划总投资 | 本年累计完成投资
        1 | 乙道路 | 区住建局 | 3000 | 200
        """
    )
    assert field(parsed, "project_name", kind)[-1] == "乙道路"


PROPOSED = [  # unit stated, total, what is proposed in 万元
    ("", "69000", 69000),
    ("", "6.9", 69000),  # only 亿元 is of that size
    ("", "690000000", 69000),  # only 元
    ("单位：亿元", "69000", 69000),  # 69000亿元 is meant by nobody
    ("单位：元", "69000", 6.9),
]


@pytest.mark.parametrize(("unit", "total", "proposed"), PROPOSED)
def test_the_unit_that_is_proposed_is_one_that_can_be_meant(unit, total, proposed):
    parsed = parse_drawn(
        f"2026年9月重点项目调度表\n{unit or '重点项目'}\n项目名称 | 总投资 | 1-9月完成投资（万元）\n甲厂房 | {total} | 40\n"
    )
    (found,) = field(parsed, "total_investment_wan")
    assert float(found) == proposed
    assert not parsed.readings["Sheet1"][0].is_proven


def test_a_unit_in_doubt_is_asked_however_well_the_sums_agree():
    parsed = parse_drawn(
        "2026年9月重点项目调度表\n单位：亿元\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | 69000 | 400\n乙道路 | 3000 | 100\n"
        "合计 | 72000 | 500\n"
    )
    assert "unit_doubt" in parsed.readings["Sheet1"][0].doubts


@pytest.mark.parametrize("heading", ["", "内容", "类别"])
def test_rows_of_what_was_planned_are_told_though_their_column_has_no_name(heading):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 总投资 | {heading} | 1-9月累计
        甲厂房 | 3000 | 应完成 | 900
         | | 实际完成 | 700
        乙道路 | 2000 | 应完成 | 500
         | | 实际完成 | 400
        """
    )
    assert field(parsed, "reported_ytd_wan") == [700, 400]
    told = [one["text"] for one in report(parsed)["notices"] if one["kind"] == "column_unread"]
    assert any(text.startswith("B 列“总投资”只在没有读的行里有") for text in told)


ISSUE_TITLES = [("2026年9月重点项目推进情况表", None), ("2026年9月重点项目问题清单", "issue")]


@pytest.mark.parametrize(("title", "kind"), ISSUE_TITLES)
def test_a_table_of_amounts_is_no_list_of_issues(title, kind):
    parsed = parse_drawn(
        f"{title}\n编号 | 项目名称 | 责任单位 | 上年总投资 | 上年完成投资 | 存在问题\n1 | 甲厂房 | 区住建局 | 30 | 20 | 征地\n"
    )
    assert report(parsed)["kind"] == kind


@pytest.mark.parametrize(
    ("name", "title", "month"),
    [
        ("08 2026年重点项目", "9月重点项目调度表", "2026-09-01"),
        ("附件3 2026年重点项目", "9月重点项目调度表", "2026-09-01"),
        ("重点项目", "2026年9月重点项目调度表（含2025年结转项目）", "2026-09-01"),
        ("2026年重点项目", "9月重点项目调度表（含2025年结转项目）", "2026-09-01"),
        ("重点项目", "9月重点项目调度表（含2025年结转项目）", None),
    ],
)
def test_the_year_behind_a_number_counts_and_that_of_projects_carried_over_does_not(name, title, month):
    parsed = parse_drawn(
        f"{title}（单位：万元）\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | 3000 | 300\n", name=f"{name}.xlsx"
    )
    found = [str(day) for day in field(parsed, "month")] if parsed.records else [None]
    assert found == [month]


def test_a_hidden_sheet_never_takes_the_place_of_a_visible_one_that_is_refused():
    drawn = "{}重点项目调度表（单位：万元）\n项目名称 | 总投资 | 1-9月完成投资\n甲厂房 | 3000 | 300\n"
    visible = Sheet("调度", cells(drawn.format("")), [])
    hidden = Sheet("旧表", cells(drawn.format("2026年9月")), [], is_hidden=True)
    parsed = parse_book(Workbook("表.xlsx", [visible, hidden]), PROFILE)
    assert not parsed.records
    assert "隐藏的表" in report(parsed, 1)["message"]
    assert not parsed.readings["旧表"]


@pytest.mark.parametrize("parents", [" | | 投资情况 | | | 去年同期 | ", " | | | | | 上年同期 | "])
def test_a_row_of_parents_that_nobody_merged_belongs_to_the_header(parents):
    parsed = parse_drawn(
        f"""
        2026年6月重点项目推进情况表（单位：万元） | | | | | |
        {parents}
        序号 | 项目名称 | 总投资 | 1-6月完成投资 | 本月完成投资 | 1-6月完成投资 | 6月完成投资
        1 | 甲厂房 | 27437 | 2381 | 469 | 2929 | 261
        """
    )
    assert field(parsed, "reported_ytd_wan") == [2381]
    assert field(parsed, "reported_month_wan") == [469]


def test_the_end_of_last_year_under_a_parent_that_reaches_too_far_is_told():
    parsed = parse_drawn(
        """
        2026年3月重点项目调度表（单位：万元） | | | | |
        项目名称 | 总投资 | | 上年 | |
         | | 1-3月完成投资 | 计划投资 | 完成投资 | 截至上年底完成投资
        甲厂房 | 3000 | 300 | 70 | 60 | 900
        合计 | 3000 | 300 | 70 | 60 | 900
        """
    )
    assert not parsed.readings["Sheet1"][0].is_proven
    assert any("F 列" in one["text"] for one in report(parsed)["notices"] if one["kind"] == "column_unread")


def test_the_sum_that_is_shown_of_a_plan_is_that_of_its_own_year():
    parsed = parse_drawn(
        "2026年重点项目投资计划（单位：万元）\n项目名称 | 总投资 | 2026年计划投资 | 2027年计划投资\n甲厂房 | 3000 | 500 | 100\n"
    )
    assert parsed.readings["Sheet1"][0].sums["annual_plan_wan"] == "500"


def test_many_rows_with_figures_that_are_refused_leave_a_reading_unproven():
    drawn = "2026年9月重点项目调度表（单位：万元）\n序号 | 项目名称 | 总投资 | 1-9月完成投资\n"
    drawn += "".join(f"{at} | {'' if at > 3 else f'项目{at}厂房'} | 1000 | 50\n" for at in range(1, 9))
    parsed = parse_drawn(drawn + "合计 | | 3000 | 150\n")
    assert report(parsed)["rejected"] == 5
    assert "refused" in parsed.readings["Sheet1"][0].doubts


@pytest.mark.parametrize(
    ("headings", "months"),
    [
        ("当月完成投资 | 5月完成投资", {"2026-05-01": 20, "2026-06-01": 30}),
        ("5月完成投资 | 当月完成投资", {"2026-05-01": 30, "2026-06-01": 20}),
        ("5月完成投资 | 6月完成投资", {"2026-05-01": 30, "2026-06-01": 20}),
    ],
)
def test_the_months_figure_stays_beside_that_of_the_month_before(headings, months):
    parsed = parse_drawn(
        f"2026年6月重点项目调度表（单位：万元）\n项目名称 | 1-6月完成投资 | {headings}\n甲厂房 | 300 | 30 | 20\n"
    )
    found = zip(map(str, field(parsed, "month")), field(parsed, "reported_month_wan"), strict=True)
    assert dict(found) == months


@pytest.mark.parametrize(
    ("name", "is_proven"), [("历年累计完成投资", False), ("往年累计完成投资", False), ("至上年底累计完成投资", True)]
)
def test_what_may_be_up_to_last_year_or_up_to_now_wants_a_proof_across(name, is_proven):
    drawn = f"2026年6月重点项目调度表（单位：万元）\n项目名称 | {name} | 1-6月完成投资\n甲厂房 | 900 | 300\n合计 | 900 | 300\n"
    assert parse_drawn(drawn).readings["Sheet1"][0].is_proven is is_proven


def test_done_figures_under_a_parent_of_plans_make_no_plan_sheet():
    parsed = parse_drawn(
        """
        重点项目进展情况（单位：万元） | | | | |
        项目名称 | 总投资 | 计划完成投资 | | |
         | | 全年 | 2月 | 1-2月完成投资 | 2027年计划投资
        甲厂房 | 3000 | 500 | 60 | 90 | 700
        """,
        name="2026年2月.csv",
    )
    assert "annual_plan" not in parsed.records
