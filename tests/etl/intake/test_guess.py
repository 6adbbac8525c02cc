"""Guesses: what the columns of a sheet might be that no alias explains, and the fingerprint by which it is known again."""

import pytest

from etl.intake import Sheet, guess
from etl.loading.mappings import first_file, payload, preview
from tests.etl.intake.books import PROFILE, cells

ODD = """
某区大项目投资跟踪
流水 | 工程叫什么     | 钱总数（万元） | 2026年想投（万元） | 谁管     | 什么时候动工 | 完成比例(%)
1    | 第1号测试工程 | 1000          | 400               | 区住建局 | 2026年3月   | 35
2    | 第2号测试工程 | 2000          | 800               | 区住建局 | 2026年4月   | 40
3    | 第3号测试工程 | 3000          | 1200              | 区商务局 | 2026年5月   | 50
"""
MEANT = {
    "工程叫什么": "project_name",
    "钱总数（万元）": "total_investment_wan",
    "2026年想投（万元）": "annual_plan_wan",
    "谁管": "responsible_unit",
    "什么时候动工": "planned_start_date",
}


def sheet(drawn=ODD):
    return Sheet("投资跟踪", cells(drawn))


def test_odd_words_are_guessed_by_what_they_say_and_what_stands_below():
    found = guess.guess(sheet(), PROFILE)
    assert found.kind == "annual_plan"
    assert {column.header: column.field for column in found.columns if column.field} == MEANT
    assert all(0 < column.confidence < 1 for column in found.columns if column.field)


def test_known_words_are_sure():
    found = guess.guess(sheet(ODD.replace("工程叫什么", "项目名称").replace("钱总数", "总投资")), PROFILE)
    sure = {column.field: column.confidence for column in found.columns}
    assert sure["project_name"] == sure["total_investment_wan"] == 1.0


def test_a_persons_kind_goes_before_ours():
    found = guess.guess(sheet(), PROFILE, kind="statistics_return")
    assert found.kind == "statistics_return"
    assert {column.field for column in found.columns} >= {"project_name", "planned_total_wan"}


@pytest.mark.parametrize("drawn", ["1 | 2 | 3\n4 | 5 | 6", "id | pid | date\n1 | 2 | x"])
def test_what_says_nothing_is_not_guessed(drawn):
    found = guess.guess(sheet(drawn), PROFILE)
    assert found is None or not any(column.field for column in found.columns)


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("1～8月完成投资(万元)", "1～9月完成投资（万元）", True),
        ("2025年度计划投资", "2026年度 计划投资（亿元）", True),
        ("完成投资", "计划投资", False),
    ],
)
def test_the_fingerprint_outlives_the_month(before, after, is_same):
    prints = [guess.fingerprint(["项目名称", header]) for header in (before, after)]
    assert (prints[0] == prints[1]) is is_same


def test_the_preview_shows_rows_as_they_would_load():
    said = payload("投资跟踪", "annual_plan", [one.header for one in guess.guess(sheet(), PROFILE).columns], MEANT)
    tried = preview(sheet(), said, PROFILE)
    assert [row["project_name"] for row in tried["records"]] == ["第1号测试工程", "第2号测试工程", "第3号测试工程"]
    assert tried["report"]["loaded"] == 3
    assert tried["report"]["message"] is None


def test_the_first_file_reads_as_a_layout(tmp_path):
    from etl.intake import read_layout

    path = tmp_path / "跟踪.toml"
    path.write_text(first_file(guess.guess(sheet(), PROFILE), "投资跟踪"), encoding="utf-8")
    layout = read_layout(path)
    assert {column.header: column.field for column in layout.columns} == MEANT


@pytest.mark.parametrize(
    ("title", "heads", "kind", "fields"),
    [
        (
            "2026年8月重点项目调度表",
            "项目名称 | 责任单位 | 总投资(万元) | 1-8月完成投资(万元)",
            "dispatch",
            ["project_name", "responsible_unit", "total_investment_wan", "reported_ytd_wan"],
        ),
        (
            "2026年8月重点项目进展（万元）",
            "项目名称 | 总投资 | 年度计划投资 | 本年完成投资",
            "dispatch",
            ["project_name", "total_investment_wan", "annual_plan_wan", "reported_ytd_wan"],
        ),
        (
            "固定资产投资统计月报（万元）",
            "项目名称 | 计划总投资 | 自开始建设累计完成投资 | 本年完成投资",
            "statistics_return",
            ["project_name", "planned_total_wan", "cumulative_booked_wan", "booked_ytd_wan"],
        ),
        (  # two columns for one field: the surer one, or the first, for a person to settle
            "2026年8月重点项目调度表（万元）",
            "项目名称 | 1-8月完成投资 | 本年完成投资 | 总投资",
            "dispatch",
            ["project_name", "reported_ytd_wan", None, "total_investment_wan"],
        ),
    ],
)
def test_what_intake_reads_is_no_guess(title, heads, kind, fields):
    rows = "\n".join(
        f"{name}园 | {number}00 | {number}50 | {number}20" for number, name in enumerate("甲乙丙丁", start=5)
    )
    found = guess.guess(Sheet("Sheet1", cells(f"{title}\n{heads}\n{rows}")), PROFILE)
    assert (found.kind, [column.field for column in found.columns]) == (kind, fields)
