"""Whom 进度靠前 does not praise: each kind of alarm with its boundary; nobody else."""

from data.profile import load_profile
from metrics.entry.open_alarms import open_alarms
from tests.metrics.entries import everywhere
from tests.metrics.quarters import Q3, quarters
from tests.tables import assert_table, fill

MONTHS = """
    project_id | month      | responsible_unit | batch | yardstick  | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan | reported_month_wan | booked_ytd_wan | is_in_library | actual_start_date | total_investment_wan | expected_share
    GOOD       | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | 900             | 100                | 450            | true          | 2026-01-05        | 5000                 | 0.5   # 入统恰为上报一半：不提示
    FAR        | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | 900             | 100                | "449.99"       | true          | 2026-01-05        | 5000                 | 0.5   # 少 1 分钱
    GONE       | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | 900             | 100                |                | false         | 2026-01-05        | 5000                 | 0.5   # 入过库，现在报表里没有
    NEVER      | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | 900             | 100                |                | false         | 2026-01-05        | 5000                 | 0.5   # 从未入库，已过期
    FRESH      | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | 0               | 0                  |                | false         | 2026-09-20        | 5000                 | 0.1   # 刚开工，还没到期，也没有上报
    SLIP       | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | "1500.01"       | 100                | 1500           | true          | 2026-01-05        | 5000                 | 0.5   # 超过年度计划的 150 %
    FULL       | 2026-09-01 | 三门镇           | 续建  | continuing | true       | true       | 1000            | 1500            | 100                | 1500           | true          | 2026-01-05        | 5000                 | 0.5   # 恰为 150 %
    OUT        | 2026-09-01 | 三门镇           | 续建  | continuing | false      | false      | 1000            | 900             | 100                |                | false         | 2026-01-05        | 5000                 | 0.5   # 不计入完成率
"""  # noqa: E501
ENTRIES = """
    project_id | linked | linked_from_month | return_library_month | return_statistics_month | is_return_library_known | is_return_statistics_known
    GOOD       | 1      | 2026-01-01        | 2026-02-01           | 2026-02-01              | true                    | true
    FAR        | 1      | 2026-01-01        | 2026-02-01           | 2026-02-01              | true                    | true
    GONE       | 1      | 2026-01-01        | 2026-02-01           | 2026-02-01              | true                    | true
    SLIP       | 1      | 2026-01-01        | 2026-02-01           | 2026-02-01              | true                    | true
    FULL       | 1      | 2026-01-01        | 2026-02-01           | 2026-02-01              | true                    | true
"""  # noqa: E501


def test_each_alarm_by_itself():
    con = quarters(project_month=MONTHS.replace('"', ""), project_entry=ENTRIES)
    found = open_alarms(con, profile=load_profile("tianyuan"), as_of=Q3)
    assert_table(found.sort_values("project_id"), """
        project_id | alarms
        FAR        | 入统不到上报一半
        GONE       | 已退库、入统不到上报一半
        NEVER      | 逾期未入库、入统、入统不到上报一半
        SLIP       | 疑似单位错
    """)  # fmt: skip


def test_projects_that_share_a_statistics_project_are_alarmed_together():
    months = MONTHS.replace('"', "")
    groups = """
        group_id | project_id | statistics_id | share_to
        G        | GOOD       | S             |
        G        | FULL       | S             |
    """
    booked = """
        statistics_id | month      | known_from | booked_ytd_wan
        S             | 2026-09-01 | 2026-10-05 | 1199.99      # 两个项目上报 2 400
    """
    con = quarters(project_month=months, project_entry=ENTRIES, booked=booked)
    fill(con, "link_group", everywhere(groups, district="tianyuan"))
    found = open_alarms(con, profile=load_profile("tianyuan"), as_of=Q3).set_index("project_id").alarms
    assert found["GOOD"] == found["FULL"] == "入统不到上报一半"
    con.execute("update mart.booked set booked_ytd_wan = 1200")
    found = open_alarms(con, profile=load_profile("tianyuan"), as_of=Q3)
    assert not set(found.project_id) & {"GOOD", "FULL"}
