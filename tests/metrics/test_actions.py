"""Who must act (谁要行动), on tables small enough to check by hand."""

from datetime import date
from types import SimpleNamespace

import pytest

from data.profile import load_profile
from data.wording.completion_wording import call
from metrics.overview.actions import actions
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
SOURCES = """
    district | kind              | month      | first_known_from | last_known_from
    tianyuan | dispatch          | 2026-01-01 | 2026-02-05       | 2026-02-05
    tianyuan | dispatch          | 2026-06-01 | 2026-07-05       | 2026-07-05
    tianyuan | dispatch          | 2026-07-01 | 2026-08-05       | 2026-08-05
    tianyuan | dispatch          | 2026-08-01 | 2026-09-05       | 2026-09-05
    tianyuan | dispatch          | 2026-09-01 | 2026-10-05       | 2026-10-05
    tianyuan | statistics_return | 2026-09-01 | 2026-10-10       | 2026-10-10
"""
# September: 9/12 of the plan is due, 900 of 1200, August 800, July 700; late is below 0.8 of that.
MONTHS = """
    district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | actual_start_date | total_investment_wan | booked_ytd_wan | is_in_library
    tianyuan | A1         | 2026-09-01 | 城建局           | true       | 1200            | 300             | 2026-03-05        | 3000                 | 300            | true     # 900 的三分之一：滞后，缺口 600
    tianyuan | A1         | 2026-08-01 | 城建局           | true       | 1200            | 300             | 2026-03-05        | 3000                 | 300            | true     # 800 的 0.375：滞后
    tianyuan | A1         | 2026-07-01 | 城建局           | true       | 1200            | 700             | 2026-03-05        | 3000                 | 300            | true     # 700 的全部：跟上，所以自8月
    tianyuan | A2         | 2026-09-01 | 城建局           | true       | 1200            | 719.99          | 2026-03-05        | 3000                 | 719.99         | true     # 900 的 0.8 差一分：偏慢，缺口 180.01
    tianyuan | A3         | 2026-09-01 | 城建局           | true       | 1200            | 720             | 2026-03-05        | 3000                 | 720            | true     # 正好 0.8：正常，不列
    tianyuan | A4         | 2026-09-01 | 城建局           | true       | 1200            | 700             | 2026-03-05        | 3000                 | 700            | true     # 偏慢，缺口 200：同一单位第三条，让给别的单位？
    tianyuan | B1         | 2026-09-01 | 教育局           | true       | 1200            | 900             | 2026-05-05        | 3000                 |                | false    # 跟上进度而不在库：上报 900 未入统
    tianyuan | B2         | 2026-09-01 | 教育局           | true       | 1200            | 850             | 2026-04-05        | 3000                 | 0              | true     # 在库而今年无数：850（进度缺口只有 50）
    tianyuan | C1         | 2026-09-01 | 水利局           | true       | 1200            | 600             | 2026-04-05        | 3000                 |                | false    # 又慢又不在库：取大的一条，600 > 300
    tianyuan | C2         | 2026-09-01 | 水利局           | false      | 1200            | 100             | 2026-09-15        | 3000                 |                | false    # 9月15日开工，10日窗口已过：下月才应入库
    jingyang | X1         | 2026-09-01 | 城建局           | true       | 1200            | 0               | 2026-03-05        | 3000                 | 0              | true     # 别的区
"""
PROJECTS = "\n".join(
    ["district | project_id | project_name"]
    + [f"tianyuan | {name} | 项目{name}" for name in ("A1", "A2", "A3", "A4", "B1", "B2", "C1", "C2")]
)
REPORTED = """
    district | project_id | month      | known_from | known_to   | problem
    tianyuan | A1         | 2026-08-01 | 2026-09-05 |            | 旧问题
    tianyuan | A1         | 2026-09-01 | 2026-10-05 | 2026-10-20 | 当时说的
    tianyuan | A1         | 2026-09-01 | 2026-10-20 |            | 征拆未完
    tianyuan | A1         | 2026-10-01 | 2026-11-05 |            | 截至月之后
"""


def ask(as_of: date = SEPTEMBER):
    con = warehouse(source_month=SOURCES, project_month=MONTHS, project=PROJECTS, reported=REPORTED)
    return actions(con, profile=PROFILE, as_of=as_of)


def test_most_money_first_one_row_a_project_two_a_unit():
    assert_table(
        ask(),
        """
        project_id | project_name | responsible_unit | need           | amount_wan | since_month | standing_months | pace_gap_pp | light  | problem
        B1         | 项目B1       | 教育局           | not_in_library | 900        | 2026-05-01  | 5               |             |        |
        B2         | 项目B2       | 教育局           | no_figures     | 850        | 2026-04-01  | 6               |             |        |
        A1         | 项目A1       | 城建局           | behind_plan    | 600        | 2026-08-01  | 2               | -50         | behind | 征拆未完
        C1         | 项目C1       | 水利局           | not_in_library | 600        | 2026-04-01  | 6               |             |        |
        A4         | 项目A4       | 城建局           | behind_plan    | 200        | 2026-09-01  | 1               | -50/3       | slow   |
        """,
    )


def test_who_has_nothing_planned_yet_is_not_late():
    months = """
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share
        tianyuan | N1         | 2026-09-01 | 水利局           | true       | 1200            | 0               | 0      # 11月才开工：未到期
        tianyuan | N2         | 2026-09-01 | 教育局           | true       | 1200            | 0               | 0.25   # 应 300：滞后，缺口 300，不是按月份的 900
    """
    found = actions(warehouse(source_month=SOURCES, project_month=months), profile=PROFILE, as_of=SEPTEMBER)
    assert_table(found, "project_id | need | amount_wan | light\nN2 | behind_plan | 300 | behind")


def test_nothing_after_the_month_is_seen():
    assert set(ask(AUGUST).project_id) == {"A1"}


def test_one_that_left_the_library_is_to_be_asked_about_not_entered():
    months = """
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | actual_start_date | total_investment_wan | booked_ytd_wan | is_in_library
        tianyuan | D1         | 2026-09-01 | 水利局           | true       | 1200            | 900             | 2026-03-05        | 3000                 |                | false
    """
    entries = """
        district | project_id | return_library_month | return_statistics_month
        tianyuan | D1         | 2026-04-01           | 2026-05-01
    """
    con = warehouse(source_month=SOURCES, project_month=months, project_entry=entries)
    assert_table(
        actions(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | need         | amount_wan | since_month
        D1         | left_library | 900        | 2026-03-01
        """,
    )


def left_the_library(finished: str, decision: str = "") -> list[str]:
    months = f"""
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | actual_start_date | actual_finish_date | total_investment_wan | is_in_library
        tianyuan | D1         | 2026-09-01 | 水利局           | true       | 1200            | 900             | 2026-03-05        | {finished}         | 3000                 | false
    """
    entries = """
        district | project_id | return_library_month | return_statistics_month
        tianyuan | D1         | 2026-04-01           | 2026-05-01
    """
    decided = "district | entry_id | kind | subject | known_from | who | payload" + decision
    con = warehouse(source_month=SOURCES, project_month=months, project_entry=entries, decision=decided)
    return list(actions(con, profile=PROFILE, as_of=SEPTEMBER).need)


@pytest.mark.parametrize(
    ("finished", "month", "parts", "needs"),
    [
        ("", "2026-09", '{"parts": [{"reason": "R15"}]}', []),  # removed rightly, as a person decided: no call
        ("", "2026-09", '{"parts": [{"reason": "R02"}]}', ["left_library"]),  # not legitimate
        ("", "2026-08", '{"parts": [{"reason": "R15"}]}', ["left_library"]),  # decided for another month
        ("", "2026-09", '{"parts": [{"reason": "R15"}], "status": "undone"}', ["left_library"]),
        ("2026-09-30", "", "", []),  # finished by the month's end, and therefore removed
        ("2026-10-01", "", "", ["left_library"]),  # finishes later
    ],
)
def test_one_that_left_the_library_rightly_heads_no_call(finished, month, parts, needs):
    decision = f"\n tianyuan | 1 | reason | reason:D1:{month} | 2026-10-12 | 张 | {parts}" if month else ""
    assert left_the_library(finished, decision) == needs


def test_since_counts_months_of_the_same_light_or_worse_that_are_known():
    months = """
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share
        tianyuan | E1         | 2026-05-01 | 水利局           | true       | 1200            | 0               | 0.416667   # 5月的调度表没有载入
        tianyuan | E1         | 2026-06-01 | 水利局           | true       | 1200            | 400             | 0.5    # 偏慢：不算滞后
        tianyuan | E1         | 2026-07-01 | 水利局           | true       | 1200            | 300             | 0.583333   # 滞后
        tianyuan | E1         | 2026-08-01 | 水利局           | true       | 1200            | 300             | 0.666667
        tianyuan | E1         | 2026-09-01 | 水利局           | true       | 1200            | 300             | 0.75
        tianyuan | E2         | 2026-07-01 | 教育局           | true       | 1200            | 300             | 0.583333   # 滞后，也不比偏慢好
        tianyuan | E2         | 2026-08-01 | 教育局           | true       | 1200            | 600             | 0.666667    # 偏慢
        tianyuan | E2         | 2026-09-01 | 教育局           | true       | 1200            | 700             | 0.75   # 偏慢
        tianyuan | E3         | 2026-05-01 | 卫健局           | true       | 1200            |                 | 0.416667
        tianyuan | E3         | 2026-06-01 | 卫健局           | true       | 1200            |                 | 0.5    # 今年从未上报：没有缺口，没有灯
        tianyuan | E3         | 2026-09-01 | 卫健局           | true       | 1200            |                 | 0.75
    """
    con = warehouse(source_month=SOURCES, project_month=months)
    assert_table(
        actions(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_id | need           | amount_wan | since_month | standing_months | light  | pace_gap_pp
        E1         | behind_plan    | 600        | 2026-07-01  | 3               | behind | -50
        E2         | behind_plan    | 200        | 2026-07-01  | 3               | slow   | -50/3
        E3         | unknown_before |            | 2026-06-01  | 4               |        |
        """,
    )


def test_who_never_reported_is_called_beside_two_others_of_the_unit():
    months = """
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
        tianyuan | F1         | 2026-09-01 | 三门镇           | true       | 12000           | 1000
        tianyuan | F2         | 2026-09-01 | 三门镇           | true       | 12000           | 2000
        tianyuan | F3         | 2026-09-01 | 三门镇           | true       | 12000           | 3000   # 第三条：不列
        tianyuan | F4         | 2026-09-01 | 三门镇           | true       | 12000           |        # 今年未报：另一类，仍列
    """
    con = warehouse(source_month=SOURCES, project_month=months)
    called = actions(con, profile=PROFILE, as_of=SEPTEMBER)
    assert list(zip(called.project_id, called.need, strict=True)) == [
        ("F1", "behind_plan"), ("F2", "behind_plan"), ("F4", "unknown_before"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("until", "loaded", "need"),
    [
        (9, range(1, 10), "not_reported"),  # every month is loaded and it is in none of them
        (9, (1, 2, 4, 5, 6, 7, 8, 9), "unknown_before"),  # it may have reported in March
        (9, (9,), "unknown_before"),
        (1, (1,), "not_reported"),  # no month stands before January
    ],
)
def test_who_has_no_figure_did_not_report_only_where_every_month_is_loaded(until, loaded, need):
    sources = "district | kind | month | first_known_from | last_known_from\n" + "\n".join(
        f"tianyuan | dispatch | 2026-{month:02}-01 | 2026-{month:02}-28 | 2026-{month:02}-28" for month in loaded
    )
    months = f"""
        district | project_id | month            | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
        tianyuan | F1         | 2026-{until:02}-01 | 三门镇           | true       | 12000           |
    """
    con = warehouse(source_month=sources, project_month=months)
    called = actions(con, profile=PROFILE, as_of=date(2026, until, 1))
    assert list(called.need) == [need]
    words = {"not_reported": "今年未报", "unknown_before": "此前月份未载入，已载入的月未报"}
    assert call(next(called.itertuples()), date(2026, until, 1)).startswith(words[need])


def test_by_when_and_what_is_open():
    """Entries by the next window (the 10th), a report by the next report's day, the pace by the next month's end."""
    found = ask().set_index("project_id")
    assert f"{found.act_by['A1']:%Y-%m-%d}" == "2026-10-31"
    assert f"{found.act_by['B1']:%Y-%m-%d}" == "2026-10-10"
    assert found.missing_materials["B1"]  # nothing is there yet: the list of the profile
    assert found.missing_materials.isna()["A1"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"need": "behind_plan", "problem": "征拆未完"}, "自3月滞后，征拆未完"),
        ({"need": "behind_plan", "problem": "无"}, "自3月滞后，赶上进度"),
        ({"need": "not_in_library", "problem": "雨季施工", "return_reason": "缺施工合同"}, "3月开工未入库，已退回：缺施工合同，补正后重报"),
        ({"need": "not_in_library", "missing_materials": "备案证、施工许可证、照片", "who_must_bring": "业主"},
         "3月开工未入库，缺备案证、施工许可证等 3 项（业主补）"),
        ({"need": "not_in_library", "problem": "雨季施工"}, "3月开工未入库，办理统计入库"),
        ({"need": "no_figures", "problem": "雨季施工"}, "3月开工零入统，核对入统数据"),
        ({"need": "not_reported", "problem": "雨季施工"}, "今年未报，补报"),
    ],
)  # fmt: skip
def test_the_units_remark_is_said_for_the_pace_only(row, expected):
    usual = dict.fromkeys(("problem", "return_reason", "missing_materials", "who_must_bring"))
    one = SimpleNamespace(**usual | {"since_month": date(2026, 3, 1), "light": "behind"} | row)
    assert call(one, SEPTEMBER) == expected
