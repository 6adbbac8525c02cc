"""A column a thing: milestones, requests, problems and items of the assessment side by side, by name or by their parent."""

from datetime import date

import pytest

from etl.intake.labels import Label
from etl.intake.steps import step_cell
from etl.intake.thing_cells import reader_of
from tests.etl.intake.books import field, outcomes, parse_drawn, report


def said(parsed, *names):
    [records] = parsed.records.values()
    return [tuple(row[name] for name in names) for row in records.to_pylist()]


def test_items_of_a_quarter_as_rates_or_as_marks_of_so_many():
    parsed = parse_drawn(
        """
        2026年第三季度重点项目考核评分表
        单位 | 节点任务(20分) | 协调服务（15分） | 入库入统(%) | 加分 | 文号 | 总分 | 排名
        区住建局 | 18 | 15 | 95 | 2 | 湘政办函〔2026〕12号 | 99 | 1
        区教育局 | 21 | 约十分 | — | | | |
        """
    )
    assert parsed.kinds == ("score_entry",)
    assert set(field(parsed, "quarter")) == {date(2026, 7, 1)}
    assert said(parsed, "row", "item", "score_rate", "points") == [
        (3, None, None, 2.0),
        (3, "节点任务", 0.9, None),
        (3, "协调服务", 1.0, None),
        (3, "入库入统", 0.95, None),
    ]
    assert [fault["column"] for fault in report(parsed)["cell_faults"]] == ["B", "C"]
    [rejection] = report(parsed)["rejections"]
    assert rejection["reason"].startswith("没有一项读得出，如B列“节点任务(20分)”：不在 0 到满分 20 之间")


def test_numbers_that_may_be_marks_or_percents_are_not_guessed():
    parsed = parse_drawn("2026年三季度考核\n单位 | 协调服务 | 要素保障\n区住建局 | 14 | 95\n区教育局 | 12 | 88")
    assert said(parsed, "item", "score_rate") == [("要素保障", 0.95), ("要素保障", 0.88)]
    assert {fault["reason"][:12] for fault in report(parsed)["cell_faults"]} == {"看不出是得分率还是得分："[:12]}


def test_whatever_stands_under_a_parent_of_things_is_one_but_sums_and_remarks():
    parsed = parse_drawn(
        """
        2026年第三季度考核
        单位 | 得分率(%) | | | 依据
         | 协调服务 | 宣传报道 | 合计 |
        区住建局 | 95 | 88 | 91.5 | 材料
        """,
        merged=[(2, 2, 2, 4), (2, 1, 3, 1), (2, 5, 3, 5)],
    )
    assert said(parsed, "item", "score_rate", "basis") == [("协调服务", 0.95, "材料"), ("宣传报道", 0.88, "材料")]


def test_a_milestone_a_column():
    parsed = parse_drawn(
        """
        2026年重点项目节点任务挂图表
        项目名称 | 责任单位 | 开工 | 主体封顶 | 竣工验收
        甲厂 | 区住建局 | 2026.3 | 2026年9月 | 2027
        乙厂 | 区住建局 | 已于2026.3.5开工 | 不涉及 | 正在办理
        丙厂 | 区住建局 | | |
        """
    )
    assert parsed.kinds == ("milestone",)
    assert said(parsed, "project_name", "milestone", "due_on", "done_on", "state") == [
        ("甲厂", "开工建设", date(2026, 3, 31), None, None),
        ("乙厂", "开工建设", None, date(2026, 3, 5), None),
        ("甲厂", "主体封顶", date(2026, 9, 30), None, None),
        ("甲厂", "竣工验收", date(2027, 12, 31), None, None),
        ("乙厂", "竣工验收", None, None, "正在办理"),
    ]
    assert outcomes(parsed)[-1] == "blank"


@pytest.mark.parametrize(
    "head",
    [
        "项目名称 | 人防工程 | | 主体验收 |\n | 计划时间 | 实际完成时间 | 计划时间 | 实际完成时间",
        "项目名称 | 计划时间 | 实际完成时间 | 计划时间 | 实际完成时间\n | 人防工程 | 人防工程 | 主体验收 | 主体验收",
    ],
    ids=["the thing above", "the thing below"],
)
def test_plan_and_fact_of_each_milestone(head):
    merged = [(2, 2, 2, 3), (2, 4, 2, 5)] if head.endswith("时间") else []
    parsed = parse_drawn(f"2026年重点项目关键节点\n{head}\n甲厂 | 2026.3 | 2026.3.5 | 2026-12 |", merged=merged)
    assert said(parsed, "milestone", "due_on", "done_on") == [
        ("人防工程", date(2026, 3, 31), date(2026, 3, 5)),
        ("主体验收", date(2026, 12, 31), None),
    ]


def test_needs_of_a_project_side_by_side():
    parsed = parse_drawn(
        """
        要素保障需求汇总表
        项目名称 | 要素保障需求 | | | | 责任单位
         | 用地(亩) | 用林 | 环评 | 资金(万元) |
        甲厂 | 35 | 无 | 已于2026-05-06办结 | 5000 | 区住建局
        乙厂 | 0 | 正在组卷 | 46150 | — | 区住建局
        """,
        merged=[(2, 2, 2, 5), (2, 1, 3, 1), (2, 6, 3, 6)],
    )
    assert parsed.kinds == ("service_request",)
    assert said(parsed, "row", "service_kind", "done_on", "state") == [
        (4, "用地", None, "35亩"),
        (5, "使用林地", None, "正在组卷"),
        (4, "环评", date(2026, 5, 6), None),
        (5, "环评", date(2026, 5, 8), None),
        (4, "资金", None, "5000万元"),
    ]


@pytest.mark.parametrize(
    "written", ["2026-05-10 00:00:00", "20260510", 20260510.0, "2026/5/10 08:30", 46152.0, "46152.0"]
)
def test_a_day_under_a_things_name_is_that_day_however_programs_write_it(written):
    day = date(2026, 5, 10)
    assert step_cell(written).completed_on == day
    for cell, says in (("milestone_cell", "due_on"), ("service_cell", "done_on")):
        assert reader_of(cell, Label("用地", ()), [written], 2026)(written)[says].day == day


def test_a_kind_of_problem_a_column_each_with_a_number_of_its_own():
    parsed = parse_drawn(
        """
        重点项目存在问题清单（2026年9月）
        编号 | 项目名称 | 征地拆迁问题 | 资金问题 | 责任单位 | 整改时限
        W7 | 甲厂 | 两户未签约 | 缺口3000万 | 区住建局 | 2026年10月
        W8 | 乙厂 | 无 | — | 区住建局 | 2026年10月
        """
    )
    assert parsed.kinds == ("issue",)
    assert said(parsed, "issue_number", "issue_kind", "issue", "due_on") == [
        ("W7-征地拆迁", "征地拆迁", "两户未签约", date(2026, 10, 31)),
        ("W7-资金", "资金", "缺口3000万", date(2026, 10, 31)),
    ]


def test_an_approval_with_a_column_for_its_paper():
    parsed = parse_drawn(
        """
        前期手续办理情况
        项目名称 | 环评 | | 用地预审 |
         | 办结日期 | 文号 | 办结日期 | 文号
        甲厂 | 2026.3.5 | 株环评〔2026〕8号 | 不涉及 |
        """,
        merged=[(2, 2, 2, 3), (2, 4, 2, 5), (2, 1, 3, 1)],
    )
    assert said(parsed, "step", "is_applicable", "completed_on", "document_number") == [
        ("环境影响评价", True, date(2026, 3, 5), "株环评〔2026〕8号"),
        ("用地预审与选址意见书", False, None, None),
    ]


def test_a_dispatch_that_names_an_item_is_no_assessment():
    parsed = parse_drawn(
        "2026年9月\n项目名称 | 责任单位 | 节点任务 | 形象进度 | 完成时限\n甲厂 | 区住建局 | 封顶 | 30 | 2026-12"
    )
    assert "score_entry" not in parsed.kinds


def test_a_row_of_data_below_a_header_names_no_things():
    parsed = parse_drawn(
        """
        要素保障台账
        项目名称 | 其它事项说明栏 | 责任单位 | 受理日期 | 办理时限(工作日) | 办结日期
        — | 环评批复 | 区教育局 | 2025-04-10 | 10 | 2024-02-23
        甲厂 | 环评批复 | 区住建局 | 2024-10-16 | 15 | 2025-11-06
        """
    )
    assert parsed.kinds == ()
    assert "认不出“其它事项说明栏”" in report(parsed)["message"]
