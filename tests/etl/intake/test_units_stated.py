"""In which unit a sheet's amounts stand, wherever it says so, and when it has to be asked."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report


def total(title: str, unit: str, figure: str, foot: str = "", header: str = "总投资"):
    parsed = parse_drawn(
        f"{title} | | |\n{unit} | | |\n项目名称 | {header} | 1-9月完成投资{header[3:]} | 备注\n甲项目 | {figure} | 1.2 | \n乙项目 | {figure} | 1.2 | \n{foot} | | |"
    )
    doubts = [one["text"] for one in report(parsed)["notices"] if one["kind"] == "unit_doubt"]
    return field(parsed, "total_investment_wan")[0], bool(doubts)


@pytest.mark.parametrize(
    ("unit", "foot", "header", "figure", "found", "asks"),
    [
        ("单位：亿元", "", "总投资", "6.9", 69000, False),
        ("单位：个、亿元", "", "总投资", "6.9", 69000, False),
        ("单位：个/亿元", "", "总投资", "6.9", 69000, False),
        ("单位：亿", "", "总投资", "6.9", 69000, False),
        ("", "注：本表投资单位均为亿元。", "总投资", "6.9", 69000, False),
        ("", "说明：金额单位为亿元", "总投资", "6.9", 69000, False),
        ("单位：万元", "", "总投资（亿）", "6.9", 69000, False),  # the heading is nearer
        ("单位：万元", "注：本表投资单位均为亿元。", "总投资", "6.9", 69000, False),  # only one is of that size
        ("单位：万元", "", "总投资", "6.9", 6.9, True),  # no project costs 6.9万元
        ("", "", "总投资", "6.9", 69000, True),  # only 亿元 is of that size: proposed, and asked
        ("", "", "总投资", "69000", 69000, False),  # only 万元 is of that size
        ("单位：万元", "", "总投资", "69000", 69000, False),
        ("单位：万元", "注：投资单位均为亿元。", "总投资", "500", 500, True),  # may be either
        ("单位：万元", "单位：亿元", "总投资", "500", 500, True),  # the foot says no more than a unit
        ("单位：万元", "（金额单位：亿元）", "总投资", "500", 500, True),
        ("单位：万元", "单位：万元", "总投资", "500", 500, False),
        ("", "单位：亿元", "总投资", "6.9", 69000, False),
    ],
)
def test_the_unit(unit, foot, header, figure, found, asks):
    amount, is_asked = total("2026年9月重点项目调度表", unit, figure, foot, header)
    assert float(amount) == found
    assert is_asked is asks


def test_a_unit_in_two_cells():
    parsed = parse_drawn(
        "2026年9月重点项目调度表 | | |\n | | 单位： | 亿元\n项目名称 | 总投资 | 1-9月完成投资 | 备注\n甲项目 | 6.9 | 1.2 |"
    )
    assert field(parsed, "total_investment_wan") == [69000]
