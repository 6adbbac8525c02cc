"""Proposals: each waits until a person decides, says what was decided, and is moot once a later file is mended."""

import openpyxl
import pytest

from data.ledger import open_ledger
from data.profile import load_profile
from data.warehouse import connect
from etl.corrections import corrections, proposals
from etl.loading import load
from etl.versions import publish

DISTRICT = "tianyuan"
CODE = "2601-430211-04-01-00000"


def book(path, amounts, month=8):
    made = openpyxl.Workbook()
    made.active.append([f"2026年{month}月重点项目调度表（{path.stem}）"])
    made.active.append(["项目代码", "项目名称", "2026年度计划投资(万元)", f"1～{month}月完成投资(万元)"])
    for place, amount in enumerate(amounts):
        made.active.append([f"{CODE}{place}", f"第{place}号工程", 2000, amount])
    made.save(path)
    return path


def sent(store, path, received):
    from datetime import date

    outcome = load.load(
        [load.Incoming(path, load_profile(DISTRICT), date.fromisoformat(received), is_accepted=True)], store
    )
    assert outcome.files[0]["status"] == "loaded", outcome.files


def decide(store, one, said, reason="元误作万元"):
    assert said.subject == one["subject"]
    with open_ledger(store) as ledger:
        after = one["entry_id"]
        ledger.append(
            said.KIND, said.payload, district=DISTRICT, subject=said.subject, after=after, reason=reason, who="王五"
        )
    publish.decided(store)


def only(store):
    return proposals.proposals(store, DISTRICT)[0]


@pytest.fixture
def store(tmp_path):
    sent(tmp_path / "store", book(tmp_path / "一.xlsx", [9_000_000, 300, 500]), "2026-09-10")
    return tmp_path / "store"


def test_a_slip_is_accepted_undone_and_refused(store):
    one = only(store)
    assert (one["label"], one["row"], one["value"], one["suggested"]) == ("单位可能写错", 3, "9000000.00", "900.00")
    assert (one["header"], one["project_name"], one["can_correct"]) == ("1～8月完成投资(万元)", "第0号工程", True)
    decide(store, one, proposals.acceptance(one, "900"))
    one = only(store)
    assert (one["state"], one["decided_value"], one["who"], one["reason"]) == ("accepted", "900", "王五", "元误作万元")
    with connect(store).cursor() as con:
        held = con.execute(
            "select reported_ytd_wan from mart.reported where known_to is null order by 1 desc"
        ).fetchall()
    assert [int(amount) for (amount,) in held] == [900, 500, 300]
    with open_ledger(store) as ledger:
        entries = ledger.entries()
    decide(store, one, proposals.undo(one, entries))
    assert only(store)["state"] == "open"
    decide(store, only(store), proposals.refusal(only(store)))
    assert only(store)["state"] == "refused"
    assert proposals.open_ones(proposals.proposals(store, DISTRICT)) == []


def test_a_correction_stops_once_the_source_is_mended(store, tmp_path):
    decide(store, only(store), proposals.acceptance(only(store), "900"))
    sent(store, book(tmp_path / "二.xlsx", [950, 300, 500]), "2027-01-01")
    one = only(store)
    assert (one["state"], one["found"]) == ("source_changed", "950.00")
    assert proposals.STATES[one["state"]] == "来源已改，更正停用"


def test_a_later_file_that_is_right_makes_it_moot(store, tmp_path):
    sent(store, book(tmp_path / "二.xlsx", [950, 300, 500]), "2026-09-12")
    assert only(store)["state"] == "mended"


def test_a_missing_row_is_proposed_until_a_file_names_it_again(store, tmp_path):
    sent(store, book(tmp_path / "二.xlsx", [9_000_000, 300]), "2026-09-12")
    missing = [one for one in proposals.proposals(store, DISTRICT) if one["kind"] == "missing_row"]
    assert [(one["project_name"], one["row"], one["month"]) for one in missing] == [("第2号工程", 5, "2026-08-01")]
    decide(store, missing[0], proposals.acceptance(missing[0], None), reason="项目取消")
    with connect(store).cursor() as con:
        held = con.execute("select count(*) from mart.reported where known_to is null").fetchone()
    assert held == (2,)
    sent(store, book(tmp_path / "三.xlsx", [9_000_000, 300, 500]), "2026-09-14")
    assert [one for one in proposals.proposals(store, DISTRICT) if one["kind"] == "missing_row"] == []


def test_of_two_tables_on_one_sheet_the_columns_of_its_own_are_named(tmp_path):
    path = book(tmp_path / "一.xlsx", [9_000_000, 300, 500])
    made = openpyxl.load_workbook(path)
    made.active.append([])
    made.active.append(["序号", "项目代码", "项目名称", "2026年度计划投资(万元)", "1～8月完成投资（万元）"])
    for place, amount in enumerate([300, 8_000_000, 500], start=5):
        made.active.append([place, f"{CODE}{place}", f"第{place}号工程", 2000, amount])
    made.save(path)
    sent(tmp_path / "store", path, "2026-09-10")
    found = [one for one in proposals.proposals(tmp_path / "store", DISTRICT) if one["kind"] == "suspected_unit_slip"]
    assert sorted((one["row"], one["position"], one["header"]) for one in found) == [
        (3, "D", "1～8月完成投资(万元)"),
        (9, "E", "1～8月完成投资（万元）"),
    ]


def test_a_code_of_another_district_waits_for_a_person(tmp_path):
    made = openpyxl.load_workbook(book(tmp_path / "一.xlsx", [200, 300]))
    made.active["A3"] = "2601-430202-04-01-100001"
    made.save(tmp_path / "一.xlsx")
    sent(tmp_path / "store", tmp_path / "一.xlsx", "2026-09-10")
    one = only(tmp_path / "store")
    assert (one["label"], one["row"], one["position"], one["state"]) == ("外区代码", 3, "A", "open")
    assert (one["value"], one["can_correct"]) == ("2601-430202-04-01-100001", False)  # the source is to be mended
    decide(tmp_path / "store", one, proposals.refusal(one), "跨区项目，代码没有错")
    assert only(tmp_path / "store")["state"] == "refused"


@pytest.mark.parametrize(("value", "expected"), [("900", True), ("900.5", True), ("很多", False), ("", False)])
def test_what_a_person_types_must_read_as_the_field(store, value, expected):
    with connect(store).cursor() as con:
        assert corrections.readable(con, "dispatch", "reported_ytd_wan", value) is expected
