"""Flows between batches and years (批次流向), on tables small enough to check by hand."""

from datetime import date

import pytest

from metrics.batches.batch_flows import batch_flow_projects, batch_flows
from tests.metrics.test_batch_progress import PROFILE, SEPTEMBER, listed
from tests.tables import assert_table

DECEMBER = """
    project_id | is_in_plan | batch    | yardstick   | total_investment_wan
    A1         | true       | 续建     | continuing  | 1
    A2         | true       | 续建     | continuing  | 2
    A3         | true       | 续建     | continuing  | 4
    A4         | true       | 续建     | continuing  | 8
    A5         | true       | 重点前期 | preliminary | 16
    A6         | true       | 重点前期 | preliminary | 32
    A7         | false      | 续建     | continuing  | 64    # 去年已调出，不在起点
    A9         | true       | 竣工     | completion  | 256   # 今年没有行
"""
JANUARY = """
    project_id | is_in_plan | is_removed | batch    | yardstick   | total_investment_wan
    A1         | true       | false      | 续建     | continuing  | 10
    A2         | true       | false      | 竣工     | completion  | 20     # 去年年底已竣工，仍列在计划
    A3         | false      | false      | 续建     | continuing  | 40     # 未列入
    A4         | false      | true       | 续建     | continuing  | 80     # 调出
    A5         | true       | false      | 重点前期 | preliminary | 160
    A6         | true       | false      | 新开工   | new_start   |        # 总投资不详
    A8         | true       | false      | 新开工   | new_start   | 1280
"""
NOW = """
    project_id | is_in_plan | is_removed | batch    | yardstick  | actual_finish_date | total_investment_wan
    A1         | true       | false      | 竣工     | completion | 2026-01-01         | 100    # 今年第一天竣工：去年未竣工
    A2         | true       | false      | 竣工     | completion | 2025-12-31         | 200    # 去年最后一天竣工
    A3         | true       | false      | 续建     | continuing |                    | 400    # 年中补列：不是去年转来
    A5         | true       | false      | 新开工   | new_start  | 2026-10-01         | 1600   # 年内转化；竣工在截至月后
    A6         | false      | true       | 新开工   | new_start  |                    | 3200   # 年内调出
    A8         | false      | false      | 新开工   | new_start  |                    | 6400   # 无调出记录而不在列
"""


def test_every_project_goes_somewhere():
    con = listed(NOW, m2025_12=DECEMBER, m2026_01=JANUARY)
    assert_table(
        batch_flows(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        from_year | from_batch | to_year | to_batch | projects | total_investment_wan
        2025      | 竣工       | 2026    | 未列入   | 1        | 256
        2025      | 续建       | 2026    | 续建     | 1        | 1
        2025      | 续建       | 2026    | 已竣工   | 1        | 2
        2025      | 续建       | 2026    | 调出     | 1        | 8
        2025      | 续建       | 2026    | 未列入   | 1        | 4
        2025      | 重点前期   | 2026    | 新开工   | 1        | 32
        2025      | 重点前期   | 2026    | 重点前期 | 1        | 16
        2026      | 竣工       | 2026    | 已竣工   | 1        | 20
        2026      | 续建       | 2026    | 已竣工   | 1        | 10
        2026      | 新开工     | 2026    | 调出     | 1        | 0
        2026      | 新开工     | 2026    | 未列入   | 1        | 1280
        2026      | 重点前期   | 2026    | 新开工   | 1        | 160
        """,
    )
    rows = batch_flow_projects(con, profile=PROFILE, as_of=SEPTEMBER)
    assert list(rows.project_id) == ["A9", "A1", "A2", "A4", "A3", "A6", "A5", "A2", "A1", "A6", "A8", "A5"]


@pytest.mark.parametrize("as_of", [SEPTEMBER, date(2026, 1, 1)])
def test_flows_add_up_to_the_stock_they_start_from(as_of):
    con = listed(NOW, m2025_12=DECEMBER, m2026_01=JANUARY)
    flows = batch_flows(con, profile=PROFILE, as_of=as_of)
    stock = con.execute(
        "select year(month) as from_year, batch as from_batch, count(*) as projects,"
        " coalesce(sum(total_investment_wan), 0)::double as total_investment_wan from mart.project_month"
        " where is_in_plan and month in ('2025-12-01', '2026-01-01') group by all order by all"
    ).df()
    sums = flows.groupby(["from_year", "from_batch"], as_index=False)[["projects", "total_investment_wan"]].sum()
    assert sums.astype({"from_year": int}).values.tolist() == stock.values.tolist()


def test_in_january_nothing_has_moved_within_the_year():
    con = listed(NOW, m2025_12=DECEMBER, m2026_01=JANUARY)
    within = batch_flows(con, profile=PROFILE, as_of=date(2026, 1, 1)).query("from_year == to_year")
    assert list(within.from_batch) == list(within.to_batch)
