"""疑似已入库，待统计确认: a doubtful match is not a failure until a person has decided."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.entry.entries_to_confirm import entries_to_confirm
from metrics.entry.entry_cases import open_cases
from metrics.entry.entry_lag import entry_lag
from tests.metrics.entries import PROFILE, SEPTEMBER, by_project, everywhere, seen
from tests.metrics.generated import refill
from tests.tables import assert_table, fill

HEAD = "project_id | actual_start_date | total_investment_wan | carried_ytd_wan | responsible_unit"
PROJECTS = f"""
    {HEAD}
    A1         | 2026-03-05        | 3000                 | 100             | 甲   # 有疑似对应，待确认
    A2         | 2026-03-05        | 3000                 | 200             | 甲   # 疑似对应已驳回：逾期
    A3         | 2026-03-05        | 3000                 | 300             | 乙   # 对应项目10月才进报表：9月还没有
    A4         | 2026-03-05        | 3000                 | 400             | 乙   # 后来不再提出的疑似
    A5         | 2026-03-05        | 3000                 | 500             | 乙   # 已关联一个，另一个待定：按已关联的算
    A6         | 2026-03-05        | 3000                 | 600             | 丙   # 台账已有入库月：不是疑似
    A7         | 2026-03-05        | 400                  | 700             | 丙   # 不足 500 万元：不在范围
    A8         |                   | 3000                 | 800             | 丙   # 没有开工：不在范围
"""
ENTRIES = """
    project_id | ledger_library_month | linked_from_month
    A5         |                      | 2026-02-01
    A6         | 2026-04-01           |
"""
CANDIDATES = """
    project_id | statistics_id | known_from | known_to   | status   | score
    A1         | S1            | 2026-05-10 |            | pending  | 81.5
    A1         | S9            | 2026-05-10 |            | pending  | 70
    A2         | S2            | 2026-05-10 | 2026-08-01 | pending  | 80
    A2         | S2            | 2026-08-01 |            | rejected | 80
    A3         | S3            | 2026-05-10 |            | pending  | 80
    A4         | S1            | 2026-05-10 | 2026-10-20 | pending  | 80
    A5         | S5            | 2026-05-10 |            | pending  | 80
    A6         | S1            | 2026-05-10 |            | pending  | 80
    A7         | S1            | 2026-05-10 |            | pending  | 80
    A8         | S1            | 2026-05-10 |            | pending  | 80
"""
BOOKED = """
    statistics_id | month      | known_from
    S1            | 2026-09-01 | 2026-10-12
    S9            | 2026-04-01 | 2026-05-10
    S2            | 2026-04-01 | 2026-05-10
    S3            | 2026-10-01 | 2026-11-10
    S5            | 2026-04-01 | 2026-05-10
"""


def warehouse():
    """Return a warehouse of the projects above with what waits for a person."""
    con = seen(SEPTEMBER, PROJECTS, ENTRIES)
    fill(con, "link_candidate", everywhere(CANDIDATES, district=PROFILE.id))
    fill(con, "booked", everywhere(BOOKED, district=PROFILE.id))
    fill(
        con,
        "statistics_project",
        everywhere("statistics_id | project_name\n S1 | 一号统计项目\n S9 | 九号统计项目", district=PROFILE.id),
    )
    return con


def test_who_awaits_confirmation_is_neither_due_nor_at_stake():
    assert_table(
        by_project(warehouse()),
        """
        project_id | due | overdue | waiting | library_due | library_waiting | unbooked_at_stake_wan | awaiting_confirmation | awaiting_confirmation_wan
        A1         | 0   | 0       | 0       | 0           | 0               | 0                     | 1                     | 100
        A2         | 1   | 1       | 1       | 1           | 1               | 200                   | 0                     | 0
        A3         | 1   | 1       | 1       | 1           | 1               | 300                   | 0                     | 0
        A4         | 1   | 1       | 1       | 1           | 1               | 400                   | 0                     | 0
        A5         | 1   | 1       | 1       | 1           | 1               | 500                   | 0                     | 0
        A6         | 1   | 1       | 1       | 1           | 0               | 600                   | 0                     | 0
        """,
    )


def test_the_list_names_the_likeliest_counterpart():
    assert_table(
        entries_to_confirm(warehouse(), profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | responsible_unit | statistics_name | score | reported_ytd_wan
        A1         | 甲               | 一号统计项目    | 81.5  | 100
        """,
    )


def test_it_stands_in_no_other_list():
    assert "A1" not in set(open_cases(warehouse(), profile=PROFILE, as_of=SEPTEMBER).project_id)


cases = st.lists(
    st.tuples(
        st.integers(1, 9),  # start month
        st.integers(0, 900),  # reported
        st.booleans(),  # linked
        st.sampled_from([None, "pending", "rejected", "linked"]),
        st.integers(8, 10),  # month in which the counterpart is first booked
    ),
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(cases)
def test_recounted_plainly(drawn):
    con = seen(SEPTEMBER, PROJECTS)
    months = [
        ["tianyuan", f"P{n}", SEPTEMBER, date(2026, start, 5), 3000, wan] for n, (start, wan, *_) in enumerate(drawn)
    ]
    refill(con, "project_month", [
        "district", "project_id", "month", "actual_start_date", "total_investment_wan", "carried_ytd_wan"
    ], months)  # fmt: skip
    refill(con, "project_entry", ["district", "project_id", "linked_from_month"], [
        ["tianyuan", f"P{n}", date(2026, 1, 1)] for n, one in enumerate(drawn) if one[2]
    ])  # fmt: skip
    refill(con, "link_candidate", ["district", "project_id", "statistics_id", "known_from", "status"], [
        ["tianyuan", f"P{n}", f"S{n}", date(2026, 1, 1), one[3]] for n, one in enumerate(drawn) if one[3]
    ])  # fmt: skip
    refill(con, "booked", ["district", "statistics_id", "month", "known_from"], [
        ["tianyuan", f"S{n}", date(2026, one[4], 1), date(2026, 1, 1)] for n, one in enumerate(drawn)
    ])  # fmt: skip
    lag = entry_lag(con, profile=PROFILE, as_of=SEPTEMBER).iloc[0]
    in_doubt = [
        n for n, (_, _, linked, status, first) in enumerate(drawn) if status == "pending" and not linked and first <= 9
    ]
    assert lag.awaiting_confirmation == len(in_doubt)
    assert lag.awaiting_confirmation_wan == sum(drawn[n][1] for n in in_doubt)
    assert lag.unbooked_at_stake_wan == sum(wan for n, (_, wan, *_) in enumerate(drawn) if n not in in_doubt)
    assert lag.projects == lag.due + lag.not_due + lag.anomaly + lag.entered_unknown + lag.awaiting_confirmation
    assert lag.waiting == len(drawn) - len(in_doubt)
