"""The workbooks say what planted.json says they say: read back cell by cell, without our intake."""

import json
import unicodedata
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook

from data.profile import load_profile
from etl.demo.months import MONTHS
from etl.demo.planted import planted_in
from etl.demo.sheets_statistics import AS_CSV
from etl.demo.teller import tell
from etl.demo.words import demo_districts
from etl.demo.write import sendings

SEED = 2026
CODE, NAME, UNIT, TOTAL, OPENING, PLAN, REPORTED = range(1, 8)  # columns of the dispatch, from 0


@pytest.fixture(scope="module")
def inbox(demo_store) -> Path:
    return demo_store / "inbox"


@pytest.fixture(scope="module")
def planted(inbox) -> dict:
    return json.loads((inbox / "planted.json").read_text(encoding="utf-8"))["districts"]


@pytest.fixture(scope="module")
def stories() -> dict:
    return {district: tell(load_profile(district), SEED) for district in demo_districts()}


@pytest.fixture(params=demo_districts())
def district(request) -> str:
    return request.param


def rows_of(path: Path) -> list[list]:
    """All rows of all sheets."""
    book = load_workbook(str(path))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def plain_number(cell: object) -> Decimal:
    return Decimal(unicodedata.normalize("NFKC", str(cell)))


def dispatch(inbox: Path, district: str, month: str, again: bool = False) -> list[list]:
    year, number = month.split("-")
    again_text = "（更正）" if again else ""
    return rows_of(inbox / district / f"{year}年{int(number)}月重点项目调度表{again_text}（演示数据）.xlsx")


def amount_of(rows: list[list], who: dict) -> object:
    """What a sheet reports for a project, found by its code or its name."""
    found = [
        row
        for row in rows
        if (row[CODE] == who["code"] if who["code"] else str(row[NAME]).replace("\n", "") == who["name"])
    ]
    assert found, f"no row for {who['name']}"
    return found[0][REPORTED]


def test_the_same_seed_gives_the_same_bytes(inbox, planted, stories, tmp_path):
    """The inbox was written by another process: no order of a set, no clock may show."""
    for district, story in stories.items():
        assert json.loads(json.dumps(planted_in(story), ensure_ascii=False)) == planted[district]
        for sending in list(sendings(story))[::9]:
            sending.make(tmp_path / sending.name)
            assert (tmp_path / sending.name).read_bytes() == (inbox / district / sending.name).read_bytes(), (
                sending.name
            )


def test_another_seed_gives_other_projects(stories):
    for district, story in stories.items():
        other = tell(load_profile(district), SEED + 1)
        names = {p.name for p in story.projects}
        assert len(names & {p.name for p in other.projects}) < len(names) / 3


def test_the_manifest_lists_every_workbook_by_receipt(inbox):
    manifest = json.loads((inbox / "manifest.json").read_text(encoding="utf-8"))
    files = {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.suffix in (".xlsx", ".csv")}
    assert {entry["file"] for entry in manifest} == files
    assert all("演示数据" in file for file in files)
    received = [entry["received"] for entry in manifest]
    assert received == sorted(received)
    assert [entry["file"].endswith(".csv") for entry in manifest] == ["month" in entry for entry in manifest]
    for district in demo_districts():
        of_district = [entry["file"] for entry in manifest if entry["district"] == district]
        assert sum("调度表（演示" in file for file in of_district) == len(MONTHS)
        assert (
            sum("206表（演示" in file or file.endswith(".csv") for file in of_district) == len(MONTHS) - 3
        )  # no January


def test_every_title_is_marked(inbox, district):
    for path in sorted((inbox / district).glob("*.xlsx"))[::7]:
        assert "演示数据" in str(rows_of(path)[0][0]), path.name


def test_plan(inbox, planted, district):
    rows = rows_of(inbox / district / "2026年度重点项目投资计划（演示数据）.xlsx")
    first, second = rows[2], rows[3]
    batch, plan = first.index("批次"), first.index("2026年度计划投资（万元）")
    assert second[plan + 1 : plan + 13] == [f"{number}月" for number in range(1, 13)]
    lines = [row for row in rows[4:] if isinstance(row[0], float) and "前期" not in row[batch] and row[plan] > 0]
    expected = planted[district]["expected"]["2026-01"]["investment_completion"]
    assert len(lines) == expected["projects"]
    assert sum(Decimal(str(row[plan])) for row in lines) == Decimal(expected["annual_plan_wan"])


def test_june_adds_up(inbox, planted, district):
    """A reader with a pencil: each project's last amount of the year, those completed and gone included."""
    said: dict[str, Decimal] = {}
    for number in range(1, 7):
        is_counted = False
        for row in dispatch(inbox, district, f"2026-{number:02d}", again=number == 6):
            if "个）" in str(row[0]):
                is_counted = "前期" not in row[0] and "计划外" not in row[0]
            elif isinstance(row[0], float) and is_counted and row[PLAN] > 0 and row[REPORTED] != "":
                said[row[CODE] or unicodedata.normalize("NFKC", row[NAME]).replace("\n", "")] = plain_number(
                    row[REPORTED]
                )
    assert sum(said.values()) == Decimal(
        planted[district]["expected"]["2026-06"]["investment_completion"]["reported_ytd_wan"]
    )


def test_silence(inbox, planted, district):
    rows = dispatch(inbox, district, "2026-09")
    faults = planted[district]["faults"]
    for who in faults["silent_empty"] + faults["never_reported_this_year"]:
        assert amount_of(rows, who) == ""
    codes, names = {row[CODE] for row in rows}, {row[NAME] for row in rows}
    for who in faults["silent_absent"]:
        assert who["code"] not in codes if who["code"] else who["name"] not in names


def test_corrections(inbox, planted, district):
    for who in planted[district]["faults"]["negative_corrections"]:
        year, number = map(int, who["month"].split("-"))
        again = who["month"] == "2026-09"  # August was sent again
        now = amount_of(dispatch(inbox, district, who["month"]), who)
        before = amount_of(dispatch(inbox, district, f"{year}-{number - 1}", again), who)
        assert Decimal(str(now)) - Decimal(str(before)) == Decimal(who["reported_month_wan"]) < 0


def test_slips_and_what_was_sent_again(inbox, planted, district):
    for who in planted[district]["faults"]["unit_slips"]:
        assert Decimal(str(amount_of(dispatch(inbox, district, who["month"]), who))) == Decimal(who["said_wan"])
        assert Decimal(who["said_wan"]) == 10000 * Decimal(who["right_wan"])
        if who["is_sent_again"]:
            again = amount_of(dispatch(inbox, district, who["month"], again=True), who)
            assert Decimal(str(again)) == Decimal(who["right_wan"])
    for who in [who for who in planted[district]["faults"]["sent_again"] if who["kind"] == "dispatch"]:
        first = amount_of(dispatch(inbox, district, who["month"]), who)
        again = amount_of(dispatch(inbox, district, who["month"], again=True), who)
        assert [Decimal(str(first)), Decimal(str(again))] == [Decimal(who["first_wan"]), Decimal(who["right_wan"])]


def test_rows_that_are_odd(inbox, planted, district):
    rejected = [row for row in dispatch(inbox, district, "2025-08") if isinstance(row[0], float) and not row[NAME]]
    assert len(rejected) == 1
    double = planted[district]["faults"]["duplicate_row"][0]
    assert sum(row[CODE] == double["code"] and row[NAME] != "" for row in dispatch(inbox, district, "2025-05")) >= 1
    path = inbox / district / "2025年10月重点项目调度表（演示数据）.xlsx"
    with zipfile.ZipFile(path) as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b'hidden="1"') == 3


def test_the_same_month_in_other_writing(inbox, district):
    """What stood at last year's end is the same in 万元, in 亿元 and in full-width digits."""

    def openings(month: str) -> dict[str, Decimal]:
        rows = [row for row in dispatch(inbox, district, month) if isinstance(row[0], float)]
        return {row[CODE]: plain_number(row[OPENING]) for row in rows if row[CODE]}

    plain, in_yi, full_width = openings("2024-04"), openings("2024-05"), openings("2024-09")
    assert {code: plain[code] for code in in_yi} == {code: amount * 10000 for code, amount in in_yi.items()}
    assert {code: plain[code] for code in full_width if code in plain} == {
        code: amount for code, amount in full_width.items() if code in plain
    }
    assert "亿元" in dispatch(inbox, district, "2024-05")[1][0]
    assert isinstance(dispatch(inbox, district, "2024-09")[10][OPENING], str)


def test_return(inbox, planted, district):
    rows = rows_of(inbox / district / "2026年9月固定资产投资项目情况206表（演示数据）.xlsx")
    lines = [row for row in rows if isinstance(row[0], float)]
    expected = planted[district]["expected"]["2026-09"]["booked"]
    assert len(lines) == expected["rows"]
    assert sum(Decimal(str(row[11])) for row in lines) == Decimal(expected["booked_ytd_wan"])
    assert all(Decimal(str(row[11])) == sum(Decimal(str(part)) for part in row[12:16]) for row in lines)


def test_return_as_csv(inbox, stories, district):
    text = (inbox / district / "固定资产投资项目导出（演示数据）.csv").read_bytes().decode("gb18030")
    header, *lines = text.splitlines()
    assert header.startswith("序号,项目代码,项目名称")
    assert len(lines) == sum(AS_CSV in each.booked for each in stories[district].library)
