"""Mappings: settled once by a person, a layout loads by itself from then on, on the command line as on the page."""

import openpyxl
import pytest

from data.ledger import open_ledger
from data.profile import load_profile
from etl import archive
from etl.intake import guess, read_workbook
from etl.loading import load, mappings

DISTRICT = "tianyuan"


def book(path, month, names):
    made = openpyxl.Workbook()
    made.active.title = "跟踪"
    made.active.append([f"2026年{month}月大项目跟踪"])
    made.active.append(["工程叫什么", f"1～{month}月花了（万元）", "谁管"])
    for place, name in enumerate(names, start=1):
        made.active.append([name, 100 * place * month, "区住建局"])
    made.save(path)
    return path


def sent(store, path):
    return load.load([load.Incoming(path, load_profile(DISTRICT), is_accepted=True)], store).files[0]


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def test_a_layout_is_mapped_once(store, tmp_path):
    first = book(tmp_path / "八月.xlsx", 8, ["一号桥", "二号路"])
    assert sent(store, first)["status"] == "failed"
    found = guess.guess(read_workbook(first).sheets[0], load_profile(DISTRICT))
    fields = {"工程叫什么": "project_name", "1～8月花了（万元）": "reported_ytd_wan", "谁管": "responsible_unit"}
    said = mappings.payload("跟踪", "dispatch", [one.header for one in found.columns], fields)
    with open_ledger(store) as ledger:
        kept = ledger.append("mapping", said, district=DISTRICT, subject=mappings.subject(found.fingerprint))
    assert [sheet["loaded"] for sheet in sent(store, first)["sheets"]] == [2]
    next_month = sent(store, book(tmp_path / "九月.xlsx", 9, ["一号桥", "二号路", "三号厂"]))
    assert [(sheet["kind"], sheet["month"], sheet["loaded"]) for sheet in next_month["sheets"]] == [
        ("dispatch", "2026-09", 3)
    ]
    with open_ledger(store) as ledger:
        undone = said | {"status": "undone"}
        ledger.append("mapping", undone, district=DISTRICT, subject=kept.subject, after=kept.id)
    assert sent(store, book(tmp_path / "十月.xlsx", 10, ["一号桥"]))["status"] == "failed"
    assert len(archive.entries(store)) == 2


def test_a_mapping_of_a_field_that_is_gone_is_passed_over(store):
    said = mappings.payload("旧", "dispatch", ["工程叫什么"], {"工程叫什么": "no_such_field"})
    with open_ledger(store) as ledger:
        ledger.append("mapping", said, district=DISTRICT, subject="mapping:old")
    assert mappings.layouts(mappings.in_force(store, DISTRICT)) == []
