"""A later sheet that contradicts the months before waits, also where its reading is proven; limits on both sides."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from data.ledger import open_ledger
from data.profile import load_profile
from data.rules import Contradiction
from data.warehouse import connect
from etl import waiting
from etl.loading import confirmations
from etl.loading import sheet_report as told
from tests.etl.store.dispatches import DISTRICT, UNITS, sent, write


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """A store with 5月 to 8月 of ten projects: 80, 100, 135 and 150 each: the largest month brings 350."""
    folder = tmp_path_factory.mktemp("before")
    place = folder / "store"
    said = {5: 80, 6: 100, 7: 135, 8: 150}
    books = [write(folder / f"{month}月.xlsx", month, [done] * 10) for month, done in said.items()]
    assert [file["status"] for file in sent(place, *books)] == ["loaded"] * 4
    return place


@pytest.fixture
def store(filled, tmp_path) -> Path:
    """A copy of it, for one test."""
    return Path(shutil.copytree(filled, tmp_path / "store"))


def asked(file: dict) -> list[str]:
    return [reason for sheet in file["sheets"] if sheet["status"] == "asked" for reason in sheet["asked"]["reasons"]]


SHEETS = {  # what 9月 says → what is asked of it, or nothing
    "grows as before": ({"done": [180] * 10}, None),
    "grows twice as much as in the largest month": ({"done": [220] * 10}, None),
    "grows by more than that": ({"done": [220] * 9 + [220.01]}, "（最多 350.00 万元）的 2 倍还多"),
    "falls by 5 %": ({"done": [142.5] * 10}, None),
    "falls by more than 5 %": ({"done": [142.5] * 9 + [142.49]}, "−5.0 %"),
    "half of the projects gone": ({"done": [160] * 5}, "没有其中 5 个"),
    "four of ten gone": ({"done": [160] * 6}, None),
    "the plan doubled": ({"done": [160] * 10, "plan": 800}, "年度计划 8000.00 万元，8月为 4000.00 万元，+100.0 %"),
    "the plan nearly doubled": ({"done": [160] * 10, "plan": [800] * 9 + [799.99]}, None),
    "other projects, hardly any of them known": ({"done": [9000] * 10, "first": 7}, None),  # four in common
    "other projects, five of them known": ({"done": [9000] * 10, "first": 6}, "以往任何一个月"),
    "one unit's sheet": ({"done": [9000] * 5, "units": UNITS[:1]}, None),
    "one unit's sheet that is a third of the table": ({"done": [160] * 3, "units": UNITS[:1]}, None),
    "new projects beside the old": ({"done": [160] * 10 + [9000] * 20}, None),
}


@pytest.mark.parametrize("case", SHEETS)
def test_a_later_month_is_held_against_the_last(case, store, tmp_path):
    said, wanted = SHEETS[case]
    [file] = sent(store, write(tmp_path / "九月.xlsx", 9, **said))
    if wanted is None:
        assert (file["status"], asked(file)) == ("loaded", [])
    else:
        assert file["status"] == "asked"
        assert any(wanted in reason for reason in asked(file)), asked(file)


@pytest.mark.parametrize(
    ("name", "done", "is_asked"),
    [
        ("八月.xlsx", [75] + [150] * 9, False),  # 1500 万元少了 5 %，一行
        ("八月.xlsx", [74.9] + [150] * 9, True),
        ("八月.xlsx", [149] + [150] * 9, False),  # 十分之一的行
        ("八月.xlsx", [149] * 2 + [150] * 8, True),  # 合计只少了 2 万元，改了两行
        ("八月.xlsx", [149, 150.9] + [150] * 8, True),  # 合计少了，一行改大、一行改小
        ("八月.xlsx", [149, 152] + [150] * 8, False),  # 合计多了，只有一行改小
        ("八月.xlsx", [149] * 2 + [152] * 8, True),
        ("八月.xlsx", [149.5] * 2 + [150] * 8, False),  # 差半万元是四舍五入
        ("八月（更正）.xlsx", [100] * 10, False),
        ("八月.xlsx", [190] * 10, False),
        ("八月.xlsx", [10] * 4, False),  # 只有四个项目相同
    ],
)
def test_a_month_sent_again_may_not_take_back_much(name, done, is_asked, store, tmp_path):
    [file] = sent(store, write(tmp_path / name, 8, done))
    assert file["status"] == ("asked" if is_asked else "loaded")
    assert any("8月已经报过" in reason and "先前报的" in reason for reason in asked(file)) == is_asked


@pytest.mark.parametrize(
    ("changed", "is_asked"), [(1, False), (2, True)], ids=["a tenth of the rows", "more than a tenth"]
)
@pytest.mark.parametrize("by", ["month", "months"])
def test_last_month_s_figures_changed_in_more_than_a_tenth_of_the_rows(by, changed, is_asked, store, tmp_path):
    shift = [1 if at < changed else 0 for at in range(10)]
    if by == "month":  # year less month is not what August said
        more = [("本月完成投资(万元)", [10 + one for one in shift])]
    else:  # the columns of January to August do not add up to what August said
        earlier = [(f"{month}月完成投资(万元)", [10] * 10) for month in range(1, 8)]
        august = ("8月完成投资(万元)", [80 + one for one in shift])
        more = [*earlier, august, ("9月完成投资(万元)", [10 - one for one in shift])]
    [file] = sent(store, write(tmp_path / "九月.xlsx", 9, [160] * 10, more=more))
    assert file["status"] == ("asked" if is_asked else "loaded"), asked(file)
    assert any("与当时报的不同：查 10 行，2 行改了" in reason for reason in asked(file)) is is_asked


@pytest.mark.parametrize(
    ("name", "title"), [("九月（更正）.xlsx", "2026年{month}月调度表"), ("九月.xlsx", "2026年{month}月调度表（修订）")]
)
def test_a_correction_is_held_against_nothing(name, title, store, tmp_path):
    assert sent(store, write(tmp_path / name, 9, [10] * 10, title=title))[0]["status"] == "loaded"


def test_january_begins_anew(store, tmp_path):
    path = write(tmp_path / "一月.xlsx", 1, [5] * 10, year=2027)
    assert sent(store, path, received="2027-02-10")[0]["status"] == "loaded"


def test_months_between_are_allowed_their_share(store, tmp_path):
    for done, status in ((290.01, "asked"), (290, "loaded")):  # twice two months of 350
        assert sent(store, write(tmp_path / f"十月{done}.xlsx", 10, [done] * 10))[0]["status"] == status


def test_two_months_show_no_largest_growth(tmp_path):
    place = tmp_path / "store"
    said = {2: 10, 3: 20, 4: 90, 5: 400, 6: 1020.01}  # May is held against two growths, June against three
    books = [write(tmp_path / f"{month}月.xlsx", month, [done] * 10, total=5000) for month, done in said.items()]
    assert [file["status"] for file in sent(place, *books)] == ["loaded"] * 4 + ["asked"]


def test_two_sheets_of_a_file_are_compared_together(store, tmp_path):
    halves = [write(tmp_path / f"{at}.xlsx", 9, [160] * 5, first=1 + 5 * at) for at in range(2)]
    book = openpyxl.load_workbook(halves[0])
    book.active.title = "镇街"
    other = book.create_sheet("部门")
    for line in openpyxl.load_workbook(halves[1]).active.iter_rows(values_only=True):
        other.append(line)
    book.save(tmp_path / "九月.xlsx")
    [file] = sent(store, tmp_path / "九月.xlsx")
    assert (file["status"], asked(file)) == ("loaded", [])


def test_one_suspected_slip_of_unit_is_told_by_itself(store, tmp_path):
    done = [160] * 9 + [1600000.5]
    [file] = sent(store, write(tmp_path / "九月.xlsx", 9, done))
    assert file["status"] == "loaded"
    assert "suspected_unit_slip" in {one["kind"] for one in file["sheets"][0]["notices"]}


def test_the_limits_are_the_district_s_and_can_be_off(store, tmp_path):
    path = write(tmp_path / "九月.xlsx", 9, [100] * 10)
    for rule, status in (
        (Contradiction(article="", origin="default", done_falls=0.2), "asked"),  # it fell by a third
        (Contradiction(article="", origin="default", enabled=False), "loaded"),
    ):
        profile = load_profile(DISTRICT).model_copy(update={"contradiction": (rule,)})
        assert sent(store, path, profile=profile)[0]["status"] == status


def test_what_changed_is_told_and_accepted_for_this_file_only(store, tmp_path, capsys):
    path = write(tmp_path / "九月.xlsx", 9, [100] * 10)
    [file] = sent(store, path)
    [sheet] = file["sheets"]
    compared = sheet["asked"]["comparison"]
    assert (compared["called"], compared["common"]) == ("8月", 10)
    assert {one["field"]: (one["then"], one["now"], one["change"]) for one in compared["changes"]} == {
        "projects": ("10", "10", "±0.0 %"),
        "annual_plan_wan": ("4000.00", "4000.00", "±0.0 %"),
        "reported_ytd_wan": ("1500.00", "1000.00", "−33.3 %"),
        "total_investment_wan": ("10000.00", "10000.00", "±0.0 %"),
    }
    told.sheet(sheet)
    assert "与8月比：完成投资 1500.00 → 1000.00 万元，−33.3 %" in capsys.readouterr().out
    assert sent(store, path, is_accepted=True, accepted_by="王芳")[0]["status"] == "loaded"
    assert waiting.all_of(store) == []
    with open_ledger(store) as ledger:
        [entry] = ledger.entries(confirmations.KIND, DISTRICT)
    assert (entry.who, entry.payload["status"]) == ("王芳", "settled")
    september = "select sum(reported_ytd_wan) from raw.dispatch where month = '2026-09-01'"
    assert connect(store).cursor().execute(september).fetchone() == (1000,)
    [file] = sent(store, write(tmp_path / "又九月.xlsx", 9, [90] * 10))
    assert file["status"] == "asked"  # another file is another question
