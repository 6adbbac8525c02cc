"""Money at stake and waits of the entry lag (入库入统), on tables small enough to check by hand."""

from metrics.entry.entry_lag import entry_lag
from tests.metrics.entries import PROFILE, SEPTEMBER, by_project, seen
from tests.tables import assert_table


def test_money_at_stake_is_what_was_reported_and_is_not_booked_this_year():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan | carried_ytd_wan | booked_ytd_wan | is_in_library
        A1         | 2026-03-05        | 3000                 | 100             |                | false    # 不在库
        A2         | 2026-03-05        | 3000                 | 10              | 0              | true     # 在库，零投资
        A3         | 2025-03-05        | 3000                 | 1               | 0              | true     # 往年有数，今年为零
        A4         | 2026-03-05        | 3000                 | 1000            | 0.01           | true     # 有数：不论差多少
        A5         | 2026-03-05        | 3000                 | -50             |                | false    # 冲减不抵别的项目
        A6         | 2026-03-05        | 3000                 |                 |                | false    # 今年从未上报
        A7         |                   | 3000                 | 1000            |                | false    # 未开工，有过数
        A8         | 2025-03-05        | 3000                 | 2000            |                | false    # 曾在报表，这张没有：已出库
        A9         | 2026-03-05        | 3000                 | 300             |                | false    # 台账已入库，报表还没有
        B1         | 2026-03-05        | 3000                 | 4000            |                | false    # 台账已入统，报表还没有
        B2         | 2025-03-05        | 3000                 | 5000            |                | false    # 台账去年入统
        B3         | 2026-03-05        | 3000                 | 6000            | -1             | true     # 冲减为负：今年无数
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month | return_statistics_month
        A2         |                      |                         | 2026-04-01           |
        A3         |                      |                         | 2025-04-01           | 2025-04-01
        A4         |                      |                         | 2026-04-01           | 2026-04-01
        A7         |                      |                         | 2026-04-01           | 2026-04-01
        A8         |                      |                         | 2025-04-01           | 2025-04-01
        A9         | 2026-08-01           |                         |                      |
        B1         | 2026-08-01           | 2026-01-01              |                      |
        B2         | 2025-08-01           | 2025-12-01              |                      |
        B3         |                      |                         | 2026-04-01           | 2026-04-01
        """,
    )
    assert_table(
        by_project(con),
        """
        project_id | unbooked_at_stake_wan | at_stake_not_in_library_wan | at_stake_no_figures_wan | library_waiting_wan | left_library | left_library_wan
        A1         | 100                   | 100                         | 0                       | 100                 | 0            | 0
        A2         | 10                    | 0                           | 10                      | 0                   | 0            | 0
        A3         | 1                     | 0                           | 1                       | 0                   | 0            | 0
        A4         | 0                     | 0                           | 0                       | 0                   | 0            | 0
        A5         | 0                     | 0                           | 0                       | 0                   | 0            | 0
        A6         | 0                     | 0                           | 0                       | 0                   | 0            | 0
        A7         | 0                     | 0                           | 0                       | 0                   | 0            | 0      # 退库而没有上报：没有金额，不计
        A8         | 2000                  | 2000                        | 0                       | 0                   | 1            | 2000   # 退库
        A9         | 300                   | 0                           | 300                     | 0                   | 0            | 0
        B1         | 0                     | 0                           | 0                       | 0                   | 0            | 0
        B2         | 5000                  | 0                           | 5000                    | 0                   | 0            | 0
        B3         | 6000                  | 0                           | 6000                    | 0                   | 0            | 0
        """,
    )


def test_without_a_return_of_the_month_figures_are_unknown_not_zero():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan | carried_ytd_wan | is_in_library
        A1         | 2025-03-05        | 3000                 | 100             |    # 台账去年入统
        A2         | 2025-03-05        | 3000                 | 10              |    # 入库而未入统
        A3         | 2025-03-05        | 3000                 | 1               |
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month
        A1         | 2025-08-01           | 2025-12-01              |
        A2         |                      |                         | 2025-08-01
        """,
    )
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        unbooked_at_stake_wan | at_stake_not_in_library_wan | at_stake_no_figures_wan
        11                    | 1                           | 10
        """,
    )


WAITS = """
    project_id | actual_start_date | total_investment_wan | responsible_unit
    A1         | 2026-01-05        | 3000                 | 甲
    A2         | 2026-01-05        | 3000                 | 甲
    A3         | 2026-06-05        | 3000                 | 甲
    A4         | 2026-01-05        | 3000                 | 甲
    B1         | 2026-01-05        | 3000                 | 乙
    B2         | 2026-07-05        | 3000                 | 乙
    B3         | 2026-03-05        | 3000                 | 乙
"""
# 甲: 4 at risk, one in at 2 (3/4), one in and one censored at 3 (3/4 · 2/3 = 1/2), one in at 5 (0)
# 乙: 3 at risk, one in at 1 (2/3), then censored at 2 and 6
ENTERED = """
    project_id | ledger_statistics_month
    A1         | 2026-03-01
    A2         | 2026-04-01
    A3         |
    A4         | 2026-06-01
    B1         | 2026-02-01
"""


def test_quantiles_count_those_who_still_wait():
    con = seen(SEPTEMBER, WAITS, ENTERED)
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER, by="responsible_unit"),
        """
        responsible_unit | waiting | statistics_entry_median_months | statistics_entry_p75_months | longest_wait_months | library_entry_median_months | library_longest_wait_months
        乙               | 2       |                                |                             | 6                   |                             | 8
        甲               | 1       | 3                              | 5                           | 3                   |                             | 8
        """,
    )


def test_quantiles_of_the_library_leave_out_the_unclear():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan
        A1         | 2026-01-05        | 3000
        A2         | 2026-01-05        | 3000
        A3         | 2026-01-05        | 3000
        A4         | 2026-01-05        | 3000
        B1         | 2026-01-05        | 3000
        B2         | 2026-06-05        | 3000
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month | is_return_library_known
        A1         | 2026-02-01           | 2026-02-01              |                      | false
        A2         | 2026-04-01           | 2026-04-01              |                      | false    # 一半：中位 3
        A3         | 2026-06-01           | 2026-06-01              |                      | false    # 四分之三：5
        A4         |                      |                         |                      | false
        B1         |                      |                         | 2026-02-01           | false    # 入库月不详：在估计之外
        B2         | 2026-06-01           | 2026-05-01              |                      | false    # 异常：在估计之外
        """,
    )
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        library_entry_median_months | library_entry_p75_months | statistics_entry_median_months | statistics_entry_p75_months
        3                           | 5                        | 5                              |
        """,
    )
    con.execute("delete from mart.project_entry where project_id = 'B1'")
    con.execute("delete from mart.project_month where project_id = 'B1'")
    assert entry_lag(con, profile=PROFILE, as_of=SEPTEMBER).statistics_entry_p75_months[0] == 5


def test_exactly_half_is_half_however_many_fractions_make_it_up():
    """Of 24, one a month enters: after twelve months half wait; the product in binary is 0.5000000000000001."""
    projects = [f"P{n} | 2024-09-05 | 3000" for n in range(24)]
    entries = [f"P{n} | {2024 + (n + 9) // 12}-{(n + 9) % 12 + 1:02}-01" for n in range(12)]
    con = seen(
        SEPTEMBER,
        "project_id | actual_start_date | total_investment_wan\n" + "\n".join(projects),
        "project_id | ledger_statistics_month\n" + "\n".join(entries),
    )
    assert entry_lag(con, profile=PROFILE, as_of=SEPTEMBER).statistics_entry_median_months[0] == 12
