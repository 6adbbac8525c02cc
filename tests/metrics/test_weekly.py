"""周调度: what is asked for, what should have started or finished, what the meeting decided."""

from datetime import date

from data.profile import load_profile
from metrics.weekly.coordination_asked import coordination_asked
from metrics.weekly.starts_and_finishes_due import starts_and_finishes_due
from metrics.weekly.week_decisions import week_decisions
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
ASKED = {"profile": PROFILE, "as_of": date(2026, 9, 1), "on": date(2026, 10, 14)}  # a Wednesday
PROJECTS = "district | project_id | project_name | responsible_unit | project_officer\n" + "\n".join(
    f"tianyuan | {name} | 项目{name} | 甲镇 | 王" for name in "ABCDEFGH"
)


def test_what_was_asked_for_last():
    reported = """
    district | project_id | month      | known_from | known_to   | state_on   | coordination | problem | next_month_plan
    tianyuan | A          | 2026-08-01 | 2026-09-05 |            | 2026-08-31 | 请协调用地   |         |
    tianyuan | A          | 2026-09-01 | 2026-10-05 |            | 2026-09-30 | 请协调用地   | 没有地  | 开工     # 又提一次
    tianyuan | B          | 2026-10-01 | 2026-10-10 |            | 2026-10-09 | 请协调用电   |         |          # 本周的中间情况
    tianyuan | C          | 2026-09-01 | 2026-10-05 |            | 2026-09-30 |              | 雨季    |          # 只有问题
    tianyuan | D          | 2026-08-01 | 2026-09-05 |            | 2026-08-31 | 请协调资金   |         |          # 两个月前所报
    tianyuan | E          | 2026-10-01 | 2026-10-10 | 2026-10-12 | 2026-10-09 | 已撤回       |         |
    tianyuan | F          | 2026-10-01 | 2026-10-18 |            | 2026-10-16 | 下一次的     |         |          # 截至日在后
    tianyuan | G          | 2026-09-01 | 2026-10-05 |            | 2026-09-30 |              |         | 开工     # 没有要说的
    """
    assert_table(
        coordination_asked(warehouse(reported=reported, project=PROJECTS), **ASKED),
        """
        project_id | coordination | problem | next_month_plan | is_new_request | state_on
        B          | 请协调用电   |         |                 | true           | 2026-10-09
        A          | 请协调用地   | 没有地  | 开工            | false          | 2026-09-30
        C          |              | 雨季    |                 | false          | 2026-09-30
        """,
    )


def test_what_should_have_started_or_finished():
    months = """
    district | project_id | month      | is_in_plan | yardstick  | responsible_unit | planned_start_date | actual_start_date | planned_finish_date | actual_finish_date
    tianyuan | A          | 2026-09-01 | true       | new_start  | 甲镇             | 2026-09-10         |                   |                     |                # 9月过完，逾期 14 天
    tianyuan | B          | 2026-09-01 | true       | new_start  | 甲镇             | 2026-10-31         |                   |                     |                # 本月应开工，未逾期
    tianyuan | C          | 2026-09-01 | true       | new_start  | 甲镇             | 2026-11-01         |                   |                     |                # 下月
    tianyuan | D          | 2026-09-01 | true       | new_start  | 甲镇             | 2026-06-01         | 2026-10-14        |                     |                # 当天开了工
    tianyuan | E          | 2026-09-01 | true       | completion | 甲镇             | 2026-06-01         |                   | 2026-08-01          |                # 开工不问，竣工逾期
    tianyuan | F          | 2026-09-01 | true       | completion | 甲镇             |                    |                   | 2026-08-01          | 2026-09-30
    tianyuan | G          | 2026-09-01 | false      | new_start  | 甲镇             | 2026-06-01         |                   |                     |                # 不在计划
    tianyuan | H          | 2026-09-01 | true       | continuing | 甲镇             | 2026-06-01         |                   |                     |
    """
    assert_table(
        starts_and_finishes_due(warehouse(project_month=months, project=PROJECTS), **ASKED),
        """
        project_id | due_kind | due_on     | late_days
        E          | finish   | 2026-08-01 | 44
        A          | start    | 2026-09-10 | 14
        B          | start    | 2026-10-31 | 0
        """,
    )


def test_decisions_stand_until_they_are_done():
    entries = """
    entry_id | district | kind          | subject | known_from | decided_at | who | reason | payload
    1        | tianyuan | week_decision | A       | 2026-09-01 | 2026-09-01 | 王  |        | {"text": "旧的", "week": "2026-08-31", "due_on": "2026-09-10", "on": "2026-09-01"}
    2        | tianyuan | week_decision | B       | 2026-10-06 | 2026-10-06 | 王  |        | {"text": "上周的", "week": "2026-10-05", "due_on": "2026-10-14", "on": "2026-10-06"}
    3        | tianyuan | week_decision | C       | 2026-09-01 | 2026-09-01 | 王  |        | {"text": "早办结", "week": "2026-08-31", "on": "2026-09-01"}
    4        | tianyuan | week_decision | C       | 2026-09-20 | 2026-09-20 | 李  |        | {"status": "done", "done_on": "2026-09-20", "on": "2026-09-20"}
    5        | tianyuan | week_decision | D       | 2026-09-01 | 2026-09-01 | 王  |        | {"text": "才办结", "week": "2026-08-31", "on": "2026-09-01"}
    6        | tianyuan | week_decision | D       | 2026-10-05 | 2026-10-05 | 李  | 见照片 | {"status": "done", "done_on": "2026-10-05", "on": "2026-10-05"}
    7        | tianyuan | week_decision | E       | 2026-10-13 | 2026-10-13 | 王  |        | {"text": "撤了", "week": "2026-10-12", "on": "2026-10-13"}
    8        | tianyuan | week_decision | E       | 2026-10-13 | 2026-10-13 | 王  | 写错   | {"status": "undone", "on": "2026-10-13"}
    9        | tianyuan | week_decision | F       | 2026-10-20 | 2026-10-20 | 王  |        | {"text": "下周的", "week": "2026-10-19", "on": "2026-10-20"}
    """
    assert_table(
        week_decisions(warehouse(decision=entries), **ASKED),
        """
        subject | decision_state | late_days | note
        A       | open           | 34        |
        B       | open           | 0         |        # 期限当天
        D       | done           |           | 见照片
        """,
    )
