"""区领导联系项目安排: whoever was in charge in a month, by the day from which the sheet says so; and how a sheet is read."""

from datetime import date

import openpyxl

from data.profile import load_profile
from etl.intake import parse
from tests.tables import assert_table

PLAN = """
    project_name | contact_leader | service_unit | project_officer | annual_plan_wan
    甲           | 张             | 三门镇       | 李一            | 1000
    乙           | 张             |              |                 | 1000
"""
DISPATCH = "project_name | contact_leader | reported_ytd_wan\n甲 | 张 | {}\n乙 | 王 | {}"
FIRST = """
    project_name | contact_leader | service_unit | project_officer | effective_on
    甲           | 赵             | 双东镇       | 李二            | 2026-02-28
"""
SECOND = """
    project_name | contact_leader | service_unit | project_officer | effective_on
    甲           | 钱             |              | 李三            | 2026-04-01
"""
LEADERS = """
    select project.project_name as name, strftime(month.month, '%m') as month, month.contact_leader as leader
    from mart.project_month as month
    inner join mart.project as project using (district, project_id)
    order by name, month
"""


def built(made):
    made.file("annual_plan", PLAN, received="2026-01-20", year=2026)
    for month in range(1, 6):
        made.file(
            "dispatch",
            DISPATCH.format(month * 10, month * 10),
            month=f"2026-{month:02d}",
            received=f"2026-{month + 1:02d}-05",
        )
    made.file("leader_arrangement", FIRST, received="2026-03-01")
    made.file("leader_arrangement", SECOND, received="2026-03-20")  # told before its day
    return made.built()


def test_who_was_in_charge_in_each_month(made):
    """A dispatch goes on naming the old leader; where nothing was arranged it names the new one, as ever."""
    assert_table(
        built(made).execute(LEADERS).df(),
        """
        name | month | leader
        乙   | 01    | 王
        乙   | 02    | 王
        乙   | 03    | 王
        乙   | 04    | 王
        乙   | 05    | 王
        甲   | 01    | 张
        甲   | 02    | 赵
        甲   | 03    | 赵
        甲   | 04    | 钱
        甲   | 05    | 钱
        """,
    )


def test_a_units_people_are_those_said_last(made):
    found = built(made).execute(
        "select contact_leader, service_unit, project_officer from mart.project where project_name = '甲'"
    )
    assert found.fetchone() == ("钱", "双东镇", "李三")


def test_a_later_plan_goes_before_an_earlier_arrangement(made):
    made.file("annual_plan", PLAN, received="2026-01-20", year=2026)
    made.file("leader_arrangement", FIRST, received="2026-03-01")
    made.file("annual_plan", PLAN.replace("张", "孙"), received="2026-03-10", year=2026, effective="2026-03")
    made.file("dispatch", DISPATCH.format(1, 1), month="2026-03", received="2026-04-05")
    found = made.built().execute(LEADERS).fetchall()
    assert [leader for name, month, leader in found if name == "甲" and month == "03"] == ["孙"]
    assert [leader for name, month, leader in found if name == "甲" and month == "02"] == ["赵"]


def test_a_sheet_is_read_as_offices_write_it(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["2026年区领导联系重点项目安排表"])
    book.active.append(["序号", "联系区领导", "项目名称", "服务责任单位", "项目专员", "生效时间"])
    book.active.append([1, "赵", "一号桥", "区住建局", "李一 13800000000", "2026年7月13日"])
    book.active.append([2, None, "二号路", "区水利局", "李二", None])
    book.active.append([3, "钱", "三号园", None, "李三", "2026.8"])
    book.active.merge_cells("B3:B4")
    book.active.merge_cells("F3:F4")
    book.save(tmp_path / "安排.xlsx")
    parsed = parse(tmp_path / "安排.xlsx", load_profile("jingyang"))
    rows = parsed.records["leader_arrangement"].to_pylist()
    assert [(row["project_name"], row["contact_leader"], row["effective_on"]) for row in rows] == [
        ("一号桥", "赵", date(2026, 7, 13)),
        ("二号路", "赵", date(2026, 7, 13)),
        ("三号园", "钱", date(2026, 8, 1)),
    ]
