"""The headers that real offices use, word for word: every column that means something finds its field."""

from tests.etl.intake.books import field, month, outcomes, parse_drawn, report

CODE = "2601-430211-04-01-123456"


def fields_of(parsed) -> dict[str, str]:
    return {line["field"]: line["position"] for line in parsed.columns.to_pylist() if line["field"]}


def test_dispatch():
    parsed = parse_drawn(
        """
        2026年9月重点项目建设进度调度表
        序号 | 项目名称 | 总投资(万元) | 至上年底完成投资(万元) | 年度计划投资(万元) | 1～9月完成投资(万元) | | | | 开工累计 | | | | 支付资金 | 形象进度(%) | 计划形象进度(%) | 年初至本月的主要形象进度 | 开工、竣工时间 | 存在的问题及拟采取的措施 | 需要协调解决的问题 | 下月计划 | 备注
         | | | | | 完成投资 | 占年度计划(%) | 到位资金 | 占年度计划(%) | 完成投资 | 占总投资(%) | 到位资金 | 占总投资(%) | | | | | | | | |
        1 | 甲项目 | 9000 | 1000 | 3000 | 2000 | 66.7 | 1900 | 63.3 | 3000 | 33.3 | 2800 | 31.1 | 1500 | 35 | 40 | 主体封顶 | 2025.3-2026.12 | 无 | 用电报装 | 砌体 |
        """,
        merged=[(2, 6, 2, 9), (2, 10, 2, 13)],
    )
    assert fields_of(parsed) == {
        "project_name": "B",
        "total_investment_wan": "C",
        "cumulative_last_year_wan": "D",
        "annual_plan_wan": "E",
        "reported_ytd_wan": "F",
        "funds_in_place_wan": "H",
        "cumulative_wan": "J",
        "funds_paid_wan": "N",
        "physical_progress": "O",
        "planned_progress": "P",
        "progress_text": "Q",
        "start_and_finish": "R",
        "problem": "S",
        "coordination": "T",
        "next_month_plan": "U",
    }
    record = parsed.records["dispatch"].to_pylist()[0]
    assert (record["reported_ytd_wan"], record["cumulative_wan"], record["funds_in_place_wan"]) == (2000, 3000, 1900)
    assert (record["physical_progress"], record["planned_progress"]) == (0.35, 0.40)


def test_statistics_return():
    parsed = parse_drawn(
        f"""
        2026年1—9月固定资产投资项目情况（206表） | | | | | | | | | | | | | |
        计量单位：万元
        项目代码 | 项目名称 | 建设地址及区划 | 行业编码 | 统计方法 | 开工/投产时间 | 建设性质 | 计划总投资 | 自开始建设累计完成投资 | 本年完成投资 | | | | | 期末建设状态
         | | | | | | | | | | 建筑工程 | 安装工程 | 设备工器具购置 | 其他费用 |
        甲 | 乙 | 丙 | 丁 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11
        {CODE} | 甲项目 | 栗雨街道 | 3670 | 形象进度法 | 202503/202612 | 新建 | 9000 | 3000 | 2000 | 1200 | 300 | 400 | 100 | 在建
        """,
        merged=[(3, 10, 3, 14)],
    )
    assert report(parsed)["kind"] == "statistics_return"
    assert outcomes(parsed) == ["title", "unit", "header", "header", "header", "loaded"]
    amounts = (
        "booked_ytd_wan",
        "booked_construction_wan",
        "booked_installation_wan",
        "booked_equipment_wan",
        "booked_other_wan",
    )
    assert [field(parsed, name)[0] for name in amounts] == [2000, 1200, 300, 400, 100]
    assert field(parsed, "industry_code") == ["3670"]
    assert field(parsed, "month") == [month("2026-09")]
    assert (field(parsed, "start_date"), field(parsed, "production_date")) == ([month("2025-03")], [month("2026-12")])


def test_investment_promotion_ledger():
    parsed = parse_drawn(
        """
        市级/区级项目编码 | 项目名称 | 投资金额(亿元) | 固投金额(亿元) | 负责单位 | 区级责任领导 | 实际开工时间(发改) | 是否入统(发改) | 实际开工时间(经信) | 入统时间(经信)
        TY-001 | 甲项目 | 1.2 | 1 | 区商务局 | 副区长 | 2026.3 | 是 | 2026.4 | 2026年5月
        """
    )
    assert report(parsed)["kind"] == "promotion"
    assert (field(parsed, "project_name"), field(parsed, "statistics_entry_month")) == (["甲项目"], [month("2026-05")])


def test_library_ledger():
    parsed = parse_drawn(
        f"""
        统计入库台账
        项目代码 | 项目名称 | 申报月份 | 入库月份 | 入统月份 | 状态 | 退回原因
        {CODE} | 甲项目 | 2026-03-05 | 202604 | 2026.5 | 在库 |
         | 乙项目 | 2026.3 | | | 退回 | 缺施工许可证
        """
    )
    assert field(parsed, "declared_month") == [month("2026-03"), month("2026-03")]  # a month, whatever the day
    assert field(parsed, "library_entry_month") == [month("2026-04"), None]
    assert field(parsed, "return_reason") == [None, "缺施工许可证"]


def test_annual_plan():
    months = " | ".join(f"{number}月" for number in range(1, 13))
    parsed = parse_drawn(
        f"""
        2026年度重点项目投资计划表
        代码 | 名称 | 批次 | 性质 | 级别 | 类别 | 行业 | 地点 | 总投资(万元) | 概算(万元) | 年度计划(万元) | {months} | 计划开工 | 计划竣工 | 业主 | 责任单位 | 联系领导 | 专员 | 经度 | 纬度
        {CODE} | 甲项目 | 续建 | 新建 | 省 | 民生 | 教育 | 栗雨街道 | 9000 | 9500 | 1200 | {" | ".join(str(100 * n) for n in range(1, 13))} | 2025.3 | 2026年12月 | 某公司 | 教育局 | 副区长 | 1号 | 113.05 | 27.83
        """
    )
    record = parsed.records["annual_plan"].to_pylist()[0]
    unsaid = {name for name, value in record.items() if value is None}
    assert unsaid == {
        "join_id",
        "effective_month",
        "funding",
        "approval_procedure",
        "special_area",
        "service_unit",
        "adjustment",
    }
    assert record["responsible_unit"] == "区教育局"
    assert parsed.monthly_plan.num_rows == 12


def test_a_header_of_three_rows_under_a_year_with_subtotals_and_units_above():
    parsed = parse_drawn(
        """
        天元区2026年重点项目建设进展情况表（1-9月）
        填报单位：区重点办 | | | | 单位：亿元、%
        序号 | 项目名称 | 总投资 | 2026年 | | | | 形象进度 | | 责任单位
         | | | 年度计划 | 1-9月完成情况 | | 9月当月 | 计划 | 截至9月底 |
         | | | | 投资额 | 占年计划（%） | 投资额 | | |
        合计（1个） | | 2.48 | 0.74 | 0.3518 | | 0.0391 | | |
        一、产业项目（1个）
        1 | 标准厂房二期 | 2.48 | 0.74 | 0.3518 | 47.5% | 0.0391 | 100% | 46% | 区住建局
        小计 | | 2.48 | 0.74 | 0.3518 | | 0.0391 | | |
        """,
        merged=[
            (1, 1, 1, 10), (3, 1, 5, 1), (3, 2, 5, 2), (3, 3, 5, 3), (3, 4, 3, 7), (4, 4, 5, 4), (4, 5, 4, 6),
            (3, 8, 3, 9), (4, 8, 5, 8), (4, 9, 5, 9), (3, 10, 5, 10),
        ],
    )  # fmt: skip
    assert outcomes(parsed) == ["title", "unit", "header", "header", "header", "total", "group", "loaded", "total"]
    names = ("total_investment_wan", "annual_plan_wan", "reported_ytd_wan", "reported_month_wan")
    assert [field(parsed, name) for name in names] == [[24800], [7400], [3518], [391]]
    assert (field(parsed, "physical_progress"), field(parsed, "planned_progress")) == ([0.46], [1.0])


def test_half_a_header_is_none_a_parent_is_not_read_for_its_first_child():
    parsed = parse_drawn(
        """
        2026年9月重点项目进展
        项目名称 | 总投资(万元) | 形象进度 | | 责任单位
         | | 上月的 | 这个月的 |
        甲厂 | 900 | 30 | 40 | 区住建局
        """,
        merged=[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 3, 5)],
    )
    assert not parsed.records
    assert "认不出“形象进度·这个月的”" in report(parsed)["message"]
