"""Entry lag (入库入统), on tables small enough to check by hand."""

from datetime import date

import pandas as pd
import pytest

from data.profile import load_profile
from data.rules import EntryWindow
from metrics.entry.entry_cases import open_cases
from metrics.entry.entry_lag import entry_lag
from metrics.entry.entry_triangle import entry_triangle
from tests.metrics.entries import JANUARY, PROFILE, SEPTEMBER, by_project, everywhere, seen
from tests.tables import assert_table, fill, warehouse

RETURNED = "district | kind | month\n tianyuan | statistics_return | 2026-09-01"


def test_figures_are_due_in_the_period_after_the_start():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan
        A1         | 2026-03-05        | 3000
        A2         | 2026-03-05        | 3000
        A3         | 2025-12-05        | 3000
        A4         | 2025-12-05        | 3000
        A5         | 2026-05-05        | 3000
        A6         | 2026-09-05        | 3000
        A7         | 2026-06-05        | 3000
        A8         | 2026-04-05        | 3000
        A9         | 2026-08-05        | 3000
        B1         | 2026-10-01        | 3000
        B2         | 2026-01-05        | 3000
        B3         | 2026-09-05        | 3000
        B4         | 2025-11-05        | 3000
        B5         | 2026-01-15        | 3000
        B6         | 2026-09-30        | 3000
        """,
        """
        project_id | ledger_statistics_month
        A1         | 2026-04-01   # 下月入统：准时
        A2         | 2026-05-01   # 晚一期
        A3         | 2026-02-01   # 1—2月为一期，2月入统仍是次期
        A4         | 2026-03-01   # 晚一期
        A5         |              # 无数：逾期
        A6         |              # 当月开工，未到期
        A7         | 2026-10-01   # 截至月后才入统：仍逾期
        A8         | 2026-04-01   # 当期入统：准时，不是异常
        A9         |              # 本期到期而无数
        B1         |              # 截至月后开工：不在范围
        B2         | 2026-03-01   # 1月开工属2月期，次期为3月：准时
        B3         | 2026-09-01   # 已入统而未到期：不计准时
        B4         | 2026-01-01   # 1月的数属2月期：比12月晚一期
        B5         | 2026-04-01   # 1月窗口日后开工，顺延到2月仍是同一期：应3月入统，晚
        B6         |              # 截至月最后一天开工：在范围
        """,
    )
    assert_table(
        by_project(con),
        """
        project_id | projects | due | on_time | late_in | overdue | not_due | waiting | on_time_rate
        A1         | 1        | 1   | 1       | 0       | 0       | 0       | 0       | 1
        A2         | 1        | 1   | 0       | 1       | 0       | 0       | 0       | 0
        A3         | 1        | 1   | 1       | 0       | 0       | 0       | 0       | 1
        A4         | 1        | 1   | 0       | 1       | 0       | 0       | 0       | 0
        A5         | 1        | 1   | 0       | 0       | 1       | 0       | 1       | 0
        A6         | 1        | 0   | 0       | 0       | 0       | 1       | 1       |
        A7         | 1        | 1   | 0       | 0       | 1       | 0       | 1       | 0
        A8         | 1        | 1   | 1       | 0       | 0       | 0       | 0       | 1
        A9         | 1        | 1   | 0       | 0       | 1       | 0       | 1       | 0
        B2         | 1        | 1   | 1       | 0       | 0       | 0       | 0       | 1
        B3         | 1        | 0   | 0       | 0       | 0       | 1       | 0       |
        B4         | 1        | 1   | 0       | 1       | 0       | 0       | 0       | 0
        B5         | 1        | 1   | 0       | 1       | 0       | 0       | 0       | 0
        B6         | 1        | 0   | 0       | 0       | 0       | 1       | 1       |
        """,
    )
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        projects | due | on_time | late_in | overdue | not_due | anomaly | entered_unknown | on_time_rate | waiting | longest_wait_months | raw_due | raw_on_time | raw_on_time_rate
        14       | 11  | 4       | 4       | 3       | 3       | 0       | 0               | 4/11         | 5       | 4                   | 11      | 4           | 4/11
        """,
    )


def test_the_library_is_due_in_the_period_of_the_start():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan
        A1         | 2026-03-05        | 3000
        A2         | 2026-03-05        | 3000
        A3         | 2026-01-05        | 3000
        A4         | 2026-03-05        | 3000
        A5         | 2026-09-05        | 3000
        A6         | 2026-09-11        | 3000
        A7         | 2025-12-05        | 3000
        """,
        """
        project_id | ledger_library_month
        A1         | 2026-03-01   # 当月入库：准时
        A2         | 2026-04-01   # 晚
        A3         | 2026-02-01   # 1月开工、2月入库：同期，准时
        A4         | 2025-11-01   # 先入库后开工：准时，等待为 0
        A5         |              # 当期已结束：应入库而未入
        A6         |              # 窗口日后开工：未到期
        A7         | 2026-01-01   # 12月开工、1月入库：1月属2月期，晚
        """,
    )
    assert_table(
        by_project(con),
        """
        project_id | library_due | library_on_time | library_waiting | library_not_due | library_entry_median_months | library_longest_wait_months
        A1         | 1           | 1               | 0               | 0               | 0                           |
        A2         | 1           | 0               | 0               | 0               | 1                           |
        A3         | 1           | 1               | 0               | 0               | 1                           |
        A4         | 1           | 1               | 0               | 0               | 0                           |
        A5         | 1           | 0               | 1               | 0               |                             | 0
        A6         | 0           | 0               | 1               | 1               |                             | 0
        A7         | 1           | 0               | 0               | 0               | 1                           |
        """,
    )


WINDOW_PROJECTS = """
    project_id | actual_start_date | is_estimated_start | total_investment_wan
    A          | 2026-06-10        | false              | 3000   # 窗口日当天：6月
    B          | 2026-06-11        | false              | 3000   # 次日：顺延到7月
    C          | 2026-06-30        | true               | 3000   # 只知到月：按1日
"""
WINDOW_ENTRIES = """
    project_id | ledger_library_month | ledger_statistics_month
    A          | 2026-07-01           | 2026-08-01
    B          | 2026-07-01           | 2026-08-01
    C          | 2026-07-01           | 2026-08-01
"""


@pytest.mark.parametrize(
    ("window", "basis", "on_time"),
    [
        ({}, "feasible", "B"),
        ({}, "raw", ""),
        ({"day": 9}, "feasible", "AB"),
        ({"day": 11}, "feasible", ""),
        ({"month_offset": 1}, "feasible", ""),  # the window of June closes in July: whoever starts in June can make it
        ({"enabled": False}, "feasible", ""),
    ],
)
def test_a_start_after_the_entry_window_is_put_off_a_month(window, basis, on_time):
    rule = PROFILE.entry_window[0].model_copy(update=window)
    profile = PROFILE.model_copy(update={"entry_window": (rule,)})
    lag = by_project(seen(SEPTEMBER, WINDOW_PROJECTS, WINDOW_ENTRIES), profile=profile, basis=basis)
    assert "".join(lag.project_id[lag.on_time == 1]) == on_time
    assert "".join(lag.project_id[lag.library_on_time == 1]) == on_time
    assert lag.raw_on_time.sum() == 0  # raw stands beside, whatever the basis
    assert lag.raw_due.sum() == 3


def test_the_rule_in_force_at_the_month_decides():
    old = EntryWindow(article="x", origin="given", day=20, valid_to=date(2026, 9, 1))
    new = EntryWindow(article="x", origin="given", day=5, valid_from=date(2026, 9, 1))
    profile = PROFILE.model_copy(update={"entry_window": (old, new)})
    con = seen(SEPTEMBER, WINDOW_PROJECTS, WINDOW_ENTRIES)
    assert by_project(con, profile=profile).on_time.sum() == 2
    con = seen(date(2026, 8, 1), WINDOW_PROJECTS, WINDOW_ENTRIES)
    assert by_project(con, date(2026, 8, 1), profile=profile).on_time.sum() == 0


def test_the_ledger_goes_before_the_return_and_an_unknown_month_stands_outside():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan
        A1         | 2026-03-05        | 3000
        A2         | 2026-03-05        | 3000
        A3         | 2026-03-05        | 3000
        A4         | 2026-03-05        | 3000
        A5         | 2026-03-05        | 3000
        A6         | 2026-03-05        | 3000
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month | is_return_library_known | return_statistics_month | is_return_statistics_known
        A1         | 2026-03-01           | 2026-04-01              | 2026-05-01           | true                    | 2026-06-01              | true    # 台账优先：准时
        A2         |                      |                         | 2026-03-01           | true                    | 2026-04-01              | true    # 无台账：取报表
        A3         | 2026-10-01           | 2026-10-01              | 2026-03-01           | true                    | 2026-05-01              | true    # 台账在截至月后：取报表
        A4         |                      |                         | 2026-05-01           | false                   | 2026-05-01              | false   # 只知更早
        A5         | 2026-03-01           | 2026-04-01              | 2026-05-01           | false                   | 2026-05-01              | false   # 台账有月份：不是不详
        A6         |                      |                         | 2026-10-01           | false                   | 2026-10-01              | false   # 截至月后才见
        """,
    )
    assert_table(
        by_project(con),
        """
        project_id | due | on_time | late_in | overdue | entered_unknown | waiting | statistics_entry_median_months | library_due | library_on_time | library_entered_unknown | library_waiting
        A1         | 1   | 1       | 0       | 0       | 0               | 0       | 1                              | 1           | 1               | 0                       | 0
        A2         | 1   | 1       | 0       | 0       | 0               | 0       | 1                              | 1           | 1               | 0                       | 0
        A3         | 1   | 0       | 1       | 0       | 0               | 0       | 2                              | 1           | 1               | 0                       | 0
        A4         | 0   | 0       | 0       | 0       | 1               | 0       |                                | 0           | 0               | 1                       | 0
        A5         | 1   | 1       | 0       | 0       | 0               | 0       | 1                              | 1           | 1               | 0                       | 0
        A6         | 1   | 0       | 0       | 1       | 0               | 1       |                                | 1           | 0               | 0                       | 1
        """,
    )


def test_contradictions_are_anomalies_and_count_nowhere_else():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan
        A1         | 2026-06-25        | 3000
        A2         | 2026-06-25        | 3000
        A3         |                   | 3000
        A4         | 2026-10-05        | 3000
        A5         | 2026-03-05        | 3000
        A6         | 2026-03-05        | 3000
        A7         | 2026-03-05        | 3000
        A8         |                   | 3000
        A9         | 2026-06-25        | 3000
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month | return_library_month | return_statistics_month
        A1         |                      | 2026-05-01              |                      |              # 有数早于开工月
        A2         |                      | 2026-06-01              |                      |              # 同月：不是（窗口日后开工也一样）
        A3         |                      | 2026-05-01              |                      |              # 有数而无开工
        A4         |                      | 2026-05-01              |                      |              # 开工在截至月后
        A5         | 2026-06-01           | 2026-05-01              |                      |              # 有数早于台账入库
        A6         | 2026-06-01           | 2026-06-01              |                      |              # 同月：不是
        A7         | 2026-10-01           | 2026-05-01              |                      |              # 台账入库在截至月后：看不见
        A8         | 2026-05-01           |                         |                      |              # 无开工也无数：不在范围
        A9         |                      |                         | 2026-05-01           | 2026-05-01   # 月份不详而报表已早于开工
        """,
    )
    assert_table(
        by_project(con),
        """
        project_id | anomaly | due | not_due | entered_unknown | library_due | library_waiting | library_not_due | library_entered_unknown
        A1         | 1       | 0   | 0       | 0               | 0           | 0               | 0               | 0
        A2         | 0       | 1   | 0       | 0               | 1           | 1               | 0               | 0
        A3         | 1       | 0   | 0       | 0               | 0           | 0               | 0               | 0
        A4         | 1       | 0   | 0       | 0               | 0           | 0               | 0               | 0
        A5         | 1       | 0   | 0       | 0               | 0           | 0               | 0               | 0
        A6         | 0       | 1   | 0       | 0               | 1           | 0               | 0               | 0
        A7         | 0       | 1   | 0       | 0               | 1           | 1               | 0               | 0
        A9         | 1       | 0   | 0       | 0               | 0           | 0               | 0               | 0
        """,
    )


def test_scope_is_the_statistics_total_else_the_dispatch_total():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan | statistics_total_wan
        A1         | 2026-03-05        | 500                  |           # 等于起点
        A2         | 2026-03-05        | 499.99               |           # 差一百元
        A3         | 2026-03-05        | 9000                 | 499.99    # 统计总投资为准
        A4         | 2026-03-05        | 100                  | 500
        A5         | 2026-03-05        |                      |           # 总投资不详
        A6         | 1998-03-05        | 500                  |           # 开工年份不限
        """,
    )
    assert list(by_project(con).project_id) == ["A1", "A4", "A6"]


def test_january_stands_at_december():
    projects = """
        project_id | actual_start_date | total_investment_wan | carried_ytd_wan
        A1         | 2025-11-05        | 3000                 | 7
        A2         | 2025-12-05        | 3000                 | 7
        A3         | 2026-01-05        | 3000                 | 7
        A4         | 2025-11-05        | 3000                 | 7
    """
    entries = """
        project_id | ledger_library_month | ledger_statistics_month
        A1         | 2026-01-01           | 2026-01-01    # 1月的入库入统要到2月才算
        A2         |                      |               # 12月开工：1月还没有到期
        A3         |                      |               # 1月开工：在范围，未到期
        A4         | 2025-12-01           | 2025-12-01
    """
    december = """
        project_id | carried_ytd_wan | booked_ytd_wan | is_in_library
        A1         | 100             |                | false
        A2         | 20              |                | false
        A4         | 5               | 1              | true
    """
    con = seen(JANUARY, projects, entries, december=december)
    assert_table(
        by_project(con, JANUARY),
        """
        project_id | due | on_time | overdue | not_due | library_due | library_on_time | library_waiting | unbooked_at_stake_wan | longest_wait_months
        A1         | 1   | 0       | 1       | 0       | 1           | 0               | 1               | 100                   | 2
        A2         | 0   | 0       | 0       | 1       | 1           | 0               | 1               | 20                    | 1
        A3         | 0   | 0       | 0       | 1       | 0           | 0               | 1               | 0                     | 0
        A4         | 1   | 1       | 0       | 0       | 1           | 0               | 0               | 0                     |
        """,
    )


def test_beyond_the_last_return_or_ledger_the_answer_is_cut_and_says_so():
    con = seen(
        date(2026, 8, 1),
        "project_id | actual_start_date | total_investment_wan\n A | 2026-07-05 | 3000",
        loaded="""
        kind              | month      | first_known_from
        statistics_return | 2026-07-01 | 2026-08-15
        library_ledger    | 2026-08-01 | 2026-09-10
        statistics_return | 2026-10-01 | 2026-11-15
        dispatch          | 2026-09-01 | 2026-10-12
        """,
    )
    lag = entry_lag(con, profile=PROFILE, as_of=SEPTEMBER)
    assert lag.attrs == {"data_as_of": date(2026, 8, 1), "money_as_of": date(2026, 7, 1)}
    assert (lag.projects[0], lag.due[0], lag.longest_wait_months[0]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("as_of", "answered"), [("2026-01-01", "2026-01-01"), ("2026-02-01", "2025-12-01"), ("2025-11-01", "2025-11-01")]
)
def test_a_december_return_stands_for_january_too(as_of, answered):
    loaded = "kind | month\n statistics_return | 2025-12-01"
    con = seen(JANUARY, "project_id | batch\n A | 续建", loaded=loaded)
    lag = entry_lag(con, profile=PROFILE, as_of=date.fromisoformat(as_of))
    assert lag.attrs["data_as_of"] == date.fromisoformat(answered)


def test_groups_have_the_largest_money_first():
    con = seen(
        SEPTEMBER,
        """
        project_id | actual_start_date | total_investment_wan | carried_ytd_wan | responsible_unit | is_in_library
        A1         | 2025-03-05        | 3000                 | 100             | 甲               | false
        A2         | 2026-03-05        | 3000                 | 10              | 乙               | false
        A3         | 2025-03-05        | 3000                 | 1000            | 乙               | false
        A4         |                   | 3000                 | 1000            | 丙               | false
        """,
        """
        project_id | ledger_statistics_month | linked_from_month
        A1         |                         | 2026-09-01
        A2         |                         | 2026-10-01   # 截至月后才见于报表或台账：未匹配
        A3         |                         |
        A4         | 2026-03-01              | 2026-03-01
        """,
    )
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER, by="responsible_unit"),
        """
        responsible_unit | projects | unbooked_at_stake_wan | unlinked
        乙               | 2        | 1010                  | 2
        甲               | 1        | 100                   | 0
        丙               | 1        | 0                     | 0
        """,
    )
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER, by="start_year"),
        """
        start_year | projects | anomaly
        2025       | 2        | 0
        2026       | 1        | 0
                   | 1        | 1
        """,
    )


def test_nothing_started_gives_one_row_of_zeros_and_no_groups():
    con = warehouse(source_month=RETURNED)
    assert_table(
        entry_lag(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        projects | due | on_time_rate | waiting | unbooked_at_stake_wan | statistics_entry_median_months | longest_wait_months
        0        | 0   |              | 0       | 0                     |                                |
        """,
    )
    assert entry_lag(con, profile=PROFILE, as_of=SEPTEMBER, by="town").empty


@pytest.mark.parametrize(
    ("loaded", "known"),
    [
        ("dispatch | 2026-09-01", False),
        ("statistics_return | 2026-10-01", False),  # the first return comes after the month
        ("statistics_return | 2026-09-01", True),
        ("statistics_return | 2026-05-01", True),
        ("library_ledger | 2026-09-01", True),  # one of the two sources is enough
    ],
)
def test_before_the_first_return_or_ledger_nothing_is_known(loaded, known):
    projects = "project_id | actual_start_date | total_investment_wan | carried_ytd_wan\n A | 2026-04-05 | 3000 | 100"
    con = seen(SEPTEMBER, projects, loaded=f"kind | month\n {loaded}")
    fill(con, "project_month", everywhere(projects, district=PROFILE.id, month=date(2026, 5, 1)))
    row = entry_lag(con, profile=PROFILE, as_of=SEPTEMBER).iloc[0]
    asked = {"profile": PROFILE, "as_of": SEPTEMBER}
    assert row.isna().all() == (not known)
    assert len(entry_lag(con, **asked, by="town")) == len(open_cases(con, **asked)) == int(known)
    assert entry_triangle(con, **asked).empty == (not known)


def test_another_districts_projects_are_not_counted():
    con = seen(SEPTEMBER, "project_id | actual_start_date | total_investment_wan\n A | 2026-07-05 | 3000")
    fill(con, "source_month", RETURNED.replace("tianyuan", "jingyang"))
    assert entry_lag(con, profile=load_profile("jingyang"), as_of=SEPTEMBER).projects[0] == 0


def test_where_the_rule_is_off_nothing_is_due():
    rule = PROFILE.entry_rule[0].model_copy(update={"enabled": False})
    con = seen(SEPTEMBER, "project_id | actual_start_date | total_investment_wan\n A | 2026-03-05 | 3000")
    lag = entry_lag(con, profile=PROFILE.model_copy(update={"entry_rule": (rule,)}), as_of=SEPTEMBER)
    assert_table(
        lag,
        """
        projects | due | not_due | library_due | raw_due | waiting
        1        | 0   | 1       | 0           | 0       | 1
        """,
    )


def test_unknown_words_are_refused_by_name():
    with pytest.raises(ValueError, match="cannot group by 'owner'; choose one of project, responsible_unit"):
        entry_lag(warehouse(), profile=PROFILE, as_of=SEPTEMBER, by="owner")
    with pytest.raises(ValueError, match="unknown basis 'real'"):
        entry_lag(warehouse(), profile=PROFILE, as_of=SEPTEMBER, basis="real")


@pytest.mark.parametrize(
    ("as_of", "library_month"),
    [
        ("2026-08-01", None),  # in no return yet
        ("2026-09-01", "2026-09-01"),  # the return has it; the ledger's later month is not known to September
        ("2026-10-01", "2026-09-01"),
        ("2026-11-01", "2026-11-01"),  # from its own month on the ledger goes first
    ],
)
def test_a_project_that_the_return_has_before_the_ledger_does_not_wait_in_between(as_of, library_month):
    month = date.fromisoformat(as_of)
    con = seen(
        month,
        "project_id | actual_start_date | total_investment_wan | carried_ytd_wan\n A | 2026-05-05 | 3000 | 100",
        "project_id | ledger_library_month | return_library_month\n A | 2026-11-01 | 2026-09-01",
    )
    [case] = open_cases(con, profile=PROFILE, as_of=month).itertuples()
    seen_month = None if case.library_month is pd.NaT else str(case.library_month)[:10]
    assert (case.state, seen_month) == ("no_figures" if library_month else "not_in_library", library_month)
    assert entry_lag(con, profile=PROFILE, as_of=month).library_waiting[0] == int(library_month is None)
