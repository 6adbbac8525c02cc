"""Booked against reported (入统占上报) where projects share statistics projects: a group's amount once, never twice."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.completion.investment_series import investment_series
from metrics.overview.overview import overview
from metrics.provenance.figure_cells import figure_cells
from metrics.reconciliation.booked_ratio import GROUPED, booked_ratio
from tests.metrics.histories import MONTHS, PROJECTS, STATISTICS, facts, publish
from tests.tables import assert_table, fill, warehouse

TIANYUAN = load_profile("tianyuan")
M = date(2026, 3, 1)
SOURCES = """
    district | kind              | month      | first_known_from
    tianyuan | dispatch          | 2026-03-01 | 2026-04-05
    tianyuan | statistics_return | 2026-03-01 | 2026-04-10
"""
# C and D share S1, E and F share S2, nobody confirmed how; G and H share S3 by confirmed halves; I, bundled with E, is
# not counted
PROJECT_MONTHS = """
    project_id | month      | district | responsible_unit | is_counted | is_in_library | carried_ytd_wan | booked_ytd_wan
    A          | 2026-03-01 | tianyuan | 城建局           | true       | true          | 100             | 80
    B          | 2026-03-01 | tianyuan | 城建局           | true       |               | 40              |       # 未匹配
    C          | 2026-03-01 | tianyuan | 城建局           | true       |               | 200             |
    D          | 2026-03-01 | tianyuan | 教育局           | true       |               | 300             |
    E          | 2026-03-01 | tianyuan | 教育局           | true       |               | 50              |
    F          | 2026-03-01 | tianyuan | 教育局           | true       |               | 60              |
    I          | 2026-03-01 | tianyuan | 城建局           | false      |               | 70              |
    G          | 2026-03-01 | tianyuan | 城建局           | true       | true          | 10              | 5
    H          | 2026-03-01 | tianyuan | 教育局           | true       | true          | 10              | 5
"""
LINKED = """
    district | project_id | linked
    tianyuan | A          | 1
    tianyuan | C          | 1
    tianyuan | D          | 2
    tianyuan | E          | 1
    tianyuan | F          | 1
    tianyuan | I          | 1
    tianyuan | G          | 1
    tianyuan | H          | 1
"""
LINK_GROUPS = """
    district | project_id | statistics_id | group_id | share_from | share_to
    tianyuan | A          | S0            | A        | 0          | 1
    tianyuan | C          | S1            | C        |            |
    tianyuan | D          | S1            | C        |            |
    tianyuan | D          | S9            | C        |            |         # 组内另有一个统计项目
    tianyuan | E          | S2            | E        |            |
    tianyuan | F          | S2            | E        |            |
    tianyuan | I          | S2            | E        |            |
    tianyuan | G          | S3            | G        | 0          | 0.5
    tianyuan | H          | S3            | G        | 0.5        | 1
    jingyang | C          | S8            | C        |            |
"""
BOOKED = """
    district | statistics_id | month      | known_from | known_to   | booked_ytd_wan
    tianyuan | S0            | 2026-03-01 | 2026-04-10 |            | 80
    tianyuan | S1            | 2026-03-01 | 2026-04-10 | 2026-04-20 | 999
    tianyuan | S1            | 2026-03-01 | 2026-04-20 |            | 380    # 后来更正
    tianyuan | S1            | 2026-02-01 | 2026-03-10 |            | 777    # 别的月
    tianyuan | S9            | 2026-03-01 | 2026-04-10 |            | 20
    tianyuan | S2            | 2026-03-01 | 2026-04-10 |            | 90
    tianyuan | S3            | 2026-03-01 | 2026-04-10 |            | 10
    tianyuan | S4            | 2026-03-01 | 2026-04-10 |            | 500    # 谁也没连
    jingyang | S1            | 2026-03-01 | 2026-04-10 |            | 1
    jingyang | S8            | 2026-03-01 | 2026-04-10 |            | 1
"""
ASKED = {"profile": TIANYUAN, "as_of": M}


@pytest.fixture(scope="module")
def con():
    made = warehouse(
        source_month=SOURCES, project_month=PROJECT_MONTHS, project_entry=LINKED, link_group=LINK_GROUPS, booked=BOOKED,
        project="district | project_id | project_name\n" + "\n".join(f"tianyuan | {one} | 项目{one}" for one in "ABCDEFGHI"),
    )  # fmt: skip
    made.execute("insert into meta.version values (2, '2026-05-01', '2026-04-30', false)")
    return made


def test_the_district_takes_a_groups_amount_once(con):
    # 80 + (380 + 20) + 90 + 10; reported 100 + 500 + 110 + 20, and 40 of B, which is not matched
    assert_table(
        booked_ratio(con, **ASKED),
        """
        projects | linked_projects | unlinked_projects | reported_ytd_wan | booked_ytd_wan | booked_to_reported | linked_reported_ytd_wan | linked_booked_to_reported | unlinked_reported_ytd_wan
        8        | 7               | 1                 | 770              | 580            | 580/770            | 730                     | 580/730                   | 40
        """,
    )


def test_a_unit_has_a_groups_amount_only_where_all_of_it_is_the_units_own(con):
    assert_table(
        booked_ratio(con, by="responsible_unit", **ASKED),
        """
        responsible_unit | projects | linked_projects | linked_reported_ytd_wan | booked_ytd_wan
        跨单位           | 2        | 2               | 500                     | 400       # C、D 分属两家，分摊未确认
        城建局           | 3        | 2               | 110                     | 85
        教育局           | 3        | 3               | 120                     | 95        # E、F 都是它的
        """,
    )


def test_by_project_a_group_stands_in_one_row(con):
    assert_table(
        booked_ratio(con, by="project", **ASKED),
        """
        project_id | project_name  | projects | linked_reported_ytd_wan | booked_ytd_wan
        C          | 项目C、项目D  | 2        | 500                     | 400
        A          | 项目A         | 1        | 100                     | 80
        E          | 项目E、项目F  | 2        | 110                     | 90
        G          | 项目G         | 1        | 10                      | 5
        H          | 项目H         | 1        | 10                      | 5
        B          | 项目B         | 1        | 0                       | 0
        """,
    )


def test_cells_series_and_overview_say_the_same(con):
    assert investment_series(con, **ASKED).booked_ytd_wan.dropna().tolist() == [580]
    assert overview(con, **ASKED).booked_to_reported.dropna().tolist() == [pytest.approx(580 / 770)]


@pytest.mark.parametrize(
    ("month", "payload", "ratio"),
    [
        ("2026-03", '{"parts": [{"reason": "R16", "amount": "40"}]}', 580 / 730),  # decided: B leaves
        ("2026-03", '{"parts": [{"reason": "R02", "amount": "40"}]}', 580 / 770),  # another reason leaves nothing
        ("2026-02", '{"parts": [{"reason": "R16", "amount": "40"}]}', 580 / 770),  # last month's is only proposed now
        ("2026-03", '{"parts": [{"reason": "R16", "amount": "40"}], "status": "undone"}', 580 / 770),
    ],
)
def test_only_what_a_person_decided_leaves_the_ratio(con, month, payload, ratio):
    con.execute("delete from mart.decision")
    fill(con, "decision", f"""
        entry_id | district | kind   | subject            | known_from | who | payload
        1        | tianyuan | reason | reason:B:{month}   | 2026-04-12 | 张  | {payload}
    """)  # fmt: skip
    try:
        assert booked_ratio(con, **ASKED).booked_to_reported[0] == pytest.approx(ratio)
        assert overview(con, **ASKED).booked_to_reported.dropna().tolist() == [pytest.approx(ratio)]
    finally:
        con.execute("delete from mart.decision")


links = st.lists(st.tuples(st.sampled_from(PROJECTS), st.sampled_from(STATISTICS)), max_size=6)
histories = st.lists(facts(), min_size=25, max_size=60)


@settings(max_examples=40)
@given(histories, links, st.sampled_from(MONTHS[2:]))
def test_recount(said, pairs, as_of):
    """Walking from project to project: what hangs together without shares counts as a whole if any of it is counted."""
    con = publish(TIANYUAN, said, pairs)
    total = booked_ratio(con, profile=TIANYUAN, as_of=as_of).iloc[0]
    for by in GROUPED:
        rows = booked_ratio(con, profile=TIANYUAN, as_of=as_of, by=by)
        for name in ("projects", "linked_projects", "booked_ytd_wan", "linked_reported_ytd_wan"):
            assert abs(rows[name].sum() - total[name]) < 0.005, (by, name)
    assert total.projects == total.linked_projects + total.unlinked_projects
    if pd.isna(total.compared_month):
        return
    month = total.compared_month.date()
    counted = {
        row[0]
        for row in con.execute("select project_id from mart.project_month where month = ? and is_counted", [month]).fetchall()
    }  # fmt: skip
    returned: dict[str, Decimal] = dict(
        con.execute("select statistics_id, booked_ytd_wan from mart.booked where month = ? and known_to is null", [month]).fetchall()
    )  # fmt: skip
    theirs = defaultdict(set)
    for project, statistics in pairs:
        theirs[project].add(statistics)
    bundled = {
        row[0] for row in con.execute("select project_id from mart.link_group where share_to is null").fetchall()
    }
    begun = {
        project
        for project, start, reported, booked in con.execute(
            "select project_id, actual_start_date, carried_ytd_wan, booked_ytd_wan from mart.project_month where month = ?",
            [month],
        ).fetchall()
        if project in bundled
        or reported
        or booked
        or (start and (start.year, start.month) <= (month.year, month.month))
    }
    counted &= begun
    assert total.projects == len(counted)
    linked = counted & theirs.keys()
    wanted, done = Decimal(0), set()
    for project in linked:
        reached, frontier = set(theirs[project]), [project]
        while frontier:
            frontier = [one for one in theirs if theirs[one] & reached and not theirs[one] <= reached]
            reached |= {each for one in frontier for each in theirs[one]}
        wanted += sum((returned.get(one) or Decimal(0) for one in reached - done), Decimal(0))
        done |= reached
    assert total.linked_projects == len(linked)
    assert abs(total.booked_ytd_wan - float(wanted)) < 0.005
    cells = figure_cells(con, profile=TIANYUAN, as_of=as_of, figure="booked_ytd_wan")
    assert abs(float(sum(cells.counted_wan)) - float(wanted)) < 0.005


def test_who_has_not_started_and_has_no_figure_is_neither_counted_nor_missing():
    """Started by the month's end, or with figures; the ratio is the same with and without the others."""
    months = """
        project_id | month      | district | is_counted | actual_start_date | carried_ytd_wan | booked_ytd_wan
        A          | 2026-03-01 | tianyuan | true       | 2026-03-31        | 100             | 80   # 月末最后一天开工
        B          | 2026-03-01 | tianyuan | true       | 2026-03-31        |                 |      # 已开工，没有数：未匹配
        C          | 2026-03-01 | tianyuan | true       | 2026-04-01        | 0               |      # 下月开工，报零：不算
        D          | 2026-03-01 | tianyuan | true       |                   |                 |      # 没有开工：不算
        E          | 2026-03-01 | tianyuan | true       | 2026-04-01        | 40              |      # 开工前有上报
        F          | 2026-03-01 | tianyuan | true       |                   |                 | 30   # 没有开工而有入统
    """
    linked = "district | project_id | linked\ntianyuan | A | 1\ntianyuan | C | 1\ntianyuan | F | 1"
    con = warehouse(source_month=SOURCES, project_month=months, project_entry=linked)
    con.execute("insert into meta.version values (2, '2026-05-01', '2026-04-30', false)")
    assert_table(
        booked_ratio(con, **ASKED),
        """
        projects | linked_projects | unlinked_projects | reported_ytd_wan | booked_ytd_wan | booked_to_reported
        4        | 2               | 2                 | 140              | 110            | 110/140
        """,
    )
    assert overview(con, **ASKED).booked_to_reported.dropna().tolist() == [pytest.approx(110 / 140)]
    assert overview(con, **ASKED).linked_projects.dropna().tolist() == [2]


@pytest.mark.parametrize(
    ("reported", "booked", "band"),
    [
        ("123.40", "104.89", "within"),  # 0.85 · 123.40, to the cent
        ("123.40", "104.88", "below"),
        ("1234567.80", "1049382.63", "within"),
        ("1234567.80", "1049382.62", "below"),
        ("123.40", "129.57", "within"),  # 1.05 · 123.40
        ("123.40", "129.58", "above"),
        ("0", "5", "None"),
    ],
)
def test_the_band_is_a_comparison_of_amounts(reported, booked, band):
    months = f"""
        project_id | month      | district | is_counted | is_in_library | carried_ytd_wan | booked_ytd_wan
        A          | 2026-03-01 | tianyuan | true       | true          | {reported}      | {booked}
    """
    linked = "district | project_id | linked\ntianyuan | A | 1"
    con = warehouse(source_month=SOURCES, project_month=months, project_entry=linked)
    assert str(booked_ratio(con, profile=TIANYUAN, as_of=M).booked_band.iloc[0]) == band
