"""A load dated before something frozen needs --late; what is frozen is told by name, and never moves."""

from datetime import date

import openpyxl
import pytest

from data.ledger import open_ledger
from data.profile import load_profile
from data.warehouse import current_version
from etl.loading import backdated as late
from etl.loading import load
from tests.tables import read_table

DISTRICT = "tianyuan"
MEETING = {"what": "meeting", "quarter": "2026Q3", "frozen_on": "2026-10-20"}
BULLETIN = {"what": "bulletin", "as_of": "2026-08", "frozen_on": "2026-09-15"}


def book(path, month):
    made = openpyxl.Workbook()
    made.active.append([f"2026年{month}月重点项目调度表"])
    made.active.append(["项目名称", f"1～{month}月完成投资(万元)"])
    made.active.append(["一号桥", 100 * month])
    made.save(path)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("late") / "store"
    with open_ledger(folder) as ledger:
        for payload in (MEETING, BULLETIN, {"what": "bulletin"}):
            ledger.append("freeze", payload, district=DISTRICT, subject=f"freeze:{len(payload)}{payload['what']}")
        ledger.append("freeze", MEETING | {"frozen_on": "2027-01-01"}, district="jingyang", subject="freeze:other")
    return folder


def sent(store, path, received, **options):
    item = load.Incoming(path, load_profile(DISTRICT), date.fromisoformat(received), is_accepted=True, **options)
    return load.load([item], store).files[0]


def test_it_is_refused_in_words_and_goes_in_late(store, tmp_path):
    august = book(tmp_path / "八月.xlsx", 8)
    refused = sent(store, august, "2026-10-20")
    assert refused["status"] == "failed"
    assert "2026年3季度讲评（2026-10-20冻结）" in refused["error"]
    assert "--late" in refused["error"]
    assert refused["sheets"][0]["loaded"] == 1
    assert current_version(store) is None
    assert sent(store, august, "2026-10-20", is_late=True)["status"] == "loaded"
    assert sent(store, book(tmp_path / "十月.xlsx", 10), "2026-10-20")["status"] == "loaded"


@pytest.mark.parametrize("row", read_table("""
    received   | month      | stopped_by
    2026-10-21 | 2026-09-01 |                                    # the day after
    2026-10-20 | 2026-09-01 | 2026年3季度讲评                     # known by the end of that day
    2026-10-20 | 2026-10-01 |                                    # a month it does not speak of
    2026-09-15 | 2026-08-01 | 2026年3季度讲评 2026年8月通报
    2026-09-15 | 2026-09-01 | 2026年3季度讲评
    2026-09-15 |            | 2026年3季度讲评 2026年8月通报        # a ledger speaks of all months
""").to_dict("records"), ids=str)  # fmt: skip
def test_what_lies_behind_what(store, row):
    with open_ledger(store) as ledger:
        frozen = late.frozen(ledger.entries(late.KIND, DISTRICT))
    month = date.fromisoformat(row["month"]) if row["month"] else None
    found = late.behind(frozen, date.fromisoformat(row["received"]), [month])
    assert " ".join(one.name for one in found) == (row["stopped_by"] or "")


def test_what_was_undone_is_not_frozen(tmp_path):
    with open_ledger(tmp_path) as ledger:
        ledger.append("freeze", MEETING, district=DISTRICT, subject="freeze:q")
        ledger.append("freeze", MEETING | {"status": "undone"}, district=DISTRICT, subject="freeze:q")
        assert late.frozen(ledger.entries(late.KIND, DISTRICT)) == []


@pytest.mark.parametrize("quarter", ["2026Q3", "2026-Q3", "2026-07-01", "2026-09-30"])
def test_quarters_are_read_as_they_may_be_written(quarter):
    assert late._last_month(quarter) == date(2026, 9, 1)
