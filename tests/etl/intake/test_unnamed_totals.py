"""A row that says the sum of others is no project, whatever it is called; one that only happens to equal it is told."""

import pytest

from tests.etl.intake.books import field, notices, outcomes, parse_drawn

HEADER = "2026年9月调度表（单位：万元）\n序号 | 项目名称 | 总投资 | 1-9月完成投资"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # units with the sum of the projects below them; one has a single project
        (
            " | 区住建局 | 3100.5 | 251.2\n1 | 甲路 | 1100.5 | 101.2\n2 | 乙路 | 2000 | 150\n | 教育局 | 70 | 7\n1 | 小学 | 70 | 7",
            ["group", "loaded", "loaded", "group", "loaded"],
        ),
        # the same without figures, and with a count
        (
            " | 区住建局（2个） | | \n1 | 甲路 | 1100.5 | 101.2\n2 | 乙路 | 2000 | 150\n | 群丰镇 | | \n3 | 小学 | 70 | 7",
            ["group", "loaded", "loaded", "group", "loaded"],
        ),
        # sums at the foot of each group, under names that no list has; the district at the head
        (
            " | 某某区 | 3170.5 | 258.2\n1 | 甲路 | 1100.5 | 101.2\n2 | 乙路 | 2000 | 150\n | 东片 | 3100.5 | 251.2\n3 | 小学 | 70 | 7",
            ["total", "loaded", "loaded", "total", "loaded"],
        ),
        # three levels: all, kinds of projects, units
        (
            " | 全部 | 3170.5 | 258.2\n | 工业项目 | 3170.5 | 258.2\n | 住建局 | 3100.5 | 251.2\n1 | 甲路 | 1100.5 | 101.2"
            "\n2 | 乙路 | 2000 | 150\n | 教育局 | 70 | 7\n3 | 小学 | 70 | 7",
            ["total", "total", "group", "loaded", "loaded", "group", "loaded"],
        ),
        # numbers on the totals, too: the name decides
        (
            "1 | 群丰镇 | 3100.5 | 251.2\n2 | 甲路 | 1100.5 | 101.2\n3 | 乙路 | 2000 | 150",
            ["group", "loaded", "loaded"],
        ),
        # rounded to whole 万元
        (" | 东片 | 3101 | 251.2\n1 | 甲路 | 1100.5 | 101.2\n2 | 乙路 | 2000.3 | 150", ["total", "loaded", "loaded"]),
        (" | 东片 | 3102 | 251.2\n1 | 甲路 | 1100.5 | 101.2\n2 | 乙路 | 2000.3 | 150", ["loaded", "loaded", "loaded"]),
        # one amount alone is no proof for a name that may be a project's; two equal rows neither
        (" | 东片 | 3100.5 | \n1 | 甲路 | 1100.5 | 101.2\n2 | 乙路 | 2000 | 150", ["loaded", "loaded", "loaded"]),
        ("1 | 甲路 | 1100.5 | 101.2\n | 乙路 | 1100.5 | 101.2", ["loaded", "loaded"]),
        # a unit that no list has above its only project, where another unit is known; alone it may be a project
        (
            " | 区住建局 | 1100.5 | 101.2\n1 | 甲路 | 1100.5 | 101.2\n | 区某某局 | 70 | 7\n2 | 小学 | 70 | 7",
            ["group", "loaded", "total", "loaded"],
        ),
        (" | 区某某局 | 70 | 7\n | 小学 | 70 | 7", ["loaded", "loaded"]),
        # a lone row is data, also when it is the sum of itself
        ("1 | 甲路 | 1100.5 | 101.2", ["loaded"]),
    ],
)
def test_rows_that_say_sums(rows, expected):
    assert outcomes(parse_drawn(f"{HEADER}\n{rows}"))[2:] == expected


def test_the_unit_is_that_of_the_rows_below_and_a_batch_goes_on():
    parsed = parse_drawn(
        f"""{HEADER}
一、续建项目
 | 区住建局 | 3100.5 | 251.2
1 | 甲路 | 1100.5 | 101.2
2 | 乙路 | 2000 | 150
 | 教育局 | 70 | 7
3 | 小学 | 70 | 7
二、新开工项目
4 | 丙路 | 20 | 2"""
    )
    assert field(parsed, "responsible_unit") == ["区住建局", "区住建局", "区教育局", None]
    assert field(parsed, "batch") == ["续建", "续建", "续建", "新开工"]
    assert notices(parsed) == []


@pytest.mark.parametrize(
    ("numbers", "expected"), [(("1", "2", "3"), ["loaded"] * 3), (("", "", ""), ["total", "loaded", "loaded"])]
)
def test_a_project_that_equals_the_sum_of_others_is_told(numbers, expected):
    rows = zip(
        numbers, ("产业园 | 3100.57 | 251.23", "甲路 | 1100.56 | 101.21", "乙路 | 2000.01 | 150.02"), strict=True
    )
    parsed = parse_drawn("\n".join([HEADER, *(f"{number} | {row}" for number, row in rows)]))
    assert outcomes(parsed)[2:] == expected
    assert notices(parsed) == [(3, "equals_sum")]


def test_round_amounts_that_add_up_by_chance_are_not_worth_a_word():
    parsed = parse_drawn(f"{HEADER}\n1 | 甲路 | 3000 | 300\n2 | 乙路 | 1000 | 100\n3 | 丙路 | 2000 | 200")
    assert outcomes(parsed)[2:] == ["loaded"] * 3
    assert notices(parsed) == []


def test_a_list_of_units_is_no_list_of_projects():
    parsed = parse_drawn(f"{HEADER}\n1 | 区住建局 | 3100.5 | 251.2\n2 | 教育局 | 70 | 7\n3 | 群丰镇 | 55 | 5")
    assert outcomes(parsed)[2:] == ["rejected"] * 3


HEAD = "2026年9月调度表（单位：万元）\n序号 | 项目名称 | 责任单位 | 总投资 | 1-9月完成投资\n1 | 甲路 | 住建局 | 1100.5 | 101.2"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (" | （1）一期 | | 1900.4 | 150.2\n | （2）二期 | | 100.6 | 30.1", ["loaded", "total", "total"]),
        (" | 土建 | | 1900.4 | 150.2\n | 设备 | | 100.6 | 30.1", ["loaded", "total", "total"]),
        ("3 | 丁园 | | 1900.4 | 150.2\n4 | 戊园 | | 100.6 | 30.1", ["loaded", "loaded", "loaded"]),  # numbered
        (" | 土建 | | 1900.4 | 150.2\n | 设备 | | 100.6 | 30.2", ["loaded", "loaded", "loaded"]),  # no sum
    ],
)
def test_rows_without_a_number_that_add_up_to_the_project_above_are_its_parts(parts, expected):
    after = "\n".join(f"{number} | 项目{number} | 住建局 | {number}77.7 | {number}1.3" for number in (5, 6, 7))
    parsed = parse_drawn(f"{HEAD}\n2 | 丙园 | 住建局 | 2001 | 180.3\n{parts}\n{after}")
    assert outcomes(parsed)[3:6] == expected


def test_projects_of_a_numbered_group_are_not_taken_for_its_parts():
    rows = "2 | 某片区 | | 2001 | 180.3\n | 丁园 | 教育局 | 1900.4 | 150.2\n | 戊园 | 卫健局 | 100.6 | 30.1"
    after = "\n".join(f"{number} | 项目{number} | 住建局 | {number}77.7 | {number}1.3" for number in (5, 6, 7))
    parsed = parse_drawn(f"{HEAD}\n{rows}\n{after}")
    assert outcomes(parsed)[3:6] == ["loaded", "loaded", "loaded"]
    assert "都等于第" in "".join(parsed.readings["Sheet1"][0].doubts.values())  # and asked


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("  | 总计 | | 1678.2 | 140.7\n | 其中：续建3个 | | 1100 | 100\n | 新开工2个 | | 578.2 | 40.7", ["total"] * 3),
        ("  | 总计 | | 1678.2 | 140.7\n | 新开工2个 | | 578.2 | 40.7", ["total", "loaded"]),  # no 其中 above it
        (
            "  | 总计 | | 1678.2 | 140.7\n | 其中：续建 | | 1100 | 100\n9 | 丙园 | | 578.2 | 40.7",
            ["total", "total", "loaded"],
        ),
    ],
)
def test_what_follows_a_part_of_a_total_without_a_number_is_a_part_of_it(rows, expected):
    parsed = parse_drawn(f"{HEAD}\n2 | 丁园 | 住建局 | 277.7 | 21.3\n3 | 戊园 | 住建局 | 300 | 18.2\n{rows}")
    assert outcomes(parsed)[5:] == expected
