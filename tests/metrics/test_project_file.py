"""One project's file (项目档案): nothing after the month or the day asked about is seen; silence is not zero."""

from datetime import date

from data.profile import load_profile
from metrics.projects.project_file import (
    project_batches,
    project_facts,
    project_months,
    project_plan_versions,
    projects_found,
)
from metrics.projects.project_procedures import project_approvals, project_entries
from tests.tables import assert_table, fill, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
P1 = {"profile": PROFILE, "as_of": SEPTEMBER, "project_id": "P1"}


def filled(**tables: str):
    con = warehouse()
    for name, text in tables.items():
        fill(con, name, text)
    con.execute("update meta.version set last_known_on = date '2026-10-31'")
    return con


STATES = """
    district | project_id | effective_month | kind        | known_from | known_to   | project_name | owner | total_investment_wan | planned_start_date | planned_finish_date | actual_start_date | actual_start_precision | actual_finish_date
    tianyuan | P1         | 2026-01-01      | annual_plan | 2026-01-20 |            | 标准厂房     | 甲    | 5000                 | 2026-03-01         | 2027-06-01          |                   |                        |
    tianyuan | P1         | 2026-06-01      | annual_plan | 2026-06-20 |            |              |       | 6000                 | 2026-06-01         | 2027-12-01          |                   |                        |                     # 空白取前一次
    tianyuan | P1         | 2026-06-01      | dispatch    | 2026-07-05 |            | 标准厂房一期 |       |                      |                    |                     | 2026-06-12        | day                    |                     # 同月调度在后
    tianyuan | P1         | 2026-09-01      | dispatch    | 2026-10-05 |            |              | 乙    |                      |                    |                     |                   |                        | 2026-10-02          # 截至月后竣工
    tianyuan | P1         | 2026-10-01      | dispatch    | 2026-11-05 |            | 改了名       |       | 9999                 |                    |                     |                   |                        |                     # 截至月后
    tianyuan | P1         | 2026-01-01      | dispatch    | 2026-02-05 | 2026-03-05 | 更正前       | 丙    |                      | 2026-02-01         |                     |                   |                        |                     # 已被更正
    jingyang | P1         | 2026-01-01      | annual_plan | 2026-01-20 |            | 别区         |       |                      |                    |                     |                   |                        |
"""


def test_facts_are_the_last_ones_said_by_the_month():
    con = filled(project_state=STATES)
    assert_table(
        project_facts(con, **P1),
        """
        project_id | project_name | owner | total_investment_wan | original_planned_start_date | planned_start_date  | actual_start_date   | actual_start_precision | actual_finish_date
        P1         | 标准厂房一期 | 乙    | 6000                 | 2026-03-01                  | 2026-06-01          | 2026-06-12          | day                    |
        """,
    )


def test_facts_are_those_known_on_the_day():
    con = filled(project_state=STATES)
    assert_table(
        project_facts(con, **P1, known_on=date(2026, 3, 4)),
        """
        project_name | owner | total_investment_wan | actual_start_date
        更正前       | 丙    | 5000                 |
        """,
    )


def test_an_unknown_project_has_no_row():
    con = filled(project_state=STATES)
    assert project_facts(con, profile=PROFILE, as_of=SEPTEMBER, project_id="P9").empty
    assert project_facts(con, profile=PROFILE, as_of=date(2025, 1, 1), project_id="P1").empty


MONTHS = """
    district | project_id | month      | batch    | is_in_plan | annual_plan_wan | expected_share | planned_ytd_wan | reported_ytd_wan | carried_ytd_wan | is_silent | booked_ytd_wan
    tianyuan | P1         | 2026-06-01 | 重点前期 | true       | 1200            | 0.5            | 700             | 500              | 500             | false     | 0
    tianyuan | P1         | 2026-07-01 | 新开工   | true       | 1200            | 0.5            |                 |                  | 500             | true      |                      # 未报、无报表
    tianyuan | P1         | 2026-08-01 | 新开工   | false      | 1200            | 0.5            |                 | 480              | 480             | false     | 300
    tianyuan | P1         | 2026-09-01 | 新开工   | false      |                 | 0.75           |                 | 480              | 480             | false     | 300
    tianyuan | P1         | 2026-10-01 | 竣工     | true       | 1200            | 0.5            |                 | 480              | 480             | false     | 300                  # 截至月后
"""


def test_months_keep_silence_and_missing_returns_empty():
    con = filled(project_month=MONTHS)
    assert_table(
        project_months(con, **P1),
        """
        month      | planned_ytd_wan | is_estimated_plan | reported_ytd_wan | carried_ytd_wan | booked_ytd_wan
        2026-06-01 | 700             | false             | 500              | 500             | 0
        2026-07-01 | 600             | true              |                  | 500             |
        2026-08-01 | 600             | true              | 480              | 480             | 300
        2026-09-01 |                 | true              | 480              | 480             | 300
        """,
    )


def test_batches_are_spells_of_months():
    con = filled(project_month=MONTHS)
    assert_table(
        project_batches(con, **P1),
        """
        from_month | to_month   | batch    | is_in_plan
        2026-06-01 | 2026-06-01 | 重点前期 | true
        2026-07-01 | 2026-07-01 | 新开工   | true
        2026-08-01 | 2026-09-01 | 新开工   | false
        """,
    )


def test_plan_versions_stop_at_the_month_and_the_day():
    con = filled(
        plan_version="""
        district | project_id | year | effective_month | known_from | known_to   | annual_plan_wan | is_removed
        tianyuan | P1         | 2026 | 2026-01-01      | 2026-01-20 | 2026-02-10 | 1000            | false      # 后被更正
        tianyuan | P1         | 2026 | 2026-01-01      | 2026-02-10 |            | 1100            | false
        tianyuan | P1         | 2026 | 2026-07-01      | 2026-07-20 |            | 0               | true
        tianyuan | P1         | 2026 | 2026-10-01      | 2026-07-20 |            | 900             | false      # 尚未生效
        """
    )
    assert project_plan_versions(con, **P1).annual_plan_wan.tolist() == [1100, 0]
    assert project_plan_versions(con, **P1, known_on=date(2026, 2, 9)).annual_plan_wan.tolist() == [1000]


def test_entries_put_ledger_and_return_side_by_side():
    con = filled(
        statistics_project="""
        district | statistics_id | project_name | first_known_from
        tianyuan | S1            | 厂房         | 2026-01-01
        """,
        project_link="""
        district | project_id | statistics_id | how  | share | known_from
        tianyuan | P1         | S1            | name | 1     | 2026-05-01
        """,
        library_entry="""
        district | statistics_id | known_from | known_to | declared_month | library_entry_month | statistics_entry_month
        tianyuan | S1            | 2026-05-01 |          | 2026-04-01     | 2026-05-01          | 2026-10-01              # 截至月后
        """,
        booked="""
        district | statistics_id | month      | known_from | known_to | booked_ytd_wan
        tianyuan | S1            | 2026-06-01 | 2026-07-15 |          | 0
        tianyuan | S1            | 2026-08-01 | 2026-09-15 |          | 300
        tianyuan | S1            | 2026-10-01 | 2026-11-15 |          | 400              # 截至月后
        """,
    )
    assert_table(
        project_entries(con, **P1),
        """
        statistics_id | how  | ledger_library_month | ledger_statistics_month | return_library_month | return_statistics_month | last_return_month | booked_ytd_wan
        S1            | name | 2026-05-01           |                         | 2026-06-01           | 2026-08-01              | 2026-08-01        | 300
        """,
    )
    assert project_entries(con, **P1, known_on=date(2026, 4, 30)).empty  # not linked yet


def test_approvals_follow_the_profile_and_ignore_what_came_later():
    con = filled(
        project_state="""
        district | project_id | effective_month | kind        | known_from | approval_procedure
        tianyuan | P1         | 2026-01-01      | annual_plan | 2026-01-20 | 备案
        """,
        approval_step="""
        district | project_id | step         | known_from | is_applicable | completed_on | document_number
        tianyuan | P1         | 项目备案     | 2026-02-01 | true          | 2026-02-01   | 株天发改备1号
        tianyuan | P1         | 施工许可证   | 2026-02-01 | true          | 2026-10-09   | 尚未办结
        tianyuan | P1         | 环境影响评价 | 2026-02-01 | false         |              |
        tianyuan | P1         | 林地审批     | 2026-02-01 | true          | 2026-03-01   | 清单外
        """,
    )
    steps = project_approvals(con, **P1)
    assert steps.step.tolist() == [
        *("项目备案", "建设用地规划许可证", "环境影响评价", "建设工程规划许可证", "施工许可证"),
        "林地审批",
    ]
    assert steps.is_required.tolist() == [True] * 5 + [False]
    assert steps.is_applicable.tolist() == [True, True, False, True, True, True]
    assert steps.completed_on.notna().tolist() == [True, False, False, False, False, True]
    assert steps.document_number.notna().tolist() == [True, False, False, False, False, True]


def test_projects_are_found_by_name_or_code():
    con = filled(
        project="""
        district | project_id | project_name | project_code | first_month | last_statement_month
        tianyuan | P1         | A标准厂房    | 2601-430211  | 2026-01-01  | 2026-09-01
        tianyuan | P2         | 道路         |              | 2026-01-01  | 2026-09-01
        jingyang | P3         | 标准厂房     |              | 2026-01-01  | 2026-09-01
        """,
        project_month="""
        district | project_id | month      | is_in_plan | annual_plan_wan
        tianyuan | P1         | 2026-09-01 | false      | 900
        tianyuan | P2         | 2026-09-01 | true       | 100
        jingyang | P3         | 2026-09-01 | true       | 100
        """,
    )
    found = {
        text: projects_found(con, profile=PROFILE, as_of=SEPTEMBER, text=text).project_id.tolist()
        for text in ("", "a标准", "430211", "%", "无")
    }
    assert found == {"": ["P2", "P1"], "a标准": ["P1"], "430211": ["P1"], "%": [], "无": []}  # in plan first
