"""Limits of the rules, each exactly at the limit and one cent on either side."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.profile import load_profile
from data.rules import Materiality
from metrics.completion.completion_alerts import completion_alerts
from metrics.data_health.data_health_findings import data_health_findings
from metrics.loaded_months import last_month
from metrics.ranking.quarter_scores import quarter_scores
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.reconciliation.reconciliation import reconciliation
from tests.metrics.quarters import Q3, quarters
from tests.tables import warehouse

TIANYUAN, JINGYANG = load_profile("tianyuan"), load_profile("jingyang")
CENT = Decimal("0.01")
SEPTEMBER = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("reported", "step"),  # of 1200 in September 900 are due; a step's gap is strictly below its limit
    [
        ("780.00", 0), ("780.01", 0), ("779.99", 1),  # −10 points: 温馨提示
        ("720.00", 1), ("720.01", 1), ("719.99", 2),  # −15: 通报
        ("660.00", 2), ("660.01", 2), ("659.99", 3),  # −20: 黑榜
        ("600.00", 3), ("600.01", 3), ("599.99", 4),  # −25: 扣分
        ("540.00", 4), ("540.01", 4), ("539.99", 5),  # −30: 联合约谈
    ],
)  # fmt: skip
def test_the_ladders_steps(reported, step):
    months = f"""
        project_id | month      | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
        P1         | 2026-09-01 | 黄许镇           | true       | 1200            | {reported}
    """
    rows = supervision_ladder(quarters("jingyang", project_month=months), profile=JINGYANG, as_of=Q3)
    assert rows.ladder_step.tolist() == ([step] if step else [])


@pytest.mark.parametrize(
    ("plan", "gap", "material"),
    [
        ("3000.00", "1000.00", True),
        ("2999.99", "1000.00", False),
        ("3000.01", "1000.00", True),
        ("3000.00", "999.99", False),
        ("3000.00", "1000.01", True),
    ],
)
def test_what_is_material(plan, gap, material):
    rule = Materiality(article="", origin="default")
    assert rule.is_material(Decimal(plan), Fraction(gap)) is material


@pytest.mark.parametrize(
    ("spoke", "silent", "month"),  # of plan money 70 % closes a month
    [("700.00", "300.00", 9), ("699.99", "300.01", 8), ("700.01", "299.99", 9)],
)
def test_a_month_is_closed_by_the_share_of_plan_reported(spoke, silent, month):
    con = warehouse(
        source_month="district | kind | month | first_known_from\n"
        "tianyuan | dispatch | 2026-08-01 | 2026-09-05\ntianyuan | dispatch | 2026-09-01 | 2026-10-05",
        project_month=f"""
            project_id | month      | district | responsible_unit | is_counted | annual_plan_wan | reported_ytd_wan | is_silent
            A          | 2026-08-01 | tianyuan | 甲               | true       | {spoke}         | 80               | false
            B          | 2026-08-01 | tianyuan | 乙               | true       | {silent}        | 80               | false
            A          | 2026-09-01 | tianyuan | 甲               | true       | {spoke}         | 90               | false
            B          | 2026-09-01 | tianyuan | 乙               | true       | {silent}        |                  | true
        """,
    )
    con.execute("insert into meta.version values (2, '2026-11-20', '2026-11-20', false)")
    assert last_month(con, TIANYUAN) == date(2026, month, 1)


@pytest.mark.parametrize(
    ("cumulative", "alerts"),
    [
        ("1000.00", set()),
        ("1000.01", {"over_total"}),
        ("1199.99", {"over_total"}),
        ("1200.00", {"over_total"}),
        ("1200.01", {"over_total", "over_120"}),
    ],
)
def test_total_progress(cumulative, alerts):
    con = warehouse(
        source_month="district | kind | month\ntianyuan | dispatch | 2026-09-01",
        project_month=f"""
            project_id | month      | district | is_in_plan | cumulative_wan | total_investment_wan
            A          | 2026-09-01 | tianyuan | true       | {cumulative}   | 1000
        """,
    )
    found = completion_alerts(con, profile=TIANYUAN, as_of=SEPTEMBER)
    assert set(found.alert) == alerts


@pytest.mark.parametrize(
    ("before", "march", "jumps"),  # more than three times the mean month before, and more than 25 % of the plan of 1000
    [
        ("200", "300.00", False), ("200", "300.01", True), ("200", "299.99", False),
        ("20", "250.00", False), ("20", "250.01", True), ("20", "249.99", False),
    ],
)  # fmt: skip
def test_a_jump(before, march, jumps):
    con = warehouse(
        meta_version="schema_version | last_known_on\n2 | 2026-01-01",
        source_month="district | kind | month\ntianyuan | dispatch | 2026-01-01\ntianyuan | dispatch | 2026-03-01",
        project="district | project_id | project_name | first_month | last_statement_month\n"
        "tianyuan | P1 | 项目 | 2025-01-01 | 2026-03-01",
        project_month=f"""
            project_id | month      | district | responsible_unit | unit_kind | is_in_plan | annual_plan_wan | carried_ytd_wan                    | reported_month_wan
            P1         | 2026-02-01 | tianyuan | 甲               | 镇        | true       | 1000            | {before}                           | {before}
            P1         | 2026-03-01 | tianyuan | 甲               | 镇        | true       | 1000            | {Decimal(before) + Decimal(march)} | {march}
        """,
        reported=f"""
            district | project_id | month      | known_from | row_id | reported_ytd_wan
            tianyuan | P1         | 2026-02-01 | 2026-03-10 | 2      | {before}
            tianyuan | P1         | 2026-03-01 | 2026-04-10 | 3      | {Decimal(before) + Decimal(march)}
        """,
    )
    found = data_health_findings(con, profile=TIANYUAN, as_of=date(2026, 3, 1), health_check="jump")
    assert (len(found) == 1) is jumps


@pytest.mark.parametrize(
    ("reported", "booked", "is_tolerated"),  # 5 % of the larger, at least 50 万元
    [
        ("1000.00", "950.00", True), ("1000.00", "949.99", False), ("1000.00", "950.01", True),
        ("600.00", "550.00", True), ("600.00", "549.99", False), ("550.00", "600.01", False),
        ("2000.00", "1900.00", True), ("2000.00", "1899.99", False), ("2000.00", "1900.01", True),
        ("1900.00", "2000.00", True), ("1899.99", "2000.00", False), ("1900.01", "2000.00", True),
    ],
)  # fmt: skip
def test_the_tolerance(reported, booked, is_tolerated):
    con = warehouse(
        source_month="district | kind | month | first_known_from\n"
        "tianyuan | dispatch | 2026-09-01 | 2026-10-05\ntianyuan | statistics_return | 2026-09-01 | 2026-10-10",
        project_month=f"""
            district | project_id | month      | responsible_unit | is_in_plan | carried_ytd_wan | total_investment_wan
            tianyuan | A          | 2026-09-01 | 城建局           | true       | {reported}      | 9000
        """,
        project="district | project_id | project_name\ntianyuan | A | 甲",
        project_link="district | project_id | statistics_id | known_from\ntianyuan | A | SA | 2026-01-01",
        statistics_project="district | statistics_id | project_name\ntianyuan | SA | 甲",
        booked=f"""
            district | statistics_id | month      | known_from | booked_ytd_wan | planned_total_wan
            tianyuan | SA            | 2026-09-01 | 2026-10-10 | {booked}       | 9000
        """,
    )
    con.execute("insert into meta.version values (2, '2026-12-31', '2026-11-01', false)")
    rows = reconciliation(con, profile=TIANYUAN, as_of=SEPTEMBER, by="project")
    assert (rows.status.tolist() == ["within_tolerance"]) is is_tolerated


def test_one_units_score_by_hand():
    """交办整改 0 of 1 and 要素保障 2 of 2 are few: (0 + 1)/3 and (2 + 1)/4; 节点任务 2 of 3 is as it is."""
    con = quarters(
        issue="""
            issue_id | issue | responsible_unit | due_on     | closed_on
            I1       | 问题  | 三门镇           | 2026-08-31 | 2026-09-20   # 逾期销号
        """,
        service_request="""
            request_id | responsible_unit | kind | received_on | limit_days | done_on
            R1         | 三门镇           | 环评 | 2026-09-01  | 10         | 2026-09-02
            R2         | 三门镇           | 环评 | 2026-09-01  | 10         | 2026-09-03
        """,
        milestone="""
            project_id | milestone | responsible_unit | due_on     | done_on
            A          | 桩基      | 三门镇           | 2026-07-31 | 2026-07-30
            A          | 主体      | 三门镇           | 2026-08-31 | 2026-08-31   # 到期当日：按时
            A          | 装修      | 三门镇           | 2026-09-30 |
        """,
    )
    weights = TIANYUAN.rule("weights", SEPTEMBER).quarter
    rates = {"交办整改": Fraction(1, 3), "要素保障": Fraction(3, 4), "节点任务": Fraction(2, 3)}
    given = {item: Fraction(str(weights[item])) for item in rates}
    wanted = 100 * sum(given[item] * rates[item] for item in rates) / sum(given.values())
    scores = quarter_scores(con, profile=TIANYUAN, as_of=Q3).set_index("responsible_unit")
    assert scores.score["三门镇"] == pytest.approx(float(wanted), abs=0.005)
