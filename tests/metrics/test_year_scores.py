"""The year: what counts by the month, whom a red card bars, what is carried over, and the year's sum."""

from datetime import date

import pandas as pd
import pytest

from data.wording.score_wording import few_note, year_cases
from metrics.ranking.carry_over import carry_over
from metrics.ranking.honour_candidates import honour_candidates
from metrics.ranking.year_scores import year_score_cases, year_scores
from metrics.ranking.year_summary import year_summary
from tests.metrics.quarters import Q3, TIANYUAN, quarters
from tests.metrics.test_unit_ranking import FALLING, TOWNS, in_plan, rates, typed
from tests.tables import assert_table

PROJECTS = """
    project_id | month      | responsible_unit | yardstick   | is_in_plan | is_counted | is_removed | annual_plan_wan | carried_ytd_wan | planned_start_date | actual_start_date | planned_finish_date | actual_finish_date | total_investment_wan | cumulative_wan
    N1         | 2026-09-01 | 三门镇           | new_start   | true       | true       | false      | 1000            | 300             | 2026-03-01         | 2026-05-01        | 2027-12-01          |                    | 5000                 | 300   # 迟开也算已开
    N2         | 2026-09-01 | 三门镇           | new_start   | true       | true       | false      | 1000            |                 | 2026-09-30         | 2026-10-01        | 2027-12-01          |                    | 5000                 |       # 截至9月没开
    N3         | 2026-09-01 | 三门镇           | new_start   | true       | true       | false      | 1000            |                 | 2026-10-01         |                   | 2027-12-01          |                    | 5000                 |       # 还没到期
    C1         | 2026-09-01 | 三门镇           | completion  | true       | true       | false      | 1000            | 1000            |                    |                   | 2026-08-01          | 2026-09-30         | 5000                 | 5000
    C2         | 2026-09-01 | 三门镇           | completion  | true       | true       | false      | 1000            | 200             |                    |                   | 2026-08-01          |                    | 5000                 | 5200
    X1         | 2026-09-01 | 三门镇           | new_start   | true       | false      | false      |                 |                 |                    |                   |                     |                    | 5000                 |       # 年初前期，已转
    X2         | 2026-09-01 | 三门镇           | preliminary | true       | false      | false      |                 |                 |                    |                   |                     |                    | 5000                 |
    X3         | 2026-09-01 | 三门镇           | preliminary | true       | false      | false      |                 |                 |                    |                   |                     |                    | 5000                 |       # 年中才列入
    O1         | 2026-09-01 | 三门镇           | continuing  | false      | false      | true       |                 |                 |                    |                   |                     |                    | 5000                 |
    C2         | 2025-12-01 | 三门镇           | continuing  | true       | true       | false      | 1000            | 200             |                    |                   | 2026-08-01          |                    | 5000                 | 4000
    O1         | 2025-12-01 | 三门镇           | continuing  | true       | true       | false      | 1000            | 200             |                    |                   |                     |                    | 5000                 |       # 上年未竣工，今年调出
    C0         | 2025-12-01 | 三门镇           | continuing  | true       | true       | false      | 1000            | 200             |                    |                   |                     | 2025-12-31         | 5000                 |       # 上年已竣工
"""
STAYS = """
    project_id | year | from_month | since_month
    X1         | 2026 | 2026-01-01 | 2025-01-01
    X2         | 2026 | 2026-01-01 | 2026-01-01
    X3         | 2026 | 2026-06-01 | 2026-06-01
"""
TYPED = """
    quarter    | responsible_unit | item         | score_rate
    2026-04-01 | 三门镇           | 年度建设内容 | 0.5
    2026-07-01 | 三门镇           | 年度建设内容 | 0.9      # 后一季的说法
    2026-10-01 | 三门镇           | 年度建设内容 | 0.1      # 截至月之后
"""


def year(**tables):
    return quarters(project_month=PROJECTS, preliminary_stay=STAYS, score_entry=TYPED, **tables)


def test_the_four_items():
    rows = year_scores(year(), profile=TIANYUAN, as_of=Q3)
    assert_table(rows[rows.responsible_unit == "三门镇"], """
        start_finish_rate | content_rate | plan_rate | conversion_rate | score | rank | is_provisional
        1/2               | 9/10         | 3/10      | 1/2             | 55    | 1    | true
    """)  # fmt: skip


def test_a_rate_stands_with_its_number_of_cases():
    """三门镇: 开竣工 N1, N2, C1, C2 (two done), the plan of 5 counted projects, 前期 X1, X2 (one converted), one typed."""
    row = year_scores(year(), profile=TIANYUAN, as_of=Q3).set_index("responsible_unit").loc["三门镇"]
    assert (row.start_finish_done, row.start_finish_due) == (2, 4)
    assert (row.conversion_done, row.conversion_due, row.plan_projects) == (1, 2, 5)
    shown = year_cases(pd.DataFrame([row]), TIANYUAN, Q3)
    names = ("start_finish_cases", "content_cases", "plan_cases", "conversion_cases")
    assert [shown[name].iloc[0] for name in names] == ["2／4 件", "登记", "5 个项目", "1／2 件*"]
    assert few_note(shown) == "*件数少，得分率按（完成＋1）÷（到期＋2）"
    off = TIANYUAN.rule("few_cases", Q3).model_copy(update={"enabled": False})
    plainly = year_cases(pd.DataFrame([row]), TIANYUAN.model_copy(update={"few_cases": (off,)}), Q3)
    assert plainly.conversion_cases.tolist() == ["1／2 件"]
    assert few_note(plainly) == ""


def test_the_cases_add_up_to_the_items():
    cases = year_score_cases(year(), profile=TIANYUAN, as_of=Q3, unit="三门镇")
    sums = cases.groupby("item", sort=True)[["case_done", "case_due"]].sum().reset_index()
    assert_table(sums, """
        item         | case_done | case_due
        前期转化     | 1         | 2
        年度投资计划 | 1500      | 5000
        开竣工       | 2         | 4
    """)  # fmt: skip


def test_what_next_years_plan_takes_up_is_converted_by_december():
    rows = """
        project_id | month      | responsible_unit | yardstick   | is_in_plan
        X1         | 2025-11-01 | 三门镇           | preliminary | true
        X1         | 2025-12-01 | 三门镇           | preliminary | true
        X1         | 2026-01-01 | 三门镇           | new_start   | true    # 下年计划列为新开工：转化
        X2         | 2025-11-01 | 三门镇           | preliminary | true
        X2         | 2025-12-01 | 三门镇           | preliminary | true
        X2         | 2026-01-01 | 三门镇           | preliminary | true    # 下年仍在前期
        X3         | 2025-11-01 | 三门镇           | new_start   | true    # 年内已转
        X3         | 2025-12-01 | 三门镇           | new_start   | true
        X3         | 2026-01-01 | 三门镇           | continuing  | true
        X4         | 2025-11-01 | 三门镇           | preliminary | true
        X4         | 2025-12-01 | 三门镇           | preliminary | true
        X4         | 2026-01-01 | 三门镇           | new_start   | false   # 下年没有列入
    """
    stays = "project_id | year | from_month | since_month\n" + "\n".join(
        f"{name} | 2025 | 2025-01-01 | 2025-01-01" for name in ("X1", "X2", "X3", "X4")
    )
    con = quarters(project_month=rows, preliminary_stay=stays)
    con.execute(
        "insert into mart.source_month select 'tianyuan', 'dispatch', month, '2026-01-20', '2026-01-20', 1, null"
        " from (values (date '2025-11-01'), (date '2025-12-01')) t(month)"
    )
    for month, converted in ((11, {"X3"}), (12, {"X1", "X3"})):  # in November nobody knows of next year's plan
        cases = year_score_cases(con, profile=TIANYUAN, as_of=date(2025, month, 1))
        cases = cases[cases["item"] == "前期转化"]
        assert set(cases.project_id) == {"X1", "X2", "X3", "X4"}
        assert set(cases[cases.is_done].project_id) == converted


def test_a_red_card_of_any_quarter_bars_the_year():
    first, second, third = rates(95, 90, 85, 80, 75, 70, 65), FALLING, rates(60, 95, 90, 85, 80, 88, 99)
    entries = "\n".join(
        ["quarter | responsible_unit | item | score_rate",
         *(typed(end, drawn) for end, drawn in zip((Q3.replace(month=month) for month in (3, 6, 9)), (first, second, third), strict=True))]
    )  # fmt: skip
    con = quarters(project_month=in_plan(*TOWNS) + "\n" + "\n".join(
        f"P-{unit} | 2026-03-01 | {unit} | continuing | true | true | 1200 | 300" for unit in TOWNS), score_entry=entries)  # fmt: skip
    con.execute(
        "insert into mart.source_month values ('tianyuan', 'dispatch', '2026-03-01', '2026-04-05', '2026-04-05', 1, null)"
    )
    rows = year_scores(con, profile=TIANYUAN, as_of=Q3).set_index("responsible_unit")
    assert rows.yellow_quarters["三门镇"] == "第1季度"
    assert rows.red_quarters["三门镇"] == "第2季度"
    assert rows.bars["三门镇"] == "不得评为市、区先进单位（第2季度红牌）"
    assert pd.isna(rows.bars["嵩山路街道"])


def test_what_is_carried_over():
    assert_table(carry_over(year(), profile=TIANYUAN, as_of=Q3), """
        project_id | carry_over           | is_carried_over | is_finish_overdue | remaining_wan
        O1         | 上年结转，今年已调出 | true            | false             |
        N1         | 未竣工，应纳入下年   | false           | false             | 4700
        C2         | 未竣工，应纳入下年   | true            | true              | 0             # 累计已超总投资
        N2         | 未竣工，应纳入下年   | false           | false             |
        N3         | 未竣工，应纳入下年   | false           | false             |
        X1         | 未竣工，应纳入下年   | false           | false             |
    """)  # fmt: skip


def test_the_years_sum():
    assert_table(year_summary(year(), profile=TIANYUAN, as_of=Q3), """
        indicator    | target | actual | target_rate | measured_in
        年度投资计划 | 5000   | 1500   | 3/10        | 万元
        开工         | 2      | 1      | 1/2         | 个
        竣工         | 2      | 1      | 1/2         | 个
        前期转化     | 2      | 1      | 1/2         | 个
        按时入统率   | 1      | 0      | 0           | 个
        上年结转纳入 | 2      | 1      | 1/2         | 个
    """)  # fmt: skip


def test_candidates_join_quarters_and_year():
    """Typed alike in three quarters: by hand (Q1 + Q2 + Q3) / 3, then half of it and half of the year's score."""
    first, second, third = rates(95, 90, 85, 80, 75, 70, 65), FALLING, rates(60, 95, 90, 85, 80, 88, 99)
    entries = "\n".join(
        ["quarter | responsible_unit | item | score_rate",
         *(typed(end, drawn) for end, drawn in zip((Q3.replace(month=month) for month in (3, 6, 9)), (first, second, third), strict=True)),
         *(f"2026-07-01 | {unit} | 年度建设内容 | 0.8" for unit in TOWNS if unit != "群丰镇")]
    )  # fmt: skip
    con = quarters(project_month=in_plan(*TOWNS) + "\n" + "\n".join(
        f"P-{unit} | 2026-03-01 | {unit} | continuing | true | true | 1200 | 300" for unit in TOWNS), score_entry=entries)  # fmt: skip
    con.execute(
        "insert into mart.source_month values ('tianyuan', 'dispatch', '2026-03-01', '2026-04-05', '2026-04-05', 1, null)"
    )
    rows = honour_candidates(con, profile=TIANYUAN, as_of=Q3)
    rows = rows[rows.responsible_unit.isin(TOWNS)].set_index("responsible_unit")
    assert rows.not_candidate_reason["三门镇"] == "本年有红牌" and not rows.may_district["三门镇"]
    assert rows.not_candidate_reason["群丰镇"].startswith("年度没有排名")  # nothing typed for the year
    score = {unit: [round((100 + 500 * drawn[unit]) / 6, 2) for drawn in (first, second, third)] for unit in TOWNS}
    year_of = 100 * (0.75 + 0.8) / 2  # 900 of 1200, and the typed item
    for unit in rows[rows.may_district].index:
        assert rows.quarter_score[unit] == pytest.approx(sum(score[unit]) / 3, abs=0.011)
        assert rows.combined_score[unit] == pytest.approx((sum(score[unit]) / 3 + year_of) / 2, abs=0.011)
    may = rows[rows.may_district].sort_values("combined_score", ascending=False)
    assert list(may.candidate_place) == list(range(1, len(may) + 1))
    assert rows.quarter_ranks["泰山路街道"] == "1季度第2、2季度第2、3季度第2"
