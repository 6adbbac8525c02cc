"""储备库: entry standards, time in tier, conversions, flows, what was planned without it; and a plain recount."""

from collections import Counter
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.reserve.reserve_flows import reserve_flows
from metrics.reserve.reserve_projects import reserve_projects
from metrics.reserve.reserve_tiers import plan_without_reserve, reserve_tiers
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER}
NAMES = "ABCDEFGH"
PROJECTS = "district | project_id | project_name | approval_procedure | total_investment_wan\n" + "\n".join(
    f"tianyuan | {name} | {name} | {'审批' if name in 'AB' else '备案'} | {'' if name == 'G' else 1000}"
    for name in NAMES
)
STAYS = """
    district | project_id | tier       | entered_on | left_on    | exit_kind       | known_from | known_to
    tianyuan | A          | ready_1y   | 2025-09-30 |            |                 | 2026-01-01 |             # 12 个月，不超
    tianyuan | B          | ready_1y   | 2025-08-31 |            |                 | 2026-01-01 |             # 13 个月，超期
    tianyuan | C          | prepare_3y | 2024-05-01 | 2026-03-01 | 转入1年期待建库 | 2026-01-01 |
    tianyuan | C          | ready_1y   | 2026-03-01 | 2026-06-01 | 转年度计划      | 2026-01-01 |
    tianyuan | D          | prepare_3y | 2026-09-30 |            |                 | 2026-01-01 |             # 当日入库
    tianyuan | D          | idea_5y    | 2026-10-01 |            |                 | 2026-01-01 |             # 次日的看不到
    tianyuan | E          | ready_1y   | 2026-02-01 | 2026-09-30 | 业主放弃        | 2026-01-01 |             # 当日出库，不是转化
    tianyuan | F          | idea_5y    | 2026-02-01 | 2026-10-01 | 转入3年期预备库 | 2026-01-01 |             # 次日才出库
    tianyuan | G          | idea_5y    | 2025-02-01 |            |                 | 2026-01-01 |             # 没有总投资
    tianyuan | H          | ready_1y   | 2026-02-01 |            |                 | 2026-01-01 | 2026-05-01  # 更正，没有入库
"""
STEPS = """
    district | project_id | step               | known_from | completed_on | is_applicable
    tianyuan | A          | 可行性研究报告批复 | 2026-01-01 | 2026-09-30   | true
    tianyuan | B          | 项目备案           | 2026-01-01 | 2026-10-01   | true            # 后来才办结
    tianyuan | D          | 项目备案           | 2026-01-01 | 2026-08-01   | true            # 1年期的佐证，不是3年期的
"""
SIGNED = """
    district | project_id | known_from | signed_on
    tianyuan | D          | 2026-01-01 | 2026-09-30
"""


def store(**more):
    return warehouse(
        **({"reserve_stay": STAYS, "project": PROJECTS, "approval_step": STEPS, "promotion": SIGNED} | more)
    )


def test_who_stands_in_it_with_what_proof():
    assert_table(
        reserve_projects(store(), **ASKED),
        """
        project_id | reserve_tier | months_in_tier | is_standard_proven | standard_proof     | missing_standard   | is_over_time
        B          | ready_1y     | 13             | false              |                    | 可行性研究报告批复 | true
        A          | ready_1y     | 12             | true               | 可行性研究报告批复 |                    | false
        D          | prepare_3y   | 0              | true               | 已签约             |                    | false
        G          | idea_5y      | 19             | false              |                    | 总投资             | false
        F          | idea_5y      | 7              | true               |                    |                    | false
        """,
    )
    without = reserve_projects(store(promotion="district | project_id | known_from"), **ASKED).set_index("project_id")
    assert without.missing_standard["D"] == "项目建议书批复或签约"
    then = reserve_projects(store(), **ASKED, known_on=date(2026, 4, 30))
    assert "H" in set(then.project_id)


def test_tiers_add_up_and_who_left_otherwise_is_no_conversion():
    found = reserve_tiers(store(), **ASKED)
    assert_table(
        found,
        """
        reserve_tier | projects | stays | conversions | left_otherwise | converted_share | converted_this_year | entered_this_year | conversion_median_months
        ready_1y     | 2        | 4     | 1         | 1              | 1/4             | 1                   | 2                 |
        prepare_3y   | 1        | 2     | 1         | 0              | 1/2             | 1                   | 1                 | 22
        idea_5y      | 2        | 2     | 0         | 0              | 0               | 0                   | 1                 |
        """,
    )
    assert (found.stays == found.projects + found.conversions + found.left_otherwise).all()


@pytest.mark.parametrize(("left", "conversions"), [("2026-03-01", 1), ("2026-02-28", 0)])
def test_an_exit_before_the_entry_is_no_conversion(left, conversions):
    stay = f"""
        district | project_id | tier     | entered_on | left_on | exit_kind  | known_from
        tianyuan | A          | ready_1y | 2026-03-01 | {left}  | 转年度计划 | 2026-03-02
    """
    [tier] = reserve_tiers(store(reserve_stay=stay), **ASKED).itertuples()
    assert (tier.stays, tier.conversions, tier.left_otherwise) == (1, conversions, 1 - conversions)
    assert pd.isna(tier.conversion_median_months) == (conversions == 0)


def test_flows_of_the_year():
    assert_table(
        reserve_flows(store(), **ASKED),
        """
        from_tier  | to_tier    | projects
        ready_1y   | ready_1y   | 2         # A、B
        prepare_3y | plan       | 1         # C：年初在预备库，转待建库后列入计划
        idea_5y    | idea_5y    | 1         # G
        new        | prepare_3y | 1         # D
        new        | idea_5y    | 1         # F
        new        | left       | 1         # E
        """,
    )


def test_what_was_planned_without_it():
    months = """
        district | project_id | month      | batch | is_in_plan | is_removed
        tianyuan | C          | 2026-09-01 | 续建  | true       | false
        tianyuan | X          | 2026-08-01 | 续建  | true       | false
        tianyuan | X          | 2026-09-01 | 续建  | true       | false
        tianyuan | Y          | 2026-09-01 | 续建  | false      | true       # 已调出
        tianyuan | H          | 2026-09-01 | 续建  | true       | false      # 入库是误报
    """
    con = store(project_month=months)
    assert_table(
        plan_without_reserve(con, **ASKED),
        """
        project_id | first_planned_month
        H          | 2026-09-01
        X          | 2026-08-01
        """,
    )
    assert plan_without_reserve(warehouse(project_month=months, project=PROJECTS), **ASKED).empty


said = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(["ready_1y", "prepare_3y", "idea_5y"]),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.none() | st.integers(1, 400),
        st.sampled_from(["转年度计划", "转入3年期预备库", "放弃"]),
    ),
    max_size=10, unique_by=lambda row: (row[0], row[1], row[2]),
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=20, deadline=None)
@given(said)
def test_recount_of_the_tiers(rows):
    lines = ["district | project_id | tier | entered_on | left_on | exit_kind | known_from"]
    end, counted = date(2026, 9, 30), Counter()
    for who, tier, entered, days, way in rows:
        left = date.fromordinal(entered.toordinal() + days) if days else None
        lines.append(f"tianyuan | {who} | {tier} | {entered} | {left or ''} | {way if left else ''} | 2026-01-01")
        if entered > end:
            continue
        gone = left is not None and left <= end
        counted[tier, "stays"] += 1
        counted[tier, "conversions" if gone and way != "放弃" else "left_otherwise" if gone else "projects"] += 1
    found = reserve_tiers(store(reserve_stay="\n".join(lines)), **ASKED)
    seen = Counter(
        {
            (row.reserve_tier, name): getattr(row, name)
            for row in found.itertuples()
            for name in ("stays", "conversions", "left_otherwise", "projects")
        }
    )
    assert +seen == +counted
