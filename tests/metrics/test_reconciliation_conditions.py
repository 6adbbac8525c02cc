"""Each condition of reconciliation's SQL by itself: what is not seen yet, not known yet, or another district's."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_groups import compared_months, groups, series, totals
from metrics.reconciliation.reconciliation_series import reconciliation_series
from tests.metrics.test_reconciliation import ASKED, TIANYUAN, decided, made, part
from tests.tables import fill

M, KNOWN = date(2026, 9, 1), date(2026, 11, 30)


def statistics_of(con, group: str) -> str | None:
    return next(row["statistics_ids"] for row in groups(con, TIANYUAN, M, KNOWN) if row["group_id"] == group)


def linked(project: str, statistics: str):
    con = made()
    con.execute(
        "insert into mart.project_link values ('tianyuan', ?, ?, 'person', null, '2026-01-01', null)",
        [project, statistics],
    )
    con.execute("insert into mart.statistics_project values ('tianyuan', 'NEW', null, '新入库', '2026-01-01')")
    return con


ENTRY = (
    "district | statistics_id | known_from | known_to | declared_month | library_entry_month | statistics_entry_month"
)
RETURNED = "district | statistics_id | month | known_from | known_to | booked_ytd_wan"


@pytest.mark.parametrize(
    ("table", "row", "is_seen"),
    [
        ("booked", "tianyuan | NEW | 2026-09-01 | 2026-10-10 | | 5", True),
        ("booked", "tianyuan | NEW | 2026-10-01 | 2026-11-10 | | 5", False),  # in next month's return only
        ("booked", "jingyang | NEW | 2026-09-01 | 2026-10-10 | | 5", False),
        ("booked", "tianyuan | NEW | 2026-09-01 | 2026-11-30 | | 5", True),
        ("booked", "tianyuan | NEW | 2026-09-01 | 2026-12-01 | | 5", False),  # known later
        ("booked", "tianyuan | NEW | 2026-09-01 | 2026-10-10 | 2026-11-30 | 5", False),  # taken back by then
        ("library_entry", "tianyuan | NEW | 2026-10-10 | | 2026-09-01 | |", True),
        ("library_entry", "tianyuan | NEW | 2026-10-10 | | 2026-10-01 | |", False),  # declared next month
        ("library_entry", "tianyuan | NEW | 2026-10-10 | | 2026-10-01 | 2026-09-01 |", True),  # the first of its months
        ("library_entry", "tianyuan | NEW | 2026-10-10 | | | | 2026-09-01", True),
        ("library_entry", "jingyang | NEW | 2026-10-10 | | 2026-09-01 | |", False),
        ("library_entry", "tianyuan | NEW | 2026-11-30 | | 2026-09-01 | |", True),
        ("library_entry", "tianyuan | NEW | 2026-12-01 | | 2026-09-01 | |", False),
        ("library_entry", "tianyuan | NEW | 2026-10-10 | 2026-11-30 | 2026-09-01 | |", False),
        ("library_entry", "tianyuan | NEW | 2026-10-10 | 2026-12-01 | 2026-09-01 | |", True),
    ],
)
def test_a_link_counts_once_its_statistics_project_is_seen(table, row, is_seen):
    con = linked("J", "NEW")
    fill(con, table, f"{RETURNED if table == 'booked' else ENTRY}\n{row}")
    assert statistics_of(con, "J") == ("NEW" if is_seen else None)


def test_a_link_to_what_nobody_has_seen_brings_nobody_together():
    con = linked("J", "NEW")
    con.execute("insert into mart.project_link values ('tianyuan', 'F', 'NEW', 'person', null, '2026-01-01', null)")
    assert {"F", "J"} <= {row["group_id"] for row in groups(con, TIANYUAN, M, KNOWN)}


def test_anothers_link_is_passed_over():
    con = made()
    con.execute("insert into mart.project_link values ('jingyang', 'J', 'SX', 'person', null, '2026-01-01', null)")
    assert statistics_of(con, "J") is None


def test_a_month_in_which_a_project_was_taken_out_of_the_plan_does_not_count():
    con = made()
    con.execute("update mart.project_month set is_removed = true where project_id = 'B' and month = '2026-08-01'")
    months = [date(2026, 8, 1), M]
    seen = {
        row["month"]: row["reported_ytd_wan"] for row in series(con, TIANYUAN, months, KNOWN) if row["group_id"] == "B"
    }
    assert seen == {date(2026, 8, 1): None, M: 1000}
    assert reconciliation_series(con, group_id="B", **ASKED).gap_wan.tolist() == [-700, pytest.approx(50.01)]


@pytest.mark.parametrize("said", [(), (decided("B", "2026-08", part("R06", "10")),)])
def test_what_lay_within_the_tolerance_was_not_open_unless_somebody_decided(said):
    # August: 880 − 850 = 30, within 50; with 10 of it decided, 20 stayed open
    con = made(list(said))
    con.execute("update mart.booked set booked_ytd_wan = 850 where statistics_id = 'SB' and month = '2026-08-01'")
    row = reconciliation(con, by="project", **ASKED)[lambda f: f.group_id == "B"].iloc[0]
    assert row.open_months == (2 if said else 1)


def test_what_was_open_with_the_other_sign_is_another_story():
    con = made()
    con.execute("update mart.booked set booked_ytd_wan = 2000 where statistics_id = 'SB' and month = '2026-08-01'")
    row = reconciliation(con, by="project", **ASKED)[lambda f: f.group_id == "B"].iloc[0]
    assert row.open_months == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("update mart.source_month set district = 'jingyang' where month = '2026-09-01'", [8]),
        ("update mart.source_month set kind = 'annual_plan' where month = '2026-09-01' and kind = 'dispatch'", [8]),
        ("update mart.source_month set first_known_from = '2026-12-01' where month = '2026-09-01'", [8]),
        ("update mart.source_month set first_known_from = '2026-11-30' where month = '2026-09-01'", [8, 9]),
    ],
)
def test_months_that_both_sources_have(change, expected):
    con = made()
    con.execute(change)
    assert [month.month for month in compared_months(con, TIANYUAN, date(2026, 9, 30), KNOWN)] == expected


def test_a_later_month_is_not_compared_and_the_year_is_one():
    con = made()
    con.execute(
        "insert into mart.source_month values ('tianyuan', 'statistics_return', '2026-10-01', '2026-11-10', '2026-11-10', 1, null)"
    )
    assert [month.month for month in compared_months(con, TIANYUAN, date(2026, 9, 30), KNOWN)] == [8, 9]
    assert [month.month for month in compared_months(con, TIANYUAN, date(2026, 10, 31), KNOWN)] == [8, 9, 10]


def test_the_ends_take_the_month_the_district_and_what_is_known():
    [ends] = totals(made(), TIANYUAN, M, KNOWN)
    assert (float(ends["reported_ytd_wan"]), float(ends["booked_ytd_wan"])) == (5460, 4299.99)
    [before] = totals(made(), TIANYUAN, M, date(2026, 10, 31))  # SD 999 instead of 350
    assert float(before["booked_ytd_wan"]) == 4948.99
    [nothing] = totals(made(), load_profile("jingyang"), date(2026, 8, 1), KNOWN)
    assert tuple(map(float, nothing.values())) == (0, 0)


STATES = """
    district | project_id | effective_month | known_from | known_to   | row_id | kind     | project_code
    tianyuan | F          | 2026-03-01      | 2026-04-01 |            | 1      | dispatch | 旧码
    tianyuan | F          | 2026-09-01      | 2026-10-01 |            | 2      | dispatch | 本月码
    tianyuan | F          | 2026-09-01      | 2026-09-05 | 2026-10-01 | 3      | dispatch | 已更正的码
    tianyuan | F          | 2026-10-01      | 2026-11-01 |            | 4      | dispatch | 下月码
    tianyuan | F          | 2026-09-01      | 2026-12-01 |            | 5      | dispatch | 日后才知道的码
    jingyang | F          | 2026-09-01      | 2026-10-02 |            | 6      | dispatch | 别区的码
    tianyuan | J          | 2026-09-01      | 2026-10-01 |            | 7      | dispatch |
"""
SAID = """
    district | project_id | month      | known_from | known_to   | progress_text
    tianyuan | F          | 2026-09-01 | 2026-10-05 | 2026-11-30 | 更正以前
    tianyuan | F          | 2026-09-01 | 2026-11-30 |            | 主体施工
    tianyuan | F          | 2026-08-01 | 2026-09-05 |            | 上月
    tianyuan | F          | 2026-09-01 | 2026-12-01 |            | 日后才知道
    jingyang | F          | 2026-09-01 | 2026-10-05 |            | 别区
"""


def test_the_facts_of_a_group_are_those_of_its_month():
    con = made()
    fill(con, "project_state", STATES)
    fill(con, "reported", SAID)
    con.execute(
        "update mart.project_month set actual_start_date = '2026-09-30', is_estimated_start = false, industry = '医药',"
        " cumulative_wan = 700, physical_progress = 0.3, is_estimated_progress = (project_id = 'J')"
        " where project_id in ('F', 'J', 'D') and month = '2026-09-01'"
    )
    con.execute("update mart.project_month set actual_start_date = '2026-10-01' where project_id = 'J'")
    found = {row["group_id"]: row for row in groups(con, TIANYUAN, M, KNOWN)}
    assert found["F"]["project_codes"] == ["本月码"]
    assert found["J"]["project_codes"] is None
    assert found["F"]["progress_text"] == "主体施工"
    assert found["F"]["start_date"] == date(2026, 9, 30)
    assert found["J"]["start_date"] is None  # next month's
    assert (found["F"]["cumulative_reported_wan"], found["D"]["cumulative_reported_wan"]) == (700, None)  # D has two
    assert (found["F"]["physical_progress"], found["J"]["physical_progress"]) == (0.3, None)  # J's was worked out
    assert found["F"]["industries"] == ["医药"]


@pytest.mark.parametrize(
    ("methods", "is_by_payment"),
    [(("财务支出法",), True), (("形象进度法",), False), ((None,), False)],
)
def test_booked_when_paid_is_what_all_of_the_months_rows_say(methods, is_by_payment):
    con = made()
    con.execute("update mart.booked set statistics_method = '形象进度法' where month <> '2026-09-01'")
    con.execute(
        "update mart.booked set statistics_method = ? where statistics_id = 'SB' and month = '2026-09-01'", [*methods]
    )
    found = {row["group_id"]: row for row in groups(con, TIANYUAN, M, KNOWN)}
    assert found["B"]["is_by_payment"] is is_by_payment
    assert found["G"]["is_by_payment"] is False  # not in the month's return
