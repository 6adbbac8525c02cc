"""Every column of every table is accounted for: read, known and not needed, or not understood."""

import pytest

from tests.etl.intake.books import parse_drawn, report


def account(parsed) -> dict[str, tuple]:
    return {
        one["column"]: (one["field"], one["period"], one["unit"], one["reason"]) for one in report(parsed)["columns"]
    }


def test_each_column_is_told():
    parsed = parse_drawn(
        """
        2026年9月重点项目调度表
        序号 | 项目名称 | 总投资（亿元） | 1-9月完成投资(万元) | 完成率 | 权益指标(万元) | 备注 | 气象情况
        1 | 甲项目 | 1.2 | 300 | 25 | 42 | 顺利 | 晴
        """
    )
    assert account(parsed) == {
        "A": (None, None, None, "序号，不必读"),
        "B": ("project_name", None, None, None),
        "C": ("total_investment_wan", None, "亿元", None),
        "D": ("reported_ytd_wan", "2026年1—9月", "万元", None),
        "E": (None, None, None, "由其他列算出的比率，不必读"),
        "F": (None, None, "万元", "列名认不出"),
        "G": (None, None, None, "说明文字，不必读"),
        "H": (None, None, None, "列名认不出"),
    }
    unread = [one["text"] for one in report(parsed)["notices"] if one["kind"] == "column_unread"]
    assert unread == [
        "F 列“权益指标（万元）”有数字，没有读：列名认不出。请改列名，或指认列名（命令行：--mapping 对照文件）"
    ]


def test_columns_of_a_table_that_is_refused_are_told_too():
    parsed = parse_drawn(
        """
        姓名 | 年龄 | 工资（元）
        张三 | 33 | 5000
        李四 | 34 | 6000
        """
    )
    assert report(parsed)["kind"] is None
    assert {(one["field"], one["reason"]) for one in report(parsed)["columns"]} == {(None, "整表未载入")}


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("140①", "29", True),  # a mark behind a figure: it is one all the same
        ("12⏎34", "29", True),
        ("#未计算", "29", True),
        ("已批", "29", False),  # half of the cells are words
    ],
)
def test_figures_that_cannot_be_trusted_make_an_amount_column_too(first, second, is_told):
    parsed = parse_drawn(
        f"""
        2026年7月重点项目调度表　单位：万元
        项目名称 | 总投资 | 1-7月完成投资 | 某项费用
        甲厂房 | 2756 | 692 | {first}
        乙道路 | 1183 | 158 | {second}
        """
    )
    told = [one["text"][:2] for one in report(parsed)["notices"] if one["kind"] == "column_unread"]
    assert told == (["D "] if is_told else [])


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("546.49（预计）", True),
        ("约546.49万元【快报数】", True),
        ("1,546（不含土地）", True),
        ("已完成桩基", False),
        ("2号楼（装修）", False),  # a number in words is no amount
    ],
)
def test_an_amount_with_a_remark_makes_a_column_of_amounts(said, is_told):
    parsed = parse_drawn(
        f"2026年3月重点项目调度表（单位：万元）\n项目名称 | 1-3月完成投资 | 3月投资\n甲项目 | 800 | 87\n乙项目 | 900 | {said}"
    )
    told = [one["text"] for one in report(parsed)["notices"] if one["kind"] == "column_unread"]
    assert any("3月投资" in text for text in told) is is_told
