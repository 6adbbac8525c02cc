"""The month of a sheet: who says it, and what happens where nobody does or two disagree."""

from datetime import date

import pytest

from etl.intake import Sheet, Workbook, parse_book
from etl.intake.period import said_in
from tests.etl.intake.books import PROFILE, cells, field, month, parse_drawn, report

HEADER = "项目名称 | 总投资(万元) | {} | 形象进度(%)\n甲项目 | 9000 | 300 | 30"


@pytest.mark.parametrize(
    ("text", "year", "at"),
    [
        ("2026年9月重点项目建设进度调度表", 2026, 9),
        ("统计时间：2026年1～9月", 2026, 9),
        ("2026年重点项目九月份进展", 2026, 9),
        ("2025年1月—2026年9月", 2026, 9),
        ("2026年第三季度", 2026, 9),
        ("2026-09", 2026, 9),
        ("调度_202609", 2026, 9),
        ("9月调度", None, 9),
        ("2026年度重点项目投资计划表", 2026, None),
        ("2026年9月调度（填报日期：2026年10月8日）", 2026, 9),
        ("2026年10大重点项目投资计划表", 2026, None),
        ("2026年8件民生实事项目进展情况表", 2026, None),
        ("2026年十件民生实事", 2026, None),
        ("2026年12个重大产业项目", 2026, None),
        ("2025年底结转及2026年投资计划", 2026, None),
        ("2025年完成情况及2026年计划安排表", 2026, None),
        ("截至2026年9月30日重点项目进展", 2026, 9),
        ("2026年重点项目进展（截至9月30日）", 2026, 9),
        ("2026年重点项目进展（截至9月25日）", 2026, None),  # a day within a month closes none
        ("2026年3季度重点项目推进情况", 2026, 9),
        ("重点项目2026.9", 2026, 9),
    ],
)
def test_what_a_title_says(text, year, at):
    said = said_in("标题", text)
    assert (said.year, said.month) == (year, at)


@pytest.mark.parametrize(
    "text", ["填报日期：2026年10月8日", "projects_2018-10-01", "20261008报送", "Sheet1", "2024-2026年三年行动"]
)
def test_a_day_is_no_period(text):
    assert said_in("标题", text) is None


@pytest.mark.parametrize(
    ("title", "column", "sheet", "file", "option"),
    [
        ("", "2026年1-9月完成投资(万元)", "Sheet1", "表.xlsx", None),
        ("2026年重点项目", "1-9月完成投资(万元)", "Sheet1", "表.xlsx", None),
        ("2026年9月调度", "本年完成投资(万元)", "Sheet1", "表.xlsx", None),
        ("", "本年完成投资(万元)", "2026年9月", "表.xlsx", None),
        ("", "本年完成投资(万元)", "Sheet1", "2026年9月调度.xlsx", None),
        ("", "1-9月完成投资(万元)", "Sheet1", "2026年调度.xlsx", None),
        ("", "本年完成投资(万元)", "Sheet1", "表.xlsx", "2026-09"),
        ("", "1-9月完成投资(万元)", "Sheet1", "表.xlsx", "2026-09"),  # the year comes from the option
        ("2026年8月调度", "1-9月完成投资(万元)", "Sheet1", "表.xlsx", "2026-09"),  # a conflict, settled by hand
        (
            "2026年8月调度",
            "本年完成投资(万元)",
            "Sheet1",
            "表.xlsx",
            "2026-09",
        ),  # a person overrules what the sheet says
    ],
)
def test_the_month_is_told(title, column, sheet, file, option):
    parsed = parse_drawn(f"{title}\n{HEADER.format(column)}", sheet=sheet, name=file, month=option)
    assert field(parsed, "month") == [month("2026-09")]


def test_an_option_that_was_not_needed_is_said():
    parsed = parse_drawn("2026年9月调度\n" + HEADER.format("本年完成投资(万元)"), month="2026-08")
    assert [one["kind"] for one in report(parsed)["notices"]] == ["month_option"]


@pytest.mark.parametrize(
    ("title", "column", "says"),
    [
        ("", "本年完成投资(万元)", "没有写明月份"),
        ("", "1-9月完成投资(万元)", "没有年份"),
        ("2026年8月调度", "1-9月完成投资(万元)", "前后不一"),
        ("2025年9月调度", "2026年1-9月完成投资(万元)", "前后不一"),
    ],
)
def test_without_a_sure_month_nothing_is_loaded_and_the_next_step_is_said(title, column, says):
    parsed = parse_drawn(f"{title}\n{HEADER.format(column)}")
    sheet = report(parsed)
    assert (sheet["loaded"], sheet["rejected"]) == (0, 1)
    assert says in sheet["message"]
    assert "--month" in sheet["message"]
    assert "--month" in sheet["rejections"][0]["reason"]


def test_a_plan_is_effective_in_the_month_of_its_title_and_else_in_none():
    header = "项目名称 | 2026年度计划投资(万元)\n甲项目 | 1000"
    opening = parse_drawn(f"2026年度重点项目投资计划表\n{header}")
    changed = parse_drawn(f"2026年7月重点项目计划调整表\n{header}")
    assert (field(opening, "year"), field(opening, "effective_month")) == ([2026], [None])
    assert (field(changed, "year"), field(changed, "effective_month")) == ([2026], [date(2026, 7, 1)])


def test_the_file_name_speaks_only_for_a_book_of_one_sheet():
    from etl.intake import Sheet, Workbook, parse_book
    from tests.etl.intake.books import PROFILE, cells

    rows = cells(HEADER.format("本年完成投资(万元)"))
    book = Workbook("2026年10月汇总.xlsx", [Sheet("2026年8月", rows), Sheet("2026年9月", rows)])
    assert field(parse_book(book, PROFILE), "month") == [month("2026-08"), month("2026-09")]


def book_of_months(option: str | None = None, **names: str):
    sheets = [
        Sheet(name, cells(f"{title}\n项目名称 | 总投资(万元) | 本年完成投资(万元)\n甲项目 | 9000 | 300"))
        for name, title in names.items()
    ]
    return parse_book(Workbook("2026年重点项目调度.xlsx", sheets), PROFILE, month=option)


def test_a_sheet_a_month_takes_the_year_from_the_files_name():
    parsed = book_of_months(**{"8月": "重点项目调度表", "9月": "重点项目调度表"})
    assert field(parsed, "month") == [month("2026-08"), month("2026-09")]


def test_a_month_by_hand_serves_the_sheet_that_names_none():
    parsed = book_of_months("2026-09", **{"7月": "重点项目调度表", "8月": "重点项目调度表", "最新": "重点项目调度表"})
    assert field(parsed, "month") == [month("2026-07"), month("2026-08"), month("2026-09")]


def test_a_sheet_without_a_month_hurts_no_other():
    parsed = book_of_months(**{"8月": "重点项目调度表", "最新": "重点项目调度表"})
    assert field(parsed, "month") == [month("2026-08")]
    assert "没有写明月份" in report(parsed, 1)["message"]


def test_dates_as_months_in_header_and_title():
    rows = [
        ["重点项目倒排计划表", "", ""],
        [date(2026, 1, 1), "", ""],
        ["项目名称", "2026年计划投资(万元)", date(2026, 3, 1)],
        ["甲项目", 900.0, 300.0],
    ]
    parsed = parse_book(Workbook("表.xlsx", [Sheet("倒排计划", rows)]), PROFILE)
    assert [(one["month"], one["planned_ytd_wan"]) for one in parsed.monthly_plan.to_pylist()] == [
        (date(2026, 3, 1), 300)
    ]
