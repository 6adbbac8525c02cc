"""Tables side by side: each a sheet of its own by name, with its own account of every row, its cells where they stand."""

import pytest

from data import originals
from tests.etl.intake.books import field, outcomes, parse_drawn, report

BESIDE = """
2026年9月重点项目调度表 | | | | | | | |
单位：亿元 | | | | | | | |
序号 | 项目名称 | 1～9月完成投资 | 形象进度(%) | | 序号 | 项目名称 | 1～9月完成投资 | 形象进度(%)
1 | 甲项目 | 3 | 30 | | 3 | 丙项目 | 1 | 10
2 | 乙项目 | 2 | 20 | | 4 | 丁项目 | 见附件 |
合计 | | 5 | | | 合计 | | 7 |
"""


def test_each_table_accounts_for_every_row_and_hears_the_common_title():
    parsed = parse_drawn(BESIDE, merged=[(1, 1, 1, 9)])
    assert field(parsed, "project_name") == ["甲项目", "乙项目", "丙项目"]
    assert field(parsed, "reported_ytd_wan") == [30000, 20000, 10000]
    assert field(parsed, "sheet") == ["Sheet1", "Sheet1", "Sheet1[F:I]"]
    assert field(parsed, "row") == [4, 5, 4]
    left, right = report(parsed), report(parsed, 1)
    for sheet in (left, right):
        assert sheet["rows_total"] == 6 == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
    assert [(fault["row"], fault["column"]) for fault in right["cell_faults"]] == [(5, "H")]
    assert [one["kind"] for one in left["notices"] + right["notices"]] == ["total_mismatch"]  # 合计 7，各行之和 1
    columns = [(one["sheet"], one["position"]) for one in parsed.columns.to_pylist() if one["field"] == "project_name"]
    assert columns == [("Sheet1", "B"), ("Sheet1[F:I]", "G")]


def test_the_name_of_a_further_table_leads_back_to_its_sheet():
    assert originals.sheet_and_columns("调度[F:I]") == ("调度", ("F", "I"))
    assert originals.sheet_and_columns("调度") == ("调度", None)


def test_a_header_that_begins_anew_needs_no_empty_column_between():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表（单位：万元）
        序号 | 项目名称 | 1～9月完成投资 | 序号 | 项目名称 | 1～9月完成投资
        1 | 甲项目 | 300 | 3 | 丙项目 | 100
        2 | 乙项目 | 200 | | |
        """
    )
    assert field(parsed, "project_name") == ["甲项目", "乙项目", "丙项目"]
    assert outcomes(parsed) == ["title", "header", "loaded", "loaded", "title", "header", "loaded", "blank"]


def test_two_kinds_side_by_side_each_with_its_title():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表 | | | | 2026年第三季度一票否决事项
        项目名称 | 1～9月完成投资(亿元) | 形象进度 | | 发生时间 | 责任单位 | 类型 | 简要情况
        甲项目 | 1 | 30 | | 2026-08-14 | 区住建局 | 安全事故 | 高处坠落
        乙项目 | 2 | 20
        """
    )
    assert parsed.kinds == ("dispatch", "incident")
    assert field(parsed, "incident_kind", "incident") == ["安全事故"]


@pytest.mark.parametrize(
    "drawn",
    [
        # 空列只是版面：右边没有自己的项目
        """
        2026年9月调度表（单位：万元）
        项目名称 | 1～9月完成投资 | | 存在的问题 | 责任单位 | 形象进度(%)
        甲项目 | 300 | | 用地未批 | 区住建局 | 30
        """,
        # 右边把项目名称又写了一遍：仍是一张表
        """
        2026年9月调度表（单位：万元）
        项目名称 | 2026年度计划投资 | 总投资 | | 项目名称 | 1～9月完成投资 | 形象进度(%)
        甲项目 | 900 | 9000 | | 甲项目 | 300 | 30
        """,
    ],
    ids=["an empty column", "the names twice"],
)
def test_what_is_one_table_stays_one(drawn):
    parsed = parse_drawn(drawn)
    assert parsed.kinds == ("dispatch",)
    assert [sheet["sheet"] for sheet in parsed.to_json()["sheets"]] == ["Sheet1"]
    assert field(parsed, "reported_ytd_wan") == [300]


def test_a_table_of_units_whose_title_stands_lower_than_its_neighbours_header():
    parsed = parse_drawn(
        """
         | | | | | 2026年重点项目申报汇总表 | |
        2026年第三季度重点项目考核手工项 | | | | | 项目名称 | 申报单位 | 申报日期
        填报单位：区发展和改革局 | | | | | 甲厂 | 区住建局 | 2026-03-05
        责任单位 | 考核项 | 依据 | 得分率(%) | | 乙厂 | 区住建局 | 2026-03-06
        区住建局 | 协调服务 | 台账 | 90 | | | |
        """
    )
    assert field(parsed, "score_rate", "score_entry") == [0.9]
    assert field(parsed, "project_name", "declaration") == ["甲厂", "乙厂"]


@pytest.mark.parametrize("parent", ["去年同期", "单位：万元"])
def test_parents_above_the_columns_behind_a_gap_are_no_title(parent):
    parsed = parse_drawn(
        f"""
        2026年1-12月重点项目调度表 | | | | | | | |
        | | | | | | {parent} | | 联系电话
        名称 | 概算总投资(万元) | 2026年计划投资(万元) | | 12月份完成投资(万元) | 1-12月投资完成额(万元) | 1-11月 | 11月 |
        甲项目 | 2039 | 1000 | | 78 | 916 | 814 | 44 | 28810001
        乙项目 | 1360 | 300 | | 11 | 292 | 315 | 9 | 28810002
        """
    )
    assert parsed.kinds == ("dispatch",)
    assert field(parsed, "reported_ytd_wan") == [916, 292]
    assert set(field(parsed, "sheet")) == {"Sheet1"}
