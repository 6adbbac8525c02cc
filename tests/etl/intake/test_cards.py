"""Cards of label and value are read as a table of one row a card; every figure keeps the cell in which it stands."""

from decimal import Decimal

import pytest

from etl.intake import Sheet, as_table
from tests.etl.intake.books import cells, field, outcomes, parse_drawn, report

BESIDE = """
    重点项目作战图（2026年9月）
    项目名称 | 甲厂房 | 总投资（万元） | 4788.14 | 年度计划投资（万元） | 1837.45
    责任单位 | 高科集团 | 1-9月完成投资（万元） | 1227.04 | 自开工累计完成投资（万元） | 2519.23
    存在问题 | 无
"""
BELOW = """
    2026年9月项目情况
    项目名称： | 甲厂房
    总投资（万元）： | 4788.14
    年度计划投资（万元）： | 1837.45
    1-9月完成投资（万元）： | 1227.04
    自开工累计完成投资（万元）： | 2519.23
"""
NAME_LATER = """
    2026年9月作战图
    责任单位 | 高科集团 | 项目名称 | 甲厂房
    建设性质 | 新建 | 行业 | 制造业
    总投资（万元） | 年度计划投资（万元） | 1-9月完成投资（万元） | 自开工累计完成投资（万元）
    4788.14 | 1837.45 | 1227.04 | 2519.23
"""
ABOVE = """
    2026年9月重点项目作战图　单位：万元
    项目名称 | 责任单位 | 总投资
    甲厂房 | 高科集团 | 4788.14
    2026年度计划投资 | 1-9月完成投资 | 自开工累计完成投资
    1837.45 | 1227.04 | 2519.23
"""
GROUPS = """
    2026年9月项目卡
    项目名称 | 甲厂房 | 责任单位 | 高科集团
    一、计划（单位：万元）
    总投资 | 4788.14 | 年度计划投资 | 1837.45
    二、完成情况（单位：万元）
    1-9月完成投资 | 1227.04 | 自开工累计完成投资 | 2519.23
"""
FIGURES = {
    "total_investment_wan": "4788.14",
    "annual_plan_wan": "1837.45",
    "reported_ytd_wan": "1227.04",
    "cumulative_wan": "2519.23",
}


def places(parsed) -> dict[str, list[str]]:
    """Return the real cells of each field."""
    found: dict[str, list[str]] = {}
    for one in parsed.columns.to_pylist():
        found.setdefault(one["field"], []).append(one["position"])
    return found


@pytest.mark.parametrize(
    ("drawn", "cells"),
    [
        (BESIDE, ["D2", "F2", "D3", "F3"]),
        (BELOW, ["B3", "B4", "B5", "B6"]),
        (NAME_LATER, ["A5", "B5", "C5", "D5"]),
        (ABOVE, ["C3", "A5", "B5", "C5"]),
        (GROUPS, ["B4", "D4", "B6", "D6"]),
    ],
)
def test_a_card_is_one_project_and_is_asked_where_nothing_proves_it(drawn, cells):
    parsed = parse_drawn(drawn)
    assert field(parsed, "project_name") == ["甲厂房"]
    assert {name: str(parsed.records["dispatch"][name][0].as_py()) for name in FIGURES} == FIGURES
    assert [places(parsed)[name] for name in FIGURES] == [[cell] for cell in cells]
    counts = report(parsed)
    assert counts["loaded"] == 1
    assert counts["loaded"] + counts["rejected"] + sum(counts["skipped"].values()) == counts["rows_total"]
    [reading] = parsed.readings["Sheet1"]
    assert not reading.is_proven
    assert "card" in outcomes(parsed)


SEVERAL = {
    "below": """
        2026年9月项目卡　单位：万元
        项目名称 | 甲厂房 | 至2025年底完成投资 | 1292
        1-9月完成投资 | 1227 | 自开工累计完成投资 | 2519

        项目名称 | 乙厂房 | 至2025年底完成投资 | 10
        1-9月完成投资 | 100 | 自开工累计完成投资 | 110
    """,
    "beside": """
        2026年9月项目卡　单位：万元
        项目名称 | 甲厂房 | | 项目名称 | 乙厂房
        至2025年底完成投资 | 1292 | | 至2025年底完成投资 | 10
        1-9月完成投资 | 1227 | | 1-9月完成投资 | 100
        自开工累计完成投资 | 2519 | | 自开工累计完成投资 | 110
    """,
}


@pytest.mark.parametrize(("how", "cells"), [("below", ["B3", "B6"]), ("beside", ["B4", "E4"])])
def test_several_cards_prove_themselves_by_what_adds_up(how, cells):
    parsed = parse_drawn(SEVERAL[how])
    assert field(parsed, "project_name") == ["甲厂房", "乙厂房"]
    assert field(parsed, "reported_ytd_wan") == [1227, 100]
    assert places(parsed)["reported_ytd_wan"] == cells
    [reading] = parsed.readings["Sheet1"]
    assert reading.is_proven
    assert [one.name for one in reading.identities if one.verdict == "satisfied"] == ["cumulative"]


def test_one_card_s_total_that_does_not_add_up_speaks_against_it():
    [reading] = parse_drawn(SEVERAL["below"].replace("2519", "2500").replace("110", "90")).readings["Sheet1"]
    assert not reading.is_proven


def test_merged_labels_and_values():
    drawn = """
        2026年9月项目卡　单位：万元
        项目名称 | | 甲厂房 | | | |
        投资情况 | 总投资 | 4788 | | 1-9月完成投资 | | 1227
                 | 年度计划投资 | 1837 | | 自开工累计完成投资 | | 2519
    """
    merged = [(2, 1, 2, 2), (2, 3, 2, 7), (3, 1, 4, 1), (3, 3, 3, 4), (3, 5, 3, 6), (4, 3, 4, 4), (4, 5, 4, 6)]
    parsed = parse_drawn(drawn, merged=merged)
    assert field(parsed, "project_name") == ["甲厂房"]
    assert [field(parsed, name) for name in FIGURES] == [[4788], [1837], [1227], [2519]]


@pytest.mark.parametrize("parent", ["2025年完成情况", "计划", "下年计划"])
def test_the_name_of_a_group_counts_as_part_of_the_label(parent):
    drawn = f"""
        2026年9月项目卡　单位：万元
        项目名称 | 甲厂房 | 总投资 | 4788
        一、{parent}
        完成投资 | 1227 | 形象进度 | 35%
        二、本年
        1-9月完成投资 | 300 | 年度计划投资 | 900
    """
    parsed = parse_drawn(drawn)
    assert field(parsed, "reported_ytd_wan") == [300]
    assert Decimal(1227) not in {row.get(name) for row in parsed.records["dispatch"].to_pylist() for name in FIGURES}


def test_a_bad_cell_is_told_by_its_own_address():
    parsed = parse_drawn(BESIDE.replace("1227.04", "约一千二"))
    [fault] = report(parsed)["cell_faults"]
    assert (fault["row"], fault["column"], fault["value"]) == (3, "D", "约一千二")


def test_a_card_without_its_project_s_name_is_not_read():
    parsed = parse_drawn(BESIDE.replace("项目名称 | 甲厂房", "联系人 | 张某"))
    assert parsed.records == {}


SMALL = """
    2026年8月重点项目调度表
    项目名称 | 责任单位 | 总投资(万元) | 1-8月完成投资(万元)
    甲园 | 区住建局 | 9000 | 500
    乙园 | 区住建局 | 9001 | 501
"""


@pytest.mark.parametrize(("drawn", "is_card"), [(BESIDE, True), (BELOW, True), (ABOVE, True), (SMALL, False)])
def test_only_what_is_read_as_a_card_is_shown_as_one(drawn, is_card):
    sheet = Sheet("Sheet1", cells(drawn))
    assert (as_table(sheet) is not sheet) is is_card
