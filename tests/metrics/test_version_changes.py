"""版本: what each day's files changed, with every boundary of new, corrected and withdrawn; then a plain recount."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.versions.load_changes import load_months, load_rows
from metrics.versions.loads import loads
from tests.metrics.histories import MONTHS, facts, publish
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(scope="module")
def con():
    return warehouse(
        reported="""
        district | project_id | month      | known_from | known_to   | row_id        | reported_ytd_wan
        tianyuan | P1         | 2026-08-01 | 2026-09-12 | 2026-09-16 | 1000100000007 | 100   # 8 月
        tianyuan | P1         | 2026-08-01 | 2026-09-16 |            | 2000100000007 | 120   # 更正
        tianyuan | P2         | 2026-08-01 | 2026-09-12 | 2026-09-16 | 1000100000008 |       # 未报：不算新增
        tianyuan | P2         | 2026-08-01 | 2026-09-16 |            | 2000100000008 | 50    # 补报：新增
        tianyuan | P3         | 2026-08-01 | 2026-09-12 | 2026-09-16 | 1000100000009 | 30
        tianyuan | P3         | 2026-08-01 | 2026-09-16 |            | 2000100000009 | 30    # 别的格子变了，数没变
        tianyuan | P4         | 2026-08-01 | 2026-09-12 | 2026-09-16 | 1000100000010 | 40    # 撤回
        tianyuan | P1         | 2026-10-01 | 2026-09-16 |            | 2000100000011 | 999   # 截至月以后
        jingyang | X1         | 2026-08-01 | 2026-09-16 |            | 2000100000012 | 999   # 别的区
        """,
        booked="district | statistics_id | month | known_from | row_id | booked_ytd_wan\n"
        "tianyuan | S1 | 2026-08-01 | 2026-09-16 | 3000100000005 | 60",
        plan_version="district | project_id | year | effective_month | known_from | row_id | annual_plan_wan\n"
        "tianyuan | P1 | 2026 | 2026-01-01 | 2026-01-20 | 4000100000005 | 1200",
        project="district | project_id | project_name | first_month | last_statement_month\n"
        "tianyuan | P1 | 甲 | 2026-01-01 | 2026-08-01",
        statistics_project="district | statistics_id | project_name | first_known_from\ntianyuan | S1 | 统计一 | 2026-09-16",
        source_file="""
        file_id | district | name       | received_on
        1       | tianyuan | 8月.xlsx   | 2026-09-12
        2       | tianyuan | 更正.xlsx  | 2026-09-16
        3       | tianyuan | 206.xlsx   | 2026-09-16
        4       | tianyuan | 计划.xlsx  | 2026-01-20
        5       | tianyuan | 台账.xlsx  | 2026-09-20
        """,
        source_sheet="""
        file_id | sheet | kind              | month
        1       | 调度  | dispatch          | 2026-08-01
        2       | 调度  | dispatch          | 2026-08-01
        3       | 206   | statistics_return | 2026-08-01
        5       | 台账  | library_ledger    |
        """,
        source_row="row_id | file_id | sheet | row\n2000100000007 | 2 | 调度 | 7\n1000100000010 | 1 | 调度 | 10",
    )


def test_what_each_day_changed(con):
    assert_table(
        loads(con, profile=TIANYUAN, as_of=SEPTEMBER),
        """
        received_on | files | kinds                      | new_facts | corrected_facts | withdrawn_facts | first_month | last_month
        2026-09-20  | 1     | library_ledger             | 0         | 0               | 0               |             |
        2026-09-16  | 2     | dispatch,statistics_return | 2         | 1               | 1               | 2026-08-01  | 2026-08-01
        2026-09-12  | 1     | dispatch                   | 3         | 0               | 0               | 2026-08-01  | 2026-08-01
        2026-01-20  | 1     |                            | 1         | 0               | 0               | 2026-01-01  | 2026-01-01
        """,
    )


def test_sums_before_and_after(con):
    months = load_months(con, profile=TIANYUAN, as_of=SEPTEMBER)  # of the newest day that changed anything
    assert_table(
        months,
        """
        measure  | month      | before_wan | after_wan | change_wan | changed_facts
        reported | 2026-08-01 | 170        | 200       | 30         | 3
        booked   | 2026-08-01 | 0          | 60        | 60         | 1
        plan     | 2026-01-01 | 1200       | 1200      | 0          | 0
        """,
    )
    then = load_months(con, profile=TIANYUAN, as_of=SEPTEMBER, known_on=date(2026, 9, 15))
    assert list(then["after_wan"]) == [170, 1200]


def test_which_rows(con):
    assert_table(
        load_rows(con, profile=TIANYUAN, as_of=SEPTEMBER, received_on=date(2026, 9, 16)),
        """
        change    | measure  | project_id | project_name | before_wan | after_wan | file      | row
        withdrawn | reported | P4         | P4           | 40         |           | 8月.xlsx  | 10
        corrected | reported | P1         | 甲           | 100        | 120       | 更正.xlsx | 7
        new       | reported | P2         | P2           |            | 50        |           |
        new       | booked   |            | 统计一       |            | 60        |           |
        """,
    )


@settings(max_examples=8)
@given(st.lists(facts(), min_size=15, max_size=60), st.sampled_from(MONTHS[3:15]))
def test_sums_are_those_of_the_histories_on_both_days(said, as_of):
    con = publish(TIANYUAN, said, [])
    days = [day.date() for day in loads(con, profile=TIANYUAN, as_of=as_of)["received_on"]]
    for day in days[:3]:
        months = load_months(con, profile=TIANYUAN, as_of=as_of, received_on=day)
        for column, known_on in (("before_wan", day - timedelta(days=1)), ("after_wan", day)):
            seen = {
                (row.measure, row.month.date()): Decimal(str(getattr(row, column)))
                for row in months.itertuples()
                if row.measure != "plan" and getattr(row, column)
            }
            assert seen == recounted(said, as_of, known_on)


def recounted(said, as_of: date, known_on: date) -> dict:
    """Σ of what was last said of each month by that day; an empty amount said later takes an earlier one back here."""
    last: dict = {}
    for fact in sorted(said, key=lambda fact: fact.known_from):
        if fact.table in ("reported", "booked") and fact.month <= as_of and fact.known_from <= known_on:
            last[fact.key] = (fact, dict(fact.values)[f"{fact.table}_ytd_wan"])
    sums: dict = defaultdict(Decimal)
    for fact, amount in last.values():
        sums[fact.table, fact.month] += Decimal(amount or 0)
    return {key: amount for key, amount in sums.items() if amount}
