"""The supervision ladder month by month: what is crossed, what patience adds, what improvement takes back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.ranking.ladder_steps import climb
from metrics.ranking.supervision_ladder import supervision_ladder
from tests.metrics.entries import everywhere
from tests.metrics.quarters import Q3, TIANYUAN, quarters
from tests.tables import assert_table, fill, read_table, warehouse

JINGYANG = load_profile("jingyang")
LIMITS = [Decimal(limit) for limit in (-10, -15, -20, -25, -30)]


def test_months_at_the_ladder():
    table = read_table("""
        month | gap    | step | stood
        1     | -10    | 0    | 0      # 恰在界限上：不低于
        2     | -10.01 | 1    | 0      # 温馨提示
        3     | -10.01 | 1    | 1      # 第一个月没有改善
        4     | -12    | 2    | 0      # 第二个月没有改善：升一级
        5     | -12    | 2    | 1      # 升级后没有改善，不退
        6     | -26    | 4    | 0      # 越过第四级
        7     | -25    | 3    | 0      # 有改善：按所越过的级
        8     | -31    | 5    | 0
        9     | -40    | 5    | 1
        10    | -50    | 5    | 2      # 最高一级不再升
        11    | -9.99  | 0    | 0      # 回到界限以上：解除
        12    | -16    | 2    | 0      # 从头再来
    """)
    rungs = climb([(date(2026, int(row.month), 1), Fraction(row.gap)) for row in table.itertuples()], LIMITS)
    assert [(rung.step, rung.stood) for rung in rungs] == [
        (int(row.step), int(row.stood)) for row in table.itertuples()
    ]


@given(st.lists(st.integers(-400, 100).map(lambda n: Fraction(n, 10)), min_size=1, max_size=12))
def test_what_always_holds(gaps):
    rungs = climb([(date(2026, n, 1), gap) for n, gap in enumerate(gaps, 1)], LIMITS)
    for rung in rungs:
        assert (rung.step == 0) == (rung.gap_pp >= -10)
        assert rung.crossed <= rung.step <= 5
    for before, after in zip(rungs, rungs[1:], strict=False):
        assert after.step <= max(after.crossed, before.step + 1)
        if before.step and after.crossed and after.gap_pp <= before.gap_pp:
            assert after.step >= before.step
        if after.gap_pp > before.gap_pp:
            assert after.step == after.crossed


MONTHS = """
    project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
    P1         | 2026-07-01 | 黄许镇           | true       | 1200            | 500            # 41.7 − 58.3 = −16.7：通报
    P1         | 2026-08-01 | 黄许镇           | true       | 1200            | 600            # −16.7：没有改善
    P1         | 2026-09-01 | 黄许镇           | true       | 1200            | 700            # −16.7：第二个月，升一级
    P2         | 2026-08-01 | 柏隆镇           | true       | 1200            | 500            # −25.0：不低于 −25，黑榜
    P2         | 2026-09-01 | 柏隆镇           | true       | 1200            | 800            # −8.3：解除
    P3         | 2026-09-01 | 德新镇           | true       | 1200            | 900            # 从未滞后：没有行
    P4         | 2026-09-01 | 区统计局         | true       | 1200            |                # 统计局没有任务
    P5         | 2026-09-01 | 双东镇           | true       | 1200            |                # 从未上报：零
    P6         | 2026-09-01 | 双东镇           | false      | 9999            | 9999           # 不计的
"""


def ladder(**tables):
    return supervision_ladder(quarters("jingyang", project_month=MONTHS, **tables), profile=JINGYANG, as_of=Q3)


def test_the_steps_proposed():
    assert_table(ladder(), """
        responsible_unit | ladder_step | proposed_measure | is_escalated | ladder_since_month | highest_step | gap_limit_pp
        双东镇           | 5           | 联合约谈         | false        | 2026-09-01         | 5            | -30
        黄许镇           | 3           | 黑榜             | true         | 2026-09-01         | 3            | -15
        柏隆镇           | 0           |                  | false        |                    | 3            |
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "reported", "material"),
    [
        (3000, 1250, True),  # 2250 due, 1000 short: both limits reached exactly
        (3000, "1250.01", False),  # 999.99 short
        ("2999.99", 0, False),  # too small a plan
        (12000, 8000, True),
        (12000, "8000.01", False),
    ],
)
def test_what_is_too_small_is_told_and_not_proposed(plan, reported, material):
    months = f"""
        project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
        P1         | 2026-07-01 | 黄许镇           | true       | {plan}          | 0
        P1         | 2026-09-01 | 黄许镇           | true       | {plan}          | {reported}
    """
    con = quarters("jingyang", project_month=months)
    assert supervision_ladder(con, profile=JINGYANG, as_of=Q3).is_material.tolist() == [material]
    anyone = JINGYANG.model_copy(update={"materiality": ()})
    assert supervision_ladder(con, profile=anyone, as_of=Q3).is_material.tolist() == [True]


def test_who_has_nothing_planned_yet_is_not_on_the_ladder():
    months = """
        project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share
        P1         | 2026-09-01 | 黄许镇           | true       | 1200            | 0               | 0      # 按月份差 75 个百分点，但自己的计划第四季度才开始
        P2         | 2026-09-01 | 柏隆镇           | true       | 1200            | 0               | 0      # 同上
        P3         | 2026-09-01 | 柏隆镇           | true       | 1200            | 300             | 0.25   # 合计应 300：照常按进度差
    """
    con = quarters("jingyang", project_month=months)
    assert supervision_ladder(con, profile=JINGYANG, as_of=Q3).responsible_unit.tolist() == ["柏隆镇"]


# plan 12 000 each; in September month/12 asks for 9 000
OWN_PLANS = """
    project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | expected_share
    AHEAD      | 2026-09-01 | 区经科局         | true       | 12000           | 6000            | 0.45   # 5 400：▲，按月份 −25
    NORMAL     | 2026-09-01 | 双东镇           | true       | 12000           | 7200            | 0.75   # 9 000：恰 80 %，● 而差 15
    SLOW       | 2026-09-01 | 孝泉镇           | true       | 12000           | "7199.99"       | 0.75   # 少 1 分钱：◆，低于 −15
    LIMIT      | 2026-09-01 | 柏隆镇           | true       | 12000           | 3000            | 0.35   # 4 200：◆，恰 −10：不低于，不列
    BELOW      | 2026-09-01 | 德新镇           | true       | 12000           | "2999.99"       | 0.35   # 越过 −10
    SMALL      | 2026-09-01 | 旌东街道         | true       | 12000           | 100             | 0.09   # 1 080：▼，只差 8.2：不列
    LATER      | 2026-09-01 | 新中镇           | true       | 12000           | 0               | 0      # 未到期
    GOOD       | 2026-09-01 | 和新镇           | true       | 12000           | 9000            | 0.6    # 按月份也不慢：不列
"""


def by_own_plans(measure: str):
    rule = JINGYANG.rule("ladder", Q3).model_copy(update={"measure": measure})
    months = OWN_PLANS.replace('"', "")
    return supervision_ladder(
        quarters("jingyang", project_month=months), profile=JINGYANG.model_copy(update={"ladder": (rule,)}), as_of=Q3
    )


def test_by_the_lights_measure_a_unit_on_its_own_task_is_spared_and_named_with_both_figures():
    assert_table(by_own_plans("lights"), """
        responsible_unit | ladder_step | ladder_measure | ladder_gap_pp | pace_gap_pp | task_rate    | is_spared | is_proposed
        孝泉镇           | 2           | task           | -15.000083333 | -15.0000833 | 0.7999988889 | false     | true
        双东镇           | 1           | task           | -15           | -15         | 0.8          | true      | false
        德新镇           | 1           | task           | -10.000083333 | -50.0000833 | 0.7142833    | false     | true
        区经科局         | 0           | task           | 5             | -25         | 6000/5400    | true      | false
    """)  # fmt: skip


def test_by_month_the_calendar_alone_decides():
    assert_table(by_own_plans("month"), """
        responsible_unit | ladder_step | ladder_measure | ladder_gap_pp | is_spared | is_proposed
        旌东街道         | 5           | month          | -74.1666667   | false     | true
        德新镇           | 5           | month          | -50.0000833   | false     | true
        柏隆镇           | 5           | month          | -50           | false     | true
        区经科局         | 3           | month          | -25           | false     | true
        孝泉镇           | 2           | month          | -15.0000833   | false     | true
        双东镇           | 1           | month          | -15           | false     | true
    """)  # fmt: skip


def test_an_exemption_holds_the_measure_back_and_stays_visible():
    rows = ladder(exemption="""
        document_number | responsible_unit | exempt_from | exempt_to
        旌办〔2026〕5号 | 双东镇           | 2026-09-01  |
        旌办〔2026〕6号 | 黄许镇           | 2026-08-01  | 2026-08-31   # 9月已过期
    """)  # fmt: skip
    assert_table(rows.iloc[:2], """
        responsible_unit | proposed_measure | is_held_back | exemption
        双东镇           | 联合约谈         | true         | 旌办〔2026〕5号
        黄许镇           | 黑榜             | false        |
    """)  # fmt: skip


def test_what_a_person_issued():
    given = '{"responsible_unit": "双东镇", "measure": "通报", "month": "2026-08-01"}'
    undone = '{"responsible_unit": "黄许镇", "measure": "通报", "month": "2026-08-01", "status": "undone"}'
    rows = ladder(decision=f"""
        entry_id | kind    | subject | known_from | who | payload
        1        | measure | a       | 2026-09-02 | 张  | {given}
        2        | measure | b       | 2026-09-03 | 张  | {undone}
    """)  # fmt: skip
    assert_table(rows.iloc[:2], """
        responsible_unit | issued_measure | issued_month | issued_on  | issued_by
        双东镇           | 通报           | 2026-08-01   | 2026-09-02 | 张
        黄许镇           |                |              |            |
    """)  # fmt: skip


def test_a_month_without_a_dispatch_is_no_month_without_improvement():
    rows = supervision_ladder(
        quarters("jingyang", project_month="""
            project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
            P1         | 2026-01-01 | 黄许镇           | true       | 1200            |      # 4月以前没有载入：不是零
            P1         | 2026-02-01 | 黄许镇           | true       | 1200            |
            P1         | 2026-03-01 | 黄许镇           | true       | 1200            |
            P1         | 2026-04-01 | 黄许镇           | true       | 1200            | 270  # 22.5 − 33.3 = −10.8：温馨提示
            P1         | 2026-05-01 | 黄许镇           | true       | 1200            | 370  # 没有改善，第一个月
            P2         | 2026-05-01 | 柏隆镇           | true       | 1200            | 380  # 31.67 − 41.67 = −10.00：不低于 −10
        """),
        profile=JINGYANG,
        as_of=date(2026, 5, 1),
    )  # fmt: skip
    assert_table(rows, """
        responsible_unit | ladder_step | stood_months | ladder_since_month | highest_step
        黄许镇           | 1           | 1            | 2026-04-01         | 1
    """)  # fmt: skip


# plan 10 000 in four projects: 三个做到 70%，一个未报
SILENT = """
    project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan | is_silent
    P1         | 2026-09-01 | 黄许镇           | true       | 8000            | {done}          | false
    P2         | 2026-09-01 | 黄许镇           | true       | {plan}          | {carried}       | true
"""


@pytest.mark.parametrize(
    ("done", "plan", "carried", "first", "provisional"),
    [
        (0, "3428.57", 0, 1, False),  # silent 30 % of 11 428.57, but for a cent
        (0, "3428.58", 0, 1, True),  # above it
        (5900, "2000", "", 1, False),  # 59 % of the plan with the silent one as zero, all months loaded: 黑榜以下
        (5900, "2000", "", 9, True),  # it may have reported in January to August, which were never loaded
        (5900, "2000", 0, 9, False),  # it reported zero before
        (4000, "2000", "", 9, True),  # 50 % without it, 40 % with it: another step
        (3000, "2000", "", 9, False),  # 联合约谈 without it, too
    ],
)
def test_nothing_is_proposed_on_a_provisional_sum(done, plan, carried, first, provisional):
    rows = SILENT.format(done=done, plan=plan, carried=carried)
    sources = "kind | month\n" + "\n".join(f"dispatch | 2026-{month:02}-01" for month in range(first, 10))
    con = warehouse(project_month=everywhere(rows, district="jingyang"))
    fill(con, "source_month", everywhere(sources, district="jingyang", first_known_from="2026-10-05"))
    [row] = supervision_ladder(con, profile=JINGYANG, as_of=Q3).itertuples()
    assert (row.ladder_step > 0, row.is_provisional, row.is_proposed) == (True, provisional, not provisional)


def test_there_is_no_ladder_where_the_text_has_none():
    assert supervision_ladder(quarters(), profile=TIANYUAN, as_of=Q3).empty
