"""A month is closed by a dispatch of the whole month that came after its end, or by the office; states of it are kept."""

from datetime import date

import pytest

from data import ledger
from data.profile import load_profile
from metrics.loaded_months import last_month, young_months
from metrics.weekly.month_states import month_states
from tests.etl.store.made import DISTRICT, Made
from tests.tables import assert_table

PROFILE = load_profile(DISTRICT)
ROWS = "project_name | responsible_unit | reported_ytd_wan\n甲 | 某镇 | {}"
PLAN = "project_name | responsible_unit | annual_plan_wan | batch\n甲 | 某镇 | 1000 | 续建"


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.setenv("GUATU_STORE", str(tmp_path))
    made = Made(tmp_path).file("annual_plan", PLAN, received="2026-01-20", year=2026)
    return made.file("dispatch", ROWS.format(900), month="2026-09", received="2026-10-08")


def decide(made: Made, status: str, reason: str) -> None:
    with ledger.open_ledger(made.store) as book:
        payload = {"month": "2026-10-01", "status": status}
        book.append("month_close", payload, district=DISTRICT, subject="month_close:2026-10", reason=reason, who="王")


def reported(con) -> list[tuple]:
    return con.execute(
        "select reported_ytd_wan, state_on, known_from from mart.reported where month = '2026-10-01' order by all"
    ).fetchall()


@pytest.mark.parametrize(
    ("received", "snapshot_on", "default"),
    [
        ("2026-10-12", "2026-10-09", "2026-09-01"),  # a state of the week
        ("2026-10-31", None, "2026-09-01"),  # the whole month, on its last day: not over yet
        ("2026-11-01", None, "2026-10-01"),  # the day after
        ("2026-11-05", "2026-10-25", "2026-09-01"),  # a state of the month that came late closes nothing
    ],
)
def test_the_default_month(made, received, snapshot_on, default):
    more = {"snapshot_on": snapshot_on} if snapshot_on else {}
    con = made.file("dispatch", ROWS.format(950), month="2026-10", received=received, **more).built()
    assert last_month(con, PROFILE) == date.fromisoformat(default)
    assert [one.is_open for one in young_months(con, PROFILE)] == ([True] if default == "2026-09-01" else [])


def test_the_sheet_of_the_month_takes_the_place_of_its_states(made):
    made.file("dispatch", ROWS.format(940), month="2026-10", received="2026-10-12", snapshot_on="2026-10-09")
    made.file("dispatch", ROWS.format(950), month="2026-10", received="2026-11-03")
    con = made.built()
    assert [(str(wan), str(until)) for wan, until, _ in reported(con)] == [
        ("940.00", "2026-10-09"),
        ("950.00", "2026-10-31"),
    ]
    assert last_month(con, PROFILE) == date(2026, 10, 1)
    assert last_month(con, PROFILE, date(2026, 11, 2)) == date(2026, 9, 1)  # as it was known a day before
    assert last_month(con, PROFILE, date(2026, 11, 3)) == date(2026, 10, 1)


def test_a_state_that_comes_after_a_later_one_changes_nothing(made):
    made.file("dispatch", ROWS.format(950), month="2026-10", received="2026-11-03")
    made.file(
        "dispatch",
        ROWS.format(940) + "\n乙 | 某镇 | 7",
        month="2026-10",
        received="2026-11-04",
        snapshot_on="2026-10-09",
    )
    con = made.built()
    # 乙 stands in no later sheet: what is said of it counts
    assert [(str(wan), str(until)) for wan, until, _ in reported(con)] == [
        ("7.00", "2026-10-09"),
        ("950.00", "2026-10-31"),
    ]


def test_the_office_closes_a_month_and_takes_it_back(made):
    made.file("dispatch", ROWS.format(940), month="2026-10", received="2026-10-12", snapshot_on="2026-10-09").publish()
    decide(made, "closed", "各单位已报齐")
    con = made.built()
    assert last_month(con, PROFILE) == date(2026, 10, 1)
    states = """
        month      | is_closed | closed_how | decided_by | close_reason | state_on
        2026-10-01 | {}
        2026-09-01 | true      | dispatch   |            |              | 2026-09-30
    """
    assert_table(month_states(con, profile=PROFILE), states.format("true | person | 王 | 各单位已报齐 | 2026-10-09"))
    decide(made, "undone", "还有两个单位要改")
    con = made.built()
    assert last_month(con, PROFILE) == date(2026, 9, 1)
    assert_table(month_states(con, profile=PROFILE), states.format("false | | 王 | 还有两个单位要改 | 2026-10-09"))


def test_where_only_an_open_month_is_loaded_it_is_shown_without_verdict(tmp_path):
    made = Made(tmp_path).file("annual_plan", PLAN, received="2026-01-20", year=2026)
    con = made.file("dispatch", ROWS.format(9), month="2026-02", received="2026-02-12").built()
    assert last_month(con, PROFILE) == date(2026, 2, 1)
    assert [one.month for one in young_months(con, PROFILE)] == [date(2026, 2, 1)]
