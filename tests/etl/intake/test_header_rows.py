"""Which rows are the header: units above it, parents that nobody merged, merged heads three and four deep."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report

DEEP = [  # what stands above the header, in rows
    "",
    "（单位：元） | | | | |\n",
    " | | | | | 单位：元\n",
    " | | | 计量单位：元 | |\n",
]


@pytest.mark.parametrize("above", DEEP)
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_a_row_that_says_the_unit_is_no_part_of_a_header_however_deep(above, depth):
    parents = ["", "项目名称 | 总投资 | 投资进展 | | 存在问题 | "] + [" | | 累计完成投资 | | | "] * (depth - 2)
    lines = "\n".join(parents[1:]) + "\n | | 本年 | 自开工 | | "
    top = 2 + bool(above)
    merged = [(top, at, top + depth - 1, at) for at in (1, 2, 5)] + [
        (row, 3, row, 4) for row in range(top, top + depth - 1)
    ]
    said = "2026年9月重点项目调度表" + ("（单位：元）" if not above else "")
    path = "2026年9月重点项目调度表 | | | | | \n"
    drawn = f"{path if above else said + ' | | | | | ' + chr(10)}{above}{lines}\n甲厂房 | 30000000 | 4000000 | 9000000 | 无 | "
    if depth == 2:
        drawn = drawn.replace("投资进展", "累计完成投资")
    parsed = parse_drawn(drawn, merged=merged)
    assert field(parsed, "total_investment_wan") == [3000]
    assert field(parsed, "reported_ytd_wan") == [400]
    assert field(parsed, "cumulative_wan") == [900]


PARENTS = [  # the upper row; all stand above “序号 | 项目名称 | | | 计划完成投资 | 实际完成投资 | …” of the lower one
    " | | 总投资 | 年度投资计划 | 1-9月 | | 去年同期 | ",
    " | | 总投资（万元） | 年度计划 | 1-9月 | | 上年同期 | ",
]


@pytest.mark.parametrize("upper", PARENTS)
def test_names_of_columns_in_the_row_above_are_not_left_out(upper):
    parsed = parse_drawn(
        f"""
        重点项目统计表 | | | | | | |
        单位：万元 | | | | | | |
        {upper}
        序号 | 项目名称 | | | 计划完成投资 | 实际完成投资 | 1-9月完成投资 | 9月完成投资
        1 | 甲厂房 | 19208 | 698 | 117 | 594 | 414 | 124
        2 | 乙道路 | 629 | 83 | 14 | 34 | 46 | 32
        """,
        name="2026年9月重点项目.xlsx",
    )
    assert field(parsed, "total_investment_wan") == [19208, 629]
    assert field(parsed, "annual_plan_wan") == [698, 83]
    assert field(parsed, "reported_ytd_wan") == [594, 34]
    assert field(parsed, "reported_month_wan") == [None, None]  # 去年同期·9月 is last year's
    read = {column["column"]: column["field"] for column in report(parsed)["columns"]}
    assert read["G"] is None
    assert read["H"] is None


def test_a_header_whose_merged_cells_reach_further_than_any_header_is_refused():
    drawn = "2026年9月调度表\n项目名称 | 总投资（万元）\n | \n | \n | \n | \n甲厂房 | 3000\n"
    parsed = parse_drawn(drawn, merged=[(2, 1, 6, 1), (2, 2, 6, 2)])
    assert not parsed.records
