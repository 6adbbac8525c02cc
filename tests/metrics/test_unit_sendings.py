"""报送情况 and open requests: boundaries of the day, who is expected, and a recount on the demo."""

from collections import Counter
from datetime import date

import pandas as pd

from data.profile import load_profile
from data.warehouse import connect
from metrics.tasks.open_requests import open_requests
from metrics.tasks.unit_sendings import unit_sendings
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
MONTHS = """
    district | project_id | month      | responsible_unit | is_in_plan | actual_finish_date
    tianyuan | A1         | 2026-09-01 | 甲镇             | true       |
    tianyuan | A2         | 2026-09-01 | 甲镇             | true       |
    tianyuan | A3         | 2026-09-01 | 甲镇             | true       | 2026-09-30   # 本月竣工：还要报
    tianyuan | A4         | 2026-09-01 | 甲镇             | true       | 2026-08-31   # 以前竣工：不再要报
    tianyuan | A5         | 2026-09-01 | 甲镇             | false      |              # 已调出
    tianyuan | B1         | 2026-09-01 | 乙镇             | true       |
    tianyuan | B1         | 2026-08-01 | 丙镇             | true       |              # 那个月由丙镇负责
"""
REPORTED = """
    district | project_id | month      | known_from | known_to   | reported_ytd_wan
    tianyuan | A1         | 2026-09-01 | 2026-10-15 |            | 100
    tianyuan | A2         | 2026-09-01 | 2026-10-08 | 2026-10-20 | 0                # 零也是报了
    tianyuan | A2         | 2026-09-01 | 2026-10-20 |            | 50               # 改报不算第一次
    tianyuan | A3         | 2026-09-01 | 2026-10-16 |            | 70
    tianyuan | B1         | 2026-09-01 | 2026-10-09 |            |                  # 金额是空的：没有报
    tianyuan | B1         | 2026-08-01 | 2026-09-16 |            | 30               # 过了截止日
"""


def store():
    return warehouse(project_month=MONTHS, reported=REPORTED)


def test_who_sent_and_who_did_not():
    assert_table(
        unit_sendings(store(), profile=PROFILE, as_of=date(2026, 9, 1)),
        """
        responsible_unit | month      | expected_projects | reported_projects | missing_projects | first_received_on | last_received_on | due_on
        乙镇             | 2026-09-01 | 1                 | 0                 | 1                |                   |                  | 2026-10-15
        甲镇             | 2026-09-01 | 3                 | 3                 | 0                | 2026-10-08        | 2026-10-16       | 2026-10-15
        丙镇             | 2026-08-01 | 1                 | 1                 | 0                | 2026-09-16        | 2026-09-16       | 2026-09-15
        """,
    )


def test_as_known_on_a_day_what_came_later_is_missing(demo_store):
    """The demo's July came on 12 August; some projects were told later."""
    asked = {"profile": load_profile("jingyang"), "as_of": date(2026, 7, 1), "months": 1}
    with connect(demo_store).cursor() as con:
        first, now = unit_sendings(con, known_on=date(2026, 8, 12), **asked), unit_sendings(con, **asked)
    assert first.last_received_on.max() == pd.Timestamp(2026, 8, 12)
    assert first.expected_projects.sum() > 100
    assert first.reported_projects.sum() <= now.reported_projects.sum()
    assert (first.expected_projects == first.reported_projects + first.missing_projects).all()


def test_months_back_reach_into_the_year_before():
    months = "district | project_id | month | responsible_unit | is_in_plan\n" + "\n".join(
        f"tianyuan | P | {month}-01 | 甲镇 | true" for month in ("2025-10", "2025-11", "2025-12", "2026-01")
    )
    found = unit_sendings(warehouse(project_month=months), profile=PROFILE, as_of=date(2026, 1, 1), months=3)
    assert [f"{month:%Y-%m}" for month in found.month] == ["2026-01", "2025-12", "2025-11"]


def test_the_demo_by_a_plain_recount(demo_store):
    profile, month = load_profile("jingyang"), date(2026, 9, 1)
    with connect(demo_store).cursor() as con:
        found = unit_sendings(con, profile=profile, as_of=month, months=1).set_index("responsible_unit")
        projects = con.execute(
            "select project_id, responsible_unit, is_in_plan, actual_finish_date from mart.project_month"
            " where district = 'jingyang' and month = ?",
            [month],
        ).fetchall()
        rows = con.execute(
            "select project_id, known_from, reported_ytd_wan from mart.reported where district = 'jingyang' and month = ?",
            [month],
        ).fetchall()
    sent = {project for project, _, amount in rows if amount is not None}
    expected = [
        (project, unit)
        for project, unit, is_in_plan, finished in projects
        if is_in_plan and not (finished and finished < month)
    ]
    by_unit = Counter(unit for _, unit in expected)
    missing = Counter(unit for project, unit in expected if project not in sent)
    assert sum(missing.values()) > 3
    assert found.expected_projects.to_dict() == dict(by_unit)
    assert {unit: count for unit, count in found.missing_projects.items() if count} == dict(missing)


def test_open_requests_and_their_last_working_day():
    con = warehouse(
        service_request="""
        district | request_id | project_id | responsible_unit | kind     | received_on | limit_days | paused_days | done_on    | known_from
        tianyuan | R1         | P          | 三门镇           | 临时占用 | 2026-09-18  | 5          |             |            | 2026-09-20  # 20日补班：24日最后一天
        tianyuan | R2         | P          | 三门镇           | 环评     | 2026-09-17  | 5          |             |            | 2026-09-20  # 23日：逾期一天
        tianyuan | R3         | P          | 三门镇           | 环评     | 2026-09-01  | 10         |             | 2026-09-24 | 2026-09-25  # 当天办结
        tianyuan | R4         | P          | 三门镇           | 环评     | 2026-09-01  | 10         |             | 2026-09-25 | 2026-09-25  # 第二天才办结
        tianyuan | R5         | P          | 三门镇           | 其他     | 2026-09-01  |            |             |            | 2026-09-20  # 没有时限
        tianyuan | R6         | P          | 三门镇           | 环评     | 2026-09-25  | 5          |             |            | 2026-09-25  # 还没有收到
        """,
        project="district | project_id | project_name\ntianyuan | P | 厂房",
    )  # fmt: skip
    found = open_requests(con, profile=PROFILE, as_of=date(2026, 9, 1), on=date(2026, 9, 24))
    assert_table(
        found,
        """
        request_id | project_name | due_on     | late_days
        R4         | 厂房         | 2026-09-15 | 9
        R2         | 厂房         | 2026-09-23 | 1
        R1         | 厂房         | 2026-09-24 | 0
        R5         | 厂房         |            |
        """,
    )
    assert pd.isna(found.late_days.iloc[-1])
