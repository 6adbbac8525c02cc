"""Who counts in a figure: the projects behind it by hand, against a plain recount, and on the demo's own months."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import dictionary, warehouse
from metrics.entry.entry_dates import entry_dates
from metrics.entry.entry_lag import entry_lag
from metrics.provenance.figure_projects import FAMILIES, figure_projects
from tests.metrics.entries import PROFILE, SEPTEMBER, seen
from tests.metrics.test_entry_lag_properties import CON, COUNTS, fill_warehouse, lists, months, recount, whole_months
from tests.tables import assert_table

LAG = {"profile": PROFILE, "as_of": SEPTEMBER, "of": "entry_lag"}


@pytest.fixture(scope="module")
def con():
    return seen(
        SEPTEMBER,
        """
        project_id | responsible_unit | actual_start_date | total_investment_wan | carried_ytd_wan
        A          | 甲               | 2026-03-05        | 3000                 | 80         # 次月入统：按时，1 个月
        B          | 甲               | 2026-03-05        | 3000                 | 70         # 迟入，3 个月
        C          | 甲               | 2026-04-05        | 3000                 | 60         # 没有入统，已等 5 个月
        D          | 甲               | 2026-09-05        | 3000                 | 50         # 还没到期，等 0 个月
        E          | 乙               | 2026-03-05        | 3000                 | 40         # 别的单位
        F          | 甲               | 2026-03-05        | 499                  | 30         # 不够 500 万元
        """,
        """
        project_id | ledger_library_month | ledger_statistics_month
        A          | 2026-03-01           | 2026-04-01
        B          | 2026-03-01           | 2026-06-01
        C          | 2026-04-01           |
        E          | 2026-03-01           | 2026-04-01
        """,
    )


def test_a_count_and_a_rate(con):
    of_unit = {"by": "responsible_unit", "group": "甲"}
    assert_table(
        figure_projects(con, **LAG, **of_unit, figure="due"),
        """
        project_id | responsible_unit | due | start_date | library_month | statistics_month
        C          | 甲               | 1   | 2026-04-05 | 2026-04-01    |
        A          | 甲               | 1   | 2026-03-05 | 2026-03-01    | 2026-04-01
        B          | 甲               | 1   | 2026-03-05 | 2026-03-01    | 2026-06-01
        """,
    )
    rate = figure_projects(con, **LAG, **of_unit, figure="on_time_rate")
    assert_table(rate.sort_values("project_id"), "project_id | on_time | due\nA | 1 | 1\nB | 0 | 1\nC | 0 | 1")
    longest = figure_projects(con, **LAG, **of_unit, figure="longest_wait_months")
    assert_table(longest, "project_id | longest_wait_months\nC | 5\nD | 0")
    assert set(figure_projects(con, **LAG, figure="due").project_id) == {"A", "B", "C", "E"}  # the whole district


def test_a_median_names_who_stands_there(con):
    assert entry_lag(con, profile=PROFILE, as_of=SEPTEMBER, by="responsible_unit").set_index("responsible_unit").loc[
        "甲", "statistics_entry_median_months"
    ] == 3  # fmt: skip
    assert_table(
        figure_projects(con, **LAG, by="responsible_unit", group="甲", figure="statistics_entry_median_months"),
        """
        project_id | statistics_entry_median_months | longest_wait_months | is_in_the_middle
        D          |                                | 0                   | false
        A          | 1                              |                     | false
        B          | 3                              |                     | true
        C          |                                | 5                   | false
        """,
    )


def test_a_period_of_starts_and_a_month_of_starts(con):
    started = figure_projects(con, **LAG, by="cohort_month", group="2026-03-01", figure="entered_share")
    assert set(started.project_id) == {"A", "B", "E"}
    cell = {"by": "responsible_unit", "group": "甲", "start_month": date(2026, 3, 1)}
    asked = {**LAG, "of": "entry_by_start_month"}
    assert set(figure_projects(con, **asked, **cell, figure="projects").project_id) == {"A", "B"}
    middle = figure_projects(con, **asked, **cell, figure="statistics_entry_median_months")
    assert_table(middle, "project_id | is_in_the_middle\nA | true\nB | false")


def test_what_nobody_counts_is_refused(con):
    with pytest.raises(ValueError, match="no metric 'nonsense'"):
        figure_projects(con, profile=PROFILE, as_of=SEPTEMBER, of="nonsense")
    with pytest.raises(ValueError, match="does not say which projects count"):
        figure_projects(con, **LAG, figure="pace_gap_pp")
    with pytest.raises(ValueError, match="cannot group by 'owner'"):
        figure_projects(con, **LAG, by="owner", group="x")


@settings(max_examples=25)
@given(lists, months, st.sampled_from(COUNTS), st.sampled_from("甲乙"))
def test_agrees_with_a_plain_recount(rows, as_of, figure, unit):
    fill_warehouse(rows, as_of)
    wanted = {str(number) for number, row in enumerate(rows) if row.unit == unit and recount([row], as_of)[figure]}
    asked = {"profile": PROFILE, "as_of": as_of, "of": "entry_lag", "by": "responsible_unit", "group": unit}
    assert set(figure_projects(CON, **asked, figure=figure).project_id) == wanted
    found = figure_projects(CON, **asked, figure="statistics_entry_median_months")
    mine = [(str(number), row) for number, row in enumerate(rows) if row.unit == unit]
    median = recount([row for _, row in mine], as_of)["statistics_entry_median_months"]
    alone = {name: recount([row], as_of)["statistics_entry_median_months"] for name, row in mine}
    there = {name for name, waited in alone.items() if median is not None and waited == median}
    assert set(found[found.is_in_the_middle].project_id) == there


@settings(max_examples=25)
@given(lists, months)
def test_dates_agree_with_a_plain_recount(rows, as_of):
    fill_warehouse(rows, as_of)
    until = date(as_of.year - 1, 12, 1) if as_of.month == 1 else as_of
    for told in entry_dates(CON, profile=PROFILE, as_of=as_of).itertuples():
        row = rows[int(told.project_id)]
        start = row.start if row.start and whole_months(row.start, as_of) >= 0 else None
        seen_then = [[m if m and m <= until else None for m in pair] for pair in (row.ledger, row.returned)]
        library, figures = (ledger or returned for ledger, returned in zip(*seen_then, strict=True))
        dates = (told.start_date, told.library_month, told.statistics_month)
        assert [None if day != day else day.date() for day in dates] == [start, library, figures]


@pytest.mark.parametrize("of", FAMILIES)
def test_what_is_listed_adds_up_to_the_figure(demo_store, of):
    """Each count and amount of a unit is the sum over the projects that are listed for it."""
    with warehouse.connect(demo_store).cursor() as cursor:
        asked = {"profile": PROFILE, "as_of": SEPTEMBER}
        groups = FAMILIES[of].count(cursor, **asked, by="responsible_unit")
        unit = groups.responsible_unit.iloc[0]
        mine = groups[groups.responsible_unit == unit]
        known = [dictionary.lookup(name) for name in groups]
        figures = [one.name for one in known if one.adds_up and one.who_counts == [one.name] and mine[one.name].sum()]
        assert figures
        for figure in figures[:6]:
            own = figure_projects(cursor, **asked, of=of, by="responsible_unit", group=unit, figure=figure)
            assert own[figure].sum() == pytest.approx(mine[figure].sum()), figure
