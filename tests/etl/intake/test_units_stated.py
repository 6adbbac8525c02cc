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


def of_two_tables(first: str, title: str, total: str, foot: str = ""):
    """Return the second table's total in 万元, and what is doubted of its unit."""
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（一）{first} | |
        项目名称 | 总投资 | 1-9月完成投资
        甲项目 | 800 | 60
         | |
        {title} | |
        工程名称 | 1-9月完成投资 | 总投资
        乙项目 | 60 | {total}
        丙项目 | 80 | {total}
        {foot} | |"""
    )
    second = parsed.readings["Sheet1"][1]
    return float(field(parsed, "total_investment_wan")[1]), second.doubts.get("unit_doubt", "")


@pytest.mark.parametrize(
    ("first", "title", "foot", "total", "found", "doubt"),
    [
        ("（单位：万元）", "重点项目调度表（二）", "", "2000", 2000, ""),
        ("（单位：千元）", "重点项目调度表（二）", "", "20000", 2000, "按上面的表所写的千元读"),  # may be 万元, too
        ("（单位：千元）", "重点项目调度表（二）（单位：千元）", "", "20000", 2000, ""),
        ("（单位：千元）", "重点项目调度表（二）（单位：万元）", "", "20000", 20000, ""),
        (
            "（单位：千元）",
            "重点项目调度表（二）",
            "单位：万元",
            "20000",
            20000,
            "写了几种单位",
        ),  # a foot may be all tables'
        ("（单位：元）", "重点项目调度表（二）", "", "20000", 20000, "大小却像万元"),  # no project costs 2万元
        ("（单位：亿元）", "重点项目调度表（二）", "", "2.5", 25000, ""),  # no project costs 2.5万元
        ("", "重点项目调度表（二）", "", "2000", 2000, ""),
        # two units in the sheet's note: they are not those of a table that states its own
        ("（单位：总投资亿元，其他元）", "重点项目调度表（二）（单位：万元）", "", "2000", 2000, ""),
        (
            "（单位：总投资亿元，其他元）",
            "重点项目调度表（二）",
            "单位：万元",
            "2000",
            2000,
            "",
        ),  # in 元 none costs 2000
    ],
)
def test_the_unit_of_a_further_table(first, title, foot, total, found, doubt):
    amount, doubted = of_two_tables(first, title, total, foot)
    assert (amount, doubt in doubted, bool(doubt)) == (found, True, bool(doubted))


@pytest.mark.parametrize(
    ("figures", "found", "is_asked"),
    [
        (("0.0174", "0.0956"), 174, True),  # no project has done 174元: 亿元 is proposed
        (("0.0174", "0.99"), 174, True),
        (("0.0174", "1"), 0.02, False),
        (("120", "80"), 120, False),
    ],
)
def test_what_was_done_alone_tells_that_it_is_not_in_wan(figures, found, is_asked):
    rows = "\n".join(f"{name}项目 | {figure}" for name, figure in zip("甲乙", figures, strict=True))
    parsed = parse_drawn(f"2026年9月重点项目调度表 |\n项目名称 | 1-9月完成投资\n{rows}")
    assert float(field(parsed, "reported_ytd_wan")[0]) == found
    assert ("像是亿元" in "".join(parsed.readings["Sheet1"][0].doubts.values())) is is_asked
