"""Rows that may be no project of their own, and numbers that are no amounts: asked or told, never taken in silence."""

from decimal import Decimal

import pytest

from tests.etl.intake.books import field, outcomes, parse_drawn, report

HEAD = "序号 | 项目名称 | 责任单位 | 总投资（万元） | 2026年度计划投资（万元） | 1-9月完成投资（万元）"
FIRST = "1 | 甲园 | 住建局 | 1000 | 300 | 90"
LAST = "2 | 乙园 | 住建局 | 2000 | 500 | 80\n  | 合计 |  | {} | {} | {}"


def parsed(*lines: str, total: tuple[int, int, int] = (3000, 800, 170), head: str = HEAD):
    return parse_drawn("\n".join(["2026年9月重点项目调度表", head, *lines, LAST.format(*total)]))


def doubts(found) -> str:
    [reading] = found.readings["Sheet1"]
    assert not (reading.doubts and reading.is_proven)
    return "；".join(reading.doubts.values())


def refused(found) -> list[tuple[int, str]]:
    return [(one["row"], one["reason"]) for one in report(found)["rejections"]]


def test_a_row_that_says_the_same_once_more_is_not_loaded_twice():
    found = parsed(FIRST, "2 | 甲园 | 住建局 | 1000 | 300 | 90")
    [(row, why)] = refused(found)
    assert (row, "第 3 行是同一个项目" in why) == (4, True)
    assert field(found, "reported_ytd_wan") == [90, 80]


@pytest.mark.parametrize("unit", ["住建局", ""])
def test_a_project_with_two_sets_of_figures_is_asked_also_where_the_total_agrees(unit):
    found = parsed(FIRST.replace("住建局", unit), f"2 | 甲 园 | {unit} | 700 | 200 | 60", total=(3700, 1000, 230))
    assert "数字不一样" in doubts(found)


def test_one_code_twice_is_asked_and_two_codes_of_one_name_are_two_projects():
    head = HEAD.replace("责任单位", "项目代码")
    lines = ["1 | 甲园 | 2401-430211-04-01-100001 | 1000 | 300 | 90", "2 | 甲园 | {} | 700 | 200 | 60"]
    for code, is_asked in (("2401-430211-04-01-100001", True), ("2401-430211-04-01-100002", False)):
        found = parsed(lines[0], lines[1].format(code), total=(3700, 1000, 230), head=head)
        assert ("数字不一样" in doubts(found)) is is_asked


def test_one_coded_row_once_more_counts_once_by_its_code():
    head = HEAD.replace("责任单位", "项目代码")
    line = "{} | 甲园 | 2401-430211-04-01-100001 | 1000 | 300 | 90"
    found = parsed(line.format(1), line.format(2), total=(4000, 1100, 260), head=head)
    assert (doubts(found), refused(found)) == ("", [])


def test_parts_of_one_code_with_names_of_their_own_are_no_repetition():
    head = HEAD.replace("责任单位", "项目代码")
    code = "2401-430211-04-01-100001"
    lines = [f"1 | 甲园（主体工程） | {code} | 1000 | 300 | 90", f"2 | 甲园（配套工程） | {code} | 700 | 200 | 60"]
    found = parsed(*lines, total=(3700, 1000, 230), head=head)
    assert (doubts(found), refused(found)) == ("", [])


def test_the_same_name_of_two_units_is_two_projects():
    found = parsed(FIRST, "2 | 甲园 | 交通局 | 700 | 200 | 60", total=(3700, 1000, 230))
    assert (doubts(found), refused(found)) == ("", [])
    assert len(field(found, "project_name")) == 3


@pytest.mark.parametrize("text", ["标准厂房建设二期", "目前正在开展桩基施工"])
def test_a_line_of_words_without_a_number_is_asked(text):
    assert "只有名称" in doubts(parsed(FIRST, f"  | {text} |  |  |  | "))


def test_a_project_of_two_lines_is_asked():
    found = parsed("1 | 甲园 | 住建局 |  |  | ", "  | （二期厂房） |  | 1000 | 300 | 90")
    assert "写成了两行" in doubts(found)


@pytest.mark.parametrize(
    "parts",
    [
        ("  | 其中：中央预算内投资 |  | 200 | 50 | 30", "  | 地方配套 |  | 800 | 250 | 60"),
        ("  | 其中：一期 |  | 600 | 200 | 60", "  | 二期 |  | 400 | 100 | 30"),
        ("  | 其中一期 | 住建局 | 600 | 200 | 60", "  | 二期 | 住建局 | 400 | 100 | 30"),
    ],
)
def test_the_parts_of_a_project_are_no_projects(parts):
    found = parsed(FIRST, *parts)
    assert outcomes(found) == ["title", "header", "loaded", "total", "total", "loaded", "total"]
    assert "part_of_project" in {one["kind"] for one in report(found)["notices"]}
    assert field(found, "reported_ytd_wan") == [90, 80]


def test_a_row_among_the_parts_that_says_more_than_the_project_is_asked():
    found = parsed(FIRST, "  | 其中：一期 |  | 600 | 200 | 60", "  | 丙园 |  | 4000 | 100 | 30", total=(7000, 900, 200))
    assert "不知是不是第 3 行的一部分" in doubts(found)


@pytest.mark.parametrize(
    ("column", "said", "is_fault"),
    [
        (3, "13800138000", True),  # a mobile number
        (3, "'430211199003071234'", True),  # of an identity card
        (3, "'6222 0212 3456 7890'", True),  # of an account
        (3, "28812345", True),  # a telephone number of eight digits
        (3, "100000000", True),  # a million million 元
        (3, "99999999.5", False),  # hardly possible, but not surely none: the notice of units says it
        (3, "9999999", False),  # below ten million 万元
        (4, "28812345", True),  # a telephone: in 元, too, more than the total of 1500 万元
        (4, "17912345", False),  # no telephone begins with 1
        (5, "'2881 2345'", True),
        (5, "2881234", False),  # of seven digits: 288 万元 written in 元 may be meant; the notice of units says it
        (4, "28812300", False),  # 2881.23 万元 written in 元: a slip of the unit
        (4, "2881234.5", False),
        (4, "299999", False),  # six digits
        (4, "100000000", True),
    ],
)
def test_numbers_of_people_are_no_amounts(column, said, is_fault):
    cells = ["3", "丙园", "住建局", "1500", "300", "90"]
    cells[column] = said
    found = parsed(FIRST, " | ".join(cells))
    faults = {(one["row"], one["column"]) for one in report(found)["cell_faults"]}
    assert faults == ({(4, "ABCDEF"[column])} if is_fault else set())


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ("10000000", False),  # 一千亿元
        ("10000000.01", True),
        ("100000000000", True),  # 一千亿元 written in 元
        ("9000000000000000", True),
    ],
)
def test_a_column_of_amounts_no_project_can_have_is_read_and_asked(said, is_asked):
    rows = [f"{n} | {name}园 | 住建局 | {said} | 3000 | 900" for n, name in enumerate("甲乙丙", start=1)]
    found = parse_drawn("\n".join(["2026年9月重点项目调度表", HEAD, *rows]))
    slips = [one for one in report(found)["notices"] if one["kind"] == "suspected_unit_slip"]
    assert (len(slips), report(found)["cell_faults"]) == (3 * is_asked, [])
    assert field(found, "total_investment_wan") == [Decimal(said)] * 3
    assert "金额的大小不像万元" in doubts(found) or not is_asked


@pytest.mark.parametrize(
    ("so_many", "is_fault"),
    [(1, True), (2, True), (3, False)],  # of four: more than half are a slip of the sheet, and asked
)
def test_an_amount_beyond_any_unit_is_a_fault_unless_most_of_its_column_are(so_many, is_fault):
    said = ["100000000000.01"] * so_many + ["3000"] * (4 - so_many)
    rows = [f"{n} | {name}园 | 住建局 | {said[n]} | 3000 | 900" for n, name in enumerate("甲乙丙丁")]
    found = parse_drawn("\n".join(["2026年9月重点项目调度表", HEAD, *rows]))
    assert len(report(found)["cell_faults"]) == so_many * is_fault


def test_a_mobile_number_among_amounts_in_yuan():
    head = HEAD.replace("万元", "元")
    lines = ["1 | 甲园 | 住建局 | 10000000 | 3000000 | 900000", "3 | 丙园 | 住建局 | 13800138000 | 300000 | 90000"]
    found = parse_drawn("\n".join(["2026年9月重点项目调度表", head, *lines]))
    assert [one["row"] for one in report(found)["cell_faults"]] == [4]


@pytest.mark.parametrize(
    ("total", "said", "is_fault"),
    [
        ("240", "2881234", True),  # 288 万元 in 元 are more than 1.2 times the total
        ("241", "2881234", False),
        ("", "28812345", True),  # no total: in 元 more than 1.2 times any other of the column
        ("", "2881234", False),
    ],
)
def test_a_telephone_is_told_from_a_slip_of_the_unit_by_the_total(total, said, is_fault):
    lines = ["1 | 甲园 | 住建局 | 1000 | 300 | 90", "2 | 乙园 | 住建局 | 1000 | 300 | 80"]
    lines.append(f"3 | 丙园 | 住建局 | {total} | {said} | 80")
    found = parse_drawn("\n".join(["2026年9月重点项目调度表", HEAD, *lines]))
    assert [one["row"] for one in report(found)["cell_faults"]] == ([5] if is_fault else [])
