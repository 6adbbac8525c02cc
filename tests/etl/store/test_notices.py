"""What only several sheets together show: slips against other months, broken identities, twins, names of nobody."""

A, B = "2601-510603-04-01-100001", "2602-510603-04-01-100002"


def noticed(made, kind: str) -> list[tuple]:
    """Row, field, value, suggested of the notices of a kind."""
    return (
        made.built()
        .execute("select row, field, value, suggested from source.notice where kind = ? order by file_id, row", [kind])
        .fetchall()
    )


def test_a_figure_ten_thousandfold_off_the_month_before(made):
    cases = {
        "甲": ("100", "200", "300"),
        "乙": ("100", "2000000", "300"),  # 只有中间的一个月错了
        "丙": ("", "100", "200000.01"),
        "丁": ("", "100", "200000"),  # 两千倍：界限上
        "戊": ("1", "5000", "6000"),  # 次月证实：确是猛增
        "己": ("", "3000", "0.35"),
        "庚": ("", "0", "3000"),
    }
    for number in range(3):
        rows = "\n".join(f"{name} | {amounts[number]}" for name, amounts in cases.items())
        made.file(
            "dispatch",
            f"project_name | reported_ytd_wan\n{rows}",
            month=f"2026-{number + 2:02d}",
            received=f"2026-{number + 3:02d}-12",
        )
    assert noticed(made, "suspected_unit_slip") == [
        (2, "reported_ytd_wan", "2000000.00", "200.00"),
        (3, "reported_ytd_wan", "200000.01", "20.00"),
        (6, "reported_ytd_wan", "0.35", "3500.00"),
    ]


def test_a_figure_off_the_plan_of_another_sheet_and_a_total_off_the_others(made):
    made.file(
        "annual_plan",
        "project_name | annual_plan_wan | total_investment_wan\n甲 | 500 | 9000",
        received="2026-01-20",
        year=2026,
    )
    made.file(
        "dispatch",
        "project_name | reported_ytd_wan | total_investment_wan\n甲 | 3000000 | 9000",
        month="2026-03",
        received="2026-04-12",
    )
    made.file(
        "dispatch",
        "project_name | reported_ytd_wan | total_investment_wan\n甲 | 300 | 0.9",
        month="2026-02",
        received="2026-04-13",
    )
    assert noticed(made, "suspected_unit_slip") == [
        (1, "reported_ytd_wan", "3000000.00", "300.00"),
        (1, "total_investment_wan", "0.90", "9000.00"),
    ]


def test_the_identities_of_the_return(made):
    """Each project's months: year to date, cumulative, and what the month is said to be."""
    cases = {
        "甲": {"2025-12": (400, 1000, ""), "2026-02": (100, 1100, "")},
        "乙": {"2025-12": (400, 1000, ""), "2026-02": (100, 1200, "")},  # 累计多了 100
        "丙": {"2026-02": (100, 1100, ""), "2026-03": (150, 1149, "")},
        "丁": {"2026-02": (100, 1100, 100), "2026-03": (150, 1150, 50)},
        "戊": {"2026-02": (100, 1100, ""), "2026-03": (150, 1150, 60)},
        "己": {"2026-02": (100, 1100, ""), "2026-04": (150, 1150, 60)},  # 3月没有：无从核对
        "庚": {"2026-02": (100, 1100, 90)},  # 1—2月合并
    }
    for month in ("2025-12", "2026-02", "2026-03", "2026-04"):
        rows = [(name, *said[month]) for name, said in cases.items() if month in said]
        drawn = "\n".join(" | ".join(map(str, row)) for row in rows)
        made.file(
            "statistics_return",
            f"project_name | booked_ytd_wan | cumulative_booked_wan | booked_month_wan\n{drawn}",
            month=month,
            received=f"{month}-28",
        )
    assert noticed(made, "identity_broken") == [
        (2, "cumulative_booked_wan", "1200.00", "1100.00"),
        (7, "booked_ytd_wan", "100.00", "90.00"),
        (1, "cumulative_booked_wan", "1149.00", "1150.00"),
        (3, "booked_ytd_wan", "150.00", "160.00"),
    ]


def test_one_project_under_two_codes(made):
    made.file(
        "annual_plan",
        "project_code | project_name | responsible_unit | total_investment_wan | annual_plan_wan\n"
        f"{A} | 甲厂 | 区住建局 | 9000 | 100\n{B} | 甲厂 | 区住建局 | 9000 | 100",
        received="2026-01-20",
        year=2026,
    )
    assert noticed(made, "suspected_duplicate") == [(2, "project_code", B, A)]


def test_a_name_that_no_plan_knows_is_offered_the_likest(made):
    made.file(
        "dispatch", "project_name | reported_ytd_wan\n新材料产业园建设项目 | 1", month="2026-09", received="2026-10-12"
    )
    made.file(
        "issue",
        "project_name | issue\n新材料产业园项目 | 缺电\n新材料产业园建设项目 | 缺水\n | 无项目\n某桥 | 缺路",
        received="2026-10-13",
    )
    assert noticed(made, "unknown_project") == [
        (1, "project_name", "新材料产业园项目", "新材料产业园建设项目"),
        (4, "project_name", "某桥", None),
    ]


def test_done_without_a_date(made):
    made.file(
        "milestone",
        "project_name | milestone | due_on | done_on | state\n甲 | 一 | 2026-09-30 | | 已完成\n甲 | 二 | 2026-09-30 | 2026-09-01 | 已完成\n"
        "甲 | 三 | 2026-09-30 | | 未完成\n甲 | 四 | 2026-09-30 | | 正在办理",
        received="2026-10-13",
    )
    assert noticed(made, "done_without_date") == [(1, "done_on", "已完成", None)]
