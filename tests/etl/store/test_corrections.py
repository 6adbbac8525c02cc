"""Corrections and withdrawals: what a person decided holds from that day, the past stays, and a mended source ends it."""

from datetime import datetime
from decimal import Decimal

import pytest

from data import clock
from data.decision_kinds import Correction, Withdrawal
from data.ledger import open_ledger
from data.warehouse import connect
from etl import archive
from etl.corrections import correctable_cell as cells
from etl.corrections import proposals
from tests.etl.store.made import DISTRICT, SHEET

CODE = "2601-510603-04-01-000001"
OTHER = "2601-510603-04-01-000002"
AUGUST = """
    row | project_code             | project_name | reported_ytd_wan | cumulative_wan
    1   | 2601-510603-04-01-000001 | 一号桥       | 12000000         | 5000
    2   | 2601-510603-04-01-000002 | 二号路       | 300              | 900
"""


@pytest.fixture
def on_day(monkeypatch):
    """Let the ledger write as on a day."""
    return lambda day: monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{day} 10:00:00"))


def correct(
    made, *, value="1200", expected="12000000.00", status="accepted", file_id=1, row=1, field="reported_ytd_wan"
):
    sha256 = archive.entries(made.store)[file_id].sha256
    said = Correction(
        status=status, sha256=sha256, sheet=SHEET, row=row, kind="dispatch", field=field, expected=expected, value=value
    )
    return write(made, said, "元误作万元")


def write(made, said, reason=None):
    with open_ledger(made.store) as ledger:
        return ledger.append(
            said.KIND, said.payload, district=DISTRICT, subject=said.subject, reason=reason, who="王五"
        )


def history(con, code=CODE):
    """(known_from, known_to, year to date) of a project's August."""
    rows = con.execute(
        "select known_from, known_to, reported_ytd_wan from mart.reported where project_id = ? order by known_from, known_to",
        [code],
    ).fetchall()
    return [(f"{a}", f"{b}" if b else None, int(amount)) for a, b, amount in rows if a != b]


def states(con):
    return con.execute(
        "select state, found, file_id from source.correction inner join source.row using (row_id) order by row_id"
    ).fetchall()


def test_it_holds_from_the_day_of_the_decision_and_the_past_stays(made, on_day):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made)
    con = made.built()
    assert history(con) == [("2026-09-10", "2026-09-20", 12000000), ("2026-09-20", None, 1200)]
    assert history(con, OTHER) == [("2026-09-10", None, 300)]
    cumulative = con.execute(
        "select cumulative_wan from mart.reported where project_id = ? and known_to is null", [CODE]
    )
    assert cumulative.fetchone() == (Decimal("5000.00"),)  # the other cells of the row still speak
    assert states(con) == [("applied", None, 1)]


def test_on_the_day_the_file_came_nothing_else_was_ever_said(made, on_day):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-10")
    correct(made)
    assert history(made.built()) == [("2026-09-10", None, 1200)]


def test_it_holds_while_the_source_repeats_itself_and_stops_once_it_is_mended(made, on_day):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made)
    con = made.file("dispatch", AUGUST, received="2026-10-01", month="2026-08").built()
    assert history(con) == [("2026-09-10", "2026-09-20", 12000000), ("2026-09-20", None, 1200)]
    assert states(con) == [("applied", None, 1), ("applied", None, 2)]
    con = made.file("dispatch", AUGUST.replace("12000000", "1250"), received="2026-10-05", month="2026-08").built()
    assert history(con)[-2:] == [("2026-09-20", "2026-10-05", 1200), ("2026-10-05", None, 1250)]
    assert {(state, found) for state, found, _ in states(con)} == {("source_changed", "1250.00")}


def test_where_the_source_was_mended_before_it_is_not_applied(made, on_day):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    made.file("dispatch", AUGUST.replace("12000000", "1250"), received="2026-09-15", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made)
    con = made.built()
    assert history(con) == [("2026-09-10", "2026-09-15", 12000000), ("2026-09-15", None, 1250)]
    assert states(con) == [("source_changed", "1250.00", 1)]


def test_a_value_that_was_never_there_corrects_nothing(made, on_day):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made, expected="777")
    con = made.built()
    assert history(con) == [("2026-09-10", None, 12000000)]
    assert [state for state, *_ in states(con)] == ["source_changed"]


def test_undone_the_source_speaks_again(made, on_day):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made)
    on_day("2026-09-25")
    correct(made, status="undone")
    con = made.built()
    assert [amount for *_, amount in history(con)] == [12000000, 1200, 12000000]
    assert history(con)[-1][0] == "2026-09-25"
    assert [state for state, *_ in states(con)] == ["undone"]


KINDS = {  # a sheet of each further kind, the field that is corrected, what it says and should say, where it then stands
    "approval_step": ("project_name | step | completed_on\n甲 | 立项 | 2026-03-01", "completed_on", "2026-04-01"),
    "milestone": ("project_name | milestone | due_on\n甲 | 封顶 | 2026-08-01", "due_on", "2026-09-01"),
    "issue": ("project_name | issue | issue_number | due_on\n甲 | 征地 | 1 | 2026-08-01", "due_on", "2026-09-01"),
    "plan_adjustment": (
        "project_name | adjustment | effective_month | annual_plan_after_wan\n甲 | 调整 | 2026-07 | 5",
        "annual_plan_after_wan",
        "50.00",
    ),
    "reserve": (
        "project_name | tier | entered_on | total_investment_wan\n甲 | ready_1y | 2026-03-01 | 7",
        "total_investment_wan",
        "70.00",
    ),
    "declaration": (
        "project_name | declared_on | total_investment_wan\n甲 | 2026-03-01 | 7",
        "total_investment_wan",
        "70.00",
    ),
    "idea_list": ("project_name | total_investment_wan\n甲 | 7", "total_investment_wan", "70.00"),
    "promotion": ("project_name | total_investment_wan\n甲 | 7", "total_investment_wan", "70.00"),
    "exemption": ("project_name | document_number | exempt_to\n甲 | 1号 | 2026-08-01", "exempt_to", "2026-09-01"),
}
TABLES = {"reserve": "reserve_stay"}


def test_cells_of_every_kind_can_be_corrected(made, on_day):
    for kind, (text, *_) in KINDS.items():
        made.file(kind, text, received="2026-09-10", month="2026-08")
    made.publish()
    on_day("2026-09-20")
    numbers = dict(zip(KINDS, archive.entries(made.store), strict=True))
    for kind, (_, field, better) in KINDS.items():
        cell = cells.find(made.store, numbers[kind], SHEET, f"{column(made, numbers[kind], field)}1")
        assert (cell["sheet_kind"], cell["field"], cell["can_correct"]) == (kind, field, True)
        write(made, proposals.acceptance(cell, better), "写错了")
    con = made.built()
    for kind, (_, field, better) in KINDS.items():
        table = f"mart.{TABLES.get(kind, kind)}"
        rows = con.execute(
            f"select cast(known_from as varchar), cast(known_to as varchar), cast({field} as varchar) from {table} order by 1"
        ).fetchall()
        assert [row[:2] for row in rows] == [("2026-09-10", "2026-09-20"), ("2026-09-20", None)], kind
        assert rows[1][2] == better != rows[0][2], kind
    assert {one["state"] for one in proposals.proposals(made.store, DISTRICT) if one["kind"] == "cell"} == {"accepted"}


def column(made, file_id, field):
    """The letters under which a made file's column is known; made files name none, so the archive is told."""
    with connect(made.store).cursor() as con:
        sql = "select position from source.column where file_id = ? and field = ?"
        return con.execute(sql, [file_id, field]).fetchone()[0]


def test_of_columns_by_month_the_one_cell_is_corrected(made, on_day):
    text = "project_name | month | row | reported_month_wan\n甲 | 2026-01 | 1 | 1\n甲 | 2026-02 | 1 | 20000\n甲 | 2026-03 | 1 | 4"
    made.file("dispatch", text, month="2026-03", received="2026-04-12").publish()
    on_day("2026-04-20")
    sha256 = archive.entries(made.store)[1].sha256
    correction = Correction(
        status="accepted", sha256=sha256, sheet=SHEET, row=1, kind="dispatch", field="reported_month_wan",
        expected="20000.00", value="2", month="2026-02-01",
    )  # fmt: skip
    write(made, correction, "元误作万元")
    said = "select month(month), reported_ytd_wan from mart.reported where {} order by 1"
    con = made.built()
    assert con.execute(said.format("known_to is null")).fetchall() == [(1, 1), (2, 3), (3, 7)]
    assert con.execute(said.format("known_to is not null")).fetchall() == [(2, 20001), (3, 20005)]


def test_an_empty_cell_can_be_filled_in_until_the_sheet_says_it(made, on_day):
    made.file("dispatch", AUGUST.replace("12000000", "        "), received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made, expected=None)
    con = made.built()
    assert [(day, until) for day, until, _ in open_history(con)] == [("2026-09-10", "2026-09-20"), ("2026-09-20", None)]
    con = made.file("dispatch", AUGUST.replace("12000000", "1250"), received="2026-10-05", month="2026-08").built()
    assert history_now(con) == 1250
    assert {state for state, *_ in states(con)} == {"source_changed"}


def open_history(con):
    rows = con.execute(
        "select cast(known_from as varchar), cast(known_to as varchar), reported_ytd_wan from mart.reported"
        " where project_id = ? order by known_from",
        [CODE],
    )
    return rows.fetchall()


def history_now(con):
    return int(open_history(con)[-1][2])


@pytest.mark.parametrize("field", ["project_code", "row_id", "month", "no_such_field"])
def test_who_and_when_it_is_about_cannot_be_corrected(made, on_day, field):
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    on_day("2026-09-20")
    correct(made, field=field, expected=CODE, value="x")
    con = made.built()
    assert history(con) == [("2026-09-10", None, 12000000)]
    assert states(con) == []


def withdraw(made, status="accepted"):
    write(made, Withdrawal(status=status, kind="dispatch", id=OTHER, month="2026-08-01"))


def test_a_missing_row_is_proposed_and_ends_only_when_it_is_withdrawn(made, on_day):
    shorter = AUGUST[: AUGUST.index("    2   |")]
    made.file("dispatch", AUGUST, received="2026-09-10", month="2026-08").publish()
    con = made.file("dispatch", shorter, received="2026-09-12", month="2026-08").built()
    assert con.execute("select kind, id, cast(month as varchar) from source.missing_row").fetchall() == [
        ("dispatch", OTHER, "2026-08-01")
    ]
    assert history(con, OTHER) == [("2026-09-10", None, 300)]
    on_day("2026-09-20")
    withdraw(made)
    assert history(made.built(), OTHER) == [("2026-09-10", "2026-09-20", 300)]
    con = made.file("dispatch", AUGUST, received="2026-10-01", month="2026-08").built()
    assert history(con, OTHER) == [("2026-09-10", "2026-09-20", 300), ("2026-10-01", None, 300)]
    on_day("2026-10-02")
    withdraw(made, status="undone")
    assert history(made.built(), OTHER) == [("2026-09-10", None, 300)]


def test_a_withdrawn_plan_leaves_the_plan(made, on_day):
    plan = """
        row | project_code             | project_name | annual_plan_wan
        1   | 2601-510603-04-01-000001 | 一号桥       | 3000
        2   | 2601-510603-04-01-000002 | 二号路       | 800
    """
    made.file("annual_plan", plan, received="2026-01-10", year=2026).file(
        "dispatch", AUGUST, received="2026-09-10", month="2026-08"
    ).publish()
    on_day("2026-09-20")
    write(made, Withdrawal(status="accepted", kind="annual_plan", id=OTHER, month="2026-01-01"))
    con = made.built()
    held = con.execute("select project_id from mart.plan_version where known_to is null").fetchall()
    assert held == [(CODE,)]
    in_plan = con.execute("select project_id from mart.project_month where month = date '2026-08-01' and is_in_plan")
    assert in_plan.fetchall() == [(CODE,)]
