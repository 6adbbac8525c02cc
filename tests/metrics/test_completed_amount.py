"""本期完成: what the same projects added since an earlier month, on a table, and on the demo against plain Python."""

from datetime import date
from decimal import Decimal

import pytest

from data import warehouse as stored
from data.profile import load_profile
from metrics.completion.completed_amount import completed_amount
from metrics.overview.overview import overview
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
JUNE, SEPTEMBER = date(2026, 6, 1), date(2026, 9, 1)
SOURCES = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2025-12-01 | 2026-01-05       | 2026-01-05
    tianyuan | dispatch | 2026-06-01 | 2026-07-05       | 2026-07-05
    tianyuan | dispatch | 2026-08-01 | 2026-09-05       | 2026-09-05
    tianyuan | dispatch | 2026-09-01 | 2026-10-05       | 2026-10-05
"""
MONTHS = """
    district | project_id | month      | responsible_unit | is_counted | carried_ytd_wan
    tianyuan | A1         | 2026-06-01 | 城建局           | true       | 300
    tianyuan | A1         | 2026-09-01 | 城建局           | true       | 500              # +200
    tianyuan | A2         | 2026-06-01 | 城建局           | true       | 900              # 三季度调出：不是负的完成
    tianyuan | A2         | 2026-09-01 | 城建局           | false      | 950
    tianyuan | A3         | 2026-06-01 | 城建局           | false      | 80               # 三季度调入：只算本季的 20
    tianyuan | A3         | 2026-09-01 | 城建局           | true       | 100
    tianyuan | B1         | 2026-06-01 | 城建局           | true       | 50               # 换了单位
    tianyuan | B1         | 2026-09-01 | 教育局           | true       | 70
    tianyuan | B2         | 2026-09-01 | 教育局           | true       | 30               # 新项目
    tianyuan | B3         | 2026-06-01 | 教育局           | true       |                  # 今年从未上报
    tianyuan | B3         | 2026-09-01 | 教育局           | true       |
"""


def ask(**options):
    con = warehouse(source_month=SOURCES, project_month=MONTHS)
    return completed_amount(con, **{"profile": PROFILE, "as_of": SEPTEMBER} | options)


def test_by_unit_since_the_end_of_last_quarter():
    assert_table(
        ask(by="responsible_unit", since=JUNE),
        """
        responsible_unit | projects | completed_wan | joined_left_wan
        城建局           | 2        | 220           | -870           # 600 − 1250 = −650
        教育局           | 3        | 50            | 50             # 100 − 0 = 100
        """,
    )


def test_of_the_district_a_project_that_only_changes_its_unit_neither_joins_nor_leaves():
    assert_table(ask(since=JUNE), """
        projects | completed_wan | joined_left_wan
        5        | 270           | -820            # 700 − 1250 = −550
    """)  # fmt: skip


def test_since_a_month_of_last_year_everything_is_of_this_year():
    assert_table(ask(since=date(2025, 12, 1)), """
        completed_wan | joined_left_wan
        700           | 0
    """)  # fmt: skip


def test_a_month_without_a_dispatch_cannot_be_compared_with():
    assert_table(ask(since=date(2026, 7, 1)), """
        completed_wan | joined_left_wan
                      |
    """)  # fmt: skip


def test_the_month_compared_with_lies_before():
    with pytest.raises(ValueError, match="before 2026-09"):
        ask(since=SEPTEMBER)


ROWS = """
select project_id, month, responsible_unit, is_counted, carried_ytd_wan
from mart.project_month
where district = $district and year(month) = 2026
"""


@pytest.mark.parametrize("district", ["tianyuan", "jingyang"])
def test_the_demo_against_plain_python(demo_store, district):
    asking = {"profile": load_profile(district), "as_of": SEPTEMBER}
    with stored.connect(demo_store).cursor() as con:
        rows = con.execute(ROWS, {"district": district}).fetchall()
        units = completed_amount(con, by="responsible_unit", since=JUNE, **asking).set_index("responsible_unit")
        months = overview(con, **asking).set_index("month").reported_ytd_change_wan
    reported = {(project, month): amount or Decimal(0) for project, month, _, _, amount in rows}
    added: dict[str, Decimal] = {}
    by_month: dict[date, Decimal] = {}
    for project, month, unit, is_counted, amount in rows:
        if not is_counted:
            continue
        before = reported.get((project, month.replace(month=max(1, month.month - 1))), Decimal(0))
        own = (amount or Decimal(0)) - (before if month.month > 1 else Decimal(0))
        by_month[month] = by_month.get(month, Decimal(0)) + own
        if month == SEPTEMBER:
            own = (amount or Decimal(0)) - reported.get((project, JUNE), Decimal(0))
            added[unit] = added.get(unit, Decimal(0)) + own
    assert {unit: Decimal(f"{wan:.2f}") for unit, wan in units.completed_wan.items()} == added
    for month in range(1, 10):
        assert Decimal(f"{months[f'2026-{month:02}-01']:.2f}") == by_month[date(2026, month, 1)]
