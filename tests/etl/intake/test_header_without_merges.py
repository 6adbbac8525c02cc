"""Headers that nobody merged (csv, pasted tables): titles are no parents, a further table is one of its own."""

import pytest

from tests.etl.intake.books import field, outcomes, parse_drawn, report


def test_a_table_below_whose_header_reads_less_is_no_more_rows_of_the_first():
    """What stands under “去年同期” below was taken for what was done since the start, as the table above has it."""
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 年度计划 | 1-9月完成投资 | 自开工累计完成投资
        甲 | 1000 | 500 | 900
        合计 | 1000 | 500 | 900
        |
        2026年9月民生项目调度表（单位：万元）
        项目名称 | 年度计划 | 1-9月完成投资 | 去年同期完成投资
        乙 | 700 | 300 | 250
        """
    )
    assert field(parsed, "reported_ytd_wan") == [500, 300]
    assert field(parsed, "cumulative_wan") == [900, None]


def test_a_header_said_once_more_with_a_slip_in_it_is_the_same():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 年度计划 | 1-9月完成投资 | 自开工累计完成投资
        甲 | 1000 | 500 | 900
        项目名称 | 年度计划 | 1-9月完成投资 | 见附件
        乙 | 700 | 300 | 650
        """
    )
    assert field(parsed, "cumulative_wan") == [900, 650]


TELEPHONES = """
    2026年9月投资项目入统情况表（单位：万元）
    项目名称 | 计划总投资 | 自开始建设累计完成投资 | 本年完成投资 | 建筑工程 | 安装工程
    甲 | 5000 | 2000 | 900 | 600 | 300
    |
    2026年9月固定资产投资统计表（单位：万元）
    项目名称 | 计划总投资 | 自开始建设累计完成投资 | 本年完成投资 | 形象进度 | 联系电话
    乙 | 700 | 400 | 300 | 封顶 | 28810002
"""


def test_telephones_below_another_table_s_amounts_are_none():
    parsed = parse_drawn(TELEPHONES)
    assert field(parsed, "booked_installation_wan") == [300, None]


BESIDE = """
    2026年度重点项目建设计划表（万元） | | | | | | 2026年重点建设项目投资计划（万元） | | |
    序号 | | 投资 | | | | 序号 | 项目名称 | 项目总投资 | 2026年投资计划
         | 名称 | 项目总投资 | 2026年投资计划 | 备注 | | 1 | 丙 | 300 | 60
    1 | 甲 | 100 | 20 | | | 2 | 丁 | 400 | 70
    2 | 乙 | 200 | 50 | | | 3 | 戊 | 500 | 80
"""


def test_tables_side_by_side_one_of_which_nobody_merged():
    parsed = parse_drawn(BESIDE)
    assert field(parsed, "project_name") == ["甲", "乙", "丙", "丁", "戊"]
    assert field(parsed, "total_investment_wan") == [100, 200, 300, 400, 500]
    assert field(parsed, "annual_plan_wan") == [20, 50, 60, 70, 80]


def test_a_title_over_an_empty_corner_is_no_parent_of_the_columns():
    """Read as “计划·概算总投资”, the totals would be the plan."""
    parsed = parse_drawn(
        """
        2026年重点建设项目投资计划（单位：万元）
        | 项目名称 | | 2026年分月计划投资 | | |
        编号 | | 概算总投资 | 1月 | 2月 | 2026年计划投资
        1 | 甲 | 5000 | 10 | 20 | 900
        2 | 乙 | 7000 | 30 | 40 | 800
        """
    )
    assert 5000 not in field(parsed, "annual_plan_wan") if parsed.records else report(parsed)["message"]


@pytest.mark.parametrize("written", ["2026/{}/1", "2026-{:02d}-01", "2026.{}.1", "2026-{:02d}-01 00:00:00"])
def test_dates_as_texts_head_months(written):
    months = " | ".join(written.format(number) for number in (8, 9, 10))
    parsed = parse_drawn(
        f"""
        2026年重点建设项目投资完成情况表（单位：万元）
        项目名称 | 年度计划 | 2026年完成投资 | | | 截至10月底本年完成投资
        | | {months} |
        甲 | 900 | 11 | 12 | 13 | 236
        """,
        merged=[(2, 3, 2, 5)],
    )
    said = {one["month"].month: one["reported_month_wan"] for one in parsed.records["dispatch"].to_pylist()}
    assert said == {8: 11, 9: 12, 10: 13}
    assert 236 in field(parsed, "reported_ytd_wan")


def test_a_column_up_to_a_later_month_tells_the_month_beside_one_up_to_an_earlier():
    parsed = parse_drawn(
        """
        2026年重点建设项目投资完成情况表（单位：万元）
        项目名称 | 年度计划 | 截至10月底本年完成投资 | 1-9月完成投资
        甲 | 900 | 500 | 400
        """
    )
    assert report(parsed)["month"] == "2026-10"
    assert field(parsed, "reported_ytd_wan") == [500]


@pytest.mark.parametrize("title", ["2026年1月重点项目月报表", "2026年1月重点项目投资完成情况"])
def test_done_figures_below_a_parent_that_nobody_merged_make_no_plan(title):
    parsed = parse_drawn(
        f"""
        {title}（单位：万元）
        |
        | 项目名称 | 上年 | | | | 总投资 | 年度投资计划
        序号 | | 计划投资 | 完成投资 | 今年累计完成投资 | 1月完成投资 | |
        1 | 甲 | 602 | 538 | 139 | 139 | 2237 | 1093
        2 | 乙 | 700 | 600 | 100 | 100 | 3000 | 900
        """,
        name="2026年重点项目.xlsx",
    )
    assert "annual_plan" not in parsed.records


@pytest.mark.parametrize(
    "between",
    ["| 数据截至 | 2026-09-30 |", "填报日期： | 2026年10月8日 | |", "|"],
    ids=["dated in two cells", "with a colon", "nothing between"],
)
def test_a_title_above_a_dated_row_begins_the_further_table(between):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表
        单位：万元
        项目名称 | 年度计划 | 1-9月完成投资 | 备注
        甲 | 1000 | 500 | 无
        乙 | 2000 | 900 | 无
        |
        重点项目调度表
        {between}
        计量单位：万元
        项目名称 | 总投资 | 2026年度计划 | 1-9月完成投资
        丙 | 7000 | 700 | 300
        """
    )
    assert field(parsed, "project_name") == ["甲", "乙", "丙"]
    assert field(parsed, "reported_ytd_wan") == [500, 900, 300]


def test_one_project_above_a_row_of_signatures_is_a_table_and_no_card():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：千元）
        编号 | 项目名称 | 责任单位 | 2026年1-9月累计完成投资额 | 2026年度计划投资 | 占年计划（%）
        1 | 甲道路工程 | 三门镇 | 40620 | 58400 | 69.6
        单位负责人（签字）： | | 经办人： | | | 联系电话：
        """
    )
    assert [str(one) for one in field(parsed, "annual_plan_wan")] == ["5840"]
    assert field(parsed, "reported_ytd_wan") == [4062]


@pytest.mark.parametrize("figures", ["1000 | 500", "'1,000 | '500.5"])
def test_a_header_of_three_rows_is_no_plan_for_its_first_row_alone(figures):
    """The first row explains a plan with more of its columns; the done figures stand two rows below a parent."""
    parsed = parse_drawn(
        f"""
        建设性质 | 项目名称 | 2026年度计划投资（万元） | 6月目标任务（万元） | 投资情况 | | 总投资（万元） | 建设年限
         | | | | 累计完成投资 | | |
         | | | | 本年（万元） | 自开工（万元） | |
        续建 | 甲厂房 | {figures} | 300 | 700 | 9000 | 2025.1-2026.12
        续建 | 乙道路 | {figures} | 200 | 600 | 8000 | 2025.1-2026.12
        """,
        month="2026-06",
    )
    assert field(parsed, "reported_ytd_wan", "dispatch") == [300, 200]
    assert field(parsed, "cumulative_wan", "dispatch") == [700, 600]


@pytest.mark.parametrize("number", ["{}", "'{}"])
def test_a_longer_header_below_figures_is_a_table_of_its_own(number):
    """The upper table's rows were titles of the lower one; a text file writes its figures as texts."""
    rows = """
        2026年12月重点项目进展情况表　单位：万元
        项目名称 | 责任单位 | 总投资 | 1-12月完成投资
        甲厂房 | 三门镇 | 4626 | 1066
        乙道路 | 三门镇 | 1559 | 257
        |
        2026年12月城建项目进展情况表　单位：万元
        序号 | 项目名称 | 责任单位 | 总投资 | 1-12月完成投资 | 12月完成投资 | 自开工累计完成投资 | 存在问题
        1 | 丙公园 | 区住建局 | 683 | 250 | 26 | 250 | 无
    """
    for figure in ("4626", "1066", "1559", "257"):
        rows = rows.replace(figure, number.format(figure))
    parsed = parse_drawn(rows)
    assert field(parsed, "project_name", "dispatch") == ["甲厂房", "乙道路", "丙公园"]
    assert field(parsed, "reported_ytd_wan", "dispatch") == [1066, 257, 250]
    assert "title" not in outcomes(parsed)[2:4]
