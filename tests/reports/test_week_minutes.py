"""周调度纪要: what the meeting decided this week and before, and the lists that it walked through."""

import json
from datetime import date

from data.profile import load_profile
from reports.content import Table
from reports.formats import word
from reports.kinds.week_minutes import week_minutes
from reports.question import Question
from tests.tables import warehouse

PROFILE = load_profile("tianyuan")
WEDNESDAY = date(2026, 10, 14)
DECIDED = (  # noted on, text, week, limit
    ("2026-10-14", "月底前通电", "2026-10-12", "2026-10-31"),
    ("2026-10-07", "补偿协议签完", "2026-10-05", "2026-10-12"),
)


def question() -> Question:
    said = "entry_id | district | kind | subject | known_from | decided_at | who | payload\n" + "\n".join(
        f"{number} | tianyuan | week_decision | week_decision:{number} | {day} | {day} | 王 | "
        + json.dumps({"on": day, "text": text, "week": week, "due_on": due}, ensure_ascii=False)
        for number, (day, text, week, due) in enumerate(DECIDED, start=1)
    )
    con = warehouse(
        decision=said,
        source_month="district | kind | month\ntianyuan | dispatch | 2026-09-01",
        issue="""
            district | issue_id | known_from | issue | kind | responsible_unit | raised_on  | due_on     | closed_on
            tianyuan | W1       | 2026-10-01 | 用电  | 管线 | 三门镇           | 2026-09-01 | 2026-10-13 |             # 逾期一天
            tianyuan | W2       | 2026-10-01 | 用水  | 管线 | 三门镇           | 2026-09-01 | 2026-10-18 |             # 本周日到期
            tianyuan | W3       | 2026-10-01 | 用气  | 管线 | 三门镇           | 2026-09-01 | 2026-10-19 |             # 下周
            tianyuan | W4       | 2026-10-01 | 道路  | 管线 | 三门镇           | 2026-09-01 | 2026-10-13 | 2026-10-13  # 已销号
        """,
    )
    return Question(
        profile=PROFILE, as_of=date(2026, 9, 1), known_on=None, roles=frozenset({"office"}), version="v",
        ask_metric=lambda metric, **options: metric(con, profile=PROFILE, **options),
        months=(date(2026, 9, 1),),
    )  # fmt: skip


def rows(report, name: str) -> list[list[str]]:
    [found] = [block for block in report.blocks(Table) if block.name == name]
    return [[cell.text for cell in row] for row in found.rows]


def test_decisions_of_the_week_stand_before_what_is_left_of_earlier_weeks():
    made = week_minutes(question(), WEDNESDAY)
    assert rows(made, "本次议定事项") == [["月底前通电", "—", "—", "2026年10月31日", "办理中"]]
    assert rows(made, "以前议定、未办结的事项") == [["补偿协议签完", "—", "—", "2026年10月12日", "逾期2天"]]
    assert "议定1项，以前议定、未办结1项" in made.lead


def test_what_is_due_by_sunday_is_listed_late_ones_first():
    made = week_minutes(question(), WEDNESDAY)
    listed = rows(made, "逾期和本周到期的问题")
    assert [row[2] for row in listed] == ["用电（管线）", "用水（管线）"]
    assert [row[4] for row in listed] == ["2026年10月13日，逾期 1 天", "2026年10月18日，本周到期"]
    assert "应调度事项2件，其中1件逾期" in made.lead


def test_it_is_a_word_file():
    assert word.write(week_minutes(question(), WEDNESDAY))[:2] == b"PK"
