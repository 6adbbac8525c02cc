"""Sheets of an unfinished month: which day their title says, and when they are the month's own."""

from datetime import date

import pytest

from etl.intake.open_month import snapshot_on
from tests.etl.intake.books import field, month, parse_drawn, report

RECEIVED = date(2026, 10, 12)
HEADER = "项目名称 | 总投资(万元) | 本年完成投资(万元) | 形象进度(%)\n甲项目 | 9000 | 300 | 30"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截至2026年10月9日", "2026-10-09"),
        ("重点项目进展（截至10月9日）", "2026-10-09"),  # no year: the last one before it came
        ("截止2026.10.9", "2026-10-09"),
        ("2026年10月第2周重点项目调度表", "2026-10-11"),  # Monday 5 to Sunday 11
        ("十月第二周调度", "2026-10-11"),
        ("10月第3周", "2026-10-12"),  # came on its Monday: it speaks until then
        ("10月第1周", "2026-10-04"),  # the week that holds the 1st, a Thursday
        ("2026年9月第5周", "2026-09-30"),  # does not reach into October
        ("2026年10月上旬调度", "2026-10-10"),
        ("2026年2月下旬", "2026-02-28"),
        ("2026年第41周重点项目周报", "2026-10-11"),
        ("重点项目周报（10月5日—10月9日）", "2026-10-09"),
        ("2026年重点项目建设情况 截至10月9日", "2026-10-09"),
        ("截至12月20日", None),  # 2025 or 2026: came too long after the one, before the other
        ("截至2026年9月30日重点项目进展", None),  # the whole month
        ("截至2026年2月28日", None),
        ("2026年9月重点项目调度表（截至9月25日）", None),  # the month's sheet with its cut-off day
        ("2026年9月重点项目调度表（截至9月19日）", "2026-09-19"),  # before the 20th it is not
        ("截至2026年9月25日", "2026-09-25"),  # names no month beside it
        ("2026年9月调度（填报日期：2026年10月8日）", None),
        ("2026年9月重点项目调度表", None),
        ("截至2026年13月9日", None),
        ("2026年10月第6周", None),  # October 2026 has five
    ],
)
def test_the_day_that_a_title_says(text, day):
    assert snapshot_on([text], RECEIVED) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("received", "day"), [("2026-10-09", "2026-10-09"), ("2026-12-08", "2026-10-09"), ("2026-12-09", None)]
)
def test_without_a_year_sixty_days_are_the_limit(received, day):
    assert str(snapshot_on(["截至10月9日"], date.fromisoformat(received))) == str(day)


@pytest.mark.parametrize(
    ("title", "file", "day"),
    [
        ("截至2026年10月9日重点项目进展情况表", "表.xlsx", "2026-10-09"),
        ("10月第2周重点项目调度表", "表.xlsx", "2026-10-11"),
        ("重点项目调度表", "重点项目调度（截至10月9日）.xlsx", "2026-10-09"),
    ],
)
def test_a_sheet_of_the_open_month_loads_as_its_state(title, file, day):
    parsed = parse_drawn(f"{title}\n{HEADER}", name=file, received_on=RECEIVED)
    assert field(parsed, "month") == [month("2026-10")]
    assert parsed.sheets.column("snapshot_on").to_pylist() == [date.fromisoformat(day)]
    [notice] = report(parsed)["notices"]
    assert notice["kind"] == "open_month"
    assert f"{int(day[5:7])}月{int(day[8:])}日" in notice["text"]


def test_a_header_that_says_another_month_speaks_for_the_sheet():
    drawn = "截至10月9日重点项目进展\n" + HEADER.replace("本年完成投资", "2026年1-9月完成投资")
    parsed = parse_drawn(drawn, received_on=RECEIVED)
    assert field(parsed, "month") == [month("2026-09")]
    assert parsed.sheets.column("snapshot_on").to_pylist() == [None]
