"""The sheets that feed assessment, lists and bench: each kind told by its columns, its words read."""

from datetime import date
from decimal import Decimal

import pytest

from tests.etl.intake.books import field, outcomes, parse_drawn, report

MILESTONES = """
2026年重点项目节点任务表
序号 | 项目代码 | 项目名称 | 节点任务 | 责任单位 | 责任人 | 完成时限 | 实际完成时间 | 佐证
1 | 2601-430211-04-01-100001 | 新材料产业园 | 完成主体封顶 | 发改局 | 李工 | 2026年9月 | 2026-09-20 | 监理报告
2 |  |  | 完成设备⏎安装 | 发改局 | 李工 | 2026.12.20 |  |
3 | | 智能装备厂 | 取得施工许可 | 发改局 | 王工 | 46296 | 46300 | 证照
"""


def test_milestones_of_a_merged_project_belong_to_it_and_a_month_as_limit_is_its_last_day():
    parsed = parse_drawn(MILESTONES, merged=[(3, 2, 4, 2), (3, 3, 4, 3)])
    assert parsed.kinds == ("milestone",)
    assert outcomes(parsed) == ["title", "header", "loaded", "loaded", "loaded"]
    assert field(parsed, "project_name") == ["新材料产业园", "新材料产业园", "智能装备厂"]
    assert field(parsed, "milestone") == ["完成主体封顶", "完成设备安装", "取得施工许可"]
    assert field(parsed, "due_on") == [date(2026, 9, 30), date(2026, 12, 20), date(2026, 10, 1)]
    assert field(parsed, "done_on") == [date(2026, 9, 20), None, date(2026, 10, 5)]


def test_a_milestone_without_a_name_is_refused_by_its_cell():
    parsed = parse_drawn("项目名称 | 节点任务 | 完成时限\n甲厂 | | 2026-09-30")
    [rejection] = report(parsed)["rejections"]
    assert rejection["reason"] == "没有写明“节点任务”（B列），请补上后重发"


def test_issues_need_no_project():
    parsed = parse_drawn(
        """
        问题交办销号台账（截至2026年9月底）
        编号 | 问题类型 | 项目名称 | 问题描述 | 交办单位 | 责任人 | 交办时间 | 整改时限 | 销号时间 | 销号依据
        W2026-001 | 征地拆迁 | 智能装备厂 | 红线内两户未签约 | 发改局 | 王工 | 2026-07-02 | 2026-07-31 | 2026-08-03 | 协议
        W2026-002 | 投诉 | | 群众反映夜间施工 | 城管局 | | 2026.8.5 | 2026.8.20 | |
        W2026-003 | 闲置土地 | — | 某地块闲置满一年 | 自然资源局 | | 2026年8月 | 2026年12月 | |
        合计 | 3件 | | | | | | | |
        """
    )
    assert parsed.kinds == ("issue",)
    assert outcomes(parsed) == ["title", "header", "loaded", "loaded", "loaded", "total"]
    assert field(parsed, "project_name") == ["智能装备厂", None, None]
    assert field(parsed, "issue_kind") == ["征地拆迁", "投诉", "闲置土地"]
    assert field(parsed, "due_on") == [date(2026, 7, 31), date(2026, 8, 20), date(2026, 12, 31)]


def test_service_requests_have_limits_in_working_days():
    parsed = parse_drawn(
        """
        要素保障台账
        受理编号 | 项目名称 | 要素类型 | 承办单位 | 受理日期 | 办理时限(工作日) | 补正停表(工作日) | 办结日期
        F1 | 智能装备厂 | 使用林地 | 林业局 | 2026-07-01 | 15 | 3 | 2026-07-24
        F2 | 智能装备厂 | 临时占用城市道路 | 城管局 | 2026-07-01 | 5个工作日 | |
        F3 | 智能装备厂 | 环评 | 生态环境局 | 2026-07-01 | 尽快 | — | 2026-08-01
        """
    )
    assert parsed.kinds == ("service_request",)
    assert field(parsed, "limit_days") == [15, 5, None]
    assert field(parsed, "paused_days") == [3, None, None]
    [fault] = report(parsed)["cell_faults"]
    assert (fault["row"], fault["column"], fault["reason"]) == (5, "F", "不是整数天数，请改成数字")


def test_typed_items_and_points_of_a_quarter():
    parsed = parse_drawn(
        """
        2026年第三季度重点项目考核手工项
        单位 | 考核项 | 得分率(%) | 加分 | 扣分 | 依据 | 文号
        发改局 | 协调服务 | 95 | | | 服务企业回访 |
        教育局 | 协调服务 | 88.5 | | | |
        发改局 | 获省级通报表扬 | | 2 | | 省政府通报 | 湘政办函〔2026〕12号
        教育局 | 迟报信息 | | | 0.5 | 月报迟报两次 | 天重办〔2026〕9号
        """
    )
    assert parsed.kinds == ("score_entry",)
    assert set(field(parsed, "quarter")) == {date(2026, 7, 1)}
    assert field(parsed, "score_rate") == [0.95, 0.885, None, None]
    assert field(parsed, "points") == [None, None, 2.0, -0.5]


@pytest.mark.parametrize(
    ("said", "quarter"),
    [
        ("2026年第三季度", "2026-07-01"),
        ("2026年三季度", "2026-07-01"),
        ("2026Q4", "2026-10-01"),
        ("２０２６年１季度", "2026-01-01"),
        ("2026年4-6月", "2026-04-01"),
        ("2026年9月", "2026-07-01"),
        ("2026年度", "2026-10-01"),  # 年度项目记在第四季度
    ],
)
def test_quarters_are_read_in_every_form(said, quarter):
    parsed = parse_drawn(f"季度 | 单位 | 考核项 | 得分率\n{said} | 发改局 | 协调服务 | 0.9")
    assert field(parsed, "quarter") == [date.fromisoformat(quarter)]


def test_a_typed_item_of_no_quarter_is_refused():
    parsed = parse_drawn("单位 | 考核项 | 得分率\n发改局 | 协调服务 | 0.9")
    [rejection] = report(parsed)["rejections"]
    assert rejection["reason"] == "没有写明“季度”，请补上后重发"


def test_an_incident_and_an_exemption():
    parsed = parse_drawn(
        "发生时间 | 责任单位 | 项目名称 | 类型 | 等级 | 简要情况\n2026-08-14 | 住建局 | 智能装备厂 | 安全事故 | 一般 | 高处坠落"
    )
    assert parsed.kinds == ("incident",)
    assert field(parsed, "occurred_on") == [date(2026, 8, 14)]
    parsed = parse_drawn(
        "容错免责认定表\n文号 | 单位 | 项目名称 | 容错情形 | 适用期\n天容免〔2026〕3号 | 住建局 | | 汛情停工 | 2026.7-2026.9"
    )
    assert parsed.kinds == ("exemption",)
    assert (field(parsed, "exempt_from"), field(parsed, "exempt_to")) == ([date(2026, 7, 1)], [date(2026, 9, 30)])


def test_an_adjustment_takes_its_month_from_its_cell_else_from_the_title():
    parsed = parse_drawn(
        """
        2026年7月重点项目计划调整情况表
        单位：万元
        项目代码 | 项目名称 | 调整类型 | 原批次 | 调整后批次 | 年度计划 | | 调整原因 | 书面说明日期 | 决定机构 | 决定日期 | 执行月份
         | | | | | 调整前 | 调整后 | | | | |
        2601-430211-04-01-100001 | 新材料产业园 | 转批次 | 前期 | 新开工 | 100 | 5000 | 提前开工 | 2026-06-10 | 区政府常务会 | 2026-06-20 |
         | 智能装备厂 | 调出 | 续建 | | 8000 | | 业主变更 | 2026-06-12 | 区委常委会 | 2026-06-25 | 2026年8月
        """,
        merged=[(3, 6, 3, 7)],
    )
    assert parsed.kinds == ("plan_adjustment",)
    assert field(parsed, "effective_month") == [date(2026, 7, 1), date(2026, 8, 1)]
    assert field(parsed, "annual_plan_before_wan") == [100, 8000]
    assert field(parsed, "annual_plan_after_wan") == [5000, None]
    assert field(parsed, "decided_by") == ["区政府常务会", "区委常委会"]


def test_the_reserve_names_its_tier_in_a_column_or_a_heading():
    parsed = parse_drawn(
        """
        项目储备库（2026年9月）
        序号 | 项目名称 | 总投资(亿元) | 责任单位 | 储备入库时间 | 出库时间 | 出库去向
        一、1年期待建库（1个）
        1 | 甲厂 | 1.5 | 发改局 | 2026-03-01 | 2026-08-01 | 转年度计划
        二、三年期预备库（1个）
        2 | 乙厂 | 2 | 发改局 | 2026年2月 | |
        """
    )
    assert parsed.kinds == ("reserve",)
    assert field(parsed, "tier") == ["ready_1y", "prepare_3y"]
    assert field(parsed, "total_investment_wan") == [15000, 20000]
    parsed = parse_drawn("项目名称 | 储备层级 | 入库时间\n甲厂 | 5年期谋划库 | 2026-03\n乙厂 | 重点库 | 2026-03")
    assert field(parsed, "tier") == ["idea_5y", None]
    assert report(parsed)["cell_faults"][0]["reason"].startswith("不是储备库的层级")


def test_declarations():
    parsed = parse_drawn(
        """
        2026年重点项目申报汇总表
        项目名称 | 类别 | 建设性质 | 总投资(万元) | 申报单位 | 业主 | 申报日期 | 不得列入情形 | 审定日期 | 审定结果
        甲厂 | 传统产业 | 新建 | 32000 | 发改局 | 甲公司 | 2026-06-11 | 无 | 2026-07-01 | 列入
        乙厂 | 传统产业 | 新建 | 2900 | 发改局 | 乙公司 | 2026-06-12 | 用地粗放浪费 | 2026-07-01 | 不列入
        """
    )
    assert parsed.kinds == ("declaration",)
    assert field(parsed, "declared_on") == [date(2026, 6, 11), date(2026, 6, 12)]
    assert field(parsed, "bars") == ["无", "用地粗放浪费"]


def test_the_promotion_ledger_keeps_both_starts():
    parsed = parse_drawn(
        """
        2026年招商引资项目台账
        市级项目编码 | 区级项目编码 | 项目名称 | 投资金额(亿元) | 固投金额(亿元) | 负责单位 | 区级责任领导 | 实际开工时间(发改) | 是否入统(发改) | 实际开工时间(经信) | 入统时间(经信)
        ZZ-2026-01 | 17 | 甲厂 | 3 | 2.25 | 发改局 | 张区长 | 2026.3 | 是 | 2026年2月 | 2026.5
        """
    )
    assert parsed.kinds == ("promotion",)
    assert parsed.records["promotion"].select(
        ["city_number", "district_number", "total_investment_wan", "fixed_investment_wan"]
    ).to_pylist() == [
        {
            "city_number": "ZZ-2026-01",
            "district_number": "17",
            "total_investment_wan": Decimal("30000.00"),
            "fixed_investment_wan": Decimal("22500.00"),
        }
    ]
    assert field(parsed, "start_date_development") == [date(2026, 3, 1)]
    assert field(parsed, "start_date_industry") == [date(2026, 2, 1)]
    assert field(parsed, "is_in_statistics") == [True]
    assert field(parsed, "statistics_entry_month") == [date(2026, 5, 1)]


def test_a_monthly_list_of_ideas_and_the_unit_that_sends_it():
    parsed = parse_drawn(
        """
        2026年9月谋划项目清单
        填报单位：区住建局 | | | | 单位：亿元
        序号 | 项目名称 | 功能定位 | 建设规模 | 总投资 | 投资模式 | 建设方式 | 资金来源 | 建设时序 | 资金投向 | 投资效益
        1 | 滨江片区更新 | 宜居示范 | 12万平方米 | 8.5 | 政府投资 | EPC | 专项债 | 2027—2029年 | 基础设施 | 惠及2万人
        2 | 智慧停车 | | 3000个泊位 | 1.2 | 特许经营 | BOT | 自筹 | 2027年 | |
        """
    )
    assert parsed.kinds == ("idea_list",)
    assert field(parsed, "month") == [date(2026, 9, 1)] * 2
    assert field(parsed, "responsible_unit") == ["区住建局"] * 2
    assert field(parsed, "total_investment_wan") == [85000, 12000]
    assert field(parsed, "construction_schedule") == ["2027—2029年", "2027年"]


def test_a_list_of_ideas_told_by_its_title_alone_and_a_plan_that_is_none():
    ideas = parse_drawn("2026年9月谋划项目清单\n项目名称 | 谋划单位 | 总投资(万元)\n甲 | 区住建局 | 9000")
    assert ideas.kinds == ("idea_list",)
    plan = parse_drawn(
        "2026年重点项目计划表\n项目名称 | 建设规模 | 建设方式 | 资金来源 | 总投资(万元) | 2026年度计划投资(万元)\n甲 | 大 | EPC | 自筹 | 9000 | 900"
    )
    assert plan.kinds == ("annual_plan",)
    assert parse_drawn("5年期谋划库项目表\n项目名称 | 总投资(万元) | 责任单位\n甲 | 9000 | 区住建局").kinds == (
        "reserve",
    )


def test_a_declaration_told_by_its_title():
    parsed = parse_drawn(
        "2026年区重点项目申报表\n项目名称 | 类别 | 总投资(亿元) | 申报单位\n甲厂 | 传统产业 | 3.2 | 区住建局"
    )
    assert parsed.kinds == ("declaration",)
    assert field(parsed, "total_investment_wan") == [32000]
