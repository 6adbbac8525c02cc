"""Two units in one note, plans of several years, returns by their title: what is stated decides, else nothing is read."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report

UNITS = [  # note, unit in the plan's header, totals in 万元, plans in 万元; None: nothing is read
    ("单位：总投资亿元，其他万元", "", [12000, 5000], [226, 310]),
    ("（单位：总投资：亿元；其余：万元）", "", [12000, 5000], [226, 310]),
    ("注：总投资单位为亿元，其他各项均为万元", "", [12000, 5000], [226, 310]),
    ("单位：总投资万元，其他亿元", "", [1, 0], [2260000, 3100000]),
    ("单位：亿元、万元", "", None, None),
    ("计量单位：亿元/万元", "（万元）", None, None),
    ("单位：个、万元", "", [1, 0], [226, 310]),
]


@pytest.mark.parametrize(("note", "own", "totals", "plans"), UNITS)
def test_two_units_in_one_note(note, own, totals, plans):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表
        {note}
        项目名称 | 总投资 | 年度计划投资{own} | 1-9月完成投资（万元）
        甲厂房 | 1.2 | 226 | 150
        乙道路 | 0.5 | 310 | 200
        """
    )
    if totals is None:
        assert parsed.records == {} or parsed.records["dispatch"].num_rows == 0
        assert "列名里写明单位" in report(parsed)["message"]
    else:
        assert [round(value) for value in field(parsed, "total_investment_wan")] == totals
        assert field(parsed, "annual_plan_wan") == plans
        assert field(parsed, "reported_ytd_wan") == [150, 200]


@pytest.mark.parametrize("order", ["2027年计划投资 | 2026年计划投资", "2026年计划投资 | 2027年计划投资"])
def test_of_plans_of_several_years_each_is_read_for_its_year(order):
    cells = "900 | 500" if order.startswith("2027") else "500 | 900"
    parsed = parse_drawn(
        f"2026年重点项目年度计划（单位：万元）\n项目名称 | 总投资 | {order}\n甲厂房 | 3000 | {cells}\n"
    )
    plans = sorted(zip(field(parsed, "year"), field(parsed, "annual_plan_wan"), strict=True))
    assert plans == [(2026, 500), (2027, 900)]


TITLES = [  # title, kind
    ("2026年9月固定资产投资项目情况（206表）", "statistics_return"),
    ("2026年9月固定资产投资统计表", "statistics_return"),
    ("2026年9月投资项目入统情况表", "statistics_return"),
    ("2026年9月重点项目调度表", "dispatch"),
    ("2026年9月固定资产投资项目调度表", "dispatch"),
]


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_a_return_with_words_of_progress_is_a_return_by_its_title(title, kind):
    parsed = parse_drawn(
        f"""
        {title}（单位：万元）
        项目名称 | 计划总投资 | 自开始建设累计完成投资 | 本年完成投资 | 本月完成投资 | 责任单位 | 形象进度 | 存在问题
        甲厂房 | 3000 | 900 | 500 | 50 | 区住建局 | 主体施工 | 用地
        乙道路 | 2000 | 800 | 400 | 40 | 区住建局 | 收尾 | 资金
        """
    )
    assert parsed.kinds == (kind,)


def test_the_year_to_date_from_the_year_s_beginning_to_a_named_month():
    parsed = parse_drawn("2026年9月重点项目调度表（单位：万元）\n项目名称 | 年初至9月底完成投资\n甲厂房 | 300\n")
    assert field(parsed, "reported_ytd_wan") == [300]


def test_a_parent_that_only_names_the_matter_is_passed_over():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 固定资产投资情况 |
        | 1-9月完成投资 | 自开工累计完成投资
        甲厂房 | 300 | 800
        """,
        merged=[(2, 1, 3, 1), (2, 2, 2, 3)],
    )
    assert (field(parsed, "reported_ytd_wan"), field(parsed, "cumulative_wan")) == ([300], [800])


def test_a_figure_that_only_a_doubtful_parent_takes_away_is_told():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 1-9月完成投资 | 上年 | | |
        | | 计划投资 | 完成投资 | 2026年度计划投资 | 总投资
        甲厂房 | 300 | 700 | 600 | 500 | 3000
        """
    )
    told = {one["text"].split(" ")[0] for one in parsed.notices.to_pylist() if one["kind"] == "column_unread"}
    assert told >= {"E", "F"}
    assert not told & {"C", "D"}


def test_last_years_columns_do_not_make_a_sheet_of_last_year_where_the_file_says_the_year():
    drawn = "重点项目调度表\n项目名称 | 2025年完成投资（万元） | 1至9月完成投资（万元）\n甲厂房 | 900 | 300\n"
    parsed = parse_drawn(drawn, name="2026年重点项目.xlsx")
    assert [str(day) for day in field(parsed, "month")] == ["2026-09-01"]
    assert field(parsed, "reported_ytd_wan") == [300]


@pytest.mark.parametrize("figures", ["", "300"])
@pytest.mark.parametrize("heading", ["区住建局", "区住建局项目", "区住建局项目（1个）"])
def test_a_unit_with_the_word_projects_heads_a_group(heading, figures):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 责任单位 | 1-9月完成投资
        {heading} | | {figures}
        甲厂房 | 区住建局 | 300
        """
    )
    assert field(parsed, "project_name") == ["甲厂房"]


def test_a_year_to_compare_with_does_not_say_the_sheets_own():
    drawn = "重点项目调度表\n项目名称 | 本年累计完成投资（万元） | 2025年1-9月完成投资（万元）\n甲厂房 | 300 | 280\n"
    parsed = parse_drawn(drawn)
    assert "年份" in report(parsed)["message"]
    assert [str(day) for day in field(parse_drawn(drawn, name="2026年9月.xlsx"), "month")] == ["2026-09-01"]


@pytest.mark.parametrize(
    ("month", "columns", "year_to_date", "own"),
    [
        (1, ("1-1月投资·完成", "1-1月投资·1月完成投资"), [12, 14], [12, 14]),
        (1, ("1-1月投资·1月完成投资", "1-1月投资·完成"), [12, 14], [12, 14]),  # either way round
        (2, ("1-2月投资·完成", "1-2月投资·2月完成投资"), [12, 14], [12, 14]),  # nothing was done in January
        (1, ("1-1月投资·完成", "1-1月投资·累计完成"), [12, 14], [None, None]),  # no month of its own
    ],
)
def test_a_month_below_the_year_to_date_with_the_same_figures_is_read_too(month, columns, year_to_date, own):
    parents, children = zip(*(column.split("·") for column in columns), strict=True)
    parsed = parse_drawn(
        f"""
        2026年{month}月重点项目调度表（单位：万元）
        项目名称 | 总投资 | {parents[0]} |
          |   | {children[0]} | {children[1]}
        甲项目 | 900 | 12 | 12
        乙项目 | 800 | 14 | 14
        """,
        merged=[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4)],
    )
    assert field(parsed, "reported_ytd_wan") == year_to_date
    assert field(parsed, "reported_month_wan") == own
