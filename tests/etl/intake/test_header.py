"""The header is found by what it says; parents, periods and units are read out of its labels."""

import pytest

from etl.intake.labels import label
from tests.etl.intake.books import field, month, parse_drawn, report


@pytest.mark.parametrize(
    ("parts", "key", "unit", "year", "at"),
    [
        (["1～9月完成投资(万元)"], "{ytd}完成投资", "万元", None, 9),
        (["1-9月完成投资\n(万元)"], "{ytd}完成投资", "万元", None, 9),
        (["１－９月完成投资（亿元）"], "{ytd}完成投资", "亿元", None, 9),
        (["2026年1-12月累计完成投资(万元)"], "{ytd}累计完成投资", "万元", 2026, 12),
        (["2026年一月至九月完成投资"], "{ytd}完成投资", None, 2026, 9),
        (["2026年上半年完成投资(万元)"], "{ytd}完成投资", "万元", 2026, 6),
        (["前三季度", "完成投资"], "{ytd}·完成投资", None, None, 9),
        (["年初至三季度末累计完成投资"], "{ytd}累计完成投资", None, None, 9),
        (["2026年全年完成投资"], "{ytd}完成投资", None, 2026, 12),
        (["三季度完成投资"], "三季度完成投资", None, None, None),  # of July to September alone
        (["全年计划投资"], "全年计划投资", None, None, None),
        (["至2025年底完成投资(万元)"], "{last}完成投资", "万元", 2026, None),
        (["至上年底完成投资(万元)"], "{last}完成投资", "万元", None, None),
        (["01月完成投资(万元)"], "{month}完成投资", "万元", None, 1),
        (["2026年度计划投资(万元)"], "{year}计划投资", "万元", 2026, None),
        (["总投资", "亿元"], "总投资", "亿元", None, None),
        (["总投资（亿元/万美元）"], "总投资", "亿元/万美元", None, None),
        (["形象进度(%)"], "形象进度", "%", None, None),
        (["实际开工时间(发改)"], "实际开工时间发改", None, None, None),
        (["倒排计划（累计，万元）", "12月"], "倒排计划累计·{month}", "万元", None, 12),
        (["1～9月完成投资(万元)", "占年度计划(%)"], "{ytd}完成投资·占年度计划", "%", None, 9),
    ],
)
def test_a_label_taken_apart(parts, key, unit, year, at):
    one = label(parts)
    assert (one.keys[0], one.unit, one.year, one.month) == (key, unit, year, at)


def test_the_same_child_under_two_parents_is_told_apart():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表
        序号 | 项目名称 | 总投资(万元) | 1～9月完成投资(万元) |  |  | 开工累计(万元) |
             |         |             | 完成投资 | 占年度计划(%) | 到位资金 | 完成投资 | 占总投资(%)
        1    | 甲项目   | 9000        | 300      | 30           | 280     | 1300    | 14
        """,
        merged=[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 3, 3), (2, 4, 2, 6), (2, 7, 2, 8)],
    )
    assert field(parsed, "reported_ytd_wan") == [300]
    assert field(parsed, "cumulative_wan") == [1300]
    assert field(parsed, "funds_in_place_wan") == [280]
    columns = {
        line["field"]: (line["position"], line["header"]) for line in parsed.columns.to_pylist() if line["field"]
    }
    assert columns["cumulative_wan"] == ("G", "开工累计(万元)·完成投资")


def test_parents_that_nobody_merged_reach_over_their_children():
    parsed = parse_drawn(  # as a csv has them
        """
        项目名称 | 年度计划投资(万元) | 1-9月完成投资(万元) |         | 开工累计(万元)
                |                   | 完成投资            | 到位资金 | 完成投资
        甲项目   | 1000              | 300                | 280     | 1300
        """,
        month="2026-09",
    )
    assert (field(parsed, "reported_ytd_wan"), field(parsed, "cumulative_wan")) == ([300], [1300])


def test_three_header_rows():
    parsed = parse_drawn(
        """
        2026年9月调度表
        项目名称 | 投资情况 |          |          |
                | 总投资   | 1-9月完成 |         | 年度计划
                | 万元     | 完成投资(万元) | 到位资金(万元) | 万元
        甲项目   | 9000     | 300      | 280     | 1000
        """,
        merged=[(2, 1, 4, 1), (2, 2, 2, 5), (3, 3, 3, 4)],
    )
    assert [field(parsed, name) for name in ("total_investment_wan", "annual_plan_wan", "funds_in_place_wan")] == [
        [9000],
        [1000],
        [280],
    ]
    assert report(parsed)["skipped"] == {"title": 1, "header": 3}


def test_the_header_stands_where_it_stands():
    rows = "\n".join(f"说明第{number}行" for number in range(20))
    parsed = parse_drawn(
        f"{rows}\n | | 项目名称 | 9月完成投资（万元） | 1-9月完成投资（万元） |\n | | 甲项目 | 5 | 50 |",
        month="2026-09",
    )
    assert report(parsed)["loaded"] == 1
    assert field(parsed, "reported_ytd_wan") == [50]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ("项目名称 | 总投资(亿元) | 1-9月完成投资(万元)\n甲项目 | 1.2 | 300", (12000, 300)),
        ("单位：亿元\n项目名称 | 总投资 | 1-9月完成投资\n甲项目 | 1.2 | 0.03", (12000, 300)),
        (
            "2026年9月调度表（单位：元）\n项目名称 | 总投资 | 1-9月完成投资(万元)\n甲项目 | 120000000 | 300",
            (12000, 300),
        ),
        ("单位：元\n项目名称 | 总投资(亿元) | 1-9月完成投资\n甲项目 | 1.2 | 3000000", (12000, 300)),
        ("填报单位：区发改局 单位：万元\n项目名称 | 总投资 | 1-9月完成投资\n甲项目 | 12000 | 300", (12000, 300)),
        ("项目名称 | 总投资 | 1-9月完成投资\n甲项目 | 12000 | 300", (12000, 300)),
    ],
)
def test_the_unit_of_column_note_and_title(drawn, expected):
    parsed = parse_drawn(drawn, month="2026-09")
    assert (*field(parsed, "total_investment_wan"), *field(parsed, "reported_ytd_wan")) == expected


def test_a_unit_nobody_states_is_taken_for_wan_and_said():
    unsaid = parse_drawn("项目名称 | 总投资 | 1-9月完成投资\n甲项目 | 12000 | 300", month="2026-09")
    said = parse_drawn("项目名称 | 总投资(万元) | 1-9月完成投资(万元)\n甲项目 | 12000 | 300", month="2026-09")
    assert [one["kind"] for one in report(unsaid)["notices"]] == ["unit_assumed"]
    assert report(said)["notices"] == []


def test_dollars_are_turned_by_the_districts_dated_rate_else_they_are_faults():
    from data.rules import ExchangeRate
    from tests.etl.intake.books import PROFILE

    drawn = "项目名称 | 总投资(万美元) | 1-9月完成投资(万元)\n甲项目 | 100 | 300"
    before, now = (
        ExchangeRate(usd=usd, article="", origin="given", valid_from=start.replace(day=1))
        for usd, start in ((6.5, month("2025-01")), (7.1, month("2026-01")))
    )
    rated = PROFILE.model_copy(update={"exchange_rate": (before, now)})
    assert field(parse_drawn(drawn, month="2026-09", profile=rated), "total_investment_wan") == [710]
    assert field(parse_drawn(drawn, month="2025-09", profile=rated), "total_investment_wan") == [650]
    parsed = parse_drawn(drawn, month="2026-09")
    assert field(parsed, "total_investment_wan") == [None]
    assert [fault["column"] for fault in report(parsed)["cell_faults"]] == ["B"]


def test_of_two_columns_for_one_field_the_newest_counts():
    parsed = parse_drawn(
        """
        项目名称 | 2025年1-9月完成投资(万元) | 2026年1-9月完成投资(万元) | 2025年度计划投资(万元) | 2026年度计划投资(万元)
        甲项目   | 11                      | 22                       | 33                    | 44
        """
    )
    assert (field(parsed, "reported_ytd_wan"), field(parsed, "annual_plan_wan")) == ([22], [44])
    assert report(parsed)["month"] == "2026-09"


def test_of_two_columns_for_one_field_the_one_that_says_just_that_counts():
    parsed = parse_drawn(
        "项目名称 | 1-9月完成投资(万元) | 实际开工时间(发改) | 实际开工时间\n甲项目 | 5 | 2026.3 | 2026.4",
        month="2026-09",
    )
    assert field(parsed, "actual_start_date") == [month("2026-04")]


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        ("annual_plan", "项目代码 | 项目名称 | 批次 | 总投资(万元) | 2026年度计划投资(万元) | 计划开工时间"),
        ("dispatch", "项目名称 | 总投资(万元) | 2026年度计划投资(万元) | 2026年1-9月完成投资(万元) | 形象进度(%)"),
        (
            "statistics_return",
            "项目代码 | 项目名称 | 统计方法 | 计划总投资 | 自开始建设累计完成投资 | 本年完成投资 | 期末建设状态",
        ),
        ("library_ledger", "项目代码 | 项目名称 | 申报月份 | 入库月份 | 入统月份 | 状态 | 退回原因"),
        ("approval_step", "项目代码 | 项目名称 | 手续 | 适用 | 办结日期 | 文号"),
    ],
)
def test_the_kind_is_told_by_the_columns(kind, drawn):
    assert report(parse_drawn(f"{drawn}\n2601-430211-04-01-123456 | 甲项目", month="2026-09"))["kind"] == kind


def test_a_sheet_of_no_known_kind_names_its_columns_and_the_next_step():
    parsed = parse_drawn("车牌号 | 驾驶员 | 里程\n湘B12345 | 张某 | 1200\n湘B54321 | 李某 | 900")
    sheet = report(parsed)
    assert (sheet["kind"], sheet["loaded"], sheet["rejected"]) == (None, 0, 3)
    for word in ("“车牌号”、“驾驶员”、“里程”没有一列认得", "--mapping"):
        assert word in sheet["message"]


def test_it_names_the_columns_that_it_knows_and_those_it_does_not():
    parsed = parse_drawn("序号 | 项目名称 | 油耗\n1 | 甲项目 | 1200\n2 | 乙项目 | 900")
    assert "已有“项目名称”" in report(parsed)["message"]
    assert "认不出“油耗”" in report(parsed)["message"]


def test_several_tables_on_one_sheet():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 1-9月完成投资 | 形象进度(%)
        甲项目   | 300          | 30
        合计     | 300          |

        二、国有企业项目
        序号 | 项目名称 | 总投资(亿元) | 1-9月完成投资
        1    | 乙项目   | 2           | 500
        """
    )
    assert field(parsed, "project_name") == ["甲项目", "乙项目"]
    assert field(parsed, "reported_ytd_wan") == [300, 500]
    assert field(parsed, "total_investment_wan") == [None, 20000]
    assert [row["row"] for row in parsed.rows.to_pylist() if row["reason"] == "header"] == [2, 7]


def test_a_misspelt_unit_is_no_bare_yuan():
    parsed = parse_drawn(
        "2026年9月\n项目名称 | 1～9月完成投资(事元) | 总投资(元) | 形象进度\n甲项目 | 1.25 | 30000 | 30"
    )
    assert field(parsed, "reported_ytd_wan") == [None]
    assert field(parsed, "total_investment_wan") == [3]
    [fault] = report(parsed)["cell_faults"]
    assert fault["reason"] == "不认识单位“事元”，请改用元、万元、亿元"


def test_plan_and_done_under_each_month():
    parsed = parse_drawn(
        """
        2026年重点项目完成情况表（单位：万元）
        项目名称 | 8月 | | 9月 | | 1-9月 |
                 | 计划 | 完成 | 计划 | 完成 | 计划 | 完成
        甲项目   | 10 | 8 | 12 | 9 | 100 | 90
        """,
        merged=[(2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7)],
    )
    assert field(parsed, "reported_ytd_wan") == [90, None]
    assert field(parsed, "reported_month_wan") == [9, 8]  # of September, then of August


@pytest.mark.parametrize(
    ("beside", "ytd", "since_start"),
    [("占年度目标", 200, None), ("年度计划完成率", 200, None), ("占总投资", None, 200), ("备注", None, 200)],
)
def test_a_bare_cumulative_is_the_years_where_its_share_of_the_years_plan_stands_beside(beside, ytd, since_start):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 年度目标 | 累计完成 | {beside}（%）
        甲项目   | 300 | 200 | 66.7
        """
    )
    assert (field(parsed, "reported_ytd_wan"), field(parsed, "cumulative_wan")) == ([ytd], [since_start])
