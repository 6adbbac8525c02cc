"""Several tables on one sheet, of one kind or two; sheets of no kind; tables with a column a thing."""

from datetime import date

import pytest

from etl.intake import Sheet, Workbook, parse_book
from etl.intake.guess import guess
from etl.intake.layout import layout_of
from tests.etl.intake.books import PROFILE, field, outcomes, parse_drawn, report


def test_two_kinds_on_one_sheet_each_with_its_title():
    parsed = parse_drawn(
        """
        2026年第三季度一票否决事项
        发生时间 | 责任单位 | 类型 | 简要情况
        2026-08-14 | 区住建局 | 安全事故 | 高处坠落
        注：以认定文件为准
        |||
        2026年第三季度容错免责认定情况
        文号 | 单位 | 容错情形 | 适用期
        天容免〔2026〕3号 | 区住建局 | 汛情停工 | 2026.7-2026.9
        """
    )
    assert parsed.kinds == ("incident", "exemption")
    assert outcomes(parsed) == ["title", "header", "loaded", "note", "blank", "title", "header", "loaded"]
    assert field(parsed, "document_number", "exemption") == ["天容免〔2026〕3号"]


def test_an_annual_plan_below_a_dispatch_keeps_its_own_unit():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表
        单位：万元
        项目名称 | 总投资 | 1～9月完成投资 | 形象进度(%)
        甲项目 | 9000 | 300 | 30
        乙项目 | | |
        |||
        2026年新增重点项目投资计划表（单位：亿元）
        项目名称 | 总投资 | 2026年度计划投资 | 责任单位
        丙项目 | 1.5 | 0.5 | 区住建局
        合计 | 1.5 | 0.5 |
        """
    )
    assert set(parsed.kinds) == {"dispatch", "annual_plan"}
    assert field(parsed, "project_name", "dispatch") == ["甲项目", "乙项目"]  # 只有名称的末行不是下表的标题
    assert field(parsed, "annual_plan_wan", "annual_plan") == [5000]
    assert field(parsed, "reported_ytd_wan", "dispatch") == [300, None]


def test_the_same_labels_in_other_columns_head_another_table():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 1～9月完成投资 | 2026年度计划投资 | 形象进度(%)
        甲项目 | 300 | 900 | 30
        项目名称 | 1～9月完成投资 | 2026年度计划投资 | 形象进度(%)
        乙项目 | 200 | 800 | 20
        |||
        项目名称 | 2026年度计划投资 | 1～9月完成投资 | 形象进度(%)
        丙项目 | 700 | 100 | 10
        """
    )
    assert field(parsed, "reported_ytd_wan", "dispatch") == [300, 200, 100]
    assert field(parsed, "annual_plan_wan", "dispatch") == [900, 800, 700]


def test_a_sheet_of_no_kind_says_the_nearest_one():
    message = report(parse_drawn("项目名称 | 节点任务 | 备注二\n甲 | 封顶 | 无"))["message"]
    assert "最接近“节点任务”，已有“项目名称”、“节点任务”，还缺“完成时限”或“实际完成时间”" in message


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        ("名单 | 甲列 | 乙列 | 丙列 | 丁列", "“名单”、“甲列”、“乙列”等 5 列没有一列认得"),
        ("项目名称 | 路况 | 驾驶员 | 车牌号 | 油耗", "认不出“路况”、“驾驶员”、“车牌号”等 4 列"),
    ],
)
def test_a_sheet_of_no_kind_is_told_in_two_sentences_with_the_next_step(headings, says):
    message = report(parse_drawn(f"{headings}\n甲 | 1 | 2 | 3 | 4\n乙 | 5 | 6 | 7 | 8"))["message"]
    assert says in message
    assert message.count("。") == 1 and len(message) < 150
    assert message.endswith("请改列名，或指认列名（命令行：--mapping 对照文件）")


def test_approvals_with_a_column_a_step():
    parsed = parse_drawn(
        """
        重点项目前期手续办理情况
        序号 | 项目名称 | 可研批复 | 环评 | 用地规划许可证 | 施工许可证
        1 | 甲项目 | 2026.3.5 | 不涉及 | 天发改〔2026〕12号 2026年4月 | 办理中
        2 | 乙项目 | √ | 46100 | |
        3 | 丙项目 | | | |
        """
    )
    assert parsed.kinds == ("approval_step",)
    rows = parsed.records["approval_step"].to_pylist()
    said = {
        (row["project_name"], row["step"]): (row["is_applicable"], row["completed_on"], row["document_number"])
        for row in rows
    }
    assert said == {
        ("甲项目", "可行性研究报告批复"): (True, date(2026, 3, 5), None),
        ("甲项目", "环境影响评价"): (False, None, None),
        ("甲项目", "建设用地规划许可证"): (True, date(2026, 4, 1), "天发改〔2026〕12号"),
        ("甲项目", "施工许可证"): (True, None, None),
        ("乙项目", "环境影响评价"): (True, date(2026, 3, 19), None),
    }
    assert outcomes(parsed)[-1] == "blank"
    [fault] = report(parsed)["cell_faults"]
    assert (fault["row"], fault["column"]) == (4, "C")


def test_declarations_with_a_column_a_bar():
    parsed = parse_drawn(
        """
        项目名称 | 总投资(万元) | 申报日期 | 产业政策 | 用地粗放浪费 | 小项目打捆
        甲项目 | 9000 | 2026-06-01 | 否 | 是 | √
        乙项目 | 9000 | 2026-06-01 | 否 | 否 | 否
        丙项目 | 9000 | 2026-06-01 | | |
        """
    )
    assert parsed.kinds == ("declaration",)
    assert field(parsed, "bars") == ["用地粗放浪费；无关联小项目打捆", "无", None]


def test_a_tier_may_stand_in_the_sheets_name_alone():
    parsed = parse_drawn(
        "项目名称 | 总投资(万元) | 责任单位 | 拟开工时间\n甲项目 | 9000 | 区住建局 | 2028.3", sheet="5年期谋划库"
    )
    assert parsed.kinds == ("reserve",)
    assert field(parsed, "tier") == ["idea_5y"]


def test_a_table_nobody_knows_above_one_that_is_known_is_refused_not_passed_over():
    rows = [
        ["重点工程推进情况（截至2026年9月底）"],
        ["序", "工程", "总盘子（亿元）", "今年", None, "牵头的"],
        [None, None, None, "打算投（万元）", "干到9月底（万元）", None],
        [1, "湘江东路改造", 2.5, 8000, 5200, "区住建局"],
        [2, "时代大道延伸", 1.2, 6000, "约三千", "区住建局"],
        [],
        ["附表：本月要办的节点"],
        ["项目名称", "节点任务", "完成时限", "责任人"],
        ["湘江东路改造", "管网验收", "2026-10-15", "张"],
    ]
    width = max(map(len, rows))
    cells = [["" if cell is None else cell for cell in [*row, *[None] * (width - len(row))]] for row in rows]
    merged = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5)]
    sheet = Sheet("表", cells, merged)
    parsed = parse_book(Workbook("九月.xlsx", [sheet]), PROFILE, month="2026-09")
    outcome = parsed.to_json()["sheets"][0]
    assert [row["row"] for row in outcome["rejections"]] == [4, 5]
    assert "认不出" in outcome["rejections"][0]["reason"]
    assert outcome["rows_total"] == outcome["loaded"] + sum(outcome["skipped"].values()) + outcome["rejected"]
    found = guess(Sheet("表", cells, merged), PROFILE)  # it is this table that a person is asked about
    assert [column.header for column in found.columns][3:5] == ["今年·打算投（万元）", "今年·干到9月底（万元）"]
    layout = layout_of(
        {
            "kind": "dispatch",
            "match": {"columns": [column.header for column in found.columns]},
            "columns": [
                {"header": "工程", "field": "project_name"},
                {"header": "今年·打算投（万元）", "field": "annual_plan_wan"},
                {"header": "今年·干到9月底（万元）", "field": "reported_ytd_wan"},
            ],
        },
        "对照",
    )
    again = parse_book(Workbook("九月.xlsx", [Sheet("表", cells, merged)]), PROFILE, month="2026-09", layout=layout)
    assert again.records["dispatch"]["project_name"].to_pylist() == ["湘江东路改造", "时代大道延伸"]
    assert again.records["milestone"].num_rows == 1


@pytest.mark.parametrize(
    ("between", "projects"),
    [
        (["", "统计入库台账", "填报单位：区发展和改革局"], ["甲厂"]),
        (["", "附件2", "统计入库台账", "填报日期：2026年10月8日"], ["甲厂"]),
        (["注：本表按月填报。", "", "进展情况"], ["甲厂"]),
        (["", "滨江大道", "", "单位：万元"], ["甲厂", "滨江大道"]),  # a project, for all anybody knows
    ],
)
def test_the_title_of_a_further_table_is_no_project_of_the_one_above_it(between, projects):
    lines = "\n".join(f" | {text} | | " for text in between)
    parsed = parse_drawn(
        f"""
        2026年度重点项目投资计划表
        序号 | 项目名称 | 2026年度计划投资(万元) | 责任单位
        1 | 甲厂 | 300 | 区住建局
        {lines}
        序号 | 项目名称 | 申报月份 | 入库月份
        1 | 乙厂 | 2026-08 | 2026-09
        """
    )
    assert field(parsed, "project_name", "annual_plan") == projects
    assert field(parsed, "project_name", "library_ledger") == ["乙厂"]


def test_a_further_header_is_known_however_its_words_are_spaced():
    parsed = parse_drawn(
        """
        前期手续办理情况
        项目名称 | 手续 | 办结日期 | 文号
        甲厂 | 用地预审 | 2026-03-05 |
        |||
        2026年第三季度重点项目考核得分率
        责 任单位 | 节点任务(%) | 要素保障(%) | 协调服务(%)
        区住建局 | 71 | 38 | 57
        """
    )
    assert field(parsed, "project_name", "approval_step") == ["甲厂"]
    assert sorted(field(parsed, "item", "score_entry")) == ["协调服务", "节点任务", "要素保障"]


def test_below_a_gap_and_a_title_a_row_of_words_is_a_header_wherever_it_begins():
    sheet = """
        要素保障需求情况表
        项目名称 | 用地 | 用电 | 用水 |
        甲厂 | 2026-03-05 | 2026-03-06 | |
        ||||
        2026年第三季度重点项目考核得分率
        填报日期：2026年10月8日
        协调服务(%) | 要素保障(%) | 交办整改(%) | {unit} | 节点任务(%)
        48 | 74 | 36 | 区住建局 | 38
        12 | 7 | 66 | 区教育局 | 51
        """
    parsed = parse_drawn(sheet.format(unit="责任单位"))
    assert field(parsed, "project_name", "service_request") == ["甲厂", "甲厂"]
    assert field(parsed, "score_rate", "score_entry")[:2] == [0.48, 0.12]
    parsed = parse_drawn(sheet.format(unit="栏目甲"))  # whose the rates are is not said
    assert parsed.kinds == ("service_request",)
    assert [one["row"] for one in report(parsed)["rejections"]] == [7, 8, 9]


@pytest.mark.parametrize("between", ["||||", "表二 区级重点项目 | | | | ", "| 2026年9月区级重点项目 | | |"])
def test_a_title_with_its_unit_at_the_right_begins_a_table(between):
    """The unit beside the second title is the second table's, and the title is no project."""
    parsed = parse_drawn(
        f"""
        2026年9月市级重点项目 | | | 单位：亿元
        项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资
        甲厂房 | 4.6 | 1.2 | 0.9105
        乙道路 | 1.58 | 0.52 | 0.338
        {between}
        2026年9月区级重点项目 | | | 单位：万元
        项目名称 | 总投资 | 年度计划投资 | 1-9月完成投资
        丙学校 | 5200 | 2000 | 1320
        丁泵站 | 3100 | 1200 | 640
        """
    )
    assert field(parsed, "project_name") == ["甲厂房", "乙道路", "丙学校", "丁泵站"]
    assert field(parsed, "total_investment_wan") == [46000, 15800, 5200, 3100]
    assert field(parsed, "reported_ytd_wan") == [9105, 3380, 1320, 640]


def test_a_further_header_of_no_known_kind_ends_the_table_above_whatever_it_calls_its_projects():
    parsed = parse_drawn(
        """
        全区2026年1—7月重点项目推进情况表（单位：万元）
        编号 | 项目名称 | 牵头单位 | 今年计划投资 | 1-7月完成投资
        1 | 甲项目 | 高科集团 | 776 | 604

        2025—2027年重大项目推进情况表
        No. | 重点项目名称 | 责任单位 | 项目总投资 | 上月累计完成 | 上年
        | | | | | 计划投资
        1 | 乙项目 | 区教育局 | 1806 | 431 | 600
        """
    )
    assert field(parsed, "project_name") == ["甲项目"]
    assert report(parsed)["rejected"] + sum(report(parsed, 0)["skipped"].values()) == 7
