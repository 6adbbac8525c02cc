"""亮灯试算: the same figures by both measures of the lights, at the limits."""

from datetime import date

from data.profile import load_profile
from metrics.ranking.lights_simulation import lights_simulation
from tests.tables import assert_table, warehouse

# September: month/12 asks for 900 of 1200; the own plans ask for what expected_share says
MONTHS = """
    district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share
    tianyuan | A1         | 2026-09-01 | 城建局           | true       | 1200            | 480             | 0.5       # 任务 600 的 0.8：正常；月份差 −35：滞后
    tianyuan | A2         | 2026-09-01 | 城建局           | true       | 1200            | 0               | 0         # 未到期；月份差 −75：滞后
    tianyuan | B1         | 2026-09-01 | 教育局           | true       | 1200            | 1200            | 1         # 两种都超前
    tianyuan | C1         | 2026-09-01 | 水利局           | true       | 1200            | 719.99          | 1         # 任务不到 0.6：滞后；月份差 −15：偏慢
    tianyuan | D1         | 2026-09-01 | 卫健局           | false      | 1200            | 0               | 1         # 不计入
"""
SOURCES = """
    district | kind     | month      | first_known_from
    tianyuan | dispatch | 2026-09-01 | 2026-10-05
"""


def test_both_measures_side_by_side():
    con = warehouse(source_month=SOURCES, project_month=MONTHS)
    frame = lights_simulation(con, profile=load_profile("tianyuan"), as_of=date(2026, 9, 1))
    assert_table(
        frame.sort_values("responsible_unit"),
        """
        responsible_unit | task_rate   | task_light | month_light | task_late_projects | month_late_projects | is_changed
        城建局           | 0.8         | normal     | behind      | 0                  | 2                   | true
        教育局           | 1           | ahead      | ahead       | 0                  | 0                   | false
        水利局           | 0.599992    | behind     | slow        | 1                  | 1                   | true
        """,
    )
