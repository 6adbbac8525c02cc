"""Investment completion (投资完成), on tables small enough to check by hand."""

from datetime import date

import pytest

from data.profile import load_profile
from data.rules import Lights
from metrics.completion.investment_completion import investment_completion
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
BY_MONTH = TIANYUAN.model_copy(update={"lights": (Lights(measure="month", article="第十条", origin="default"),)})
MONTHS = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-01-01 | 2026-02-05       | 2026-02-05
    tianyuan | dispatch | 2026-02-01 | 2026-03-05       | 2026-03-05
    tianyuan | dispatch | 2026-03-01 | 2026-04-05       | 2026-04-05
    tianyuan | dispatch | 2026-06-01 | 2026-07-05       | 2026-07-05
    tianyuan | dispatch | 2026-09-01 | 2026-10-05       | 2026-10-05
    tianyuan | dispatch | 2026-12-01 | 2027-01-05       | 2027-01-05
"""

# September: 9/12 = 0.75 is expected. What is not counted must change no rate.
SEPTEMBER = """
    project_id | month      | district | responsible_unit | is_counted | is_removed | is_outside_plan | annual_plan_wan | original_plan_wan | carried_ytd_wan | reported_month_wan
    A1         | 2026-09-01 | tianyuan | 城建局           | true       | false      | false           | 1000            | 1000              | 750             | 100    # 正好时序：超前
    A2         | 2026-09-01 | tianyuan | 城建局           | true       | false      | false           | 1234.40         | 1234.40           | 802.36          | 50     # 0.65：正好 −10，偏慢
    A3         | 2026-09-01 | tianyuan | 城建局           | true       | false      | false           | 1234.40         |                   | 802.37          | 50     # 高出一分：正常；年中新增
    B1         | 2026-09-01 | tianyuan | 教育局           | true       | false      | false           | 1234.40         | 1000              | 555.48          | -20    # 0.45：正好 −30，偏慢；冲减
    B2         | 2026-09-01 | tianyuan | 教育局           | true       | false      | false           | 1234.40         | 1234.40           | 555.47          | 0      # 低一分：滞后
    B3         | 2026-09-01 | tianyuan | 教育局           | true       | false      | false           | 500             | 500               |                 |        # 今年从未上报：合计中为 0，自己无数
    C1         | 2026-09-01 | tianyuan | 水利局           | false      | true       | false           | 600             | 700               | 90              | -5     # 已调出：另列，仍在原计划口径；灯和冲减都不算
    C2         | 2026-09-01 | tianyuan | 水利局           | false      | true       | false           | 0               | 800               |                 |        # 调出时计划写 0：取年初计划
    C3         | 2026-09-01 | tianyuan | 水利局           | false      | false      | true            |                 |                   | 33              | 33     # 计划外：金额另列
    C4         | 2026-09-01 | tianyuan | 水利局           | false      | false      | false           | 400             |                   | 40              | 40     # 前期批次：哪里都不计
    C5         | 2026-09-01 | tianyuan | 水利局           | false      | false      | false           | 0               | 50                | 10              | 0      # 计划调为零：不计入，仍在原计划口径
    C6         | 2026-09-01 | tianyuan | 水利局           | false      | true       | false           | 100             |                   | 50              | 0      # 年中增加又调出：本应偏慢
    D1         | 2026-09-01 | tianyuan | 商务局           | false      | false      | false           | 400             |                   | 40              | 40     # 只有前期项目的单位没有行
    A1         | 2026-10-01 | tianyuan | 城建局           | true       | false      | false           | 1000            | 1000              | 9999            | 9249   # 截至月之后，不可见
    A1         | 2026-08-01 | tianyuan | 城建局           | true       | false      | false           | 1000            | 1000              | 650             | 80     # 上月只进近三月月均
    A1         | 2026-07-01 | tianyuan | 城建局           | true       | false      | false           | 1000            | 1000              | 570             | 60
    A1         | 2026-06-01 | tianyuan | 城建局           | true       | false      | false           | 1000            | 1000              | 510             | 999    # 四个月前，不进
    C4         | 2026-08-01 | tianyuan | 水利局           | false      | false      | false           | 400             |                   | 40              | 40     # 不计入的不进月均
    X1         | 2026-09-01 | jingyang | 城建局           | true       | false      | false           | 1000            | 1000              | 1000            | 10     # 别的区
"""


def ask(rows: str, as_of: date = date(2026, 9, 30), profile=TIANYUAN, loaded: tuple[int, ...] = (), **options):
    """Ask of these rows; ``loaded``: the dispatches that came, else those of ``MONTHS``."""
    few = "\n".join(f"tianyuan | dispatch | 2026-{month:02}-01 | 2026-10-05 | 2026-10-05" for month in loaded)
    months = "\n".join([*MONTHS.strip().splitlines()[:1], few]) if few else MONTHS
    con = warehouse(source_month=months, project_month=rows)
    return investment_completion(con, profile=profile, as_of=as_of, **options)


def test_projects_and_their_lights_by_month():
    assert_table(
        ask(SEPTEMBER, profile=BY_MONTH, by="project"),
        """
        project_id | projects | annual_plan_wan | reported_ytd_wan | investment_completion_rate | expected_share | pace_gap_pp                    | light  | shortfall_wan | plan_status
        B2         | 1        | 1234.40         | 555.47           | 55547/123440               | 0.75           | -30.000810                     | behind | 370.33        | counted
        B1         | 1        | 1234.40         | 555.48           | 0.45                       | 0.75           | -30                            | slow   | 370.32        | counted
        A2         | 1        | 1234.40         | 802.36           | 0.65                       | 0.75           | -10                            | slow   | 123.44        | counted
        A3         | 1        | 1234.40         | 802.37           | 80237/123440               | 0.75           | -9.999190                      | normal | 123.43        | counted
        A1         | 1        | 1000            | 750              | 0.75                       | 0.75           | 0                              | ahead  | 0             | counted
        B3         | 1        | 500             |                  |                            | 0.75           |                                |        |               | counted  # 今年未报：没有缺口
        C1         | 0        | 0               |                  |                            |                |                                |        | 0             | removed
        C2         | 0        | 0               |                  |                            |                |                                |        | 0             | removed
        C3         | 0        | 0               |                  |                            |                |                                |        | 0             | outside_plan
        C5         | 0        | 0               |                  |                            |                |                                |        | 0             | not_counted
        C6         | 0        | 0               |                  |                            |                |                                |        | 0             | removed
        """,
    )


def test_units():
    # 城建局: (750 + 802.36 + 802.37) / (1000 + 2 · 1234.40); nobody's 0 and nobody's null hide in a mean of rates
    assert_table(
        ask(SEPTEMBER, profile=BY_MONTH, by="responsible_unit"),
        """
        responsible_unit | projects | annual_plan_wan | reported_ytd_wan | investment_completion_rate | light  | behind_projects | slow_projects | corrections_wan
        城建局           | 3        | 3468.80         | 2354.73          | 235473/346880              | normal | 0               | 1             | 0
        教育局           | 3        | 2968.80         | 1110.95          | 111095/296880              | behind | 1               | 1             | -20
        水利局           | 0        | 0               | 0                |                            |        | 0               | 0             | 0
        """,
    )


def test_what_stands_beside_the_rate():
    assert_table(
        ask(SEPTEMBER),
        """
        projects | original_plan_wan | original_reported_ytd_wan | original_completion_rate | removed_projects | removed_plan_wan | outside_plan_projects | outside_plan_wan
        6        | 6518.80           | 2763.31                   | 276331/651880            | 3                | 1500             | 1                     | 33
        """,
    )


def test_run_rates():
    # the three months' mean: (100 + 80 + 60 + 50 + 50 − 20 + 0) / 3
    assert_table(
        ask(SEPTEMBER),
        """
        required_run_rate_wan    | last_three_months_wan
        (6437.60-3465.68)/3      | 320/3
        """.replace("(6437.60-3465.68)/3", "297192/300"),
    )


def test_a_plan_overfulfilled_needs_nothing_more():
    rows = """
    project_id | month      | district | is_counted | annual_plan_wan | carried_ytd_wan
    A1         | 2026-09-01 | tianyuan | true       | 1000            | 1300
    """
    assert_table(
        ask(rows),
        """
        investment_completion_rate | pace_gap_pp | required_run_rate_wan
        1.3                        | 55          | 0
        """,
    )


def test_december_has_no_rest_of_the_year_and_january_one_month_of_it():
    rows = """
    project_id | month      | district | is_counted | annual_plan_wan | carried_ytd_wan | reported_month_wan
    A1         | 2025-12-01 | tianyuan | true       | 900             | 900             | 90    # 去年的不进今年的近三月月均
    A1         | 2026-01-01 | tianyuan | true       | 1200            | 60              | 60
    A1         | 2026-02-01 | tianyuan | true       | 1200            | 80              | 20
    A1         | 2026-12-01 | tianyuan | true       | 1200            | 1000            | 30
    """
    december = ask(rows, date(2026, 12, 1))
    assert_table(december, "required_run_rate_wan | last_three_months_wan\n | 10")
    january = ask(rows, date(2026, 1, 1))
    assert_table(january, "required_run_rate_wan | last_three_months_wan | expected_share\n 1140/11 | 60 | 1/12")


def test_silence_is_carried_and_marked():
    rows = """
    project_id | month      | district | responsible_unit | is_counted | is_removed | is_silent | silent_since_month | annual_plan_wan | carried_ytd_wan
    A1         | 2026-09-01 | tianyuan | 城建局           | true       | false      | true      | 2026-08-01         | 300             | 100    # 沿用
    A2         | 2026-09-01 | tianyuan | 城建局           | true       | false      | false     |                    | 700             | 500    # 沿用正好三成：不算暂定
    B1         | 2026-09-01 | tianyuan | 教育局           | true       | false      | true      | 2026-07-01         | 300.01          | 100
    B2         | 2026-09-01 | tianyuan | 教育局           | true       | false      | false     |                    | 699.99          | 500    # 超过三成：暂定
    C1         | 2026-09-01 | tianyuan | 水利局           | true       | false      | true      | 2026-01-01         | 400             |        # 从未上报：没有沿用，但也靠不住
    C2         | 2026-09-01 | tianyuan | 水利局           | true       | false      | false     |                    | 600             | 500
    D1         | 2026-09-01 | tianyuan | 商务局           | false      | true       | true      | 2026-01-01         | 600             | 50     # 已调出的未报不计
    D2         | 2026-09-01 | tianyuan | 商务局           | true       | false      | false     |                    | 600             | 500
    """
    assert_table(
        ask(rows, by="responsible_unit"),
        """
        responsible_unit | reported_ytd_wan | silent_projects | silent_plan_wan | carried_projects | carried_plan_wan | carried_share | is_provisional
        商务局           | 500              | 0               | 0               | 0                | 0                | 0             | false
        城建局           | 600              | 1               | 300             | 1                | 300              | 0.3           | false
        教育局           | 600              | 1               | 300.01          | 1                | 300.01           | 0.30001       | true
        水利局           | 500              | 1               | 400             | 0                | 0                | 0             | true
        """,
    )
    projects = ask(rows, by="project").set_index("project_id")
    assert projects.loc["A1", "silent_since_month"].date() == date(2026, 8, 1)


def test_rates_over_the_same_projects():
    rows = """
    project_id | month      | district | is_counted | is_removed | annual_plan_wan | carried_ytd_wan | planned_ytd_wan | cumulative_wan | total_investment_wan | funds_in_place_wan | funds_paid_wan
    A1         | 2026-09-01 | tianyuan | true       | false      | 1000            | 600             | 800             | 1500           | 2000                 | 500                | 300    # 样样都有
    A2         | 2026-09-01 | tianyuan | true       | false      | 1000            | 700             |                 | 2500           |                      | 400                |        # 无倒排、无总投资、未报支付
    A3         | 2026-09-01 | tianyuan | true       | false      | 1000            |                 | 100             |                | 9000                 |                    | 200    # 未报：阶段分母仍在；无累计；未报到位
    A4         | 2026-09-01 | tianyuan | true       | false      | 1000            | 10              | 0               | 700            | 0                    | 0                  | 0      # 报了零：在分母
    A5         | 2026-09-01 | tianyuan | false      | true       | 1000            | 999             | 999             | 999            | 999                  | 999                | 999    # 已调出：不计入
    """
    assert_table(
        ask(rows),
        """
        stage_plan_wan | stage_reported_wan | stage_rate | cumulative_wan | total_investment_wan | total_progress | funds_in_place_wan | funds_plan_wan | funds_in_place_rate | funds_paid_wan | funds_payable_wan | funds_paid_rate
        900            | 610                | 610/900    | 1500           | 2000                 | 0.75           | 900                | 3000           | 0.3                 | 300            | 500               | 0.6
        """,
    )


def test_what_nobody_said_has_no_value():
    rows = """
    project_id | month      | district | is_counted | annual_plan_wan | carried_ytd_wan
    A1         | 2026-09-01 | tianyuan | true       | 1000            | 600
    """
    assert_table(
        ask(rows),
        """
        original_plan_wan | original_completion_rate | stage_plan_wan | stage_rate | total_progress | funds_in_place_wan | funds_in_place_rate | funds_paid_rate
                          |                          |                |            |                |                    |                     |
        """,
    )


# Reported ÷ planned to date (计划进度): 1, 0.8 and 0.6 are inside. September, so month/12 would ask for 0.75.
TASKS = """
    project_id | month      | district | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share      | is_estimated_share | is_removed
    A1         | 2026-09-01 | tianyuan | 城建局           | true       | 700             | 300             | 0.42857142857142855 | false             | false    # 3/7：正好完成任务，超前
    A2         | 2026-09-01 | tianyuan | 城建局           | true       | 700             | 299.99          | 0.42857142857142855 | false             | false    # 差一分：正常
    A3         | 2026-09-01 | tianyuan | 城建局           | true       | 700             | 240             | 0.42857142857142855 | false             | false    # 正好 0.8：正常
    A4         | 2026-09-01 | tianyuan | 城建局           | true       | 700             | 239.99          | 0.42857142857142855 | false             | false    # 差一分：偏慢
    B1         | 2026-09-01 | tianyuan | 教育局           | true       | 700             | 180             | 0.42857142857142855 | false             | false    # 正好 0.6：偏慢
    B2         | 2026-09-01 | tianyuan | 教育局           | true       | 700             | 179.99          | 0.42857142857142855 | false             | false    # 差一分：滞后
    B3         | 2026-09-01 | tianyuan | 教育局           | true       | 700             |                 | 0.42857142857142855 | false             | false    # 今年从未上报：无灯
    B4         | 2026-09-01 | tianyuan | 教育局           | true       | 100             | 75              | 0.75                | true               | false    # 没有计划月份，按月份/12：估
    C1         | 2026-09-01 | tianyuan | 水利局           | true       | 500             | 0               | 0                   | false             | false    # 还没有计划任务：未到期，不算落后
    C2         | 2026-09-01 | tianyuan | 水利局           | true       | 500             | 40              | 0                   | false             | false    # 提前有数，也是未到期
    C3         | 2026-09-01 | tianyuan | 水利局           | false      | 500             | 0               | 0.9                 | true               | true     # 已调出：无灯
"""


def test_the_light_is_of_the_projects_own_task():
    assert_table(
        ask(TASKS, by="project").sort_values("project_id"),
        """
        project_id | planned_ytd_wan | task_rate   | light  | behind_projects | slow_projects | estimated_projects
        A1         | 300             | 1           | ahead  | 0               | 0             | 0
        A2         | 300             | 29999/30000 | normal | 0               | 0             | 0
        A3         | 300             | 0.8         | normal | 0               | 0             | 0
        A4         | 300             | 23999/30000 | slow   | 0               | 1             | 0
        B1         | 300             | 0.6         | slow   | 0               | 1             | 0
        B2         | 300             | 17999/30000 | behind | 1               | 0             | 0
        B3         | 300             |             |        | 0               | 0             | 0
        B4         | 75              | 1           | ahead  | 0               | 0             | 1
        C1         | 0               |             |        | 0               | 0             | 0
        C2         | 0               |             |        | 0               | 0             | 0
        C3         |                 |             |        | 0               | 0             | 0
        """,
    )
    # 城建局 1079.98 of 1200, 教育局 434.99 of 975: sums, same limits; 水利局 has nothing planned yet
    assert_table(
        ask(TASKS, by="responsible_unit").sort_values("responsible_unit"),
        """
        responsible_unit | planned_ytd_wan | task_rate     | light  | behind_projects | slow_projects
        城建局           | 1200            | 107998/120000 | normal | 0               | 1
        教育局           | 975             | 43499/97500   | behind | 1               | 1
        水利局           | 0               |               |        | 0               | 0
        """,
    )


@pytest.mark.parametrize("yardstick", ["bulletin", "project"])
def test_the_light_does_not_follow_the_yardstick_shown(yardstick):
    lights = ask(TASKS, by="project", yardstick=yardstick).set_index("project_id").light
    assert lights["A1"] == "ahead"
    assert lights["B2"] == "behind"


def test_sevenths_of_several_projects_add_up_exactly():
    # seven times 100/7 are 100: 80 of it is 0.8, not a hair below
    share = "0.14285714285714285"
    rows = "project_id | month | district | is_counted | annual_plan_wan | carried_ytd_wan | expected_share\n"
    rows += "\n".join(f"A{n} | 2026-09-01 | tianyuan | true | 100 | {n} | {share}" for n in (8, 9, 10, 11, 12, 13, 17))
    assert_table(ask(rows), "planned_ytd_wan | task_rate | light\n100 | 0.8 | normal")


def test_a_dated_rule_puts_the_lights_back_on_the_month():
    task, month = (
        Lights(measure=measure, article="第十条", origin="default", valid_from=start, valid_to=end)
        for measure, start, end in (("task", date(2026, 1, 1), date(2026, 9, 1)), ("month", date(2026, 9, 1), None))
    )
    dated = TIANYUAN.model_copy(update={"lights": (task, month)})
    lights = ask(TASKS, profile=dated, by="project").set_index("project_id").light
    # 3/7 of the plan in September is 32.1 points under month/12
    assert lights[["A1", "C1", "B4"]].tolist() == ["behind", "behind", "ahead"]
    march = TASKS.replace("2026-09-01", "2026-03-01")
    assert ask(march, date(2026, 3, 1), dated, by="project").set_index("project_id").light["A1"] == "ahead"


PROJECT_PLANS = """
    project_id | month      | district | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share      | is_estimated_share | is_removed
    A1         | 2026-09-01 | tianyuan | 城建局           | true       | 300.30          | 70.07           | 0.3333333333333333  | false             | false    # 应 100.10，正好 −10
    A2         | 2026-09-01 | tianyuan | 城建局           | true       | 300.30          | 70.08           | 0.3333333333333333  | false             | false    # 高出一分
    A3         | 2026-09-01 | tianyuan | 城建局           | true       | 500             | -200            | 0                   | false             | false    # 还没到开工月：未到期，冲减为负也无灯
    B1         | 2026-09-01 | tianyuan | 教育局           | true       | 600             | 400             | 0.6666666666666666  | true               | false    # 正好；估
    B2         | 2026-09-01 | tianyuan | 教育局           | true       | 600             | 420             | 1                   | false             | false    # 正好 −30
    C1         | 2026-09-01 | tianyuan | 水利局           | true       | 500             | 20              | 0                   | false             | false    # 全单位未到期
    C2         | 2026-09-01 | tianyuan | 水利局           | false      | 500             | 0               | 0.9                 | true               | true     # 已调出：不估，也无灯
"""


def test_the_projects_own_plans_as_yardstick():
    assert_table(
        ask(PROJECT_PLANS, by="project", yardstick="project").sort_values("project_id"),
        """
        project_id | expected_share | pace_gap_pp | light  | behind_projects | slow_projects | estimated_projects
        A1         | 1/3            | -10         | slow   | 0               | 1             | 0
        A2         | 1/3            | -9.996670   | slow   | 0               | 1             | 0
        A3         | 0              | -40         |        | 0               | 0             | 0
        B1         | 2/3            | 0           | ahead  | 0               | 0             | 1
        B2         | 1              | -30         | slow   | 0               | 1             | 0
        C1         | 0              | 4           |        | 0               | 0             | 0
        C2         |                |             |        | 0               | 0             | 0
        """,
    )
    # of a group: Σ plan · share / Σ plan: (100.10 + 100.10 + 0) / 1100.60 and (400 + 600) / 1200
    assert_table(
        ask(PROJECT_PLANS, by="responsible_unit", yardstick="project").sort_values("responsible_unit"),
        """
        responsible_unit | expected_share | light  | slow_projects | estimated_projects
        城建局           | 2002/11006     | behind | 2             | 0
        教育局           | 1000/1200      | normal | 1             | 1
        水利局           | 0              |        | 0             | 0
        """,
    )


def test_month_by_month_with_the_plan_valid_in_each():
    rows = """
    project_id | month      | district | is_counted | is_removed | annual_plan_wan | carried_ytd_wan | reported_month_wan
    A1         | 2026-01-01 | tianyuan | true       | false      | 1200            | 100             | 100    # 正好 1/12
    A2         | 2026-01-01 | tianyuan | true       | false      | 1200            |                 |
    A1         | 2026-02-01 | tianyuan | true       | false      | 1200            | 300             | 200
    A2         | 2026-02-01 | tianyuan | false      | true       | 1200            |                 |        # 2 月起调出
    A1         | 2026-03-01 | tianyuan | true       | false      | 1500            | 240             | -60    # 计划调增，冲减：0.16，正好 −9
    A1         | 2026-04-01 | tianyuan | true       | false      | 1500            | 900             | 660    # 截至月之后
    """
    assert_table(
        ask(rows, date(2026, 3, 1), BY_MONTH, by="month"),
        """
        month      | projects | annual_plan_wan | reported_ytd_wan | expected_share | pace_gap_pp | light  | removed_projects | corrections_wan | last_three_months_wan | behind_projects | slow_projects
        2026-01-01 | 2        | 2400            | 100              | 1/12           | -4.166667   | normal | 0                | 0               | 100                   | 0               | 0
        2026-02-01 | 1        | 1200            | 300              | 1/6            | 8.333333    | ahead  | 1                | 0               | 150                   | 0               | 0
        2026-03-01 | 1        | 1500            | 240              | 0.25           | -9          | normal | 0                | -60             | 80                    | 0               | 0
        """,
    )


def test_the_three_months_mean_needs_the_month_before_them():
    rows = """
    project_id | month      | district | is_counted | annual_plan_wan | carried_ytd_wan | reported_month_wan
    A1         | 2026-03-01 | tianyuan | true       | 1200            | 300             | 300    # 1 月起，年初为零
    A1         | 2026-06-01 | tianyuan | true       | 1200            | 600             | 300    # 其前 3 月已载入：(600 − 300) / 3
    A1         | 2026-09-01 | tianyuan | true       | 1200            | 900             | 300
    A1         | 2026-12-01 | tianyuan | true       | 1200            | 960             | 60
    """
    for month, mean in ((3, 100), (6, 100), (9, 100), (12, 20)):
        row = ask(rows, date(2026, month, 1)).iloc[0]
        assert row.last_three_months_wan == mean
        without = ask(rows, date(2026, month, 1), loaded=(month,)).iloc[0]  # the first loaded month
        assert without.last_three_months_wan == mean if month == 3 else without.isna().last_three_months_wan


def test_the_district_without_a_counted_project_is_one_row_without_a_rate():
    rows = "project_id | month | district\nA1 | 2026-09-01 | tianyuan"
    assert_table(
        ask(rows), "projects | annual_plan_wan | investment_completion_rate | expected_share | light\n0 | 0 | | |"
    )


def test_what_cannot_be_answered_is_said_in_words():
    with pytest.raises(ValueError, match="cannot group by 'owner'; choose one of project, responsible_unit"):
        ask(SEPTEMBER, by="owner")
    with pytest.raises(ValueError, match="no yardstick 'own'; choose one of bulletin, project"):
        ask(SEPTEMBER, yardstick="own")
    with pytest.raises(ValueError, match="截至月 2027年1月 晚于最后载入的调度月份；天元区可选 2026年1月 至 2026年12月"):
        ask(SEPTEMBER, date(2027, 1, 1))
    with pytest.raises(ValueError, match="截至月 2025年12月 早于最初"):
        ask(SEPTEMBER, date(2025, 12, 31))
    with pytest.raises(ValueError, match="还没有载入月度调度表"):
        investment_completion(warehouse(), profile=TIANYUAN, as_of=date(2026, 9, 1))


def test_a_month_without_a_dispatch_is_unknown_not_zero():
    rows = """
    project_id | month      | district | is_counted | annual_plan_wan | carried_ytd_wan | expected_share
    A1         | 2026-03-01 | tianyuan | true       | 1200            | 300             | 0.25
    A1         | 2026-04-01 | tianyuan | true       | 1200            | 300             | 0.333333  # 4月的调度表没有载入
    A1         | 2026-09-01 | tianyuan | true       | 1200            | 900             | 0.75
    """
    assert_table(
        ask(rows, date(2026, 9, 1), by="month"),
        """
        month      | annual_plan_wan | reported_ytd_wan | investment_completion_rate | pace_gap_pp | light | behind_projects
        2026-03-01 | 1200            | 300              | 0.25                       | 0           | ahead | 0
        2026-04-01 | 1200            |                  |                            |             |       |
        2026-09-01 | 1200            | 900              | 0.75                       | 0           | ahead | 0
        """,
    )
