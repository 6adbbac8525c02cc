"""倒排计划与实际: what was scheduled and done by month, 计划外 marked, recounted from the rows that were put in."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.milestones.plan_and_done import plan_and_done
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
MONTHS = """
    district | project_id | month      | responsible_unit | is_in_plan | is_outside_plan | annual_plan_wan | planned_ytd_wan | carried_ytd_wan | is_silent
    tianyuan | A          | 2025-12-01 | 三门镇           | true       | false           | 900             | 900             | 900             | false      # 去年
    tianyuan | A          | 2026-08-01 | 三门镇           | true       | false           | 1000            | 600             | 700.50          | false
    tianyuan | A          | 2026-09-01 | 三门镇           | true       | false           | 1000            | 800             | 700.50          | true       # 未报，沿用
    tianyuan | A          | 2026-10-01 | 三门镇           | true       | false           | 1000            | 900             | 900             | false      # 以后
    tianyuan | B          | 2026-09-01 | 三门镇           | false      | true            |                 |                 | 50              | false      # 计划外
    tianyuan | C          | 2026-09-01 | 三门镇           | false      | false           | 300             | 100             | 10              | false      # 已调出
    tianyuan | D          | 2026-09-01 | 三门镇           | true       | false           | 300             | 100             |                 | true       # 从未上报
"""
SOURCES = "district | kind | month\n" + "\n".join(f"tianyuan | dispatch | 2026-{month:02d}-01" for month in (8, 9, 10))


def test_plan_and_done_by_month():
    con = warehouse(project_month=MONTHS, source_month=SOURCES)
    assert_table(
        plan_and_done(con, profile=PROFILE, as_of=date(2026, 9, 1)),
        """
        project_id | month      | scheduled_ytd_wan | reported_ytd_wan | ahead_of_schedule_wan | is_silent | is_outside_plan
        A          | 2026-08-01 | 600               | 700.5            | 100.5                 | false     | false
        A          | 2026-09-01 | 800               | 700.5            | -99.5                 | true      | false
        B          | 2026-09-01 |                   | 50               |                       | false     | true
        D          | 2026-09-01 | 100               |                  |                       | true      | false
        """,
    )


def test_a_month_that_is_not_loaded_is_refused():
    with pytest.raises(ValueError, match="2027"):
        plan_and_done(warehouse(project_month=MONTHS, source_month=SOURCES), profile=PROFILE, as_of=date(2027, 9, 1))
