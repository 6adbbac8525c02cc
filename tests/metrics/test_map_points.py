"""Map points (项目地图): every project in plan, with its place as last said and its light as in investment completion."""

from datetime import date

from data.profile import load_profile
from metrics.completion.investment_completion import investment_completion
from metrics.projects.map_points import map_points
from tests.tables import assert_table, fill, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)


def test_points_carry_place_and_light():
    con = warehouse()
    fill(
        con, "source_month", "district | kind | month | first_known_from\ntianyuan | dispatch | 2026-09-01 | 2026-10-05"
    )
    fill(
        con,
        "project_month",
        """
        district | project_id | month      | batch    | yardstick   | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan
        tianyuan | P1         | 2026-09-01 | 续建     | continuing  | true       | true       | 1000            | 400              # 750 的 0.53：滞后
        tianyuan | P2         | 2026-09-01 | 重点前期 | preliminary | true       | false      | 100             |                  # 前期：不计入完成率
        tianyuan | P3         | 2026-09-01 | 续建     | continuing  | true       | true       | 1000            | 750              # 有经度无纬度
        tianyuan | P4         | 2026-09-01 | 续建     | continuing  | false      | false      | 1000            | 750              # 不在列
        tianyuan | P5         | 2026-08-01 | 续建     | continuing  | true       | true       | 1000            | 750              # 别月
        """,
    )
    fill(
        con,
        "project_state",
        """
        district | project_id | effective_month | kind        | known_from | project_name | longitude | latitude
        tianyuan | P1         | 2026-01-01      | annual_plan | 2026-01-20 | 厂房         | 113.1     | 27.8
        tianyuan | P1         | 2026-06-01      | annual_plan | 2026-06-20 |              | 113.2     | 27.7
        tianyuan | P1         | 2026-10-01      | annual_plan | 2026-06-20 | 截至月后     | 113.9     | 27.9
        tianyuan | P3         | 2026-01-01      | annual_plan | 2026-01-20 | 道路         | 113.1     |
        """,
    )
    points = map_points(con, profile=PROFILE, as_of=SEPTEMBER)
    assert_table(
        points,
        """
        project_id | project_name | longitude | latitude | is_counted | pace_gap_pp | light
        P1         | 厂房         | 113.2     | 27.7     | true       | -35         | behind
        P2         | P2           |           |          | false      |             | not_counted
        P3         | 道路         |           |          | true       | 0           | ahead
        """,
    )
    counted = points[points.is_counted]
    assert len(counted) == investment_completion(con, profile=PROFILE, as_of=SEPTEMBER).projects[0]
