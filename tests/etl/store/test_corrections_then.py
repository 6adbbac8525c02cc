"""Corrections as they were known on each day: a cell that was filled in and emptied again, and the months of a plan."""

from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from data import clock
from data.decision_kinds import Correction
from data.ledger import open_ledger
from data.profile import load_profile
from data.warehouse import connect
from etl import archive
from etl.corrections import correctable_cell as cells
from etl.corrections import corrections, proposals
from etl.loading import load
from etl.versions import publish
from tests.etl.store.made import DISTRICT, SHEET
from tests.tables import read_table

CODE = "2601-510603-04-01-000001"
AUGUST = f"""
    row | project_code | project_name | reported_ytd_wan | annual_plan_wan
    1   | {CODE}       | 一号桥       | {{reported}}     | {{plan}}
"""


@pytest.fixture
def on_day(monkeypatch):
    """Let the ledger write as on a day."""
    return lambda day: monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(f"{day} 10:00:00"))


def decide(made, field, value, *, status="accepted", file_id=1, kind="dispatch", row=1, **said):
    entries = archive.entries(made.store) | {entry.file_id: entry for _, entry in made.pending}
    sha256 = entries[file_id].sha256
    correction = Correction(
        status=status, sha256=sha256, sheet=SHEET, row=row, kind=kind, field=field, value=value, **said
    )
    write(made.store, correction)


def write(store, said):
    with open_ledger(store) as ledger:
        ledger.append(said.KIND, said.payload, district=DISTRICT, subject=said.subject, reason="补", who="王五")


def known(con, table, field, days):
    """What a fact was on each day, by what was known then."""
    sql = (
        f"select {field} from mart.{table} where known_from <= cast($day as date)"
        " and (known_to is null or known_to > cast($day as date))"
    )
    found = {day: con.execute(sql, {"day": day}).fetchall() for day in days}
    assert all(len(rows) <= 1 for rows in found.values()), found
    return {day: rows[0][0] if rows else None for day, rows in found.items()}


THEN = """
    day        | wan  | why
    2026-09-10 |      | the sheet says nothing
    2026-09-19 |      | the day before it was filled in
    2026-09-20 | 1200 | filled in
    2026-09-24 | 1200 | the day before it was filled in otherwise
    2026-09-25 | 1300 | filled in otherwise
    2026-09-29 | 1300 | the day before it was taken back
    2026-09-30 |      | taken back: the sheet says nothing
    2026-10-04 |      | the day before the last word
    2026-10-05 | 1400 | filled in once more, or said by another sheet
"""
ACTS = (("2026-09-20", "1200", "accepted"), ("2026-09-25", "1300", "accepted"), ("2026-09-30", "1300", "undone"))


NO_SUM, NO_PLAN = {"reported": "", "plan": "900"}, {"reported": "300", "plan": ""}


@pytest.mark.parametrize(
    ("table", "field", "silent", "last"),
    [
        ("reported", "reported_ytd_wan", NO_SUM, ""),
        ("reported", "reported_ytd_wan", NO_SUM, "filled in"),
        ("reported", "reported_ytd_wan", NO_SUM, "said by a sheet"),
        ("plan_version", "annual_plan_wan", NO_PLAN, "filled in"),  # of a year without a 年度计划
    ],
)
def test_what_was_filled_in_and_taken_back_was_known_in_between(made, on_day, table, field, silent, last):
    made.file("dispatch", AUGUST.format(**silent), received="2026-09-10", month="2026-08")
    for day, value, status in [*ACTS, *([("2026-10-05", "1400", "accepted")] if last == "filled in" else [])]:
        on_day(day)
        decide(made, field, value, status=status)
    if last == "said by a sheet":
        said = {name: text or "1400" for name, text in silent.items()}
        made.file("dispatch", AUGUST.format(**said), received="2026-10-05", month="2026-08")
    con = made.built()
    wan = read_table(THEN).set_index("day")["wan"].map(lambda text: Decimal(text) if text else None)
    wan = wan if last else wan[wan.index < "2026-10-05"]
    assert known(con, table, field, wan.index) == wan.to_dict()
    [(state,)] = con.execute("select distinct state from source.correction").fetchall()
    assert state == ("applied" if last == "filled in" else "undone")


def test_two_cells_of_a_row_filled_in_on_one_day_end_each_on_its_own(made, on_day):
    made.file("dispatch", AUGUST.format(reported="", plan=""), received="2026-09-10", month="2026-08")
    for field in ("reported_ytd_wan", "cumulative_wan"):
        on_day("2026-09-20")
        decide(made, field, "5")
        on_day("2026-09-25" if field == "cumulative_wan" else "2026-09-22")
        decide(made, field, "5", status="undone")
    con, days = made.built(), ("2026-09-19", "2026-09-20", "2026-09-22", "2026-09-25")
    assert list(known(con, "reported", "reported_ytd_wan", days).values()) == [None, 5, None, None]
    assert list(known(con, "reported", "cumulative_wan", days).values()) == [None, 5, 5, None]


def test_filled_in_on_the_day_it_came_and_taken_back(made, on_day):
    made.file("dispatch", AUGUST.format(reported="", plan=""), received="2026-09-10", month="2026-08")
    for day, status in (("2026-09-10", "accepted"), ("2026-09-12", "undone")):
        on_day(day)
        decide(made, "reported_ytd_wan", "5", status=status)
    said = known(made.built(), "reported", "reported_ytd_wan", ("2026-09-10", "2026-09-11", "2026-09-12"))
    assert list(said.values()) == [5, 5, None]


def test_a_plan_that_stood_before_stands_again(made, on_day):
    made.file("dispatch", AUGUST.format(reported="3", plan="100"), received="2026-08-10", month="2026-07")
    made.file("dispatch", AUGUST.format(reported="4", plan=""), received="2026-09-10", month="2026-08")
    for day, status in (("2026-09-20", "accepted"), ("2026-09-30", "undone")):
        on_day(day)
        decide(made, "annual_plan_wan", "120", status=status, file_id=2)
    days = ("2026-08-10", "2026-09-19", "2026-09-20", "2026-09-29", "2026-09-30")
    assert list(known(made.built(), "plan_version", "annual_plan_wan", days).values()) == [100, 100, 120, 120, 100]


PLAN = f"row | project_code | project_name | annual_plan_wan | year\n1 | {CODE} | 一号桥 | 60 | 2026"
SUMS = "row | month | planned_ytd_wan\n1 | 2026-04 | 10\n1 | 2026-08 | 30\n1 | 2026-12 | 60"
ALONE = """
    row | month   | planned_ytd_wan | planned_month_wan
    1   | 2026-04 | 10              | 10
    1   | 2026-08 | 30              | 20
    1   | 2026-12 | 60              | 30
"""
MONTHS = """
    months | known_on   | april | august | december | why
    sums   | 2026-02-09 | 10    | 30     | 60       | as the sheet said
    sums   | 2026-02-10 | 10    | 35     | 60       | August is put right, the sums after it say what they say
    sums   | 2026-02-20 | 10    | 35     | 60       |
    sums   | 2026-02-28 | 10    | 30     | 60       | taken back
    alone  | 2026-02-09 | 10    | 30     | 60       | as the sheet said
    alone  | 2026-02-10 | 10    | 45     | 75       | August is 35 instead of 20, and all that follows is 15 more
    alone  | 2026-02-20 | 11    | 46     | 76       | April is 11 instead of 10, too
    alone  | 2026-02-28 | 11    | 31     | 61       | August is taken back
"""


@pytest.mark.parametrize("months", ["sums", "alone"])
def test_the_months_of_a_plan_are_put_right(made, on_day, months):
    monthly = {"sums": SUMS, "alone": ALONE}[months]
    made.file("annual_plan", PLAN, received="2026-01-20", year=2026, monthly_plan=monthly)
    field = corrections.MONTHLY_PLAN[1]
    august = {"kind": "annual_plan", "month": "2026-08-01", "expected": "20.00" if months == "alone" else "30.00"}
    on_day("2026-02-10")
    decide(made, field, "35", **august)
    if months == "alone":
        on_day("2026-02-20")
        decide(made, field, "11", kind="annual_plan", month="2026-04-01", expected="10.00")
    on_day("2026-02-28")
    decide(made, field, "35", status="undone", **august)
    con = made.built()
    table = read_table(MONTHS)
    for line in table[table["months"] == months].to_dict("records"):
        found = con.execute(
            "select planned_ytd_wan from mart.monthly_plan where known_from <= cast($day as date)"
            " and (known_to is null or known_to > cast($day as date)) order by month",
            {"day": line["known_on"]},
        ).fetchall()
        assert found == [(Decimal(line[month]),) for month in ("april", "august", "december")], line


def test_a_month_of_a_plan_holds_while_the_sheet_repeats_itself(made, on_day):
    def sent(monthly, received):
        made.file("annual_plan", PLAN, received=received, year=2026, monthly_plan=monthly, effective="2026-01")

    sent(ALONE, "2026-01-20")
    on_day("2026-02-10")
    decide(made, corrections.MONTHLY_PLAN[1], "25", kind="annual_plan", month="2026-08-01", expected="20.00", file_id=1)
    sent(ALONE, "2026-03-01")
    con = made.built()
    now = "select planned_ytd_wan from mart.monthly_plan where known_to is null order by month"
    assert con.execute(now).fetchall() == [(10,), (35,), (65,)]
    sent(ALONE.replace("30              | 20", "32              | 22").replace("60  ", "62  "), "2026-04-01")
    con = made.built()
    assert con.execute(now).fetchall() == [(10,), (32,), (62,)]
    assert con.execute("select distinct state, found from source.correction").fetchall() == [
        ("source_changed", "22.00")
    ]


HEADER = ["项目代码", "项目名称", "2026年度计划投资(万元)", *[f"{month}月" for month in range(1, 13)]]
EACH = [0, 0, *[100] * 10]


@pytest.fixture
def planned(tmp_path):
    """A store with a real plan sheet of two rows: the first by single months, the second as sums, without a March."""
    made = openpyxl.Workbook()
    made.active.append(["2026年度重点项目投资计划表"])
    made.active.append(HEADER)
    made.active.append([CODE, "一号桥", 1000, *EACH])
    made.active.append([CODE.replace("0001", "0002"), "二号路", 1000, 0, 0, None, *range(200, 1001, 100)])
    made.save(tmp_path / "计划.xlsx")
    load.load([load.Incoming(tmp_path / "计划.xlsx", load_profile(DISTRICT), is_accepted=True)], tmp_path / "store")
    return tmp_path / "store"


def test_a_month_of_a_plan_is_found_by_its_cell_and_its_correction_beside_it(planned):
    alone, summed = (cells.find(planned, 1, "Sheet", address) for address in ("H3", "H4"))
    assert [(one["field"], one["month"], one["value"]) for one in (alone, summed)] == [
        ("planned_ytd_wan", "2026-05-01", "100.00"),
        ("planned_ytd_wan", "2026-05-01", "300.00"),
    ]
    assert "分月数" in alone["text"] and "累计数" in summed["text"]
    with pytest.raises(cells.NoSuchCell, match="空的，或没有读成数"):
        cells.find(planned, 1, "Sheet", "F4")
    write(planned, proposals.acceptance(alone, "150"))
    publish.decided(planned)
    with connect(planned).cursor() as con:
        wan = "select planned_ytd_wan from mart.monthly_plan where known_to is null and project_id = ? order by month"
        assert [int(wan) for (wan,) in con.execute(wan, [CODE]).fetchall()][3:6] == [200, 350, 450]
    [one] = proposals.proposals(planned, DISTRICT)
    assert (one["state"], one["position"], one["row"], one["decided_value"]) == ("accepted", "H", 3, "150")
    assert cells.find(planned, 1, "Sheet", "H3")["state"] == "accepted"


@pytest.mark.parametrize("address", ["A3", "B4"])
def test_a_cell_that_says_who_is_refused_with_the_way_to_put_it_right(planned, address):
    with pytest.raises(cells.NoSuchCell, match="请在原表里改好，再传一次.*新表缺行"):
        cells.find(planned, 1, "Sheet", address)
