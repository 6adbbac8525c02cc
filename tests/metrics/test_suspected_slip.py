"""疑似单位错: an amount in 元 under 万元 makes every sum that contains it provisional; at the limits it does not.

So does one that the intake noticed, as long as nobody decided on it.
"""

from datetime import date

import pytest

from data.profile import load_profile
from data.wording import completion_wording
from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_places import completion_places
from metrics.completion.investment_completion import investment_completion
from metrics.overview.actions import actions
from metrics.projects.slowest_projects import slowest_projects
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
APRIL = date(2026, 4, 1)
SOURCES = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-03-01 | 2026-04-05       | 2026-04-05
    tianyuan | dispatch | 2026-04-01 | 2026-05-05       | 2026-05-05
"""
MONTHS = """
    district | project_id | month      | responsible_unit | town | is_counted | annual_plan_wan | carried_ytd_wan | total_investment_wan | is_silent
    tianyuan | A1         | 2026-04-01 | 城建局           | 甲镇 | true       | 1000            | 2000000         | 5000                 | false  # 元写在万元下
    tianyuan | A2         | 2026-04-01 | 教育局           | 甲镇 | true       | 1000            | 300             | 5000                 | false
    tianyuan | A3         | 2026-04-01 | 水利局           | 乙镇 | true       | 100             | 1000            | 800                  | false  # 恰为计划的十倍：不算
    tianyuan | A4         | 2026-04-01 | 水利局           | 乙镇 | true       | 100             | 1200            | 1000                 | false  # 恰为总投资的1.2倍：不算
    tianyuan | A5         | 2026-04-01 | 卫健局           | 丙镇 | true       | 100             | 1000.01         |                      | false  # 总投资不知道
    tianyuan | A6         | 2026-04-01 | 财政局           | 丙镇 | false      | 100             | 9999999         | 100                  | false  # 不计的
    tianyuan | A1         | 2026-03-01 | 城建局           | 甲镇 | true       | 1000            | 150             | 5000                 | false
"""


def ask(metric, **options):
    con = warehouse(source_month=SOURCES, project_month=MONTHS)
    return metric(con, **{"profile": PROFILE, "as_of": APRIL} | options)


def test_every_level_that_contains_it_is_provisional():
    assert_table(ask(investment_completion), "suspect_projects | is_provisional\n2 | true")
    units = ask(investment_completion, by="responsible_unit").sort_values("responsible_unit")
    assert_table(units, """
        responsible_unit | suspect_projects | is_provisional
        卫健局           | 1                | true
        城建局           | 1                | true
        教育局           | 0                | false
        水利局           | 0                | false
    """)  # fmt: skip
    towns = ask(investment_completion, by="town").sort_values("town")
    assert_table(towns, """
        town | suspect_projects | is_provisional
        丙镇 | 1                | true
        乙镇 | 0                | false
        甲镇 | 1                | true
    """)  # fmt: skip


def test_the_figure_without_it_stands_beside():
    total = ask(investment_completion).iloc[0]
    assert (total.unsuspected_reported_wan, total.unsuspected_rate) == (300 + 1000 + 1200, 2500 / 1200)
    assert completion_wording.unsure(total) == (
        "2 个项目的上报疑似单位错，待核，本数暂定；不含它们完成 2,500 万元，完成率 208.3%。"
    )
    units = ask(investment_completion, by="responsible_unit").set_index("responsible_unit")
    assert units.unsuspected_rate.isna().all()  # alone in its unit, or nothing suspected
    assert units.unsuspected_reported_wan.dropna().to_dict() == {"城建局": 0, "卫健局": 0}
    assert completion_wording.unsure(units.loc["城建局"]).endswith("本数暂定。")


def test_what_no_project_can_have_is_suspected_whatever_its_plan():
    rows = """
        district | project_id | month      | is_counted | annual_plan_wan | carried_ytd_wan | total_investment_wan
        tianyuan | A1         | 2026-04-01 | true       | 100000000000    | 10000000        | 100000000000  # 一千亿元
        tianyuan | A2         | 2026-04-01 | true       | 100000000000    | 10000000.01     | 100000000000
    """
    con = warehouse(source_month=SOURCES, project_month=rows)
    found = investment_completion(con, profile=PROFILE, as_of=APRIL, by="project").set_index("project_id")
    assert found.suspect_projects.to_dict() == {"A1": 0, "A2": 1}


def test_only_the_months_that_contain_it_are():
    assert_table(ask(completion_by_month, by="responsible_unit").query("responsible_unit == '城建局'"), """
        month      | is_provisional
        2026-03-01 | false
        2026-04-01 | true
    """)  # fmt: skip


def test_a_rate_over_150_percent_is_doubted_never_praised():
    months = """
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | total_investment_wan | expected_share
        tianyuan | A1         | 2026-04-01 | 甲局             | true       | 1000            | 1500            | 5000                 | 0.5  # 恰为 150%
        tianyuan | A2         | 2026-04-01 | 乙局             | true       | 1000            | 1500.01         | 5000                 | 0.5
        tianyuan | A3         | 2026-04-01 | 丙局             | true       | 1000            | 9000            | 5000                 | 0    # 还没有计划进度
    """
    con = warehouse(source_month=SOURCES, project_month=months)
    units = investment_completion(con, profile=PROFILE, as_of=APRIL, by="responsible_unit")
    assert_table(units.sort_values("responsible_unit"), """
        responsible_unit | light
        丙局             |
        乙局             | doubtful
        甲局             | ahead
    """)  # fmt: skip


SLIPS = {
    "source_file": """
        file_id | district | name | sha256           | received_on | loaded_at           | is_demo
        7       | tianyuan | 调度 | abcdef0123456789 | 2026-05-05  | 2026-05-05 12:00:00 | false
    """,
    "source_row": """
        row_id | file_id | sheet  | row | outcome
        74     | 7       | 调度表 | 4   | loaded
        75     | 7       | 调度表 | 5   | loaded
        76     | 7       | 调度表 | 6   | loaded
    """,
    "source_notice": """
        file_id | sheet  | row | kind                | project_id | text | field             | value
        7       | 调度表 | 4   | suspected_unit_slip | A1         | 提示 | reported_ytd_wan  | 0.03
        7       | 调度表 | 5   | suspected_unit_slip | A2         | 提示 | total_investment_wan | 0.5
        7       | 调度表 | 6   | suspected_date      | A3         | 提示 | reported_ytd_wan  | 50
    """,
    "project_month": """
        district | project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | total_investment_wan
        tianyuan | A1         | 2026-04-01 | 甲局             | true       | 1000            | 0.03            | 5000
        tianyuan | A2         | 2026-04-01 | 甲局             | true       | 1000            | 400             | 5000
        tianyuan | A3         | 2026-04-01 | 乙局             | true       | 1000            | 50              | 5000
    """,
    "reported": """
        district | project_id | month      | known_from | known_to   | row_id          | reported_ytd_wan
        tianyuan | A1         | 2026-04-01 | 2026-05-05 |            | 74              | 0.03
        tianyuan | A2         | 2026-04-01 | 2026-05-05 |            | 75              | 400
        tianyuan | A3         | 2026-04-01 | 2026-05-05 |            | 76              | 50
    """,
}  # fmt: skip


def noticed(decisions: str = "", **changed: str):
    con = warehouse(source_month=SOURCES, **(SLIPS | changed))
    if decisions:
        rows = [(number, f'{{"status": "{status}"}}') for number, status in enumerate(decisions.split(), 1)]
        con.executemany(
            "insert into mart.decision values (?, 'tianyuan', 'proposal_refused',"
            " 'cell:abcdef0123456789|调度表|4|reported_ytd_wan', '2026-05-06', now(), '张', null, ?)",
            rows,
        )
    projects = investment_completion(con, profile=PROFILE, as_of=APRIL, by="project").set_index("project_id")
    return con, projects.light.where(projects.light.notna(), None).to_dict()


def test_a_slip_that_the_intake_noticed_is_doubted_until_somebody_decides():
    con, lights = noticed()
    assert lights == {"A1": "doubtful", "A2": "ahead", "A3": "behind"}  # only an amount done, only a slip of the unit
    assert_table(investment_completion(con, profile=PROFILE, as_of=APRIL, by="responsible_unit"), """
        responsible_unit | suspect_projects | is_provisional | behind_projects | unsuspected_rate
        甲局             | 1                | true           | 0               | 0.4
        乙局             | 0                | false          | 1               |
    """)  # fmt: skip
    months = completion_by_month(con, profile=PROFILE, as_of=APRIL, by="project").set_index("project_id")
    assert months.light["A1"] == "doubtful"
    assert list(slowest_projects(con, profile=PROFILE, as_of=APRIL).project_id) == ["A3"]
    assert list(actions(con, profile=PROFILE, as_of=APRIL).project_id) == ["A3"]


def test_a_slip_that_was_called_right_or_mended_is_none():
    assert noticed("refused")[1]["A1"] == "behind"
    assert noticed("refused undone")[1]["A1"] == "doubtful"
    mended = SLIPS["reported"].replace(
        "2026-05-05 |            | 74           ", "2026-05-05 | 2026-05-08 | 74           "
    )
    assert noticed(reported=mended)[1]["A1"] == "behind"


def test_a_slip_in_a_column_of_one_month_stays_in_the_months_after_it():
    notices = """
        file_id | sheet  | row | kind                | project_id | text | field              | value
        7       | 调度表 | 4   | suspected_unit_slip | A1         | 提示 | reported_month_wan | 0.01
    """
    dispatches = """
        row_id        | district | project_id | known_from | month      | reported_month_wan
        74            | tianyuan | A1         | 2026-05-05 | 2026-03-01 | 0.01  # 三月写错，四月的累计含着它
    """
    assert noticed(source_notice=notices, raw_dispatch=dispatches)[1]["A1"] == "doubtful"
    after = dispatches.replace("2026-03-01", "2026-05-01")
    assert noticed(source_notice=notices, raw_dispatch=after)[1]["A1"] == "behind"


CHANGES = {
    "source_month": """
        district | kind     | month      | first_known_from | last_known_from
        tianyuan | dispatch | 2026-03-01 | 2026-04-05       | 2026-04-05
        tianyuan | dispatch | 2026-04-01 | 2026-05-05       | 2026-05-05
        tianyuan | dispatch | 2026-05-01 | 2026-06-05       | 2026-06-05
        tianyuan | dispatch | 2026-07-01 | 2026-08-05       | 2026-08-05
    """,
    "plan_version": """
        district | project_id | year | effective_month | known_from | known_to | annual_plan_wan | is_removed
        tianyuan | A1         | 2026 | 2026-01-01      | 2026-01-20 |          | 100             | false
        tianyuan | A2         | 2026 | 2026-01-01      | 2026-01-20 |          | 1000            | false
    """,
    "reported": """
        district | project_id | month      | known_from | known_to | row_id | reported_ytd_wan
        tianyuan | A1         | 2026-03-01 | 2026-04-05 |          | 1      | 20
        tianyuan | A1         | 2026-04-01 | 2026-05-05 |          | 2      | 300000    # 元写在万元下
        tianyuan | A1         | 2026-05-01 | 2026-06-05 |          | 3      | 40
        tianyuan | A2         | 2026-03-01 | 2026-04-05 |          | 4      | 100
        tianyuan | A2         | 2026-04-01 | 2026-05-05 |          | 5      | 250
        tianyuan | A2         | 2026-05-01 | 2026-06-05 |          | 6      | 240       # 冲减 10
    """,
    "project_month": """
        district | project_id | month      | is_counted | annual_plan_wan | carried_ytd_wan | total_investment_wan | reported_month_wan
        tianyuan | A1         | 2026-03-01 | true       | 100             | 20              | 500                  | 20
        tianyuan | A1         | 2026-04-01 | true       | 100             | 300000          | 500                  | 299980
        tianyuan | A1         | 2026-05-01 | true       | 100             | 40              | 500                  | -299960
        tianyuan | A1         | 2026-07-01 | true       | 100             | 60              | 500                  | 20
        tianyuan | A2         | 2026-03-01 | true       | 1000            | 100             | 5000                 | 100
        tianyuan | A2         | 2026-04-01 | true       | 1000            | 250             | 5000                 | 150
        tianyuan | A2         | 2026-05-01 | true       | 1000            | 240             | 5000                 | -10
        tianyuan | A2         | 2026-07-01 | true       | 1000            | 500             | 5000                 | 260
    """,
}  # fmt: skip


def test_the_month_of_a_slip_and_the_one_after_it_say_what_they_are_without_it():
    con = warehouse(**CHANGES)
    assert_table(change_without_slips(con, profile=PROFILE, as_of=APRIL), """
        suspect_projects | completed_wan | rate_before | rate_after
        1                | 150           | 0.1         | 0.25
    """)  # fmt: skip
    after = change_without_slips(con, profile=PROFILE, as_of=date(2026, 5, 1))
    assert_table(after, "suspect_projects | completed_wan | rate_before | rate_after\n1 | -10 | 0.25 | 0.24")
    assert completion_wording.added_without(after) == "含 1 个项目疑似单位错的上报或其更正，待核，不含的为 −10 万元"
    assert completion_wording.rate_without(after) == "不含疑似单位错的，完成率由 25.0% 到 24.0%"
    # no slip in either month, or no month to compare with
    for month in (3, 7):
        assert change_without_slips(con, profile=PROFILE, as_of=date(2026, month, 1)).empty
    since_march = change_without_slips(con, profile=PROFILE, as_of=date(2026, 5, 1), since=date(2026, 3, 1))
    assert since_march.empty


def test_a_sum_with_a_slip_has_no_place_no_light_and_no_run_rate():
    con = warehouse(**CHANGES)
    april = investment_completion(con, profile=PROFILE, as_of=APRIL).iloc[0]
    assert (april.light, april.unsuspected_gap_pp) == ("doubtful", pytest.approx(25 - 100 / 3))
    assert april[["required_run_rate_wan", "last_three_months_wan"]].isna().all()
    # July's mean of three months begins with April's figure
    july = investment_completion(con, profile=PROFILE, as_of=date(2026, 7, 1)).iloc[0]
    assert july.required_run_rate_wan == (1100 - 560) / 5
    assert july.isna().last_three_months_wan
    places = completion_places(con, profile=PROFILE, as_of=APRIL, by="batch")
    assert places.bulletin_place.isna().all()
