"""Every row is accounted for: loaded, skipped as something, or rejected with a reason."""

import pytest

from tests.etl.intake.books import field, notices, outcomes, parse_drawn, report


def test_each_kind_of_row():
    parsed = parse_drawn(
        """
        株洲市某区2026年9月重点项目建设进度调度表
        填报单位：发改局 | | | 单位：万元
        序号 | 项目名称 | 总投资 | 1～9月完成投资 | 责任单位
        甲   | 乙       | 1     | 2             | 3
        合 计 | 4个     | 10100 | 1250          |
        一、续建项目（2个）
        1    | 甲项目   | 1000  | 100           | 区住建局
        2    | 乙项目   | 2000  | 150           | 区教育局
             | 小计     | 3000  | 250           |

        二   | 新开工项目 | 7100 | 1000          |
        （一）| 工业     |       |               |
        3    | 丙项目   | 3000  | 400           | 区住建局
        序号 | 项目名称 | 总投资 | 1～9月完成投资 | 责任单位
        4    | 丁项目   | 4100  | 600           | 区教育局
        其中：| 省级重点 | 4100  | 600           |
             |          | 500   | 70            | 区教育局
        注：完成投资按形象进度填报。
        填表人：张某 | | 联系电话： 123
        """
    )
    assert outcomes(parsed) == [
        "title",
        "unit",
        "header",
        "header",  # 栏次
        "total",
        "group",
        "loaded",
        "loaded",
        "total",
        "blank",
        "group",
        "group",
        "loaded",
        "header",  # the header again, as on a printed second page
        "loaded",
        "total",
        "rejected",  # figures without a project
        "note",
        "note",
    ]
    sheet = report(parsed)
    assert sheet["rows_total"] == 19 == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
    assert sheet["rejections"][0]["row"] == 17
    assert "没有项目名称" in sheet["rejections"][0]["reason"]
    assert field(parsed, "batch") == ["续建", "续建", "新开工", "新开工"]  # （一）工业 is a part of 新开工
    assert notices(parsed) == []


@pytest.mark.parametrize(
    "row",
    [
        "合计 | | 3000 | 250 |",
        " | 合  计 | 3000 | 250 |",
        " | 小计： | 3000 | 250 |",
        " | 续建项目小计（2个） | 3000 | 250 |",
        " | 总计 | 3000 | 250 | 区住建局",
        " | | 3000 | 250 | 区住建局小计",
        " | 合计2个 | 3000 | 250 |",
        " | 合计2个项目 | 3000 | 250 |",
        " | 合计：2个项目，其中新开工1个 | 3000 | 250 |",
        " | 共2个项目 | 3000 | 250 |",
        "2 | 项目总数 | 3000 | 250 |",
        "全区 | | 3000 | 250 |",
        " | 汇总 | 3000 | 250 |",
        " | 总 数 | 3000 | 250 |",
        " | 平均 | 1500 | 125 |",
    ],
)
def test_a_total_in_any_column(row):
    drawn = f"""
        2026年9月调度表（单位：万元）
        序号 | 项目名称 | 总投资 | 1-9月完成投资 | 责任单位
        1    | 甲项目   | 1000  | 100           | 区住建局
        2    | 乙项目   | 2000  | 150           | 区住建局
        {row}
        """
    assert outcomes(parse_drawn(drawn))[-1] == "total"


@pytest.mark.parametrize(
    "name",
    [
        "合计产业园项目",
        "全区管网改造",
        "平均海拔测量站",
        "共3座污水泵站",
        "数据汇总平台",
        "小计量泵生产线",
        "一体化污水处理厂",
        "十里铺片区改造（一期）",
        "总部经济园（共计3栋）",
        "注塑车间扩建",
        "三、五产业融合园项目",
        "说明书印刷基地",
    ],
)
def test_a_project_with_a_telling_word_in_its_name_is_a_project(name):
    drawn = f"项目名称 | 总投资(万元) | 1-9月完成投资(万元) | 责任单位\n{name} | 1000 | 100 | 区住建局"
    assert field(parse_drawn(drawn, month="2026-09"), "project_name") == [name]


@pytest.mark.parametrize(
    "row",
    [
        " | 经办人：某某　复核：某某 | | ",
        " | 主要负责人签字： | | ",
        " | （单位盖章） | | ",
        " | 单位（公章）：　　2026年9月30日 | | ",
        " | 2026年9月30日 | | ",
        " | 续表 | | ",
        "制表：某某 | | 联系电话： | 13812345678",
        " | | 审核人： | ",
        " | 报送日期：2026.9.30 | | ",
        "分管领导： | | 填报人： | ",
    ],
)
def test_a_foot_and_a_signature_in_any_column(row):
    drawn = f"""
        2026年9月调度表（单位：万元）
        序号 | 项目名称 | 责任单位 | 1-9月完成投资
        1    | 甲项目   | 区住建局 | 100
        {row}
        """
    assert outcomes(parse_drawn(drawn))[3:] == ["note"]


@pytest.mark.parametrize(
    "name", ["电子签章产业园", "日期码喷印设备生产线", "联系人智慧平台", "2026年老旧小区改造", "经办路道路"]
)
def test_a_silent_project_with_a_word_of_a_foot_in_its_name_is_a_project(name):
    drawn = f"序号 | 项目名称 | 责任单位 | 1-9月完成投资（万元）\n1 | {name} | 区住建局 |"
    assert field(parse_drawn(drawn, month="2026-09"), "project_name") == [name]


def test_a_word_of_total_in_a_remark_makes_no_total():
    drawn = "项目名称 | 1-9月完成投资(万元) | 存在的问题 | 备注\n甲项目 | 100 | 小计 | 合计"
    assert report(parse_drawn(drawn, month="2026-09"))["loaded"] == 1


def test_a_silent_project_loads_with_nothing_said():
    drawn = "序号 | 项目名称 | 1-9月完成投资(万元) | 责任单位\n1 | 甲项目 | | 区住建局\n2 | 乙项目 | 0 | 区住建局"
    parsed = parse_drawn(drawn, month="2026-09")
    assert field(parsed, "reported_ytd_wan") == [None, 0]  # silence is not zero


def test_a_bad_cell_is_empty_and_listed_and_its_row_loads():
    parsed = parse_drawn(
        """
        项目代码 | 项目名称 | 总投资(万元) | 1-9月完成投资(万元) | 形象进度(%) | 实际开工时间
        2601-1   | 甲项目   | 1000        | 约一百             | 三成       | 2026-13
        """,
        month="2026-09",
    )
    assert report(parsed)["loaded"] == 1
    assert field(parsed, "reported_ytd_wan") == [None]
    assert [(fault["row"], fault["column"], fault["value"]) for fault in report(parsed)["cell_faults"]] == [
        (2, "A", "2601-1"),
        (2, "D", "约一百"),
        (2, "E", "三成"),
        (2, "F", "2026-13"),
    ]
    assert all(fault["reason"] for fault in report(parsed)["cell_faults"])


def test_a_row_is_rejected_only_if_every_figure_is_unreadable():
    header = "项目名称 | 总投资(万元) | 1-9月完成投资(万元)"
    parsed = parse_drawn(
        f"{header}\n甲项目 | 见附件 | 约一百\n乙项目 | 1000 | 约一百\n丙项目 | | 约一百\n丁项目 | |", month="2026-09"
    )
    assert outcomes(parsed)[1:] == ["rejected", "loaded", "rejected", "loaded"]
    assert field(parsed, "project_name") == ["乙项目", "丁项目"]
    assert "所有金额都读不出" in report(parsed)["rejections"][0]["reason"]


@pytest.mark.parametrize("name", ["#REF!", "123", "—", ""])
def test_a_row_whose_project_cannot_be_read_is_rejected(name):
    drawn = f"项目名称 | 总投资(万元) | 1-9月完成投资(万元)\n{name} | 1000 | 100"
    assert outcomes(parse_drawn(drawn, month="2026-09")) == ["header", "rejected"]


def test_a_code_alone_names_a_project():
    drawn = "项目代码 | 项目名称 | 1-9月完成投资(万元)\n2601-430211-04-01-123456 | | 100"
    parsed = parse_drawn(drawn, month="2026-09")
    assert field(parsed, "project_code") == ["2601-430211-04-01-123456"]


def test_texts_merged_over_several_rows_hold_for_all_of_them_and_amounts_do_not():
    parsed = parse_drawn(
        """
        责任单位 | 项目名称 | 总投资(万元) | 1-9月完成投资(万元)
        区住建局 | 甲项目   | 9000        | 100
                | 乙项目   |             | 200
        """,
        merged=[(2, 1, 3, 1), (2, 3, 3, 3)],
        month="2026-09",
    )
    assert field(parsed, "responsible_unit") == ["区住建局", "区住建局"]
    assert field(parsed, "total_investment_wan") == [None, None]  # one amount for two: nobody knows whose it is
    assert [(one["row"], one["column"]) for one in report(parsed)["cell_faults"]] == [(2, "C")]


def test_the_steps_of_a_project_whose_name_is_merged():
    parsed = parse_drawn(
        """
        项目代码 | 项目名称 | 手续 | 是否适用 | 办结日期 | 文号
        2601-430211-04-01-123456 | 甲项目 | 项目备案 | 是 | 2026.3 | 天发改〔2026〕3号
         | | 环境影响评价 | 否 | |
         | | 施工许可证 | 是 | |
        """,
        merged=[(2, 1, 4, 1), (2, 2, 4, 2)],
    )
    assert field(parsed, "project_name") == ["甲项目"] * 3
    assert field(parsed, "is_applicable") == [True, False, True]
    assert field(parsed, "step") == ["项目备案", "环境影响评价", "施工许可证"]


def test_a_heading_directly_above_the_header_heads_the_first_group():
    parsed = parse_drawn(
        """
        2026年重点项目计划调整表
        一、调入项目（1个）
        项目名称 | 总投资(万元) | 2026年度计划投资(万元)
        甲 | 9000 | 3000
        二、调出项目（1个）
        项目名称 | 总投资(万元) | 2026年度计划投资(万元)
        乙 | 9000 | 3000
        """
    )
    assert field(parsed, "adjustment") == ["调入", "调出"]
    assert outcomes(parsed) == ["title", "group", "header", "loaded", "group", "header", "loaded"]


def test_group_headings_name_unit_town_and_batch():
    parsed = parse_drawn(
        """
        2026年9月调度表
        序号 | 项目名称 | 1-9月完成投资（万元）
        一、区住建局（3个）
        （一）续建项目（2个）
        1 | 甲项目 | 10
        2 | 乙项目 | 20
        （二）新开工项目（1个）
        1 | 丙项目 | 30
        二 | 区教育局（1个） |
        1 | 丁项目 | 40
        三、省重点项目（1个）
        1 | 戊项目 | 50
        """
    )
    assert field(parsed, "responsible_unit") == ["区住建局", "区住建局", "区住建局", "区教育局", None]
    assert field(parsed, "batch") == ["续建", "续建", "新开工", None, None]


def test_a_column_of_units_stands_above_the_headings():
    parsed = parse_drawn(
        """
        2026年9月调度表
        序号 | 项目名称 | 责任单位 | 1-9月完成投资（万元）
        一、区住建局（1个）
        1 | 甲项目 | 区教育局 | 10
        2 | 乙项目 |  | 20
        """
    )
    assert field(parsed, "responsible_unit") == ["区教育局", None]


def test_a_sheet_named_after_a_unit_is_that_units():
    drawn = """
        2026年9月调度表
        项目名称 | 1-9月完成投资（万元）
        甲项目 | 10
        """
    assert field(parse_drawn(drawn, sheet="教育局"), "responsible_unit") == ["区教育局"]
    assert field(parse_drawn(drawn, sheet="9月"), "responsible_unit") == [None]


def test_the_same_as_above_is_said_again():
    parsed = parse_drawn(
        """
        2026年9月调度表（单位：万元）
        项目名称 | 责任单位 | 批次 | 1-9月完成投资
        甲项目 | 区住建局 | 续建 | 10
        乙项目 | 同上 | 〃 | 20
        丙项目 | 〃 | 新开工 | 30
        """
    )
    assert field(parsed, "responsible_unit") == ["区住建局", "区住建局", "区住建局"]
    assert field(parsed, "batch") == ["续建", "续建", "新开工"]


def test_a_unit_with_its_person_in_brackets_is_that_unit():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表
        项目名称 | 1～9月完成投资(万元) | 责任单位（责任人）
        甲厂 | 5 | 区住建局（李四）
        乙厂 | 6 | 某某单位（王五）
        """
    )
    assert field(parsed, "responsible_unit") == ["区住建局", "某某单位（王五）"]
    assert notices(parsed) == [(4, "unknown_unit")]


def test_a_name_merged_over_rows_says_which_row_was_read():
    parsed = parse_drawn(
        """
        2026年9月调度表
        项目名称 | 子项 | 1-9月完成投资（万元）
        甲项目 | 一期 | 100
               | 二期 | 200
        """,
        merged=[(3, 1, 4, 1)],
    )
    assert outcomes(parsed)[2:] == ["loaded", "rejected"]
    assert "与第 3 行是同一个项目" in report(parsed)["rejections"][0]["reason"]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (" | 数据截至 | 2026-09-28 | |", "note"),
        (" | 数据截至2026年9月30日 | | |", "note"),
        ("填报日期 | 2026年10月9日 | | |", "note"),
        (" | 制表时间：2026.10.9 | | |", "note"),
        (" | 导出时间 | 2026-10-09 | |", "note"),
        (" | 数据来源 | 统计局 | |", "note"),
        (" | 数据中心截止阀改造 | 700 | 70 | 区住建局", "loaded"),
        (" | 日期博物馆 | 700 | 70 | 区住建局", "loaded"),
    ],
)
def test_a_row_that_dates_the_table_is_no_project(row, outcome):
    parsed = parse_drawn(
        f"""
        株洲市某区2026年9月重点项目建设进度调度表
        序号 | 项目名称 | 总投资（万元） | 1～9月完成投资（万元） | 责任单位
        1    | 甲项目   | 1000  | 100           | 区住建局
        2    | 乙项目   | 2000  | 150           | 区教育局
        {row}
        """
    )
    assert outcomes(parsed)[-1] == outcome
