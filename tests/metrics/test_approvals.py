"""前期手续 and 招商落地: the matrix, where each project waits, how mature it is; tables, and recounts of drawn sheets."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.approvals.approval_matrix import approval_matrix
from metrics.approvals.approval_maturity import approval_maturity
from metrics.approvals.approval_steps import approval_steps
from metrics.approvals.promotion_progress import promotion_progress
from tests.tables import assert_table, insert, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER, END = date(2026, 9, 1), date(2026, 9, 30)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER}
LIST = next(list(rule.steps) for rule in PROFILE.approvals if rule.procedure == "备案" and rule.enabled)
FIRST, SECOND, THIRD = LIST[:3]
LOADED = "district | kind | month\ntianyuan | dispatch | 2026-09-01"
MONTHS = """
    district | project_id | month      | yardstick   | batch    | is_in_plan | is_removed | approval_procedure | actual_start_date | planned_start_date
    tianyuan | A          | 2026-09-01 | preliminary | 重点前期 | true       | false      | 备案               |                   | 2026-10-01
    tianyuan | B          | 2026-09-01 | new_start   | 新开工   | true       | false      | 备案               |                   | 2026-09-30  # 当天到期
    tianyuan | C          | 2026-09-01 | new_start   | 新开工   | true       | false      | 备案               | 2026-09-30        |             # 当天开工，不在矩阵
    tianyuan | D          | 2026-09-01 | new_start   | 新开工   | true       | false      | 备案               | 2026-10-01        |             # 下月才开工
    tianyuan | E          | 2026-09-01 | continuing  | 续建     | true       | false      | 备案               |                   |             # 续建不在
    tianyuan | F          | 2026-09-01 | preliminary | 重点前期 | true       | false      |                    |                   |             # 没有审批方式：没有清单
"""
SAID = f"""
    district | project_id | step     | known_from | is_applicable | completed_on | document_number
    tianyuan | A          | {FIRST}  | 2026-09-10 | true          | 2026-09-30   | 一号
    tianyuan | A          | {THIRD}  | 2026-09-10 | true          | 2026-08-01   | 三号            # 第二步还没有办结
    tianyuan | B          | {FIRST}  | 2026-09-10 | false         |              |                 # 不适用
    tianyuan | B          | {SECOND} | 2026-09-10 | true          | 2026-10-01   | 二号            # 10月才办结
"""


def of(frame, project: str) -> dict:
    rows = frame[frame.project_id == project]
    return dict(zip(rows.approval_step, rows.approval_state, strict=True))


def asked_of(months: str = MONTHS, said: str = SAID, **more):
    return warehouse(project_month=months, approval_step=said, source_month=LOADED, **more)


def test_the_first_step_that_applies_and_is_not_done_is_where_a_project_waits():
    matrix = approval_matrix(asked_of(), **ASKED)
    assert set(matrix.project_id) == {"A", "B", "D"}
    a, b = of(matrix, "A"), of(matrix, "B")
    assert [a[step] for step in (FIRST, SECOND, THIRD)] == ["done", "next", "done"]
    assert [b[step] for step in (FIRST, SECOND, THIRD)] == ["not_applicable", "next", "later"]
    assert of(approval_matrix(asked_of(), **ASKED, on=date(2026, 10, 1)), "B")[SECOND] == "done"
    assert list(a) == LIST  # in the list's order
    [first] = matrix[(matrix.project_id == "A") & (matrix.approval_step == FIRST)].itertuples()
    assert (first.approved_on.date(), first.approval_number) == (END, "一号")


def test_maturity_is_what_is_obtained_of_what_applies():
    stays = """
        district | project_id | year | from_month | batch    | since_month
        tianyuan | A          | 2026 | 2026-01-01 | 重点前期 | 2024-09-01  # 正好两年
        tianyuan | F          | 2026 | 2026-01-01 | 重点前期 | 2023-08-01
    """
    required = len(LIST)
    assert_table(
        approval_maturity(asked_of(preliminary_stay=stays), **ASKED).sort_values("project_id"),
        f"""
        project_id | approvals_required | approvals_obtained | maturity_share | next_approval | is_start_overdue | months_in_preliminary | light
        A          | {required}         | 2                  | 2/{required}   | {SECOND}      | false            | 24                    | normal
        B          | {required - 1}     | 0                  | 0              | {SECOND}      | true             |                       |
        D          | {required}         | 0                  | 0              | {FIRST}       | false            |                       |
        F          |                    |                    |                |               | false            | 37                    | behind
        """,
    )


days = st.none() | st.integers(-60, 30).map(lambda n: END + timedelta(days=n))
statements = st.lists(
    st.tuples(st.sampled_from("ABD"), st.sampled_from(LIST), st.booleans(), days),
    max_size=15,
    unique_by=lambda row: row[:2],
)


@settings(max_examples=20, deadline=None)
@given(statements)
def test_steps_and_matrix_recounted(said):
    con = asked_of(said="district | project_id | step | known_from\n")
    columns = ["district", "project_id", "step", "known_from", "row_id", "is_applicable", "completed_on"]
    rows = [["tianyuan", who, step, SEPTEMBER, n, applies, day] for n, (who, step, applies, day) in enumerate(said)]
    insert(con, "approval_step", columns, rows)
    told = {(who, step): (applies, day if day and day <= END else None) for who, step, applies, day in said}
    plain = {step: Counter() for step in LIST}
    for who in "ABD":
        is_waiting = False
        for step in LIST:
            applies, day = told.get((who, step), (True, None))
            state = (
                "not_applicable" if not applies else "obtained" if day else "not_reached" if is_waiting else "waiting"
            )
            is_waiting = is_waiting or state == "waiting"
            plain[step][state] += 1
    steps = approval_steps(con, **ASKED).set_index("approval_step")
    assert list(steps.index) == LIST
    for step, counts in plain.items():
        row = steps.loc[step]
        found = (row.obtained, row.not_applicable, row.waiting_projects, row.not_reached)
        assert found == tuple(counts[name] for name in ("obtained", "not_applicable", "waiting", "not_reached"))
        assert row.projects == row.obtained + row.waiting_projects + row.not_reached
    matrix = Counter(approval_matrix(con, **ASKED).approval_state)
    assert matrix["next"] == int(steps.waiting_projects.sum())
    assert approval_maturity(con, **ASKED).approvals_obtained.sum() == matrix["done"]


def test_promoted_projects_from_signing_to_start():
    con = warehouse(
        promotion="""
            district | project_id | known_from | signed_on  | start_date_development | start_date_industry
            tianyuan | A          | 2026-09-10 | 2026-01-15 |                        |                      # 签约后未立项
            tianyuan | B          | 2026-09-10 | 2026-01-15 |                        | 2026-10-01           # 以后开工
            tianyuan | C          | 2026-09-10 | 2025-06-01 | 2026-03-31             | 2026-05-01           # 经信晚两个月
            tianyuan | D          | 2026-09-10 | 2025-06-01 | 2026-03-31             | 2026-02-01
            tianyuan | E          | 2026-09-10 | 2026-10-01 |                        |                      # 以后签约
            tianyuan | F          | 2026-09-10 |            |                        |                      # 没有写签约日期
        """,
        approval_step="""
            district | project_id | step     | known_from | completed_on
            tianyuan | B          | 项目备案 | 2026-09-10 | 2026-09-30   # 当天立项
            tianyuan | A          | 项目备案 | 2026-09-10 | 2026-10-01
        """,
    )
    assert_table(
        promotion_progress(con, **ASKED).sort_values("project_id"),
        """
        project_id | promotion_state | first_approved_on | signed_to_start_months | months_since_signed | start_spread_months
        A          | signed          |                   |                        | 8                   |
        B          | approved        | 2026-09-30        |                        | 8                   |
        C          | started         |                   | 9                      |                     | 2
        D          | started         |                   | 8                      |                     | -1
        F          | signed          |                   |                        |                     |
        """,
    )
