"""What the build derives for metrics (project, project_month, project_entry), on histories small enough to check by hand."""

from datetime import date

import pytest

from data.known import derive
from tests.data.histories import BATCH, CALENDAR, LOADED, UNIT, derived
from tests.tables import assert_table, warehouse


def months(con, columns: str, project: str = "A"):
    return con.execute(
        f"select month, {columns} from mart.project_month where project_id = ? order by month", [project]
    ).df()


def test_silence_adds_nothing_and_the_year_starts_anew():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id | project_name | batch
            x        | A          | 2025-12-01      | annual_plan | 2025-12-01 | 1      | 甲           | 续建
        """,
        plan_version="""
            district | project_id | year | effective_month | known_from | row_id | annual_plan_wan | is_removed
            x        | A          | 2025 | 2025-12-01      | 2025-12-01 | 1      | 900             | false
            x        | A          | 2026 | 2026-01-01      | 2026-01-10 | 2      | 1200            | false
        """,
        reported="""
            district | project_id | month      | known_from | row_id | reported_ytd_wan
            x        | A          | 2025-12-01 | 2026-01-12 | 3      | 800
            x        | A          | 2026-01-01 | 2026-02-12 | 4      |       # 空格是未报，不是零
            x        | A          | 2026-02-01 | 2026-03-12 | 5      | 150
        """,
    )
    assert_table(
        months(con, "reported_ytd_wan, carried_ytd_wan, reported_month_wan, is_silent, silent_since_month"),
        """
        month      | reported_ytd_wan | carried_ytd_wan | reported_month_wan | is_silent | silent_since_month
        2025-12-01 | 800              | 800             | 800                | false     |
        2026-01-01 |                  |                 |                    | true      | 2026-01-01   # 上年累计不带入今年
        2026-02-01 | 150              | 150             | 150                | false     |
        2026-03-01 |                  | 150             | 0                  | true      | 2026-03-01   # 无行也是未报，沿用
        """,
    )


def test_a_completed_project_is_not_expected_to_report():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id | batch | actual_finish_date
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1      | 续建  | 2026-02-20
        """,
        plan_version="""
            district | project_id | year | effective_month | known_from | row_id | annual_plan_wan | is_removed
            x        | A          | 2026 | 2026-01-01      | 2026-01-10 | 1      | 100             | false
        """,
        reported="""
            district | project_id | month      | known_from | row_id | reported_ytd_wan
            x        | A          | 2026-02-01 | 2026-03-12 | 2      | 90
        """,
    )
    assert_table(
        months(con, "carried_ytd_wan, is_silent"),
        """
        month      | carried_ytd_wan | is_silent
        2026-01-01 |                 | true
        2026-02-01 | 90              | false
        2026-03-01 | 90              | false     # 2月已竣工：沿用，不算未报
        """,
    )


def test_plan_batch_and_unit_are_those_valid_in_the_month():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id | batch | responsible_unit | town
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1      | 前期  | 城建局           | 东镇
            x        | A          | 2026-03-01      | annual_plan | 2026-03-10 | 2      | 新开工 |                 |      # 只说了批次
            x        | B          | 2026-01-01      | annual_plan | 2026-01-10 | 3      | 续建  | 没听过的单位     |
            x        | C          | 2026-02-01      | dispatch    | 2026-03-12 | 4      |       | 东镇             |
        """,
        plan_version="""
            district | project_id | year | effective_month | known_from | row_id | annual_plan_wan | is_removed
            x        | A          | 2026 | 2026-01-01      | 2026-01-10 | 1      | 100             | false
            x        | A          | 2026 | 2026-03-01      | 2026-03-10 | 2      |                 | false   # 转批次，计划数未改
            x        | B          | 2026 | 2026-01-01      | 2026-01-10 | 3      | 500             | false
            x        | B          | 2026 | 2026-02-01      | 2026-02-10 | 5      |                 | true    # 2月调出
        """,
        reported="""
            district | project_id | month      | known_from | row_id | reported_ytd_wan
            x        | C          | 2026-02-01 | 2026-03-12 | 4      | 70
        """,
    )
    shown = "batch, responsible_unit, unit_kind, town, annual_plan_wan, original_plan_wan, is_in_plan, is_counted, is_removed, is_outside_plan"
    assert_table(
        months(con, shown),
        """
        month      | batch  | responsible_unit | unit_kind | town | annual_plan_wan | original_plan_wan | is_in_plan | is_counted | is_removed
        2026-01-01 | 前期   | 城建局           | 区直部门  | 东镇 | 100             |                   | true       | false      | false   # 前期批次不计完成率
        2026-02-01 | 前期   | 城建局           | 区直部门  | 东镇 | 100             |                   | true       | false      | false
        2026-03-01 | 新开工 | 城建局           | 区直部门  | 东镇 | 100             |                   | true       | true       | false   # 转入当月起计
        """,
    )
    assert_table(
        months(con, shown, "B"),
        """
        month      | unit_kind | responsible_unit | town | original_plan_wan | is_in_plan | is_counted | is_removed
        2026-01-01 | 其他      | 没听过的单位     | —    | 500               | true       | true       | false
        2026-02-01 | 其他      | 没听过的单位     | —    | 500               | false      | false      | true    # 调出当月起离开，原计划仍在
        2026-03-01 | 其他      | 没听过的单位     | —    | 500               | false      | false      | true
        """,
    )
    assert_table(
        months(con, shown, "C"),
        """
        month      | batch    | is_in_plan | is_counted | is_outside_plan | annual_plan_wan
        2026-02-01 | 未知批次 | false      | false      | true            |
        2026-03-01 | 未知批次 | false      | false      | true            |
        """,
    )


@pytest.mark.parametrize(
    ("start", "finish", "shares", "is_estimated"),
    [
        ("2026-02-10", "2026-03-20", [0, 0.5, 1], False),  # 两个月的工期
        ("2025-05-01", "2027-01-01", [1 / 12, 2 / 12, 3 / 12], False),  # 跨年：全年均摊
        ("2026-03-01", "2026-03-31", [0, 0, 1], False),  # 当月开工当月完
        ("2027-01-01", "2027-06-01", [1 / 12, 2 / 12, 3 / 12], True),  # 开工在年后：按时序，估
        ("2024-01-01", "2025-12-31", [1 / 12, 2 / 12, 3 / 12], True),  # 竣工在年前：按时序，估
        ("2026-03-01", "2026-02-01", [1 / 12, 2 / 12, 3 / 12], True),  # 倒置：按时序，估
        (None, "2026-12-31", [1 / 12, 2 / 12, 3 / 12], True),  # 缺日期：按时序，估
    ],
)
def test_expected_share_by_the_projects_own_dates(start, finish, shares, is_estimated):
    con = derived(
        project_state=f"""
            district | project_id | effective_month | kind        | known_from | row_id | planned_start_date | planned_finish_date
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1      | {start or ""}      | {finish}
        """
    )
    rows = con.execute("select expected_share, is_estimated_share from mart.project_month order by month").fetchall()
    assert [share for share, _ in rows] == pytest.approx(shares)
    assert {flag for _, flag in rows} == {is_estimated}


def test_expected_share_by_the_back_scheduled_plan_in_force():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1
        """,
        monthly_plan="""
            district | project_id | effective_month | month      | known_from | row_id | planned_ytd_wan
            x        | A          | 2026-01-01      | 2026-01-01 | 2026-01-10 | 1      | 0
            x        | A          | 2026-01-01      | 2026-02-01 | 2026-01-10 | 1      | 20
            x        | A          | 2026-01-01      | 2026-03-01 | 2026-01-10 | 1      | 50
            x        | A          | 2026-01-01      | 2026-12-01 | 2026-01-10 | 1      | 100
            x        | A          | 2026-03-01      | 2026-03-01 | 2026-03-10 | 2      | 60
            x        | A          | 2026-03-01      | 2026-12-01 | 2026-03-10 | 2      | 80
        """,
    )
    assert_table(
        months(con, "planned_ytd_wan, planned_year_wan, expected_share, is_estimated_share"),
        """
        month      | planned_ytd_wan | planned_year_wan | expected_share | is_estimated_share
        2026-01-01 | 0               | 100              | 0              | false
        2026-02-01 | 20              | 100              | 0.2            | false
        2026-03-01 | 60              | 80               | 0.75           | false   # 3月起用新的倒排计划
        """,
    )


def test_booked_is_unknown_without_a_return_and_empty_outside_the_library():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1
        """,
        project_link="""
            district | project_id | statistics_id | how  | share | known_from
            x        | A          | S1            | code | 1     | 2026-03-15
            x        | A          | S2            | code | 1     | 2026-03-15
        """,
        booked="""
            district | statistics_id | month      | known_from | row_id | booked_ytd_wan
            x        | S1            | 2026-02-01 | 2026-03-15 | 1      | 0
            x        | S2            | 2026-02-01 | 2026-03-15 | 2      | 30.05
        """,
    )
    assert_table(
        months(con, "booked_ytd_wan, is_in_library"),
        """
        month      | booked_ytd_wan | is_in_library
        2026-01-01 |                |          # 1月免报：不知道
        2026-02-01 | 30.05          | true     # 打捆的两个统计项目合计
        2026-03-01 |                | false    # 报表已载入而没有它：不在库，不是零
        """,
    )


def test_works_progress_is_the_sheets_or_else_estimated_from_money():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id | total_investment_wan
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1      | 1000
            x        | B          | 2026-01-01      | annual_plan | 2026-01-10 | 2      | 1000
        """,
        reported="""
            district | project_id | month      | known_from | row_id | reported_ytd_wan | cumulative_last_year_wan | physical_progress
            x        | A          | 2026-01-01 | 2026-02-12 | 3      | 50               | 200                      | 0.4
            x        | A          | 2026-02-01 | 2026-03-12 | 4      |                  |                          |
            x        | B          | 2026-01-01 | 2026-02-12 | 5      | 50               | 200                      |
        """,
    )
    assert_table(
        months(con, "cumulative_wan, physical_progress, is_estimated_progress"),
        """
        month      | cumulative_wan | physical_progress | is_estimated_progress
        2026-01-01 | 250            | 0.4               | false
        2026-02-01 | 250            | 0.4               | false   # 未报：上月的进度仍在
        2026-03-01 | 250            | 0.4               | false
        """,
    )
    assert_table(
        months(con, "physical_progress, is_estimated_progress", "B"),
        """
        month      | physical_progress | is_estimated_progress
        2026-01-01 | 0.25              | true
        2026-02-01 | 0.25              | true
        2026-03-01 | 0.25              | true
        """,
    )


def test_a_silent_year_is_measured_against_its_own_plan():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id | total_investment_wan | batch
            x        | A          | 2025-12-01      | annual_plan | 2025-12-01 | 1      | 1000                 | 续建
        """,
        plan_version="""
            district | project_id | year | effective_month | known_from | row_id | annual_plan_wan | is_removed
            x        | A          | 2025 | 2025-12-01      | 2025-12-01 | 1      | 300             | false
            x        | A          | 2026 | 2026-01-01      | 2026-01-10 | 2      | 400             | false
        """,
        monthly_plan="""
            district | project_id | effective_month | month      | known_from | row_id | planned_ytd_wan
            x        | A          | 2026-01-01      | 2026-01-01 | 2026-01-10 | 2      | 100
            x        | A          | 2026-01-01      | 2026-02-01 | 2026-01-10 | 2      | 200
            x        | A          | 2026-01-01      | 2026-03-01 | 2026-01-10 | 2      | 300
            x        | A          | 2026-01-01      | 2026-12-01 | 2026-01-10 | 2      | 400
        """,
        reported="""
            district | project_id | month      | known_from | row_id | reported_ytd_wan | cumulative_wan | physical_progress | planned_progress
            x        | A          | 2025-12-01 | 2026-01-12 | 3      | 280              | 280            | 0.28              | 0.19   # 去年12月的计划进度不是今年的
            x        | A          | 2026-03-01 | 2026-04-12 | 4      | 250              | 530            | 0.53              |        # 空格：按倒排，年初累计 530 − 250
        """,
    )
    assert_table(
        months(con, "physical_progress, planned_progress, is_estimated_planned_progress"),
        """
        month      | physical_progress | planned_progress | is_estimated_planned_progress
        2025-12-01 | 0.28              | 0.19             | false
        2026-01-01 | 0.28              | 0.38             | true    # (280 + 100) / 1000
        2026-02-01 | 0.28              | 0.48             | true
        2026-03-01 | 0.53              | 0.58             | true
        """,
    )


def test_entry_months_come_from_ledger_and_returns():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind     | known_from | row_id | actual_start_date | actual_start_precision
            x        | A          | 2026-01-01      | dispatch | 2026-02-12 | 1      | 2026-02-05        | day
            x        | B          | 2026-01-01      | dispatch | 2026-02-12 | 2      | 2025-06-01        | month
            x        | C          | 2026-01-01      | dispatch | 2026-02-12 | 3      |                   |
        """,
        project_link="""
            district | project_id | statistics_id | how  | share | known_from
            x        | A          | S1            | code | 1     | 2026-03-15
            x        | B          | S2            | name | 1     | 2026-03-15
        """,
        library_entry="""
            district | statistics_id | known_from | row_id | library_entry_month | statistics_entry_month
            x        | S1            | 2026-03-20 | 9      | 2026-02-01          | 2026-03-01
        """,
        booked="""
            district | statistics_id | month      | known_from | row_id | booked_ytd_wan | cumulative_booked_wan | planned_total_wan
            x        | S1            | 2026-03-01 | 2026-04-15 | 1      | 30             | 30                    | 900
            x        | S2            | 2026-02-01 | 2026-03-15 | 2      | 30             | 400                   | 800
        """,
    )
    assert_table(
        con.execute("select * from mart.project_entry order by project_id").df(),
        """
        project_id | start_date | is_estimated_start | ledger_library_month | ledger_statistics_month | return_library_month | is_return_library_known | return_statistics_month | is_return_statistics_known | statistics_total_wan | linked
        A          | 2026-02-05 | false              | 2026-02-01           | 2026-03-01              | 2026-03-01           | true                    | 2026-03-01              | true                       | 900                  | 1
        B          | 2025-06-01 | true               |                      |                         | 2026-02-01           | false                   | 2026-02-01              | false                      | 800                  | 1   # 首张报表就有往年累计：只知更早
        C          |            | false              |                      |                         |                      | false                   |                         | false                      |                      | 0
        """,
    )


def test_as_known_on_a_day():
    con = warehouse(
        unit=UNIT,
        batch=BATCH,
        source_month=LOADED,
        statistics_calendar=CALENDAR,
        project_state="""
            district | project_id | effective_month | kind     | known_from | row_id | project_name
            x        | A          | 2026-02-01      | dispatch | 2026-03-12 | 1      | 甲
        """,
        reported="""
            district | project_id | month      | known_from | known_to   | row_id | reported_ytd_wan
            x        | A          | 2026-02-01 | 2026-03-12 | 2026-04-12 | 1      | 100
            x        | A          | 2026-02-01 | 2026-04-12 |            | 2      | 40
        """,
    )
    seen = {}
    for day in (date(2026, 3, 11), date(2026, 3, 12), date(2026, 4, 11), date(2026, 4, 12)):
        derive(con, known_on=day, schema="temp")
        seen[day.isoformat()] = con.execute(
            "select month, carried_ytd_wan from temp.project_month order by month"
        ).fetchall()
    february, march = date(2026, 2, 1), date(2026, 3, 1)
    assert seen == {
        "2026-03-11": [],
        "2026-03-12": [(february, 100)],  # 收到当日即算已知
        "2026-04-11": [(february, 100)],
        "2026-04-12": [(february, 40), (march, 40)],  # 更正后；3月调度也是这天收到
    }


def test_what_takes_effect_after_the_last_loaded_month_waits():
    con = derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id | batch
            x        | A          | 2026-02-01      | annual_plan | 2026-01-10 | 1      | 续建
            x        | A          | 2026-07-01      | annual_plan | 2026-04-10 | 2      | 前期   # 七月起，调度只载到三月
            x        | B          | 2026-07-01      | annual_plan | 2026-04-10 | 3      | 续建
        """
    )
    assert_table(
        con.execute("select project_id, month, batch from mart.project_month order by project_id, month").df(),
        """
        project_id | month      | batch
        A          | 2026-02-01 | 续建
        A          | 2026-03-01 | 续建
        """,
    )
