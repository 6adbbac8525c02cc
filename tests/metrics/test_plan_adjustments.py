"""计划调整: papers and plan tables joined, causes, what is wanting, before and after; the mid-year review's limits."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.adjustments.midyear_review import midyear_review
from metrics.adjustments.plan_adjustments import adjustment_balance, cause_kind, plan_adjustments
from tests.tables import assert_table, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER}
NAMES = "ABCDEFGH"
PROJECTS = "district | project_id | project_name\n" + "\n".join(f"tianyuan | {name} | {name}" for name in NAMES)
PAPERS = """
    district | project_id | effective_month | adjustment | known_from | known_to | cause | statement_on | decided_by | decided_on | annual_plan_before_wan | annual_plan_after_wan
    tianyuan | A | 2026-07-01 | 调出     | 2026-07-20 |            | 市场变化，业主放弃 | 2026-06-20 | 领导小组 | 2026-07-10 | 300 |
    tianyuan | B | 2026-07-01 | 调出     | 2026-07-20 |            | 产业政策变化       |            | 领导小组 | 2026-07-10 | 200 |      # 没有书面说明
    tianyuan | C | 2026-09-01 | 调入     | 2026-09-20 |            | 具备开工条件       |            | 常务会   | 2026-09-10 |     | 150
    tianyuan | D | 2026-10-01 | 调入     | 2026-09-20 |            | 具备开工条件       |            | 常务会   | 2026-09-10 |     | 150  # 次月起执行
    tianyuan | E | 2025-09-01 | 调出     | 2025-09-20 |            | 疫情               | 2025-09-01 | 常务会   | 2025-09-10 | 150 |      # 上年的
    tianyuan | F | 2026-07-01 | 计划调整 | 2026-07-20 | 2026-08-01 | 误报               |            | 常务会   | 2026-07-10 | 100 | 50   # 撤回
"""
VERSIONS = """
    district | project_id | year | effective_month | known_from | annual_plan_wan | is_removed | adjustment
    tianyuan | A          | 2026 | 2026-01-01      | 2026-01-20 | 300             | false      |
    tianyuan | A          | 2026 | 2026-07-01      | 2026-07-20 | 300             | true       | 调出
    tianyuan | G          | 2026 | 2026-01-01      | 2026-01-20 | 500             | false      |
    tianyuan | G          | 2026 | 2026-07-01      | 2026-07-20 | 420             | false      | 计划调整  # 没有审批材料
    tianyuan | H          | 2026 | 2026-07-01      | 2026-07-20 | 80              | false      |           # 年中才有：调入
"""
MONTHS = """
    district | project_id | month      | yardstick   | is_in_plan | is_removed | total_investment_wan | annual_plan_wan
    tianyuan | A          | 2026-01-01 | continuing  | true       | false      | 3000                 | 300
    tianyuan | A          | 2026-09-01 | continuing  | false      | true       | 3000                 | 300
    tianyuan | G          | 2026-01-01 | continuing  | true       | false      | 5000                 | 500
    tianyuan | G          | 2026-09-01 | continuing  | true       | false      | 5000                 | 420
    tianyuan | H          | 2026-09-01 | new_start   | true       | false      | 800                  | 80
    tianyuan | B          | 2026-01-01 | preliminary | true       | false      | 9000                 | 20
"""


def store(**more):
    given_tables = {"plan_adjustment": PAPERS, "plan_version": VERSIONS, "project": PROJECTS, "project_month": MONTHS}
    return warehouse(**(given_tables | more))


def test_papers_and_plan_tables_are_one_list():
    assert_table(
        plan_adjustments(store(), **ASKED).sort_values("project_id"),
        """
        project_id | adjustment_kind | cause_kind | plan_before_wan | plan_after_wan | adjustment_change_wan | missing_papers
        A          | 调出            | market     | 300             |                | -300                  |
        B          | 调出            | policy     | 200             |                | -200                  | 缺书面说明
        C          | 调入            | ready      |                 | 150            | 150                   |
        G          | 计划调整        |            | 500             | 420            | -80                   | 没有审批材料
        H          | 调入            |            |                 | 80             | 80                    | 没有审批材料
        """,
    )
    early = plan_adjustments(store(), **ASKED, known_on=date(2026, 7, 31))
    assert set(early.project_id) == {"A", "B", "F", "G", "H"}


def test_before_and_after():
    assert_table(
        adjustment_balance(store(), **ASKED),
        """
        projects_in_january | projects_now | plan_in_january_wan | plan_now_wan | balance_change_wan | total_now_wan | taken_in | taken_out | moved_batch | changed_amount | without_papers | out_without_statement
        2                   | 2            | 800                 | 500          | -300               | 5800          | 2        | 2         | 0           | 1              | 2              | 1
        """,
    )


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("国家宏观调控", "macro"), ("产业政策调整", "policy"), ("市场发生变化", "market"), ("业主投资意向变更", "market"),
        ("遇不可抗力", "force_majeure"), ("相关单位推动不力", "not_driven"), ("前期手续办结", "ready"), ("其他", "other"), ("", None), (None, None),
    ],
)  # fmt: skip
def test_causes(said, wanted):
    assert cause_kind(said) == wanted


REVIEWED = """
    district | project_id | month      | yardstick   | is_in_plan | is_removed | annual_plan_wan | carried_ytd_wan | planned_start_date | actual_start_date | approval_procedure
    tianyuan | A          | 2026-06-01 | continuing  | true | false | 1000 | 500 |            | 2025-01-01 |
    tianyuan | A          | 2026-09-01 | continuing  | true | false | 1000 | 650 |            | 2025-01-01 |       # 650＋50×3＝800，正好八成
    tianyuan | B          | 2026-06-01 | continuing  | true | false | 1000 | 500 |            | 2025-01-01 |
    tianyuan | B          | 2026-09-01 | continuing  | true | false | 1000 | 649 |            | 2025-01-01 |       # 差一点
    tianyuan | C          | 2026-09-01 | new_start   | true | false | 100  | 0   | 2026-09-30 |            |       # 该开未开
    tianyuan | D          | 2026-09-01 | new_start   | true | false | 0    | 0   | 2026-10-01 |            |       # 次月才该开
    tianyuan | E          | 2026-09-01 | preliminary | true | false | 5    | 0   | 2027-10-01 | 2026-09-30 | 备案  # 已开工
    tianyuan | F          | 2026-09-01 | preliminary | true | false | 5    | 0   | 2027-10-01 |            | 备案  # 手续办齐
    tianyuan | G          | 2026-09-01 | preliminary | true | false | 5    | 0   | 2027-10-01 |            | 备案  # 差一项
"""
SOURCES = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-09-01 | 2026-10-12       | 2026-10-12
"""


def test_who_should_be_looked_at():
    steps = ["项目备案", "建设用地规划许可证", "环境影响评价", "建设工程规划许可证", "施工许可证"]
    lines = ["district | project_id | step | known_from | is_applicable | completed_on"]
    lines += [f"tianyuan | F | {step} | 2026-09-01 | true | 2026-08-01" for step in steps]
    lines += [f"tianyuan | G | {step} | 2026-09-01 | true | 2026-08-01" for step in steps[:-1]]
    con = warehouse(project_month=REVIEWED, project=PROJECTS, approval_step="\n".join(lines), source_month=SOURCES)
    assert_table(
        midyear_review(con, **ASKED).sort_values("project_id"),
        """
        project_id | review_advice | pace_year_end_wan | review_reason
        B          | out           | 798               | 按近三个月进度到年底不足计划的八成
        C          | out           | 0                 | 过了计划开工月还没有开工
        E          | ready         | 0                 | 已经开工
        F          | ready         | 0                 | 应办手续已办齐
        """,
    )


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(["调入", "调出", "计划调整"]), st.integers(1, 12)),
        max_size=8,
        unique=True,
    )
)
def test_recount_of_the_kinds(rows):
    lines = ["district | project_id | effective_month | adjustment | known_from"]
    lines += [f"tianyuan | {who} | 2026-{month:02}-01 | {kind} | 2026-01-01" for who, kind, month in rows]
    found = adjustment_balance(
        store(plan_adjustment="\n".join(lines), plan_version=VERSIONS.splitlines()[1]), **ASKED
    ).iloc[0]
    seen = [kind for _, kind, month in rows if month <= 9]
    wanted = {"taken_in": seen.count("调入"), "taken_out": seen.count("调出"), "changed_amount": seen.count("计划调整")}
    assert {name: found[name] for name in wanted} == wanted
