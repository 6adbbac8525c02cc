"""What is said by month: the back-scheduled plan, the months side by side of a dispatch, starts and finishes."""

from datetime import date

import pytest

from tests.etl.intake.books import field, month, notices, parse_drawn, report

MONTHS = " | ".join(f"{number}月" for number in range(1, 13))
RISING = "0 | 0 | 100 | 200 | 300 | 400 | 500 | 600 | 700 | 800 | 900 | 1000"
EACH = "0 | 0 | 100 | 100 | 100 | 100 | 100 | 100 | 100 | 100 | 100 | 100"


def plan_of(header: str, row: str, title: str = "2026年度投资计划表", months: str = MONTHS):
    parsed = parse_drawn(f"{title}\n项目名称 | {header} | {months}\n甲项目 | {row}")
    return {line["month"].month: int(line["planned_ytd_wan"]) for line in parsed.monthly_plan.to_pylist()}, parsed


@pytest.mark.parametrize(("row", "december"), [(RISING, 1000), (EACH, 1000)])
def test_a_form_nobody_states_is_told_by_the_figures(row, december):
    plan, parsed = plan_of("2026年度计划投资(万元)", f"1000 | {row}")
    assert (plan[3], plan[4], plan[12]) == (100, 200, december)
    assert notices(parsed) == []


@pytest.mark.parametrize(
    ("months", "title", "row", "fourth"),
    [
        (
            MONTHS.replace("月", "月当月计划(万元)"),
            "2026年度投资计划表",
            RISING,
            300,
        ),  # said: monthly, whatever the figures
        (MONTHS.replace("月", "月累计计划(万元)"), "2026年度投资计划表", EACH, 100),
        (MONTHS, "2026年度投资计划表（倒排计划为分月数）", RISING, 300),
        (MONTHS, "2026年度投资计划表（倒排计划为累计数）", EACH, 100),
    ],
)
def test_what_header_or_title_says_of_the_form_holds(months, title, row, fourth):
    plan, _ = plan_of("2026年度计划投资(万元)", f"1000 | {row}", title, months)
    assert plan[4] == fourth


def test_a_form_that_cannot_be_told_is_kept_as_cumulative_and_noticed():
    plan, parsed = plan_of("2026年度计划投资(万元)", f"1234 | {RISING}")
    assert plan[12] == 1000
    assert notices(parsed) == [(3, "monthly_plan_form")]


def test_a_month_without_a_plan_is_silent_where_sums_are_given_and_adds_nothing_where_months_are():
    given, _ = plan_of("2026年度计划投资(万元)", "1000 | " + RISING.replace("400", ""))
    added, _ = plan_of("2026年度计划投资(万元)", "900 | " + EACH.replace("0 | 0 | 100", "| | ", 1))
    assert 6 not in given
    assert (added[1], added[3], added[4], added[12]) == (0, 0, 100, 900)


def test_after_a_month_that_cannot_be_read_no_running_sum_is_known():
    months = MONTHS.replace("月", "月当月计划(万元)")
    plan, parsed = plan_of("2026年度计划投资(万元)", "1000 | " + EACH.replace("100", "约百", 1), months=months)
    assert plan == {1: 0, 2: 0}
    assert len(report(parsed)["cell_faults"]) == 1


def test_months_side_by_side_give_one_record_a_month():
    parsed = parse_drawn(
        """
        2026年重点项目月度完成投资（单位：万元）
        项目名称 | 2026年度计划投资 | 01月完成投资(万元) | 02月完成投资(万元) | 03月完成投资(万元) | 04月完成投资(万元) | 2026年1-12月累计完成投资(万元)
        甲项目   | 1000            | 10               | 20                | 30               |                   | 60
        乙项目   | 1000            |                  | 5                 |                  |                   | 5
        """
    )
    rows = sorted(
        (r["project_name"], r["month"], r["reported_month_wan"], r["reported_ytd_wan"], r["annual_plan_wan"])
        for r in parsed.records["dispatch"].to_pylist()
    )
    assert [
        tuple(None if cell is None else cell if isinstance(cell, str | date) else int(cell) for cell in row)
        for row in rows
    ] == [
        ("乙项目", month("2026-02"), 5, None, None),
        ("乙项目", month("2026-03"), None, 5, 1000),  # the sheet's month: the last one in which anything is said
        ("甲项目", month("2026-01"), 10, None, None),
        ("甲项目", month("2026-02"), 20, None, None),
        ("甲项目", month("2026-03"), 30, 60, 1000),
    ]


def test_the_month_alone_is_kept_beside_the_year_to_date():
    parsed = parse_drawn("2026年9月调度\n项目名称 | 本月完成投资(万元) | 1-9月完成投资(万元)\n甲项目 | 5 | 50")
    assert (field(parsed, "reported_month_wan"), field(parsed, "reported_ytd_wan")) == ([5], [50])


def test_january_alone_is_the_year_to_date():
    parsed = parse_drawn(
        "2026年1月调度\n项目名称 | 1月完成投资(万元) | \n | 完成投资 | 到位资金\n甲项目 | 5 | 4",
        merged=[(2, 1, 3, 1), (2, 2, 2, 3)],
    )
    assert (field(parsed, "reported_ytd_wan"), field(parsed, "funds_in_place_wan")) == ([5], [4])


def dates_of(header: str, row: str) -> dict[str, str | None]:
    drawn = f"2026年9月调度\n项目名称 | 1-9月完成投资(万元) | {header}\n甲项目 | 5 | {row}"
    record = parse_drawn(drawn).records["dispatch"].to_pylist()[0]
    fields = (
        "planned_start_date",
        "actual_start_date",
        "actual_start_precision",
        "planned_finish_date",
        "actual_finish_date",
    )
    return {name: str(record[name]) for name in fields if record[name] is not None}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        # a start not later than the sheet's month has happened, the finish is planned
        ("开工、竣工时间", "2025.3-2026.12", {"actual_start_date": "2025-03-01", "actual_start_precision": "month", "planned_finish_date": "2026-12-01"}),
        ("开工、竣工时间", "2026.9-2027.12", {"actual_start_date": "2026-09-01", "actual_start_precision": "month", "planned_finish_date": "2027-12-01"}),
        ("开工、竣工时间", "2026.10-2027.12", {"planned_start_date": "2026-10-01", "planned_finish_date": "2027-12-01"}),
        ("开工时间", "2026-09-15", {"actual_start_date": "2026-09-15", "actual_start_precision": "day"}),
        ("开工时间", "2026.12", {"planned_start_date": "2026-12-01"}),
        # columns that say it themselves win
        (
            "开工、竣工时间 | 实际开工时间 | 计划竣工时间 | 实际竣工时间",
            "2025.3-2026.12 | 2025.5.20 | 2026.11 | 2026.8",
            {"actual_start_date": "2025-05-20", "actual_start_precision": "day", "planned_finish_date": "2026-11-01", "actual_finish_date": "2026-08-01"},
        ),
        ("开工、竣工时间 | 计划开工", "2025.3-2026.12 | 2025年1月", {"planned_start_date": "2025-01-01", "actual_start_date": "2025-03-01", "actual_start_precision": "month", "planned_finish_date": "2026-12-01"}),
        ("实际开工时间", "2026年", {}),  # a year alone is no month
        ("计划竣工时间", "2027年", {"planned_finish_date": "2027-12-01"}),
        ("计划开工时间", "2025年", {"planned_start_date": "2025-01-01"}),  # before the year: any month gives the same
        ("计划开工时间", "2026年", {}),
    ],
)  # fmt: skip
def test_starts_and_finishes(header, row, expected):
    assert dates_of(header, row) == expected


def test_what_happened_after_the_sheets_month_is_noticed():
    parsed = parse_drawn(
        "2026年9月调度\n项目名称 | 1-9月完成投资(万元) | 实际开工时间\n甲项目 | 5 | 2026.11\n乙项目 | 5 | 2026.9"
    )
    assert notices(parsed) == [(3, "future_date")]


def test_a_plans_span_is_planned_both_ways():
    parsed = parse_drawn(
        "2026年度投资计划\n项目名称 | 2026年度计划投资(万元) | 建设起止年限\n甲项目 | 5 | 2025.3-2027.6"
    )
    assert (field(parsed, "planned_start_date"), field(parsed, "planned_finish_date")) == (
        [date(2025, 3, 1)],
        [date(2027, 6, 1)],
    )


def test_coordinates_in_one_column():
    parsed = parse_drawn(
        "2026年度投资计划\n项目名称 | 2026年度计划投资(万元) | 经纬度\n甲项目 | 5 | 113.0512，27.8345\n乙项目 | 5 | 27.8, 113.1\n丙项目 | 5 | 见图"
    )
    assert field(parsed, "longitude") == [113.0512, 113.1, None]
    assert field(parsed, "latitude") == [27.8345, 27.8, None]
    assert len(report(parsed)["cell_faults"]) == 1


def test_a_heading_gives_the_kind_of_adjustment():
    parsed = parse_drawn(
        """
        2026年7月重点项目计划调整表（单位：万元）
        序号 | 项目名称 | 2026年度计划投资 | 责任单位
        一、调入（1个）
        1    | 甲项目   | 500             | 区住建局
        二、调出（1个）
        1    | 乙项目   |                 | 区住建局
        """
    )
    assert field(parsed, "adjustment") == ["调入", "调出"]


def test_rows_may_say_their_own_month():
    parsed = parse_drawn(
        """
        2026年重点项目完成投资情况（单位：万元）
        项目名称 | 月份 | 当月完成投资 | 1月起累计
        甲项目 | 2026年1月 | 10 |
        甲项目 | 2月 | 20 |
        甲项目 | 3 | 30 |
        甲项目 | | 40 |
        甲项目 | 冬月 | 50 |
        """
    )
    assert parsed.kinds == ("dispatch",)
    assert field(parsed, "month") == [month("2026-01"), month("2026-02"), month("2026-03")]
    assert field(parsed, "reported_month_wan") == [10, 20, 30]
    assert [one["row"] for one in report(parsed)["rejections"]] == [6, 7]
    assert report(parsed)["rejections"][0]["reason"] == "B列“月份”：没有写明月份，请补上后重发，不知属于哪个月"


def test_a_return_in_long_form_with_the_month_of_its_title_where_a_row_says_none():
    parsed = parse_drawn(
        """
        2026年1-9月固定资产投资项目情况
        项目名称 | 报告期 | 计划总投资(万元) | 本年完成投资(万元)
        甲项目 | 202608 | 9000 | 800
        甲项目 | | 9000 | 900
        """
    )
    assert field(parsed, "month") == [month("2026-08"), month("2026-09")]


@pytest.mark.parametrize(
    ("of_month", "bare", "expected", "faults"),
    [
        ("30", "30", [30], []),
        ("约三十", "30", [30], ["E4"]),  # the month's own cell cannot be read, the other column says it
        ("30", "", [30], []),
        ("30", "31", [None], ["F4"]),  # two figures for one thing
    ],
)
def test_a_month_said_by_its_column_and_by_a_bare_one(of_month, bare, expected, faults):
    parsed = parse_drawn(
        f"""
        2026年9月重点项目调度表（单位：万元）
        项目名称 | 年度计划 | 分月完成投资 | | | 当月完成投资
                 |          | 7月 | 8月 | 9月 |
        甲       | 900      | 10  | 20  | {of_month} | {bare}
        """,
        merged=[(2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 5), (2, 6, 3, 6)],
    )
    own = [one for one in parsed.records["dispatch"].to_pylist() if one["month"].month == 9]
    assert [one["reported_month_wan"] for one in own] == expected
    assert [f"{one['column']}{one['row']}" for one in report(parsed)["cell_faults"]] == faults


@pytest.mark.parametrize(
    ("heading", "rows", "is_asked"),
    [
        ("10月计划完成投资", [(900, 110), (800, 60)], True),  # of October alone, or up to October?
        ("1-10月计划完成投资", [(900, 110), (800, 60)], True),  # monthly_plan looks at figures only
        ("10月累计计划完成投资", [(900, 110), (800, 60)], False),
        ("12月计划完成投资", [(900, 900), (800, 60)], False),  # one row tells that it is up to the month
    ],
)
def test_a_plan_of_months_of_which_nothing_tells_the_form_is_asked(heading, rows, is_asked):
    lines = "\n".join(f"{number} | 项目{number} | {plan} | {month}" for number, (plan, month) in enumerate(rows))
    parsed = parse_drawn(f"2026年度投资计划表（单位：万元）\n序号 | 项目名称 | 年度计划投资 | {heading}\n{lines}")
    doubts = parsed.readings["Sheet1"][0].doubts
    assert ("倒排计划未写明" in doubts.get("monthly_plan", "")) is is_asked
