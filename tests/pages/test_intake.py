"""数据接入: what the page says of what came in; the load itself is tested where it is made."""

import pytest

from data.warehouse import connect
from etl import archive
from pages.components.intake import intake_rows
from tests.pages.conftest import words_on
from tests.registered import PAGES

PAGE = next(page for page in PAGES if page.name == "intake")


def test_an_earlier_file_opens_with_its_account(run_page, demo_store):
    entries = archive.entries(demo_store)
    file_id, entry = next((n, e) for n, e in entries.items() if any(sheet["rejected"] for sheet in e.report))
    app = run_page(PAGE.path, demo_store, district=entry.district, open=str(file_id))
    assert not app.exception
    total = sum(sheet["rows_total"] for sheet in entry.report)
    assert f"共 {total:,} 行" in words_on(app)
    assert "退回 1 行" in words_on(app)


@pytest.mark.parametrize("opened", ["999999", "nonsense", "20260101T000000-00000000", "1.9.9", "²"])
def test_an_address_that_leads_nowhere_is_answered_in_words(opened, run_page, demo_store):
    app = run_page(PAGE.path, demo_store, open=opened)
    assert not app.exception


def test_rows_add_up_in_the_table_of_sheets(demo_store):
    for entry in archive.entries(demo_store).values():
        frame = intake_rows.sheets([{"file": entry.name, "sheets": entry.report}], "1")
        assert (frame.loaded + frame.waits + frame.skipped + frame.rejected == frame.rows_total).all()


@pytest.mark.parametrize(("status", "loaded", "waits"), [("asked", 0, 7), ("loaded", 7, 0), (None, 7, 0)])
def test_rows_that_wait_are_counted_apart(status, loaded, waits):
    sheet = {
        "sheet": "调度", "kind": "dispatch", "rows_total": 10, "loaded": 7, "skipped": {"title": 2}, "rejected": 1,
        "cell_faults": [], "notices": [],
    }  # fmt: skip
    said = sheet | ({"status": status} if status else {})
    [row] = intake_rows.sheets([{"file": "九月.xlsx", "sheets": [said]}], "1").itertuples()
    assert (row.loaded, row.waits, row.skipped, row.rejected, row.rows_total) == (loaded, waits, 2, 1, 10)


@pytest.mark.parametrize(
    ("said", "why", "next_step"),
    [
        ("“2026-13”里没有这样的月或日，请核对", "“2026-13”里没有这样的月或日", "请核对"),
        ("整表未载入：认不出是哪一类表", "整表未载入：认不出是哪一类表", "否则"),
        ("请改", "请改", "否则"),
    ],
)
def test_a_message_parts_into_reason_and_what_to_do(said, why, next_step):
    assert intake_rows.split(said, "否则") == (why, next_step)


def test_a_row_is_a_whole_number_beside_what_is_of_the_whole_sheet():
    fault = {"row": 8, "column": "M", "header": "形象进度", "value": "暂停", "reason": "不是百分比，请填 35 或 35%"}
    notice = {"row": None, "kind": "year_only", "text": "4 行只写了年份"}
    sheet = {"sheet": "9月", "rejections": [], "cell_faults": [fault], "notices": [notice]}
    assert intake_rows.problems([{"file": "九月.xlsx", "sheets": [sheet]}])["row"].to_list() == [8, None]


def test_a_sheet_of_two_kinds_names_both():
    sheet = {
        "sheet": "汇总",
        "kind": "promotion",
        "kinds": ["library_ledger", "promotion"],
        "rows_total": 2,
        "loaded": 2,
    }
    sheet |= {"skipped": {}, "rejected": 0, "rejections": [], "cell_faults": []}
    [what] = intake_rows.sheets([{"file": "招商.xls", "sheets": [sheet]}], "1")["what"]
    assert what.split("、") == ["招商台账", "入库台账"]


def test_a_file_held_back_says_what_could_be_loaded():
    sheet = {"rejections": [], "cell_faults": []}
    late = {"file": "7月.xlsx", "status": "failed", "error": "7月.xlsx：确实要补记，请加 --late", "sheets": [sheet]}
    assert intake_rows.wants_late([late])
    assert not intake_rows.is_any_loaded([late])
    assert intake_rows.is_any_loaded([late, late | {"status": "unchanged"}])
    assert intake_rows.on_page(late["error"]).endswith("请点“补载”")


def test_any_cell_of_a_file_can_be_put_right(run_page, demo_store):
    entries = archive.entries(demo_store)
    file_id, entry = next((n, e) for n, e in reversed(entries.items()) if "dispatch" in e.kinds)
    app = run_page(PAGE.path, demo_store, district=entry.district, open=str(file_id))
    app.text_input(key="cell_address").set_value("A1").run()
    assert "没有载入" in words_on(app)
    with connect(demo_store).cursor() as con:
        sql = (
            "select position || origin.row from source.column as col inner join source.row as origin using (file_id, sheet)"
            " where file_id = ? and col.field = 'reported_ytd_wan' and outcome = 'loaded' and sheet = ? order by origin.row"
        )
        address = con.execute(sql, [file_id, entry.report[0]["sheet"]]).fetchone()[0]
    app.text_input(key="cell_address").set_value(address).run()
    assert not app.exception
    assert [one.label for one in app.text_input][-3:] == ["表中的值", "改为", "理由（必填）"]
