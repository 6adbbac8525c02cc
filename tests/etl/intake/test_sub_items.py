"""A project and its parts on one sheet are counted twice: it is said, and nothing is changed."""

import pytest

from tests.etl.intake.books import field, parse_drawn


@pytest.mark.parametrize("numbers", ["1 1.1 1.2 2", "1 （1） （2） 2", "1 1-1 1-2 2", "1 ① ② 2"])
def test_a_project_that_is_the_sum_of_the_parts_below_it(numbers):
    one, first, second, two = numbers.split()
    parsed = parse_drawn(
        f"""
        2026年9月调度表（单位：万元）
        序号 | 项目名称 | 总投资 | 1-9月完成投资
        {one} | 产业园 | 1000 | 300
        '{first}' | 产业园一号楼 | 600 | 100
        '{second}' | 产业园二号楼 | 400 | 200
        {two} | 乙项目 | 500 | 50
        """
    )
    assert field(parsed, "reported_ytd_wan") == [300, 100, 200, 50]  # all are loaded
    [one] = [notice for notice in parsed.notices.to_pylist() if notice["kind"] == "sub_items"]
    assert (one["row"], one["field"], one["value"]) == (3, "total_investment_wan", "1000.00")
    assert "第 4、5 行之和" in one["text"]


def test_parts_of_other_amounts_and_plain_numbers_are_projects_of_their_own():
    for numbers, last in ((("1", "1.1", "1.2"), 201), (("1", "2", "3"), 200)):
        parsed = parse_drawn(
            f"""
            2026年9月调度表（单位：万元）
            序号 | 项目名称 | 1-9月完成投资
            '{numbers[0]}' | 产业园 | 300
            '{numbers[1]}' | 产业园一号楼 | 100
            '{numbers[2]}' | 产业园二号楼 | {last}
            """
        )
        assert [one["kind"] for one in parsed.notices.to_pylist()] == []
