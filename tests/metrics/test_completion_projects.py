"""Projects of one group (投资完成项目): the group's rows and no others."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.completion.completion_projects import completion_projects
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
SOURCES = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-08-01 | 2026-09-05       | 2026-09-05
    tianyuan | dispatch | 2026-09-01 | 2026-10-05       | 2026-10-05
"""
MONTHS = """
    district | project_id | month      | responsible_unit | town   | is_counted | annual_plan_wan | carried_ytd_wan
    tianyuan | A1         | 2026-09-01 | 城建局           | 群丰镇 | true       | 1200            | 300
    tianyuan | A1         | 2026-08-01 | 教育局           | 群丰镇 | true       | 1200            | 300    # 上月还属教育局
    tianyuan | A2         | 2026-09-01 | 教育局           | 群丰镇 | true       | 1200            | 900
    tianyuan | A3         | 2026-09-01 | 教育局           | 三门镇 | true       | 1200            | 600
"""


def ask(**options):
    con = warehouse(source_month=SOURCES, project_month=MONTHS)
    return completion_projects(con, profile=PROFILE, as_of=date(2026, 9, 1), **options)


def test_a_group_s_projects_as_of_the_month():
    assert_table(
        ask(by="responsible_unit", group="教育局"),
        """
        project_id | responsible_unit | shortfall_wan
        A3         | 教育局           | 300
        A2         | 教育局           | 0
        """,
    )
    assert list(ask(by="town", group="群丰镇").project_id) == ["A1", "A2"]


def test_no_group_is_the_whole_district():
    assert len(ask()) == len(ask(by="town")) == 3
    assert ask(by="town", group="没有的镇").empty


def test_only_groupings_are_taken():
    with pytest.raises(ValueError, match="cannot group by 'owner'"):
        ask(by="owner", group="x")
