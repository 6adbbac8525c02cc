"""四类清单: each list's boundaries, a quarter as the set of its months, and a plain recount of starts."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.lists.four_lists import four_lists, span_end, span_start
from tests.tables import assert_table, insert, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER}
HEAD = "district | project_id | month | responsible_unit | batch | is_in_plan | is_removed | planned_start_date | actual_start_date | planned_finish_date | actual_finish_date"
NAMES = "ABCDEFGHIJ"
PROJECTS = "district | project_id | project_name | responsible_unit\n" + "\n".join(
    f"tianyuan | {name} | {name} | 甲镇" for name in NAMES
)


def store(*rows: str, **more: str):
    """Return a warehouse of project months given as: project | month | planned start | start | planned finish | finish."""
    lines = [HEAD]
    for row in rows:
        project, month, *dates = (cell.strip() for cell in row.partition("#")[0].split("|"))
        is_out = project.endswith("!")
        lines.append(
            f"tianyuan | {project.rstrip('!')} | 2026-{int(month):02}-01 | 甲镇 | 续建 | {not is_out} | {is_out} | "
            + " | ".join(dates)
        )
    return warehouse(project_month="\n".join(lines), project=PROJECTS, **more)


STARTS = (
    "A | 8 | 2026-09-10 |            | |",
    "A | 9 | 2026-09-10 | 2026-09-30 | |  # 如期",
    "B | 8 | 2026-09-10 |            | |",
    "B | 9 | 2026-11-10 |            | |  # 本月计划，推迟到11月",
    "C | 8 | 2026-12-01 |            | |",
    "C | 9 | 2026-09-01 | 2026-10-02 | |  # 提前到本月，次月才开工",
    "D | 8 | 2026-09-10 | 2026-08-31 | |",
    "D | 9 | 2026-09-10 | 2026-08-31 | |  # 上月已开工",
    "E | 8 | 2026-08-31 |            | |",
    "E | 9 | 2026-08-31 |            | |  # 上月应开工",
)


def starts(con, **asked):
    found = four_lists(con, **(ASKED | asked))
    return found[found.list_kind == "start"]


def test_the_month_s_list_is_what_was_planned_for_it_before_or_in_it():
    assert_table(
        starts(store(*STARTS)),
        """
        project_id | list_state | is_reached | planned_on | actual_on  | slips | is_target
        C          | open       | false      | 2026-09-01 |            | 0     | false
        B          | open       | false      | 2026-11-10 |            | 1     | true
        A          | done       | true       | 2026-09-10 | 2026-09-30 | 0     | true
        """,
    )


def test_a_quarter_holds_each_project_of_its_months_once():
    months = (
        "A | 6 | 2026-07-10 |            | |",
        "A | 7 | 2026-08-10 |            | |",
        "A | 8 | 2026-09-10 |            | |",
        "A | 9 | 2026-09-10 | 2026-09-02 | |  # 推迟两次，季内开工",
        "B | 6 | 2026-08-10 |            | |",
        "B | 7 | 2026-10-10 |            | |",
        "B | 8 | 2026-10-10 |            | |",
        "B | 9 | 2026-10-10 |            | |  # 推到下季，从未列入各月",
        "C | 6 | 2026-07-31 |            | |",
        "C!| 7 | 2026-07-31 |            | |",
        "C!| 8 | 2026-07-31 |            | |",
        "C!| 9 | 2026-07-31 |            | |  # 7月清单有它，后来调出",
    )
    assert_table(
        starts(store(*months), span="quarter").sort_values("project_id"),
        """
        project_id | first_listed_month | list_state | slips | is_target
        A          | 2026-07-01         | done       | 2     | true
        B          |                    | pushed_out | 1     | true
        C          | 2026-07-01         | open       | 0     | true
        """,
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_spans(month):
    first = (month - 1) // 3 * 3 + 1
    wanted = {"month": (month, month), "quarter": (first, first + 2), "year": (1, 12)}
    as_of = date(2026, month, 1)
    assert {span: (span_start(as_of, span), span_end(as_of, span)) for span in wanted} == {
        span: (date(2026, start, 1), date(2026, end, 1)) for span, (start, end) in wanted.items()
    }


def test_of_a_year_the_months_to_come_stand_apart():
    months = (
        "A | 1 | 2026-12-01 | | |",
        "A | 9 | 2026-12-01 | | |",
        "B | 1 | 2026-11-01 | | |",
        "B | 9 | 2027-02-01 | | |",
    )
    found = starts(store(*months), span="year").set_index("project_id").list_state
    assert found.to_dict() == {"A": "upcoming", "B": "pushed_out"}


def test_under_construction_joined_and_left():
    months = (
        "A | 8 | | 2026-08-31 | |",
        "A | 9 | | 2026-08-31 | 2027-01-01 |            # 原有",
        "B | 9 | | 2026-09-01 |            |            # 本期新增",
        "C | 8 | | 2026-01-01 |            |",
        "C | 9 | | 2026-01-01 |            | 2026-09-30 # 本期竣工",
        "D | 8 | | 2026-01-01 |            | 2026-08-31",
        "D | 9 | | 2026-01-01 |            | 2026-08-31 # 上期已竣工",
        "E | 8 | | 2026-01-01 |            |",
        "E!| 9 | | 2026-01-01 |            |            # 本期调出",
        "F!| 8 | | 2026-01-01 |            |",
        "F!| 9 | | 2026-01-01 |            |            # 上期已调出",
        "G | 9 | | 2026-10-01 |            |            # 次月开工",
    )
    found = four_lists(store(*months), **ASKED)
    found = found[found.list_kind == "building"].set_index("project_id").stock_state
    assert found.to_dict() == {"A": "stays", "B": "joined", "C": "left", "E": "left"}


def test_signed_and_approved_in_the_period():
    promotion = "district | project_id | known_from | signed_on\n" + "\n".join(
        f"tianyuan | {name} | 2026-10-05 | {day}"
        for name, day in (("A", "2026-08-31"), ("B", "2026-09-01"), ("C", "2026-09-30"), ("D", "2026-10-01"))
    )
    steps = """
    district | project_id | step               | known_from | completed_on
    tianyuan | E          | 项目备案           | 2026-10-05 | 2026-09-15
    tianyuan | F          | 项目建议书批复     | 2026-10-05 | 2026-08-15    # 8月已立项
    tianyuan | F          | 可行性研究报告批复 | 2026-10-05 | 2026-09-15
    tianyuan | G          | 施工许可证         | 2026-10-05 | 2026-09-15    # 不是立项
    """
    found = four_lists(store("A | 9 | | | |", promotion=promotion, approval_step=steps), **ASKED)
    assert set(found[found.list_kind == "signed"].project_id) == {"B", "C"}
    assert set(found[found.list_kind == "approved"].project_id) == {"E"}


plans = st.lists(
    st.tuples(st.lists(st.none() | st.integers(1, 12), min_size=4, max_size=4), st.none() | st.integers(6, 10)),
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(plans)
def test_starts_of_a_quarter_recounted_plainly(drawn):
    con, rows = warehouse(), []
    for number, (planned, started) in enumerate(drawn):
        for month, plan in zip((6, 7, 8, 9), planned, strict=True):
            start = date(2026, started, 5) if started else None
            rows.append(
                [
                    "tianyuan",
                    f"P{number}",
                    date(2026, month, 1),
                    "甲镇",
                    True,
                    date(2026, plan, 3) if plan else None,
                    start,
                ]
            )
    columns = [
        "district",
        "project_id",
        "month",
        "responsible_unit",
        "is_in_plan",
        "planned_start_date",
        "actual_start_date",
    ]
    rest = {"unit_kind": "", "batch": "", "town": "", "special_area": "", "industry": "", "project_level": "", "funding": "",
            "contact_leader": "", "is_counted": True, "is_removed": False, "is_outside_plan": False, "expected_share": 0,
            "is_estimated_share": False, "is_silent": False, "is_estimated_progress": False, "is_estimated_planned_progress": False}  # fmt: skip
    insert(con, "project_month", [*columns, *rest], [[*row, *rest.values()] for row in rows])
    wanted = {}
    for number, (planned, started) in enumerate(drawn):
        if started is not None and started < 7:
            continue  # it had started before the quarter
        listed = [
            plan
            for month, plan in zip((6, 7, 8, 9), planned, strict=True)
            if plan is not None and plan in (month, month + 1) and 7 <= plan <= 9
        ]
        if listed:
            is_done = started is not None and started <= 9
            wanted[f"P{number}"] = (min(listed), "done" if is_done else "open")
    found = starts(con, span="quarter")
    found = found[found.first_listed_month.notna()]
    seen = {row.project_id: (row.first_listed_month.month, row.list_state) for row in found.itertuples()}
    assert seen == wanted
