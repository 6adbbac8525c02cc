"""提请议定的问题: open at the month's end, overdue by the day."""

from datetime import date

from data.profile import load_profile
from metrics.meeting.issues_to_decide import issues_to_decide
from tests.tables import assert_table, warehouse

ISSUES = """
    district | issue_id | known_from | known_to   | raised_on  | due_on     | closed_on  | issue    | responsible_unit
    tianyuan | LATE     | 2026-09-05 |            | 2026-06-01 | 2026-09-29 |            | 拆迁     | 区住建局    # 9-30 逾期 1 天
    tianyuan | LAST     | 2026-09-05 |            | 2026-08-01 | 2026-09-30 |            | 用电     | 区住建局    # 最后一天不算逾期
    tianyuan | NODUE    | 2026-09-05 |            | 2026-07-01 |            |            | 资金     |             # 没有时限
    tianyuan | SHUT     | 2026-09-05 |            | 2026-06-01 | 2026-07-01 | 2026-09-30 | 已销号   | 区住建局
    tianyuan | LATER    | 2026-10-05 |            | 2026-06-01 | 2026-07-01 | 2026-10-01 | 次月销号 | 区住建局    # 月末还没有销
    tianyuan | NEW      | 2026-10-05 |            | 2026-10-01 | 2026-10-02 |            | 次月提出 | 区住建局
    tianyuan | OLD      | 2026-09-05 | 2026-10-06 | 2026-06-01 | 2026-06-30 |            | 后来更正 | 区住建局
    tianyuan | OLD      | 2026-10-06 |            | 2026-06-01 | 2026-06-30 | 2026-09-01 | 后来更正 | 区住建局    # 10-06 才知道早已销号
    jingyang | OTHER    | 2026-09-05 |            | 2026-06-01 | 2026-07-01 |            | 别区     | 区住建局
"""
ASKED = {"profile": load_profile("tianyuan"), "as_of": date(2026, 9, 1)}


def test_what_was_open_at_the_end_of_the_month():
    assert_table(
        issues_to_decide(warehouse(issue=ISSUES), **ASKED),
        """
        issue_id | overdue_days | open_days
        LATER    | 91           | 121
        LATE     | 1            | 121
        LAST     | 0            | 60
        NODUE    |              | 91
        """,
    )


def test_known_on_an_earlier_day_the_closing_was_not_known():
    seen = issues_to_decide(warehouse(issue=ISSUES), **ASKED, known_on=date(2026, 10, 4))
    assert seen.issue_id.tolist() == ["OLD", "LATE", "LAST", "NODUE"]
