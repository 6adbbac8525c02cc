"""联系项目: what is stuck among a leader's projects, at its limits, and what is listed without being stuck."""

from data.wording.leader_wording import counts, moved
from metrics.leaders.leader_projects import leader_projects
from tests.metrics.entries import PROFILE, SEPTEMBER, everywhere, seen
from tests.tables import assert_table, fill

PROJECTS = """
    project_id | contact_leader | is_in_plan | yardstick    | planned_start_date | actual_start_date | carried_ytd_wan | reported_ytd_wan
    DUE        | 甲             | true       | construction | 2026-09-30         |                   |                 |         # 计划当月开工而没有开工
    LATER      | 甲             | true       | construction | 2026-10-01         |                   |                 |         # 还没有到
    OUT        | 甲             | true       | construction | 2026-03-01         | 2026-03-01        | 500             | 500     # 开工半年未入库
    NEW        | 甲             | true       | construction | 2026-09-01         | 2026-09-01        | 50              | 50      # 当月开工，还没有到期
    BOTH       | 甲、乙         | true       | construction | 2026-03-01         | 2026-03-01        |                 |         # 两位领导各列一次；有逾期问题
    GONE       | 甲             | false      | construction | 2026-03-01         |                   |                 |         # 已调出计划
    NOBODY     | —              | true       | construction | 2026-03-01         |                   |                 |
"""
SOURCES = """
    kind              | month      | first_known_from | last_known_from
    dispatch          | 2026-09-01 | 2026-10-05       | 2026-10-05
    statistics_return | 2026-09-01 | 2026-10-05       | 2026-10-05
"""
ENTRIES = """
    project_id | linked | return_library_month | is_return_library_known | return_statistics_month | is_return_statistics_known
    BOTH       | 1      | 2026-04-01           | true                    |                         | true
"""
ISSUES = """
    issue_id | project_id | raised_on  | due_on     | closed_on  | issue
    1        | BOTH       | 2026-08-01 | 2026-09-29 |            | 征拆未完    # 逾期 1 天
    2        | LATER      | 2026-08-01 | 2026-09-30 |            | 用电        # 最后一天不算逾期
    3        | NEW        | 2026-08-01 | 2026-09-01 | 2026-09-30 | 已销号
"""
MILESTONES = """
    project_id | milestone  | due_on     | done_on
    LATER      | 取得许可证 | 2026-10-30 |            # 月末后第三十天
    DUE        | 主体封顶   | 2026-10-31 |            # 第三十一天
    NEW        | 进场       | 2026-10-10 | 2026-09-20  # 已完成
    NEW        | 基础完成   | 2026-10-20 |
"""


def warehouse():
    con = seen(SEPTEMBER, PROJECTS, ENTRIES, loaded=SOURCES)
    for name, text in (("issue", ISSUES), ("milestone", MILESTONES)):
        fill(con, name, everywhere(text, district=PROFILE.id, known_from="2026-09-05"))
    con.execute("update mart.project_month set total_investment_wan = 3000")
    return con


def test_what_is_stuck_and_since_when():
    found = leader_projects(warehouse(), profile=PROFILE, as_of=SEPTEMBER)
    assert_table(
        found.assign(
            stuck_since=found.stuck_since.dt.strftime("%Y-%m-%d"), on=found.due_milestone_on.dt.strftime("%Y-%m-%d")
        ),
        """
        leader | project_id | trouble        | is_stuck | stuck_since | overdue_issues | due_milestone | on
        乙     | BOTH       | no_figures     | true     | 2026-03-01 | 1              |                |
        甲     | BOTH       | no_figures     | true     | 2026-03-01 | 1              |                |
        甲     | DUE        | not_started    | true     | 2026-09-30 | 0              |                |
        甲     | LATER      |                | false    |            | 0              | 取得许可证     | 2026-10-30
        甲     | NEW        | not_in_library | false    | 2026-09-01 | 0              | 基础完成       | 2026-10-20
        甲     | OUT        | not_in_library | true     | 2026-03-01 | 0              |                |
        """,
    )


def test_the_words_count_each_list_and_name_what_moved():
    found = leader_projects(warehouse(), profile=PROFILE, as_of=SEPTEMBER).assign(
        project_name=lambda rows: rows.project_id
    )
    mine = found[found.leader == "甲"]
    assert counts(mine) == "该开未开 1、已开工未入库 1、已入库零投资 1、问题逾期 1"
    earlier = mine[mine.project_id != "NEW"].assign(is_stuck=lambda rows: rows.project_id.isin(["OUT", "LATER"]))
    assert moved(mine, earlier, "与2026年8月比") == (
        "与2026年8月比：新卡住 2 个（BOTH、DUE）；已解开 1 个（LATER）；新增联系 1 个"
    )
    assert moved(mine, mine, "与2026年8月比") == "与2026年8月比：没有变化"
