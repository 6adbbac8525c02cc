"""S-curve, alerts, places and booked against reported: each on a table to check by hand."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.completion.completion_alerts import completion_alerts
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_places import completion_places
from metrics.completion.investment_series import investment_series
from metrics.reconciliation.booked_ratio import booked_ratio
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
MONTHS = """
    district | kind              | month      | first_known_from
    tianyuan | dispatch          | 2025-12-01 | 2026-01-05
    tianyuan | dispatch          | 2026-01-01 | 2026-02-05
    tianyuan | dispatch          | 2026-02-01 | 2026-03-05
    tianyuan | dispatch          | 2026-03-01 | 2026-04-05
    tianyuan | statistics_return | 2025-12-01 | 2026-01-10
    tianyuan | statistics_return | 2026-02-01 | 2026-03-10
    tianyuan | statistics_return | 2026-04-01 | 2026-05-10
"""


def test_the_curve_ends_at_the_whole_plan():
    con = warehouse(
        source_month=MONTHS,
        project_month="""
        project_id | month      | district | is_counted | annual_plan_wan | planned_ytd_wan | planned_year_wan | expected_share | carried_ytd_wan | reported_month_wan | booked_ytd_wan | is_in_library
        A1         | 2026-01-01 | tianyuan | true       | 1200            | 60              | 1200             | 0.05           | 50              | 50                 | 999            | true       # 1月免报：不画
        A1         | 2026-02-01 | tianyuan | true       | 1200            | 120             | 1200             | 0.1            | 100             | 50                 | 80             | true
        B1         | 2026-02-01 | tianyuan | true       | 800             |                 |                  | 0.25           |                 |                    |                | false      # 今年从未上报；不在库为 0
        A1         | 2026-03-01 | tianyuan | true       | 1200            | 240             | 1200             | 0.2            | 90              | -10                |                |            # 3月报表未载入：未知
        B1         | 2026-03-01 | tianyuan | true       | 800             |                 |                  | 0.25           | 300             | 300                |                |
        C1         | 2026-03-01 | tianyuan | false      | 800             |                 |                  | 0.25           | 300             | 300                |                |            # 不计入
        """,
        monthly_plan="""
        district | project_id | effective_month | month      | known_from | known_to   | planned_ytd_wan
        tianyuan | A1         | 2026-01-01      | 2026-06-01 | 2026-01-20 |            | 500
        tianyuan | A1         | 2026-03-01      | 2026-06-01 | 2026-03-20 |            | 600      # 3月修订：按新的
        tianyuan | A1         | 2026-04-01      | 2026-06-01 | 2026-03-21 |            | 1        # 4月才生效：看不见
        tianyuan | A1         | 2026-01-01      | 2026-12-01 | 2026-01-20 |            | 1200
        tianyuan | B1         | 2026-01-01      | 2026-06-01 | 2026-01-20 | 2026-01-25 | 700      # 已被更正
        """,
    )
    series = investment_series(con, profile=TIANYUAN, as_of=date(2026, 3, 1))
    # June: 600 by A1's own plan; B1 straight from 200 in March to 800 in December: 200 + 600 · 3/9
    # October: A1 says nothing of it, straight from 240 to 1200: 240 + 960 · 7/9; B1 200 + 600 · 7/9
    assert_table(
        series.iloc[[0, 1, 2, 5, 9, 11]],
        """
        month      | projects | annual_plan_wan | planned_ytd_wan | expected_share | reported_ytd_wan | reported_month_wan | booked_ytd_wan | booked_projects | investment_completion_rate | pace_gap_pp
        2026-01-01 | 1        | 1200            | 60              | 1/12           | 50               | 50                 |                |                 | 50/1200                    | -4.166667
        2026-02-01 | 2        | 2000            | 320             | 1/6            | 100              | 50                 | 80             | 1               | 0.05                       | -11.666667
        2026-03-01 | 2        | 2000            | 440             | 0.25           | 390              | 290                |                | 0               | 0.195                      | -5.5
        2026-06-01 |          | 2000            | 1000            | 0.5            |                  |                    |                |                 |                            |
        2026-10-01 |          | 2000            | 4960/3          | 10/12          |                  |                    |                |                 |                            |
        2026-12-01 |          | 2000            | 2000            | 1              |                  |                    |                |                 |                            |
        """,
    )


def test_the_curve_in_december_has_no_months_to_come():
    con = warehouse(
        source_month=MONTHS,
        project_month="project_id | month | district | is_counted | annual_plan_wan | expected_share\n"
        "A1 | 2025-12-01 | tianyuan | true | 100 | 1",
    )
    series = investment_series(con, profile=TIANYUAN, as_of=date(2025, 12, 1))
    assert series["planned_ytd_wan"].dropna().tolist() == [100]


def test_units_month_by_month():
    con = warehouse(
        source_month=MONTHS,
        project_month="""
        project_id | month      | district | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | is_silent
        A1         | 2026-02-01 | tianyuan | 城建局           | true       | 1200            | 80              | false     # 应 200，0.4
        A1         | 2026-03-01 | tianyuan | 教育局           | true       | 1200            | 300             | false     # 3月起换了单位；教育局 300/500 正好 0.6
        B1         | 2026-03-01 | tianyuan | 教育局           | true       | 800             |                 | true      # 四成未报
        C1         | 2026-03-01 | tianyuan | 水利局           | false      | 800             | 100             | false
        D1         | 2026-03-01 | tianyuan | 商务局           | true       | 300             | 300             | true      # 正好三成未报：不算暂定
        D2         | 2026-03-01 | tianyuan | 商务局           | true       | 700             | 700             | false
        A1         | 2026-04-01 | tianyuan | 教育局           | true       | 1200            | 600             | false     # 截至月之后
        """,
    )
    assert_table(
        completion_by_month(con, profile=TIANYUAN, as_of=date(2026, 3, 1)),
        """
        responsible_unit | month      | projects | reported_ytd_wan | investment_completion_rate | pace_gap_pp | light  | is_provisional
        商务局           | 2026-03-01 | 2        | 1000             | 1                          | 75          | ahead  | false
        城建局           | 2026-02-01 | 1        | 80               | 80/1200                    | -10         | behind | false
        教育局           | 2026-03-01 | 2        | 300              | 0.15                       | -10         | slow   | true
        """,
    )


def test_alerts():
    con = warehouse(
        source_month=MONTHS,
        project_month="""
        project_id | month      | district | is_in_plan | is_outside_plan | cumulative_wan | total_investment_wan | approved_estimate_wan | in_use_date | actual_finish_date
        A1         | 2026-03-01 | tianyuan | true       | false           | 1000           | 1000                 | 1000                  |             |            # 正好：都不报
        A2         | 2026-03-01 | tianyuan | true       | false           | 1200           | 1000                 |                       |             |            # 正好 1.2 倍：只报超总投资
        A3         | 2026-03-01 | tianyuan | true       | false           | 1200.01        | 1000                 | 1100                  |             |            # 三条
        A4         | 2026-03-01 | tianyuan | false      | true            | 1300           | 1000                 |                       | 2026-03-20  |            # 当月投产：不报 1.2 倍
        A5         | 2026-03-01 | tianyuan | true       | false           | 1300           | 1000                 |                       | 2026-04-01  | 2026-02-01  # 4 月才投产
        A6         | 2026-03-01 | tianyuan | true       | false           | 1300           | 1000                 |                       |             | 2026-02-01  # 未说投产，已竣工
        A7         | 2026-03-01 | tianyuan | false      | false           | 9999           | 1000                 |                       |             |            # 已调出
        A8         | 2026-03-01 | tianyuan | true       | false           | 9999           | 0                    | 0                     |             |            # 没有总投资
        """,
    )
    assert_table(
        completion_alerts(con, profile=TIANYUAN, as_of=date(2026, 3, 1)).sort_values(["project_id", "alert"]),
        """
        project_id | alert         | cumulative_wan | limit_wan | excess_wan
        A2         | over_total    | 1200           | 1000      | 200
        A3         | over_120      | 1200.01        | 1200      | 0.01
        A3         | over_estimate | 1200.01        | 1100      | 100.01
        A3         | over_total    | 1200.01        | 1000      | 200.01
        A4         | over_total    | 1300           | 1000      | 300
        A5         | over_120      | 1300           | 1200      | 100
        A5         | over_total    | 1300           | 1000      | 300
        A6         | over_total    | 1300           | 1000      | 300
        """,
    )


def test_places_are_shared_by_equals_and_none_for_the_unranked():
    con = warehouse(
        source_month=MONTHS,
        project_month="""
        project_id | month      | district | responsible_unit | is_counted | is_outside_plan | annual_plan_wan | carried_ytd_wan | expected_share
        A1         | 2026-03-01 | tianyuan | 栗雨街道         | true       | false           | 300             | 100             | 0.5
        B1         | 2026-03-01 | tianyuan | 泰山路街道       | true       | false           | 600             | 200             | 0.25     # 同率并列
        C1         | 2026-03-01 | tianyuan | 嵩山路街道       | true       | false           | 300             | 60              | 0.1
        D1         | 2026-03-01 | tianyuan | 马家河街道       | false      | true            |                 | 60              | 0        # 只有计划外：不排
        E1         | 2026-03-01 | tianyuan | 区统计局         | true       | false           | 300             | 300             | 0.1      # 统计局从不排名
        """,
    )
    assert_table(
        completion_places(con, profile=TIANYUAN, as_of=date(2026, 3, 1)),
        """
        responsible_unit | bulletin_place | project_place | places_moved
        栗雨街道         | 1              | 3             | -2
        泰山路街道       | 1              | 2             | -1
        嵩山路街道       | 3              | 1             | 2
        """,
    )


BOOKED = """
    project_id | month      | district | responsible_unit | is_counted | carried_ytd_wan | booked_ytd_wan
    A1         | 2026-02-01 | tianyuan | 城建局           | true       | 100             | 80
    A2         | 2026-02-01 | tianyuan | 城建局           | true       | 50              |         # 已匹配而不在库：入统为 0
    A3         | 2026-02-01 | tianyuan | 城建局           | true       | 40              |         # 未匹配：另列
    B1         | 2026-02-01 | tianyuan | 教育局           | true       |                 | 30      # 上报为空而有入统：无比率
    C1         | 2026-02-01 | tianyuan | 教育局           | false      | 70              | 70      # 不计入
    A1         | 2026-03-01 | tianyuan | 城建局           | true       | 900             |         # 3 月报表未载入：不比
    A1         | 2025-12-01 | tianyuan | 城建局           | true       | 500             | 600
    X1         | 2026-02-01 | jingyang | 城建局           | true       | 500             | 600     # 别的区
"""
ENTRIES = """
    district | project_id | linked
    tianyuan | A1         | 1
    tianyuan | A2         | 2
    tianyuan | A3         | 0
    tianyuan | B1         | 1
    tianyuan | C1         | 1
"""


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 3, 1), "2026-02-01 | 3 | 1 | 150 | 110 | 110/190 | 40"),
        (date(2026, 1, 1), "2025-12-01 | 1 | 0 | 500 | 600 | 1.2     | -100"),  # 1月沿用上年12月
    ],
)
def test_booked_against_reported_takes_the_last_month_of_both_sources(as_of, expected):
    con = warehouse(source_month=MONTHS, project_month=BOOKED, project_entry=ENTRIES)
    names = "compared_month | linked_projects | unlinked_projects | linked_reported_ytd_wan | booked_ytd_wan | booked_to_reported | unreconciled_wan"
    assert_table(booked_ratio(con, profile=TIANYUAN, as_of=as_of), f"{names}\n{expected}")


def test_booked_against_reported_by_unit():
    con = warehouse(source_month=MONTHS, project_month=BOOKED, project_entry=ENTRIES)
    assert_table(
        booked_ratio(con, profile=TIANYUAN, as_of=date(2026, 3, 1), by="responsible_unit"),
        """
        responsible_unit | projects | linked_projects | unlinked_projects | linked_reported_ytd_wan | booked_ytd_wan | booked_to_reported | unlinked_reported_ytd_wan
        城建局           | 3        | 2               | 1                 | 150                     | 80             | 80/190             | 40
        教育局           | 1        | 1               | 0                 | 0                       | 30             |                    | 0
        """,
    )


def test_without_a_return_there_is_nothing_to_compare():
    dispatches = "\n".join(line for line in MONTHS.splitlines() if "statistics_return" not in line)
    con = warehouse(source_month=dispatches, project_month=BOOKED, project_entry=ENTRIES)
    assert_table(
        booked_ratio(con, profile=TIANYUAN, as_of=date(2026, 3, 1)),
        "compared_month | projects | booked_ytd_wan | booked_to_reported\n | 0 | 0 |",
    )
