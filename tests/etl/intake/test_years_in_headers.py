"""Years and months that stand only in headings: the sheet's own, or those of figures to compare with and plans ahead."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report

ASKED = None
HEADERS = [  # title, file, headings of two or three amounts, the month that is read (None: it is asked for)
    ("重点项目月报表", "表", "本年累计完成投资 | 2025年5月完成投资", ASKED),
    ("重点项目月报表", "表", "1-5月完成投资 | 2025年5月完成投资", ASKED),
    ("重点项目月报表", "表", "1-5月完成投资 | 2025年完成投资", ASKED),
    ("重点项目月报表", "表", "4月完成投资 | 5月完成投资 | 2025年度实际完成投资", ASKED),
    ("重点项目月报表", "表", "2026年1-5月完成投资 | 2025年1-5月完成投资", "2026-05-01"),
    ("重点项目月报表", "表", "2026年1-5月完成投资 | 5月完成投资", "2026-05-01"),
    ("重点项目月报表", "表", "1-5月完成投资 | 2026年计划投资", ASKED),  # it may be next year's
    ("重点项目月报表", "表", "1-5月完成投资 | 2026年计划投资 | 2027年计划投资", ASKED),
    ("重点项目月报表", "表", "1-5月完成投资 | 2027年计划投资 | 截至2025年底累计完成投资", "2026-05-01"),
    ("重点项目月报表", "表", "1-5月完成投资 | 年度计划投资 | 2027年计划投资", ASKED),
    ("重点项目月报表", "表", "2026年1-5月完成投资 | 2026年计划投资 | 2027年计划投资", "2026-05-01"),
    ("2026年重点项目月报表", "表", "1-5月完成投资 | 年度计划投资 | 2027年计划投资", "2026-05-01"),
    ("重点项目月报表", "2026年重点项目", "1-5月完成投资 | 年度计划投资 | 2027年计划投资", "2026-05-01"),
    ("2026年5月重点项目月报表", "表", "本年累计完成投资 | 2025年5月完成投资", "2026-05-01"),
    ("2025年5月重点项目月报表", "表", "1-5月完成投资 | 2026年计划投资", ASKED),
    ("重点项目月报表", "表", "2025年计划投资 | 1-5月完成投资 | 2025年存在问题", ASKED),
    ("2026年5月重点项目月报表", "表", "4月完成投资 | 5月完成投资 | 2025年1-12月完成投资", "2026-05-01"),
]


@pytest.mark.parametrize(("title", "name", "headings", "month"), HEADERS)
def test_only_the_sheets_own_figures_say_its_year(title, name, headings, month):
    figures = " | ".join("300" for _ in headings.split("|"))
    drawn = f"{title}（单位：万元）\n项目名称 | 总投资 | {headings}\n甲厂房 | 3000 | {figures}\n"
    parsed = parse_drawn(drawn, name=f"{name}.xlsx")
    if month is ASKED:
        assert not parsed.records
        assert "--month" in report(parsed)["message"]
    else:
        assert {str(day) for day in field(parsed, "month")} >= {month}
        assert {str(day)[:4] for day in field(parsed, "month")} == {month[:4]}


@pytest.mark.parametrize(
    ("title", "last", "month"),
    [
        ("2026年3月", "0", "2026-03-01"),  # a zero is said of the month that the title names
        ("2026年2月", "0", "2026-02-01"),
        ("2026年2月", "", "2026-02-01"),
        ("2026年3月", "40", "2026-03-01"),
        ("2026年3月", "", ASKED),  # the title's month is empty
        ("2026年2月", "40", ASKED),  # a figure later than the title
    ],
)
def test_months_side_by_side_of_which_the_last_is_zero(title, last, month):
    drawn = f"{title}重点项目调度表（单位：万元）\n项目名称 | 1月完成投资 | 2月完成投资 | 3月完成投资\n甲厂房 | 10 | 20 | {last}\n"
    parsed = parse_drawn(drawn)
    if month is ASKED:
        assert "前后不一" in report(parsed)["message"]
    else:
        assert max(str(day) for day in field(parsed, "month")) >= month
        assert not report(parsed)["message"]


@pytest.mark.parametrize(
    "text", ["2025年底累计", "2025年底前累计", "截至2025年底以前累计", "2025年末前累计", "上年底前累计"]
)
def test_the_end_of_last_year_in_other_words(text):
    parsed = parse_drawn(
        f"2026年5月重点项目调度表\n项目名称 | {text}完成投资（万元） | 1-5月完成投资（万元）\n甲厂房 | 700 | 300\n"
    )
    assert field(parsed, "cumulative_last_year_wan") == [700]
