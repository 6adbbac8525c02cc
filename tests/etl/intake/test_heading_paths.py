"""The whole path of a heading says what its figures are: a child alone only where its parents and brackets do not object."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report

TOP = "2026年9月重点项目调度表（单位：万元）"


def dispatch(parents: str, children: str, row: str, title: str = TOP, **options):
    """Draw a dispatch with a header of two rows below its title."""
    return parse_drawn(
        f"{title}\n项目名称 | 总投资 | 2026年计划投资 | {parents}\n | | | {children}\n甲项目 | 9000 | 900 | {row}\n乙项目 | 8000 | 800 | {row}",
        merged=[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3)],
        **options,
    )


def unread(parsed) -> dict[str, str]:
    return {one["header"]: one["reason"] for one in report(parsed)["columns"] if not one["field"]}


@pytest.mark.parametrize(
    ("parent", "child", "ytd"),
    [
        ("完成情况", "1-9月", 300),
        ("1-9月", "实际完成", 300),
        ("1-9月投资完成情况", "完成投资额", 300),
        ("实际完成投资", "1-9月累计", 300),
        ("投资（万元）", "1-9月完成投资", 300),
        ("本年", "累计完成投资", 300),
        ("年度计划执行情况", "1-9月完成投资", 300),
        ("计划完成投资", "1-9月", None),  # the plan's
        ("时序目标", "1-9月", None),
        ("应完成投资", "1-9月", None),
        ("力争完成", "1-9月", None),
        ("预计", "1-9月完成投资", None),
        ("任务", "1-9月完成投资", None),
        ("上年同期", "1-9月完成投资", None),  # another period's
        ("去年同期", "累计完成投资", None),
        ("三季度", "实际完成投资", None),
        ("本季", "完成投资", None),
        ("2025年", "1-9月完成投资", None),
        ("下月", "计划完成投资", None),
        ("五经普口径", "1-9月完成投资", None),  # nobody knows what it means
    ],
)
def test_a_parent_counts(parent, child, ytd):
    parsed = dispatch(f"{parent} | 项目进展", f"{child} | ", "300 | 顺利")
    assert field(parsed, "reported_ytd_wan") == [ytd, ytd]
    assert (f"{parent}·{child}" in unread(parsed)) is (ytd is None)


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("1-9月完成投资（含代建）", None),  # “代建” is not known: nobody guesses
        ("1-9月完成投资（实际）", "reported_ytd_wan"),
        ("1-9月完成投资（计划）", None),
        ("2026年1-12月完成投资（预计）", None),
        ("全年预计完成投资", None),
        ("年初至报告期累计完成投资", "reported_ytd_wan"),
        ("当月至今已完成投资", "reported_ytd_wan"),
        ("开工至报告期累计完成投资", "cumulative_wan"),
        ("自开工以来累计完成投资", "cumulative_wan"),
        ("截至2025年底累计完成投资", "cumulative_last_year_wan"),
        ("截至2024年底累计完成投资", None),
        ("2025年完成投资", None),
        ("9月当月完成投资", "reported_month_wan"),
        ("三季度完成投资", None),
        ("1-9月完成投资同比增长（%）", None),
        ("剩余投资", None),
        ("1-9月时序进度", None),
    ],
)
def test_brackets_years_and_periods_count(heading, found):
    parsed = parse_drawn(
        f"{TOP}\n项目名称 | 总投资 | {heading} | 项目进展\n甲项目 | 9000 | 30 | 顺利\n乙项目 | 8000 | 20 | 顺利"
    )
    [column] = [one for one in report(parsed)["columns"] if one["column"] == "C"]
    assert column["field"] == found
    assert (column["reason"] is None) is (found is not None)


def test_of_two_columns_for_one_figure_none_is_taken():
    parsed = parse_drawn(
        f"{TOP}\n项目名称 | 总投资 | 1-9月完成投资 | 本年累计完成投资\n甲项目 | 9000 | 300 | 310\n乙项目 | 8000 | 200 | 200"
    )
    assert field(parsed, "reported_ytd_wan") == [None, None]
    assert unread(parsed) == dict.fromkeys(
        ("1-9月完成投资", "本年累计完成投资"), "C、D 列说的是同一项数，不知取哪一列，都没有读"
    )
    assert [one["kind"] for one in report(parsed)["notices"]] == ["column_unread", "column_unread"]


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        ("1-8月完成投资", "1-9月完成投资", [310, 200]),  # the sheet's month tells
        ("2025年1-9月完成投资", "2026年1-9月完成投资", [310, 200]),  # its year
    ],
)
def test_the_sheets_own_period_tells_two_columns_apart(first, second, read):
    parsed = parse_drawn(
        f"{TOP}\n项目名称 | 总投资 | {first} | {second}\n甲项目 | 9000 | 300 | 310\n乙项目 | 8000 | 200 | 200"
    )
    assert field(parsed, "reported_ytd_wan") == read


def test_an_adjusted_plan_stands_for_the_one_before():
    parsed = parse_drawn(
        "2026年重点项目投资计划表（单位：万元）\n项目名称 | 总投资 | 年度计划投资 | 调整后年度计划投资\n甲项目 | 9000 | 300 | 310"
    )
    assert field(parsed, "annual_plan_wan") == [310]


def test_a_bare_cumulative_beside_one_since_the_start_is_the_years():
    parsed = parse_drawn(
        f"{TOP}\n项目名称 | 总投资 | 累计完成投资 | 开工以来累计完成投资\n甲项目 | 9000 | 300 | 3100\n乙项目 | 8000 | 200 | 2000"
    )
    assert (field(parsed, "reported_ytd_wan"), field(parsed, "cumulative_wan")) == ([300, 200], [3100, 2000])


@pytest.mark.parametrize("heading", ["2026年1-12月完成投资", "1-8月完成投资", "上半年完成投资", "1-10月完成投资"])
def test_figures_of_another_month_than_the_titles_are_asked_about(heading):
    parsed = parse_drawn(f"{TOP}\n项目名称 | 总投资 | {heading} | 项目进展\n甲项目 | 9000 | 30 | 顺利")
    assert parsed.kinds == ()
    assert "所属月份前后不一" in report(parsed)["message"]


def test_a_period_beyond_the_sheets_month_is_never_done():
    parsed = parse_drawn(
        f"{TOP}\n项目名称 | 总投资 | 1-9月完成投资 | 1-12月完成投资\n甲项目 | 9000 | 300 | 400\n乙项目 | 8000 | 200 | 300"
    )
    assert field(parsed, "reported_ytd_wan") == [300, 200]
    assert unread(parsed) == {"1-12月完成投资": "时段到12月，晚于本表的9月，不是已完成的数"}


def test_plans_of_several_years_load_each_for_its_year():
    parsed = parse_drawn(
        """
        2026年重点项目投资计划表（单位：万元）
        项目名称 | 总投资 | 2025年计划投资 | 2026年计划投资 | 2027年计划投资 | 2028年计划投资
        甲项目 | 9000 | 1000 | 2000 | 3000 | 3000
        乙项目 | 8000 | 1500 |      | 2500 |
        """
    )
    years, plans = field(parsed, "year"), field(parsed, "annual_plan_wan")
    found = sorted(zip(years, field(parsed, "project_name"), plans, strict=True), key=lambda one: one[:2])
    assert found == [
        (2026, "乙项目", None),
        (2026, "甲项目", 2000),
        (2027, "乙项目", 2500),
        (2027, "甲项目", 3000),
        (2028, "甲项目", 3000),
    ]
    assert unread(parsed) == {"2025年计划投资": "2025年的数，本表是2026年，不必读"}


PARENT_ABOVE = """
    2026年9月在建项目投资进度表　单位：万元
    序号 | | 投资情况 | | | | 全年计划投资
     | | {parent} | | | |
     | 项目名称 | 1-9月完成投资 | 9月完成投资 | 本年累计完成投资 | 9月份完成投资 |
    1 | 甲厂房 | 182 | 21 | 167 | 5 | 314
    2 | 乙道路 | 90 | 9 | 80 | 4 | 200
"""


@pytest.mark.parametrize("parent", ["去年同期", "上年同期", "计划", "预计"])
def test_a_parent_of_which_nobody_can_tell_how_far_it_reaches_is_asked(parent):
    """Without merged cells the parent stands above one column and may reach over those right of it."""
    parsed = parse_drawn(PARENT_ABOVE.format(parent=parent))
    assert field(parsed, "reported_ytd_wan", "dispatch") in ([167, 80], [None, None])
    assert field(parsed, "reported_month_wan", "dispatch") == [None, None]
    assert not parsed.readings["Sheet1"][0].is_proven
    told = {one["text"][0] for one in report(parsed)["notices"] if one["kind"] == "column_unread"}
    assert "F" in told


def test_the_sheet_s_month_above_some_columns_is_no_such_parent():
    parsed = parse_drawn(PARENT_ABOVE.format(parent="2026年9月").replace("1-9月完成投资 | 9月完成投资 | ", " | | "))
    assert field(parsed, "reported_ytd_wan", "dispatch") == [167, 80]
    assert field(parsed, "reported_month_wan", "dispatch") == [5, 4]
