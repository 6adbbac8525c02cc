"""Screens on booked figures and their boundaries; physical progress against booked."""

from datetime import date
from functools import cache

import pytest

from data.profile import load_profile
from metrics.reconciliation.booked_screens import booked_screens
from metrics.reconciliation.consistency import consistency
from tests.tables import assert_table, fill, warehouse

TIANYUAN = load_profile("tianyuan")
MONTHS = ("2025-11", "2025-12", "2026-02", "2026-03", "2026-04", "2026-05")
SOURCES = "district | kind | month | first_known_from\n" + "\n".join(
    f"tianyuan | {kind} | {month}-01 | {month}-28" for month in MONTHS for kind in ("dispatch", "statistics_return")
)
FILE = """
    file_id | district | name       | sha256 | received_on | loaded_at
    7       | tianyuan | 5月206.xls | a      | 2026-06-10  | 2026-06-10
"""
ROW = """
    row_id | file_id | sheet | row | outcome
    70     | 7       | 206表 | 12  | loaded
"""
PROJECT_MONTHS = "district | project_id | month\ntianyuan | Z | 2026-05-01"


@cache
def filled():
    """The warehouse of all tests but its returns."""
    con = warehouse(source_month=SOURCES, source_file=FILE, source_row=ROW, project_month=PROJECT_MONTHS)
    con.execute("insert into mart.statistics_project values ('tianyuan', 'S', null, '统计项目', '2025-01-01')")
    return con


def found(returns: str, **options) -> list[str]:
    """Ask about May 2026 for one statistics project; each finding as screen, figure and against."""
    lines = [line.strip() for line in returns.strip().splitlines()]
    header = f"district | statistics_id | known_from | row_id | {lines[0]}"
    rows = [f"tianyuan | S | 2026-01-01 | 70 | {line}" for line in lines[1:]]
    con = filled()
    con.execute("delete from mart.booked")
    fill(con, "booked", "\n".join([header, *rows]))
    answer = booked_screens(con, profile=TIANYUAN, **({"as_of": date(2026, 5, 31)} | options))
    assert set(answer.file.dropna()) | set(answer.row.dropna()) <= {"5月206.xls", 12}
    return [f"{row.screen} {row.figure_wan:g} {row.against_wan:g}" for row in answer.itertuples()]


STEADY = """
    month      | booked_ytd_wan | cumulative_booked_wan | planned_total_wan | construction_state
    2025-12-01 | 500            | 500                   | 9000              | 在建
    2026-03-01 | 100            | 600                   | 9000              | 在建
    2026-04-01 | 200            | 700                   | 9000              | 在建
    2026-05-01 | 300            | {cumulative}          | {total}           | {state}
"""


def steady(cumulative=800, total=9000, state="在建") -> str:
    return STEADY.format(cumulative=cumulative, total=total, state=state)


@pytest.mark.parametrize(
    ("returns", "expected"),
    [
        (steady(), []),
        (steady(801), []),  # what rounding explains
        (steady("801.01"), ["cumulative 801.01 800"]),
        (steady("798.99"), ["cumulative 798.99 800"]),
        (steady(total="666.67"), []),  # 1.2 times the total is 800.004
        (steady(total="666.66"), ["over_total 800 666.66"]),
        (steady(total="666.66", state="已投产"), []),
    ],
)
def test_cumulatives(returns, expected):
    assert found(returns) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("60 | 30 | 5 | 5", []),
        ("60 | 30 | 5 | 6", []),
        ("60 | 30 | 5 | 6.01", ["components 101.01 100"]),
        ("60 | 30 | 5 | 3.99", ["components 98.99 100"]),
        ("100 |  |  | ", []),
        ("90 |  |  | ", ["components 90 100"]),
        (" |  |  | ", []),  # none was said
    ],
)
def test_components(parts, expected):
    names = "booked_construction_wan | booked_installation_wan | booked_equipment_wan | booked_other_wan"
    assert found(f"month | booked_ytd_wan | {names}\n2026-05-01 | 100 | {parts}") == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ("100 | 100 | 100 | 100", ["zero_months 100 nan"]),  # three returns without anything
        ("50 | 100 | 100 | 100", []),
        ("0 | 0 | 0 | 0", ["zero_months 0 nan"]),
        ("0 | 0 | 0 | 1", []),
        (" |  | 0 | 0", ["zero_months 0 nan"]),
        ("100 | 200 | 300 | 299.99", ["falling_ytd 299.99 300"]),
        ("100 | 200 | 300 | 300", []),
        ("100 | 200 | 300 | 4800", ["jump 4500 100"]),
        ("0 | 0 | 0 | 4800", []),  # the first figure of the year is no jump
        ("100 | 200 | 300 | 2550", []),  # 2250 is a quarter of the total: not more
        ("100 | 200 | 300 | 2550.01", ["jump 2250.01 100"]),
        ("1000 | 2000 | 3000 | 6000", []),  # three times the mean: not more
        ("1000 | 2000 | 3000 | 6000.01", ["jump 3000.01 1000"]),
    ],
)
def test_courses_of_the_year(amounts, expected):
    lines = [f"{month}-01 | {amount} | 9000" for month, amount in zip(MONTHS[2:], amounts.split("|"), strict=True)]
    assert found("\n".join(["month | booked_ytd_wan | planned_total_wan", *lines])) == expected


def test_what_is_finished_or_not_in_the_last_return_is_not_zero():
    zeros = "month | booked_ytd_wan | construction_state\n" + "\n".join(f"{m}-01 | 0 | {{}}" for m in MONTHS[2:])
    assert found(zeros.format("在建", "在建", "在建", "在建")) == ["zero_months 0 nan"]
    assert found(zeros.format("在建", "在建", "在建", "已竣工")) == []
    assert found("month | booked_ytd_wan\n2026-03-01 | 0\n2026-04-01 | 0") == []


def test_a_correction_known_later_is_not_seen():
    con_rows = "month | booked_ytd_wan | known_to\n2026-04-01 | 100 | \n2026-05-01 | 90 | 2026-07-01\n"
    assert found(con_rows) == []
    assert found(con_rows, known_on=date(2026, 6, 30)) == ["falling_ytd 90 100"]
    assert found(con_rows, known_on=date(2026, 7, 1)) == []


def test_the_limit_of_the_total_itself_is_not_beyond_it():
    assert found("month | cumulative_booked_wan | planned_total_wan\n2026-05-01 | 1200 | 1000") == []
    assert found("month | cumulative_booked_wan | planned_total_wan\n2026-05-01 | 1200.01 | 1000") != []


@pytest.mark.parametrize(
    ("district", "known_from", "expected"),
    [
        ("tianyuan", "2026-06-19", 1),
        ("tianyuan", "2026-06-20", 1),
        ("tianyuan", "2026-06-21", 0),
        ("jingyang", "2026-06-19", 0),
    ],
)
def test_what_is_known_of_ones_own_district(district, known_from, expected):
    con = filled()
    con.execute("delete from mart.booked")
    fill(con, "booked", "district | statistics_id | month | known_from | row_id | booked_ytd_wan | booked_construction_wan\n"
         f"{district} | S | 2026-05-01 | {known_from} | 70 | 100 | 200")  # fmt: skip
    asked = {"profile": TIANYUAN, "as_of": date(2026, 5, 31), "known_on": date(2026, 6, 20)}
    assert len(booked_screens(con, **asked)) == expected


@pytest.mark.parametrize(("known_on", "expected"), [("2026-06-09", ["2026-04"]), ("2026-06-10", ["2026-05"])])
def test_the_last_return_is_ones_own_and_known(known_on, expected):
    """May's dispatch, or another district's return, is no return; June's is later than asked."""
    sources = """
        district | kind              | month      | first_known_from
        tianyuan | statistics_return | 2026-04-01 | 2026-05-10
        tianyuan | dispatch          | 2026-05-01 | 2026-06-01
        jingyang | statistics_return | 2026-05-01 | 2026-06-01
        tianyuan | statistics_return | 2026-05-01 | 2026-06-10
        tianyuan | statistics_return | 2026-06-01 | 2026-06-10
    """
    rows = "\n".join(f"tianyuan | S | 2026-0{n}-01 | 2026-05-10 | 100 | 200" for n in (4, 5, 6))
    con = warehouse(
        source_month=sources, project_month="district | project_id | month\ntianyuan | Z | 2026-05-01",
        booked=f"district | statistics_id | month | known_from | booked_ytd_wan | booked_construction_wan\n{rows}",
    )  # fmt: skip
    asked = {"profile": TIANYUAN, "as_of": date(2026, 5, 31), "known_on": date.fromisoformat(known_on)}
    assert [f"{month:%Y-%m}" for month in booked_screens(con, **asked).compared_month] == expected


def groups(physical: str, booked: str, estimated="false"):
    con = warehouse(
        source_month=SOURCES,
        project_month="district | project_id | month | is_in_plan | responsible_unit | carried_ytd_wan |"
        " physical_progress | is_estimated_progress\n"
        f"tianyuan | A | 2026-05-01 | true | 城建局 | 500 | {physical} | {estimated}",
        project="district | project_id | project_name\ntianyuan | A | 项目A",
        statistics_project="district | statistics_id | project_name\ntianyuan | S | 统计S",
        project_link="district | project_id | statistics_id | known_from\ntianyuan | A | S | 2026-01-01",
        booked="district | statistics_id | month | known_from | booked_ytd_wan | cumulative_booked_wan |"
        f" planned_total_wan\ntianyuan | S | 2026-05-01 | 2026-01-01 | {booked}",
    )
    return con, {"profile": TIANYUAN, "as_of": date(2026, 5, 31)}


@pytest.mark.parametrize(
    ("booked", "expected"),
    [("475 | 475 | 1000", []), ("450 | 450 | 1000", []), ("449.99 | 450 | 1000", ["reported_more 500 449.99"]),
     ("551 | 551 | 1000", ["booked_more 500 551"])],
)  # fmt: skip
def test_alarms_go_both_ways_beyond_the_tolerance(booked, expected):
    con, asked = groups("0.5", booked)
    rows = booked_screens(con, **asked)
    assert [f"{row.screen} {row.figure_wan:g} {row.against_wan:g}" for row in rows.itertuples()] == expected
    assert list(rows.direction) == [text.split()[0] for text in expected]


@pytest.mark.parametrize(
    ("physical", "booked", "expected"),
    [
        ("0.65", "500 | 500 | 1000", [(15.0, False)]),
        ("0.6501", "500 | 500 | 1000", [(15.01, True)]),
        ("0.35", "500 | 500 | 1000", [(-15.0, False)]),
        ("0.34", "500 | 500 | 1000", [(-16.0, True)]),
        ("", "500 | 500 | 1000", []),
        ("0.5", "500 |  | 1000", []),
        ("0.5", "500 | 500 | 0", []),
    ],
)
def test_progress_and_booked_further_apart_than_fifteen_points(physical, booked, expected):
    con, asked = groups(physical, booked)
    rows = consistency(con, **asked)
    assert [(round(row.progress_difference_pp, 6), row.is_inconsistent) for row in rows.itertuples()] == expected


def test_progress_that_was_worked_out_from_money_is_not_compared():
    con, asked = groups("0.9", "100 | 100 | 1000", estimated="true")
    assert consistency(con, **asked).empty


def test_columns():
    con, asked = groups("0.9", "100 | 100 | 1000")
    assert_table(
        consistency(con, **asked),
        """
        group_id | project_names | responsible_unit | physical_progress | booked_progress | is_inconsistent
        A        | 项目A         | 城建局           | 0.9               | 0.1             | true
        """,
    )
