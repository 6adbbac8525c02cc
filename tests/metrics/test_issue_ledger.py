"""问题交办销号台账: what sheets and forms say, one state an issue; counts and days by kind, level, unit; what happened."""

import json
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.issues.issue_changes import issue_changes
from metrics.issues.issue_ledger import issue_ledger
from metrics.issues.issue_summary import issue_summary
from metrics.meeting.issues_to_decide import issues_to_decide
from tests.tables import assert_table, insert, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER}
SHEETS = """
    district | issue_id | known_from | known_to   | raised_on  | due_on     | closed_on  | issue | kind     | responsible_unit
    tianyuan | W1       | 2026-09-05 |            | 2026-06-01 | 2026-09-29 |            | 拆迁  | 征地拆迁 | 区住建局    # 9-30 逾期 1 天
    tianyuan | W2       | 2026-09-05 |            | 2026-08-01 | 2026-09-30 |            | 用电  | 管线     | 区住建局    # 时限当天不算逾期
    tianyuan | W3       | 2026-09-05 |            | 2026-09-01 |            |            | 资金  | 资金     |             # 没有时限、没有交办
    tianyuan | W4       | 2026-09-05 |            | 2026-09-02 | 2026-09-10 | 2026-09-10 | 手续  | 资金     | 区住建局    # 时限当天销号，按期
    tianyuan | W5       | 2026-09-05 |            | 2026-09-02 | 2026-09-10 | 2026-10-01 | 手续  | 资金     | 甲镇        # 次月才销号
    tianyuan | W6       | 2026-09-05 |            |            | 2026-10-10 |            | 噪声  | 投诉     | 甲镇        # 没有写提出日
    tianyuan | W7       | 2026-10-02 |            | 2026-10-01 | 2026-10-10 |            | 次月  | 投诉     | 甲镇
"""
FORMS = "entry_id | district | kind | subject | known_from | decided_at | who | payload\n"


def decided(*entries: tuple[str, dict]) -> str:
    """Return entries of the ledger, one a line, given as (day, payload)."""
    return FORMS + "\n".join(
        f"{number} | tianyuan | {said.pop('kind', 'issue')} | issue:{said['issue_id']} | {day} | {day} | 王 |"
        f" {json.dumps({'on': day} | said, ensure_ascii=False)}"
        for number, (day, said) in enumerate(entries, start=1)
    )


def test_states_at_the_end_of_the_month():
    assert_table(
        issue_ledger(warehouse(issue=SHEETS), **ASKED),
        """
        issue_id | issue_state | raised_on  | overdue_days | open_days | close_days
        W5       | overdue     | 2026-09-02 | 20           | 28        |
        W1       | overdue     | 2026-06-01 | 1            | 121       |
        W2       | handed_over | 2026-08-01 | 0            | 60        |
        W6       | handed_over | 2026-09-05 | 0            | 25        |
        W3       | raised      | 2026-09-01 |              | 29        |
        W4       | closed      | 2026-09-02 |              |           | 8
        """,
    )


def test_on_another_day_later_closings_and_issues_are_seen():
    found = issue_ledger(warehouse(issue=SHEETS), **ASKED, on=date(2026, 10, 2)).set_index("issue_id")
    assert found.loc[["W2", "W5", "W7"]].issue_state.tolist() == ["overdue", "closed", "handed_over"]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], "W1 | overdue | 区住建局 | 2026-09-29 | | "),
        # handed over anew, with another limit
        (
            [("2026-09-06", {"issue_id": "W1", "act": "edit", "responsible_unit": "甲镇", "due_on": "2026-10-30"})],
            "W1 | handed_over | 甲镇 | 2026-10-30 | | 王",
        ),
        # what is written down before the sheet came is overruled by the sheet
        (
            [("2026-09-04", {"issue_id": "W1", "act": "edit", "due_on": "2026-10-30"})],
            "W1 | overdue | 区住建局 | 2026-09-29 | | 王",
        ),
        # answered: its limit holds on
        (
            [
                (
                    "2026-09-06",
                    {
                        "kind": "issue_answer",
                        "issue_id": "W2",
                        "act": "answer",
                        "answer": "已进场",
                        "answered_on": "2026-09-06",
                    },
                )
            ],
            "W2 | answered | 区住建局 | 2026-09-30 | 已进场 | 王",
        ),
        # an answer closes nothing, whatever it says
        (
            [("2026-09-06", {"kind": "issue_answer", "issue_id": "W2", "answer": "好", "closed_on": "2026-09-06"})],
            "W2 | answered | 区住建局 | 2026-09-30 | 好 | 王",
        ),
        (
            [("2026-09-06", {"issue_id": "W1", "act": "close", "closed_on": "2026-09-06", "evidence": "照片"})],
            "W1 | closed | 区住建局 | 2026-09-29 | | 王",
        ),
        # sent back: a closing of the sheet counts no more
        (
            [("2026-09-12", {"issue_id": "W4", "act": "reopen", "closed_on": None})],
            "W4 | overdue | 区住建局 | 2026-09-10 | | 王",
        ),
        # sent back in October: in September it was closed
        (
            [("2026-10-12", {"issue_id": "W4", "act": "reopen", "closed_on": None})],
            "W4 | closed | 区住建局 | 2026-09-10 | | ",
        ),
        # raised by form
        (
            [("2026-09-12", {"issue_id": "D1", "act": "new", "issue": "新", "raised_on": "2026-09-12"})],
            "D1 | raised | | | | 王",
        ),
    ],
)
def test_forms_speak_beside_sheets(entries, expected):
    con = warehouse(issue=SHEETS, **({"decision": decided(*entries)} if entries else {}))
    found = issue_ledger(con, **ASKED)
    name = expected.split(" |")[0]
    head = "issue_id | issue_state | responsible_unit | due_on | answer | changed_by\n"
    assert_table(found[found.issue_id == name], head + expected)


def test_a_later_sheet_that_repeats_itself_does_not_close_what_was_sent_back():
    twice = """
    district | issue_id | known_from | known_to   | raised_on  | due_on     | closed_on  | issue | person
    tianyuan | A        | 2026-09-05 | 2026-09-20 | 2026-09-01 | 2026-09-10 | 2026-09-04 | 手续  | 张      # 已销号
    tianyuan | A        | 2026-09-20 |            | 2026-09-01 | 2026-09-10 | 2026-09-04 | 手续  | 李      # 只改了责任人
    """
    reopened = decided(("2026-09-12", {"issue_id": "A", "act": "reopen", "closed_on": None}))
    assert_table(
        issue_ledger(warehouse(issue=twice, decision=reopened), **ASKED),
        "issue_id | issue_state | person\nA | overdue | 李",
    )


def test_what_was_not_known_yet_is_not_seen():
    con = warehouse(issue=SHEETS, decision=decided(("2026-09-06", {"issue_id": "W1", "closed_on": "2026-09-06"})))
    assert issue_ledger(con, **ASKED, known_on=date(2026, 9, 5)).set_index("issue_id").issue_state["W1"] == "overdue"
    assert issue_ledger(con, **ASKED, known_on=date(2026, 9, 6)).set_index("issue_id").issue_state["W1"] == "closed"


@pytest.mark.parametrize(
    ("raised", "closed", "with_limit", "in_time", "days"),
    [
        ("2026-09-10", "2026-09-10", 1, 1, 0),
        ("2026-09-10", "2026-09-09", 0, 0, None),  # 销号早于提出
        ("", "2026-09-09", 1, 1, None),  # 没有写提出日，取收到日：不是有误
    ],
)
def test_a_closing_before_the_raising_is_not_counted_as_in_time(raised, closed, with_limit, in_time, days):
    con = warehouse(
        issue=f"""
        district | issue_id | known_from | raised_on | due_on     | closed_on | issue
        tianyuan | W1       | 2026-09-12 | {raised}  | 2026-09-20 | {closed}  | 拆迁
    """
    )
    [total] = issue_summary(con, **ASKED).itertuples()
    assert (total.closed_issues, total.closed_with_limit, total.closed_in_time) == (1, with_limit, in_time)
    seen = (total.close_median_days, issue_ledger(con, **ASKED).close_days[0])
    assert [None if pd.isna(one) else int(one) for one in seen] == [days, days]


def test_counts_and_the_meeting_agree_with_the_ledger():
    con = warehouse(issue=SHEETS)
    assert_table(
        issue_summary(con, **ASKED),
        """
        raised_issues | new_issues | open_issues | overdue_issues | open_without_limit | closed_with_limit | closed_in_time | closed_in_time_share | longest_open_days
        6             | 4          | 5           | 2              | 1                  | 1                 | 1              | 1                    | 121
        """,
    )
    assert_table(
        issue_summary(con, **ASKED, by="responsible_unit"),
        """
        responsible_unit | raised_issues | open_issues | overdue_issues
        区住建局         | 3             | 2           | 1
        甲镇             | 2             | 2           | 1
        —                | 1             | 1           | 0
        """,
    )
    assert set(issues_to_decide(con, **ASKED).issue_id) == {"W1", "W2", "W3", "W5", "W6"}


def test_everything_that_happened_is_listed_newest_first():
    entries = [
        ("2026-09-06", {"issue_id": "W1", "act": "edit", "person": "张"}),
        ("2026-09-08", {"issue_id": "W1", "act": "close", "closed_on": "2026-09-08", "evidence": "照片"}),
    ]
    con = warehouse(issue=SHEETS, decision=decided(*entries))
    assert_table(
        issue_changes(con, profile=PROFILE, issue_id="W1"),
        """
        changed_on | issue_act | changed_by | person | closed_on  | evidence
        2026-09-08 | close     | 王         |        | 2026-09-08 | 照片
        2026-09-06 | edit      | 王         | 张     |            |
        2026-09-05 | sheet     |            |        |            |
        """,
    )


issues = st.lists(
    st.tuples(st.sampled_from("甲乙"), st.integers(0, 60), st.none() | st.integers(0, 60)), min_size=1, max_size=9
)


def median_days(rows: list[tuple[int, bool]]) -> int | None:
    """Kaplan–Meier by hand: days and whether closed; the first day with at most half still open."""
    still = 1.0
    for day in sorted({days for days, _ in rows}):
        waiting = sum(days >= day for days, _ in rows)
        ended = sum(days == day and is_closed for days, is_closed in rows)
        still *= (waiting - ended) / waiting
        if still <= 0.5 + 1e-9:
            return day
    return None


@settings(max_examples=25, deadline=None)
@given(issues)
def test_days_until_closed_recounted_plainly(drawn):
    con, end = warehouse(), date(2026, 9, 30)
    rows, plain = [], {"甲": [], "乙": []}
    for number, (unit, ago, took) in enumerate(drawn):
        raised = end - timedelta(days=ago)
        closed = raised + timedelta(days=took) if took is not None else None
        rows.append(["tianyuan", f"W{number}", date(2026, 1, 1), number, "x", unit, raised, closed])
        is_closed = closed is not None and closed <= end
        plain[unit].append((took if is_closed else ago, is_closed))
    insert(
        con,
        "issue",
        ["district", "issue_id", "known_from", "row_id", "issue", "responsible_unit", "raised_on", "closed_on"],
        rows,
    )
    found = issue_summary(con, **ASKED, by="responsible_unit").set_index("responsible_unit")
    for unit, cases in plain.items():
        if cases:
            seen = found.close_median_days[unit]
            assert (None if pd.isna(seen) else int(seen)) == median_days(cases)
            assert found.open_issues[unit] == sum(not is_closed for _, is_closed in cases)
