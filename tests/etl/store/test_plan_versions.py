"""Which plan holds in which month, and since when we know it."""

from datetime import date

import pyarrow as pa
import pytest

from etl.loading.plan_month import MonthNeeded, OpeningPlans, effective_months
from tests.tables import assert_table


def plan(made, text: str, *, received: str, effective: str = "2026-01"):
    header, *lines = text.split("\n")
    with_year = "\n".join([f"{header} | year", *(f"{line} | 2026" for line in lines)])
    return made.file("annual_plan", with_year, received=received, year=2026, effective=effective)


def versions(con):
    return con.execute(
        "select effective_month, known_from, known_to, annual_plan_wan, is_removed from mart.plan_version"
        " order by effective_month, known_from, row_id"
    ).df()


def test_a_plan_is_changed_taken_out_and_corrected(made):
    plan(made, "project_name | annual_plan_wan | adjustment\n甲 | 100 |", received="2026-02-20")
    plan(
        made, "project_name | annual_plan_wan | adjustment\n甲 | 80 | 调减", received="2026-07-05", effective="2026-07"
    )
    plan(made, "project_name | annual_plan_wan | adjustment\n甲 | | 调出", received="2026-09-05", effective="2026-09")
    plan(made, "project_name | annual_plan_wan | adjustment\n甲 | 110 |", received="2026-10-05")
    assert_table(
        versions(made.built()),
        """
        effective_month | known_from | known_to   | annual_plan_wan | is_removed
        2026-01-01      | 2026-02-20 | 2026-10-05 | 100             | false    # 年初计划：收到再晚也从1月起
        2026-01-01      | 2026-10-05 |            | 110             | false    # 更正年初数
        2026-07-01      | 2026-07-05 |            | 80              | false
        2026-09-01      | 2026-09-05 |            |                 | true
        """,
    )


def test_the_dispatchs_plan_speaks_only_until_a_plan_does(made):
    for month, amount in (("2026-02", 90), ("2026-03", 95)):
        text = f"project_name | annual_plan_wan | reported_ytd_wan\n甲 | {amount} | 1"
        made.file("dispatch", text, month=month, received=f"{month}-28")
    plan(made, "project_name | annual_plan_wan\n甲 | 100", received="2026-04-01")
    made.file(
        "dispatch",
        "project_name | annual_plan_wan | reported_ytd_wan\n甲 | 120 | 3",
        month="2026-04",
        received="2026-05-12",
    )
    con = made.built()
    assert_table(
        versions(con),
        """
        effective_month | known_from | known_to   | annual_plan_wan | is_removed
        2026-01-01      | 2026-02-28 | 2026-03-28 | 90              | false
        2026-01-01      | 2026-03-28 | 2026-04-01 | 95              | false
        2026-01-01      | 2026-04-01 |            | 100             | false
        """,
    )
    assert con.execute("select distinct kind from source.notice").fetchall() == [("plan_differs",)]


def test_a_project_that_the_years_plan_does_not_name_is_outside_it(made):
    plan(made, "project_name | annual_plan_wan\n甲 | 100", received="2026-02-20")
    made.file(
        "dispatch",
        "project_name | annual_plan_wan | reported_ytd_wan\n乙 | 50 | 7",
        received="2026-04-12",
        month="2026-03",
    )
    con = made.built()
    assert con.execute("select count(*) from mart.plan_version where annual_plan_wan = 50").fetchone() == (0,)
    assert con.execute(
        "select bool_and(is_outside_plan) from mart.project_month where carried_ytd_wan = 7"
    ).fetchone() == (True,)


def test_the_back_scheduled_plan_has_its_versions(made):
    monthly = "row | month | planned_ytd_wan\n1 | 2026-06 | 40\n1 | 2026-12 | {}"
    for received, year_end in (("2026-01-20", 100), ("2026-03-01", 90)):
        made.file(
            "annual_plan",
            "project_name | annual_plan_wan | year\n甲 | 100 | 2026",
            received=received,
            year=2026,
            monthly_plan=monthly.format(year_end),
        )
    assert_table(
        made.built()
        .execute(
            "select month, known_from, known_to, planned_ytd_wan from mart.monthly_plan order by month, known_from"
        )
        .df(),
        """
        month      | known_from | known_to   | planned_ytd_wan
        2026-06-01 | 2026-01-20 |            | 40
        2026-12-01 | 2026-01-20 | 2026-03-01 | 100
        2026-12-01 | 2026-03-01 |            | 90
        """,
    )


@pytest.mark.parametrize(
    ("name", "title_month", "option", "has_opening", "expected"),
    [
        ("年度计划.xlsx", None, None, False, "2026-01-01"),
        ("年度计划.xlsx", date(2026, 3, 1), None, False, "2026-01-01"),  # 3月印发的年初计划
        ("年度计划.xlsx", date(2026, 3, 1), None, True, "2026-03-01"),
        ("年度计划.xlsx", None, date(2026, 6, 1), True, "2026-06-01"),
        ("年度计划.xlsx", None, date(2026, 6, 1), False, "2026-01-01"),
        ("计划调整.xlsx", date(2026, 7, 1), None, False, "2026-07-01"),  # 调整先于年初计划载入
        ("计划调整.xlsx", None, None, False, "2026-01-01"),
        ("年度计划.xlsx", None, None, True, None),
    ],
)
def test_from_which_month_a_plan_holds(name, title_month, option, has_opening, expected):
    sheet = {
        "sheet": "计划",
        "kind": "annual_plan",
        "title": None,
        "month": title_month,
        "year": 2026,
        "effective_month": title_month,
    }
    tables = {
        "sheets": pa.Table.from_pylist([sheet]),
        "annual_plan": pa.table({"sheet": ["计划"], "year": [2026]}),
    }
    before = OpeningPlans({("jingyang", 2026): date(2026, 1, 20)} if has_opening else {})
    asked = {"district": "jingyang", "option": option, "before": before}
    if expected is None:
        with pytest.raises(MonthNeeded, match="--month"):
            effective_months(name, tables, **asked)
    else:
        assert effective_months(name, tables, **asked) == {"计划": expected}
