"""最慢项目: who falls short in money, and what they said last."""

from datetime import date

from data.profile import load_profile
from metrics.projects.slowest_projects import slowest_projects
from tests.tables import assert_table, warehouse

MONTHS = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-01-01 | 2026-02-05       | 2026-02-05
    tianyuan | dispatch | 2026-06-01 | 2026-07-05       | 2026-07-05
"""
# half a year gone: 50 % is due; slow below 0.8 of that, behind below 0.6
PROJECTS = """
    district | project_id | month      | is_counted | annual_plan_wan | carried_ytd_wan | total_investment_wan | is_removed | is_outside_plan
    tianyuan | FINE       | 2026-06-01 | true       | 1000            | 500             | 5000                 | false      | false
    tianyuan | EDGE       | 2026-06-01 | true       | 1000            | 399.99          | 5000                 | false      | false   # 500 的 0.8 差一分：偏慢
    tianyuan | NEAR       | 2026-06-01 | true       | 1000            | 400             | 5000                 | false      | false   # 正好 0.8：正常
    tianyuan | BEHIND     | 2026-06-01 | true       | 4000            | 100             | 5000                 | false      | false
    tianyuan | SILENT     | 2026-06-01 | true       | 3000            |                 | 5000                 | false      | false   # 今年从未上报：没有进度，不列
    tianyuan | OUT        | 2026-06-01 | false      | 9000            | 0               | 9000                 | true       | false   # 已调出
"""
SAID = """
    district | project_id | month      | known_from | known_to   | problem      | progress_text
    tianyuan | BEHIND     | 2026-03-01 | 2026-04-05 |            | 征拆         | 场平
    tianyuan | BEHIND     | 2026-05-01 | 2026-06-05 | 2026-06-20 | 写错了       | 桩基
    tianyuan | BEHIND     | 2026-05-01 | 2026-06-20 |            | 资金         | 桩基
    tianyuan | BEHIND     | 2026-06-01 | 2026-07-05 |            |              | 主体      # 没有再填问题：5 月的还算
    tianyuan | BEHIND     | 2026-07-01 | 2026-08-05 |            | 以后的       | 封顶
    tianyuan | EDGE       | 2025-12-01 | 2026-01-05 |            | 去年的       | 去年
"""


def test_the_slow_and_the_late_by_money():
    con = warehouse(source_month=MONTHS, project_month=PROJECTS, reported=SAID)
    assert_table(
        slowest_projects(con, profile=load_profile("tianyuan"), as_of=date(2026, 6, 1)),
        """
        project_id | shortfall_wan | light  | problem | problem_month | progress_text
        BEHIND     | 1900          | behind | 资金    | 2026-05-01    | 主体
        EDGE       | 100.01        | slow   |         |               |
        """,
    )
