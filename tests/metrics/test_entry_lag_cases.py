"""The lists and views behind the entry lag, on tables small enough to check by hand."""

import pytest

from data.profile import load_profile
from metrics.entry.entry_cases import entry_anomalies, not_started_due, open_cases
from metrics.entry.entry_dates import entry_dates
from metrics.entry.entry_lag import entry_lag
from metrics.entry.entry_triangle import entry_by_start_month, entry_triangle
from tests.metrics.entries import JANUARY, PROFILE, SEPTEMBER, everywhere, seen
from tests.tables import assert_table, fill


def test_open_cases_show_state_wait_and_light():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan | carried_ytd_wan | booked_ytd_wan | is_in_library
        A0         | 2026-09-05        | 3000                 | 90              |                | false    # 当期：还没有灯
        A1         | 2026-08-05        | 3000                 | 80              |                | false    # 过一期：黄
        A2         | 2026-07-05        | 3000                 | 70              |                | false    # 过两期：黄
        A3         | 2026-06-05        | 3000                 | 60              |                | false    # 过三期：红
        A4         | 2026-06-15        | 3000                 | 50              |                | false    # 窗口日后开工：过两期
        B1         | 2026-08-05        | 3000                 | 40              | 0              | true     # 应入统当期：还没有灯
        B2         | 2026-07-05        | 3000                 | 30              | 0              | true     # 逾期一期：黄
        B3         | 2026-06-05        | 3000                 | 20              | 0              | true     # 逾期两期：红
        C1         | 2025-03-05        | 3000                 | 10              | 0              | true     # 往年有数，今年为零：不算等待
        C2         | 2026-03-05        | 3000                 | 5               | 3              | true     # 已入统：不列
        C3         | 2026-03-05        | 3000                 | 4               |                | false    # 入过库、入统月份不详，现在不在库：列，无灯
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month | return_statistics_month
        B1         | 2026-08-01           |                         |                      |
        B2         | 2026-07-01           |                         |                      |
        B3         | 2026-06-01           |                         |                      |
        C1         | 2025-04-01           | 2025-05-01              |                      |
        C2         | 2026-04-01           | 2026-05-01              |                      |
        C3         |                      |                         | 2026-04-01           | 2026-04-01
        """,
    )
    assert_table(
        open_cases(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | state          | is_waiting | is_due | waited_months | light  | unbooked_at_stake_wan
        A0         | not_in_library | true       | false  | 0             |        | 90
        A1         | not_in_library | true       | true   | 1             | slow   | 80
        A2         | not_in_library | true       | true   | 2             | slow   | 70
        A3         | not_in_library | true       | true   | 3             | behind | 60
        A4         | not_in_library | true       | true   | 3             | slow   | 50
        B1         | no_figures     | true       | true   | 1             |        | 40
        B2         | no_figures     | true       | true   | 2             | slow   | 30
        B3         | no_figures     | true       | true   | 3             | behind | 20
        C1         | no_figures     | false      | true   |               |        | 10
        C3         | left_library   | false      | false  |               |        | 4
        """,
    )


def test_open_cases_carry_the_ledgers_last_word():
    con = seen(SEPTEMBER, "project_id | actual_start_date | total_investment_wan\n A | 2026-03-05 | 3000")
    fill(
        con,
        "project_link",
        everywhere(
            """
            project_id | statistics_id | known_from
            A          | s1            | 2026-05-01
            A          | s2            | 2026-05-01
            """,
            district=PROFILE.id,
        ),
    )
    fill(
        con,
        "library_entry",
        everywhere(
            """
            statistics_id | known_from | known_to   | row_id | declared_month | library_state | return_reason
            s1            | 2026-05-01 | 2026-06-01 | 1      | 2026-08-01     | 审核中        |              # 已被后来的取代
            s1            | 2026-06-01 |            | 2      | 2026-05-01     | 退回          | 缺施工许可证
            s2            | 2026-06-01 |            | 3      | 2026-07-01     | 退回          | 投资构成不符   # 捆绑的：取最近申报的
            s2            | 2026-06-01 |            | 4      | 2026-10-01     | 已入库        |              # 截至月后申报
            s9            | 2026-06-01 |            | 5      | 2026-09-01     | 已入库        |              # 别的项目
            """,
            district=PROFILE.id,
        ),
    )
    assert_table(
        open_cases(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | declared_month | library_state | return_reason
        A          | 2026-07-01     | 退回          | 投资构成不符
        """,
    )


def test_anomalies_say_what_contradicts_what():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan | carried_ytd_wan
        A          | 2026-06-25        | 3000                 | 10
        B          |                   | 3000                 | 30
        C          | 2026-06-25        | 3000                 | 20
        D          | 2026-03-25        | 3000                 | 20
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month
        A          | 2026-08-01           | 2026-05-01
        B          |                      | 2026-05-01
        C          | 2026-05-01           | 2026-05-01
        D          | 2026-05-01           | 2026-05-01   # 不矛盾
        """,
    )
    assert_table(
        entry_anomalies(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | contradiction
        B          | 有数而无开工日期
        C          | 有数早于开工
        A          | 有数早于开工；有数早于台账入库
        """,
    )


def test_should_have_started_and_has_not():
    con = seen(
        SEPTEMBER,
        """
        project_id | is_in_plan | yardstick   | planned_start_date | actual_start_date | actual_finish_date | annual_plan_wan
        A1         | true       | new_start   | 2026-09-30         |                   |                    | 1    # 计划月当月
        A2         | true       | new_start   | 2026-10-01         |                   |                    | 1    # 还没有到
        A3         | true       | new_start   | 2026-03-01         |                   |                    | 1
        A4         | true       | new_start   | 2026-03-01         | 2026-09-30        |                    | 1    # 已开工
        A5         | true       | new_start   | 2026-03-01         | 2026-10-01        |                    | 2    # 截至月后才开工
        A6         | false      | new_start   | 2026-03-01         |                   |                    | 1    # 已调出
        A7         | true       | continuing  | 2024-03-01         |                   |                    | 1    # 续建
        A8         | true       |             | 2026-08-31         |                   |                    | 1    # 未知批次
        A9         | true       | new_start   |                    |                   |                    | 1    # 无计划日期
        B1         | true       | completion  | 2026-03-01         |                   | 2026-08-01         | 1    # 已竣工
        """,
    )
    assert_table(
        not_started_due(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | overdue_months
        A5         | 6
        A3         | 6
        A8         | 1
        A1         | 0
        """,
    )


COHORTS = """
    project_id | actual_start_date | total_investment_wan | carried_ytd_wan | responsible_unit
    A1         | 2026-06-05        | 3000                 | 1               | 甲
    A2         | 2026-06-05        | 3000                 | 2               | 甲
    A3         | 2026-06-05        | 3000                 | 4               | 乙
    A4         | 2026-06-15        | 3000                 | 8               | 甲
    A5         | 2026-09-05        | 3000                 | 16              | 乙
    A6         | 2026-09-15        | 3000                 | 32              | 乙
    A7         | 2026-06-05        | 3000                 | 64              | 乙
    A8         | 2025-10-05        | 3000                 | 128             | 乙
"""
COHORT_ENTRIES = """
    project_id | ledger_statistics_month
    A1         | 2026-06-01
    A2         | 2026-08-01
    A3         |
    A4         | 2026-06-01   # 窗口日后开工而当月有数：7月一组的当期
    A5         |
    A6         |              # 10月才可入：还没有一期结束
    A7         | 2026-05-01   # 异常，不在三角内
    A8         |              # 11期以前：截至9月的一年从10月（含）起，不含10月以前
"""


def test_the_triangle_has_no_cell_before_its_period_has_closed():
    con = seen(SEPTEMBER, COHORTS, COHORT_ENTRIES)
    assert_table(
        entry_triangle(con, profile=PROFILE, as_of=SEPTEMBER, periods=10),
        """
        cohort_month | periods_since | projects | entered | entered_share | is_due | waiting | waiting_reported_wan
        2026-06-01   | 0             | 3        | 1       | 1/3           | false  | 1       | 4
        2026-06-01   | 1             | 3        | 1       | 1/3           | true   | 1       | 4
        2026-06-01   | 2             | 3        | 2       | 2/3           | true   | 1       | 4
        2026-06-01   | 3             | 3        | 2       | 2/3           | true   | 1       | 4
        2026-07-01   | 0             | 1        | 1       | 1             | false  | 0       | 0
        2026-07-01   | 1             | 1        | 1       | 1             | true   | 0       | 0
        2026-07-01   | 2             | 1        | 1       | 1             | true   | 0       | 0
        2026-09-01   | 0             | 1        | 0       | 0             | false  | 1       | 16
        2026-10-01   |               | 1        |         |               |        | 1       | 32
        """,
    )
    raw = entry_triangle(con, profile=PROFILE, as_of=SEPTEMBER, basis="raw", periods=11)
    assert list(dict.fromkeys(raw.cohort_month.dt.strftime("%Y-%m"))) == ["2025-10", "2026-06", "2026-09"]


@pytest.mark.parametrize(
    ("start", "cohort"), [("2025-12-05", "2025-12"), ("2025-12-15", "2026-02"), ("2026-01-05", "2026-02")]
)
def test_january_and_february_are_one_cohort(start, cohort):
    con = seen(JANUARY, f"project_id | actual_start_date | total_investment_wan\n A | {start} | 3000")
    triangle = entry_triangle(con, profile=PROFILE, as_of=JANUARY)
    assert [f"{month:%Y-%m}" for month in triangle.cohort_month] == [cohort]
    assert triangle.periods_since.isna()[0] == (cohort > "2026-01")


def test_groups_by_start_month_show_the_median_or_who_waits():
    con = seen(SEPTEMBER, COHORTS, COHORT_ENTRIES)
    assert_table(
        entry_by_start_month(con, profile=PROFILE, as_of=SEPTEMBER, by="responsible_unit", periods=10),
        """
        responsible_unit | start_month | projects | statistics_entry_median_months | longest_wait_months | due | on_time | waiting | waiting_reported_wan
        乙               | 2026-06-01  | 1        |                                | 3                   | 1   | 0       | 1       | 4
        乙               | 2026-09-01  | 2        |                                | 0                   | 0   | 0       | 2       | 48
        甲               | 2026-06-01  | 3        | 0                              |                     | 3   | 2       | 0       | 0
        """,
    )
    whole = entry_by_start_month(con, profile=PROFILE, as_of=SEPTEMBER, by=None, periods=10)
    assert list(whole.projects) == [4, 2]


def test_views_refuse_unknown_groups_by_name():
    con = seen(SEPTEMBER, COHORTS)
    with pytest.raises(ValueError, match="cannot group by 'owner'"):
        entry_by_start_month(con, profile=PROFILE, as_of=SEPTEMBER, by="owner")


def test_another_districts_cases_are_not_listed():
    con = seen(SEPTEMBER, COHORTS, COHORT_ENTRIES)
    other = load_profile("jingyang")
    for listing in (open_cases, entry_anomalies, not_started_due, entry_triangle, entry_by_start_month):
        assert listing(con, profile=other, as_of=SEPTEMBER).empty


@pytest.mark.parametrize(
    ("month", "payload", "counted"),
    [
        ("2026-09", '{"parts": [{"reason": "R12", "amount": "40"}]}', "B"),  # decided: A leaves
        ("2026-09", '{"parts": [{"reason": "R16", "amount": "40"}], "project_ids": "A,B"}', ""),  # the whole group
        ("2026-09", '{"parts": [{"reason": "R02", "amount": "40"}]}', "AB"),  # another reason leaves nothing
        ("2026-08", '{"parts": [{"reason": "R12", "amount": "40"}]}', "AB"),  # last month's is only proposed now
        ("2026-09", '{"parts": [{"reason": "R12", "amount": "40"}], "status": "undone"}', "AB"),
    ],
)
def test_a_reason_leaves_the_scope_only_when_decided_for_the_month(month, payload, counted):
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan
        A          | 2026-03-05        | 3000
        B          | 2026-03-05        | 3000
        """,
    )
    decided = f"""
        entry_id | district     | kind   | subject          | known_from | who | payload
        1        | {PROFILE.id} | reason | reason:A:{month} | 2026-10-12 | 张  | {payload}
        """
    fill(con, "decision", decided)
    open_ones = open_cases(con, profile=PROFILE, as_of=SEPTEMBER)
    assert "".join(sorted(open_ones.project_id)) == counted
    total = entry_lag(con, profile=PROFILE, as_of=SEPTEMBER)
    assert total.projects.iloc[0] == len(counted)


@pytest.mark.parametrize(
    ("without", "started", "booked", "cohort", "periods"),
    [
        ((1,), "2026-01-03", "2026-03-01", "2026-02-01", 1),  # 1月并入2月
        ((), "2026-01-03", "2026-03-01", "2026-01-01", 2),  # 每月都有报表
        ((), "2025-12-03", "2026-02-01", "2025-12-01", 2),
        ((1, 7), "2026-06-03", "2026-08-01", "2026-06-01", 1),  # 7月并入8月
        ((1, 7), "2026-07-03", "2026-09-01", "2026-08-01", 1),
        ((1, 7), "2026-06-28", "2026-08-01", "2026-08-01", 0),  # 窗口日后开工，顺延到7月，与8月同期
        ((1, 7), "2025-12-03", "2026-08-01", "2025-12-01", 6),  # 2、3、4、5、6、8月
    ],
)
def test_periods_follow_the_districts_calendar(without, started, booked, cohort, periods):
    [rule] = PROFILE.statistics_returns
    profile = PROFILE.model_copy(update={"statistics_returns": (rule.model_copy(update={"months_without": without}),)})
    con = seen(
        SEPTEMBER,
        f"project_id | actual_start_date | total_investment_wan\n A | {started} | 3000",
        f"project_id | return_library_month | is_return_library_known | return_statistics_month | is_return_statistics_known\n"
        f"A | {booked} | true | {booked} | true",
    )
    dates = entry_dates(con, profile=profile, as_of=SEPTEMBER)
    assert [(str(row.cohort_month)[:10], row.periods_since) for row in dates.itertuples()] == [(cohort, periods)]
