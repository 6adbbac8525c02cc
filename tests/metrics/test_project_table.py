"""一张总表: which projects stand in it, and what each cell says at the month's end."""

from datetime import date

from data.profile import load_profile
from metrics.projects.project_table import project_table
from tests.tables import assert_table, warehouse

ASKED = {"profile": load_profile("tianyuan"), "as_of": date(2026, 9, 1)}
SOURCES = """
    district | kind     | month      | first_known_from
    tianyuan | dispatch | 2026-08-01 | 2026-09-05
    tianyuan | dispatch | 2026-09-01 | 2026-10-05
"""
MONTHS = """
    district | project_id | month      | responsible_unit | batch  | is_in_plan | is_counted | is_removed | is_outside_plan | annual_plan_wan | reported_ytd_wan | carried_ytd_wan | actual_start_date
    tianyuan | A          | 2026-09-01 | 甲镇             | 续建   | true       | true       | false      | false           | 1000            | 700              | 700             | 2026-03-01
    tianyuan | B          | 2026-09-01 | 甲镇             | 续建   | true       | true       | false      | false           | 2000            |                  | 300             | 2026-09-30
    tianyuan | C          | 2026-09-01 | 甲镇             | 前期   | true       | false      | false      | false           |                 |                  |                 | 2026-10-01
    tianyuan | D          | 2026-09-01 | 甲镇             | 续建   | false      | false      | true       | false           | 500             | 10               | 10              | 2026-01-01
    tianyuan | E          | 2026-09-01 | 乙镇             | 续建   | false      | false      | false      | true            |                 | 50               | 50              | 2026-01-01
"""
PROJECTS = "district | project_id | project_name | responsible_unit\n" + "\n".join(
    f"tianyuan | {name} | 项目{name} | 甲镇" for name in "ABCDE"
)
ENTRIES = """
    district | project_id | ledger_library_month | ledger_statistics_month | return_library_month | return_statistics_month
    tianyuan | A          | 2026-03-01           | 2026-09-01              | 2026-03-01           | 2026-10-01              # 台账先于报表
    tianyuan | B          |                      | 2026-10-01              | 2026-09-01           |                         # 次月才入统
    tianyuan | E          | 2026-10-01           |                         |                      |                         # 次月才入库
"""
REPORTED = """
    district | project_id | month      | known_from | progress_text | problem | coordination | next_month_plan
    tianyuan | A          | 2026-08-01 | 2026-09-05 | 主体          | 旧问题  |              |
    tianyuan | A          | 2026-09-01 | 2026-10-05 | 封顶          |         | 请协调       | 装修
    tianyuan | B          | 2026-08-01 | 2026-09-05 | 基础          | 旧问题  | 旧请求       |                 # 本月没有报
    tianyuan | A          | 2026-10-01 | 2026-11-05 | 以后的        | 以后的  |              |
"""
MILESTONES = """
    district | project_id | milestone | known_from | due_on     | done_on
    tianyuan | A          | 封顶      | 2026-09-05 | 2026-08-30 | 2026-08-30
    tianyuan | A          | 验收      | 2026-09-05 | 2026-12-01 |
    tianyuan | A          | 管网      | 2026-09-05 | 2026-09-10 |            # 逾期的在前
"""
ISSUES = """
    district | issue_id | project_id | known_from | raised_on  | closed_on  | issue
    tianyuan | W1       | A          | 2026-09-05 | 2026-09-01 |            | 用电
    tianyuan | W2       | A          | 2026-09-05 | 2026-09-01 | 2026-10-01 | 用地    # 次月才销号
    tianyuan | W3       | A          | 2026-09-05 | 2026-09-01 | 2026-09-30 | 用水
"""


def store():
    return warehouse(
        source_month=SOURCES, project_month=MONTHS, project=PROJECTS, project_entry=ENTRIES, reported=REPORTED,
        milestone=MILESTONES, issue=ISSUES,
    )  # fmt: skip


def test_one_row_a_project_in_the_plan_or_outside_it():
    assert_table(
        project_table(store(), **ASKED),
        """
        project_id | annual_plan_wan | reported_ytd_wan | investment_completion_rate | entry_state    | actual_start_date | open_issues
        E          |                 | 50               |                            | not_in_library | 2026-01-01        | 0
        B          | 2000            | 300              | 0.15                       | in_library     | 2026-09-30        | 0
        A          | 1000            | 700              | 0.7                        | in_statistics  | 2026-03-01        | 2
        C          |                 |                  |                            | not_started    |                   | 0
        """,
    )


def test_words_of_the_month_and_the_next_milestone():
    assert_table(
        project_table(store(), **ASKED).sort_values("project_id").head(2),
        """
        project_id | progress_text | problem | coordination | next_month_plan | next_milestone | next_milestone_on | last_reported_month
        A          | 封顶          |         | 请协调       | 装修            | 管网           | 2026-09-10        | 2026-09-01
        B          | 基础          |         |              |                 |                |                   | 2026-08-01
        """,
    )
