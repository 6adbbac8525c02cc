"""What kind a sheet is: its title and what its figures are decide, not how many columns a kind explains."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report

MONTHS = "1月 | 2月 | 3月"


def kind(drawn: str, **options) -> str | None:
    return report(parse_drawn(drawn, **options))["kind"]


def test_months_of_what_was_done_are_no_plan():
    parsed = parse_drawn(
        f"""
        2026年1-3月重点项目投资完成情况表（单位：万元）
        项目名称 | 责任单位 | 总投资 | 年度计划投资 | {MONTHS} | 1-3月累计
        甲项目 | 区住建局 | 9000 | 900 | 10 | 20 | 30 | 60
        """
    )
    assert report(parsed)["kind"] == "dispatch"
    assert sorted(zip(field(parsed, "month"), field(parsed, "reported_month_wan"), strict=True))[-1][1] == 30


def test_months_of_a_plan_are_no_report():
    drawn = f"2026年重点项目倒排计划表（单位：万元）\n项目名称 | 总投资 | 年度计划投资 | {MONTHS}\n甲项目 | 9000 | 900 | 10 | 20 | 30"
    assert kind(drawn) == "annual_plan"


def test_done_figures_are_not_left_unread_by_calling_the_sheet_a_plan():
    drawn = """
        项目名称 | 项目类型 | 建设性质 | 责任单位 | 建设单位 | 建设工期 | 总投资（亿元） | 年度计划投资（万元） | 年度累计完成投资（万元）
        甲项目 | 产业 | 新建 | 区住建局 | 城投 | 2025.4-2027.12 | 6.9 | 14626 | 11448
        """
    assert kind(drawn, month="2026-09") == "dispatch"
    assert "没有写明月份" in report(parse_drawn(drawn))["message"]  # asked, not loaded as a plan


def test_what_was_done_last_year_makes_no_report_of_a_plan():
    drawn = "2026年重点项目投资计划表（单位：万元）\n项目名称 | 总投资 | 2025年完成投资 | 2026年计划投资\n甲项目 | 9000 | 800 | 900"
    assert kind(drawn) == "annual_plan"


def test_a_weekly_table_of_words_is_no_list_of_issues():
    drawn = "2026年9月重点项目推进周报\n项目名称 | 责任单位 | 工作进展 | 存在问题 | 完成时限\n甲项目 | 区住建局 | 主体施工 | 用电 | 2026.12"
    assert kind(drawn) == "dispatch"


def test_a_list_of_complaints_is_one():
    drawn = "2026年投诉台账\n编号 | 投诉内容 | 承办单位 | 受理时间 | 办结时间\n1 | 夜间施工 | 区住建局 | 2026.9.1 | 2026.9.9"
    assert kind(drawn) == "issue"


def test_a_nature_is_the_batch_only_where_it_says_one():
    head = "2026年9月重点项目调度表（单位：万元）\n项目名称 | 建设性质 | 总投资 | 1-9月完成投资\n"
    built = parse_drawn(head + "甲项目 | 新建 | 9000 | 300\n乙项目 | 新建 | 8000 | 200")
    batches = parse_drawn(head + "甲项目 | 续建 | 9000 | 300\n乙项目 | 新开工 | 8000 | 200")
    assert field(built, "batch") == [None, None]
    assert field(batches, "batch") == ["续建", "新开工"]


@pytest.mark.parametrize(
    ("title", "parent", "children"),
    [
        ("2026年10月重点项目调度表", "完成投资", "其中：政府投资 | 其中：社会投资"),
        ("2026年10月重点项目推进情况表", "1-10月完成投资", "财政资金 | 社会资本"),
        ("2026年10月重点项目进展情况", "1-10月完成投资", "建筑安装工程 | 设备购置"),
    ],
)
def test_what_was_done_by_parts_alone_is_no_plan(title, parent, children):
    found = report(
        parse_drawn(
            f"""
            {title}（单位：万元）
            项目名称 | 总投资 | 年度计划投资 | {parent} |
                     |        |              | {children}
            甲       | 9000   | 3000         | 1000 | 500
            乙       | 8000   | 2000         | 600  | 300
            """
        )
    )
    assert (found["kind"], found["loaded"]) == (None, 0)
    assert "认不出是哪一类表" in found["message"]


BARE = """
    {title}（单位：万元）
    项目名称 | 年度计划 | {done} | 备注
    甲       | 1000     | 500    | 无
    乙       | 2000     | 900    | 无
"""


@pytest.mark.parametrize(
    ("title", "done", "kind"),
    [
        ("2026年9月重点项目调度表", "完成投资", "dispatch"),
        ("2026年9月重点项目进展情况表", "上报完成投资", "dispatch"),
        ("2026年9月重点项目完成情况", "累计完成", "dispatch"),
        ("2026年重点项目一览", "去年同期完成投资", "annual_plan"),  # last year's figures say nothing of this one's
        ("2026年9月重点项目调度表", "去年同期完成投资", None),  # nor make they a plan of a report
        ("2026年重点项目投资计划", "完成投资", "annual_plan"),
    ],
)
def test_done_figures_of_which_nobody_says_the_period_make_no_plan(title, done, kind):
    parsed = parse_drawn(BARE.format(title=title, done=done))
    assert report(parsed)["kind"] == kind
    assert not any(reading.is_proven for reading in parsed.readings.get("Sheet1", ()))
    if kind == "dispatch":
        [reading] = parsed.readings["Sheet1"]
        fields = {option.field for choice in reading.choices for option in choice}
        assert {"reported_ytd_wan", "cumulative_wan"} <= fields


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("2026年重点项目投资计划表", "annual_plan"),  # the periods are of the plan
        ("2026年重点项目目标任务分解表", "annual_plan"),
        ("2026年9月重点项目推进情况表", "dispatch"),  # of what was done
    ],
)
def test_periods_that_say_nothing_else_are_what_the_title_says(title, known):
    drawn = f"""
        {title}　单位：万元
        项目名称 | 总投资 | 截至2025年底累计完成投资 | 2026年计划投资 | 上半年 | 前三季度
        甲厂房 | 5200 | 1000 | 2000 | 1000 | 1600
        乙道路 | 8600 | 1500 | 3000 | 1500 | 2400
        """
    assert kind(drawn) == known


def test_done_by_quarter_without_the_year_to_date_is_refused_and_says_what_is_wanting():
    drawn = """
        2026年9月重点项目投资完成情况　单位：万元
        序号 | 项目名称 | 总投资 | 年度计划投资 | 一季度完成投资 | 二季度完成投资
        1 | 甲厂房 | 5200 | 2000 | 440 | 440
        """
    found = report(parse_drawn(drawn))
    assert found["kind"] is None
    assert "完成投资" in found["message"].split("还缺")[1]


def test_done_by_quarter_beside_another_done_figure_is_told():
    drawn = """
        2026年6月重点项目投资完成情况　单位：万元
        项目名称 | 总投资 | 年度计划投资 | 6月完成投资 | 二季度完成投资
        甲厂房 | 5200 | 2000 | 140 | 440
        """
    told = [one["text"][:2] for one in report(parse_drawn(drawn))["notices"] if one["kind"] == "column_unread"]
    assert told == ["E "]


@pytest.mark.parametrize(
    ("title", "heading", "known"),
    [
        ("2026年9月重点项目调度表", "1-9月完成投资（预计）", None),  # a report without what was done
        ("2026年9月重点项目进展情况", "预计1-9月完成投资", None),
        ("2026年9月重点项目调度表", "本周完成投资", None),
        ("2026年9月重点项目月报", "剩余投资", None),
        ("2026年9月重点项目推进情况", "1-9月完成率", None),
        ("2026年9月重点项目进度", "去年完成投资", None),
        ("2026年度重点项目投资计划表", "全年预计完成投资", "annual_plan"),
        ("2026年重点项目推进计划", "剩余投资", "annual_plan"),
        ("2026年重点项目", "剩余投资", "annual_plan"),  # nobody says that it is a report
        ("2026年9月重点项目调度表", "1-9月完成投资", "dispatch"),
    ],
)
def test_a_report_without_what_was_done_is_no_plan(title, heading, known):
    rows = "\n".join(f"{name}项目 | 9000 | 900 | 500" for name in "甲乙丙")
    parsed = parse_drawn(f"{title}（单位：万元）\n项目名称 | 总投资 | 2026年度计划投资 | {heading}\n{rows}")
    assert report(parsed)["kind"] == known
    assert known or "本年完成投资" in report(parsed)["message"]


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("本月完成投资", [500, 500]),
        ("9月完成投资", [500, 500]),
        ("本月止完成投资", [None, None]),  # up to the month: of the year, or since the start?
        ("9月底完成投资", [None, None]),
        ("9月末累计完成投资", [None, None]),
        ("至本月底完成投资", [None, None]),
        ("截止本期末完成投资", [None, None]),
    ],
)
def test_up_to_a_month_is_not_of_that_month(heading, month):
    rows = "\n".join(f"{name}项目 | 9000 | 800 | 500" for name in "甲乙")
    head = f"2026年9月重点项目调度表（单位：万元）\n项目名称 | 总投资 | 1-9月完成投资 | {heading}"
    assert field(parse_drawn(f"{head}\n{rows}"), "reported_month_wan") == month
