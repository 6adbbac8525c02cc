"""Files as they come: xlsx, xls, csv in two encodings, hidden rows and sheets, formulas nobody calculated, broken ones."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from etl.intake import WorkbookError, parse, read_workbook
from tests.etl.intake.books import PROFILE, field, outcomes, report

FIXTURES = Path(__file__).parents[2] / "fixtures" / "intake"
CSV = '项目名称,总投资(万元),2026年1-9月完成投资(万元)\n"恒大城\n二期","9,000",300\n乙项目,,\n'


def test_an_old_xls():
    parsed = parse(FIXTURES / "old_office.xls", PROFILE)
    assert field(parsed, "project_name") == ["栗雨路改造工程（一期）", "马家河小学扩建"]
    assert field(parsed, "project_code") == ["2601-430211-04-01-000001", None]
    assert field(parsed, "total_investment_wan") == [12000, 9000]
    assert [float(amount) if amount is not None else None for amount in field(parsed, "reported_ytd_wan")] == [
        3000.25,
        None,
    ]
    assert [str(day) for day in field(parsed, "actual_start_date")] == ["2025-03-15", "2025-10-01"]
    assert field(parsed, "actual_start_precision") == ["day", "month"]
    assert outcomes(parsed) == ["title", "unit", "header", "header", "loaded", "loaded", "total"]


def test_csv_cells_that_keep_excel_from_reading_numbers_are_what_they_show(tmp_path):
    (tmp_path / "导出.csv").write_bytes(
        '项目代码,项目名称,计划总投资,\n="2601-430211-04-01-123456",="甲厂","12,500.00",\n'.encode("gb18030")
    )
    [sheet] = read_workbook(tmp_path / "导出.csv").sheets
    assert sheet.rows[1] == ["2601-430211-04-01-123456", "甲厂", "12,500.00", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv(tmp_path, encoding, delimiter):
    text = CSV.replace('"9,000"', "9000").replace(",", delimiter)
    (tmp_path / "表.csv").write_bytes(text.encode(encoding))
    parsed = parse(tmp_path / "表.csv", PROFILE)
    assert field(parsed, "project_name") == ["恒大城二期", "乙项目"]
    assert field(parsed, "total_investment_wan") == [9000, None]
    assert parsed.records["dispatch"].column("row").to_pylist() == [2, 3]


def test_hidden_rows_and_sheets_load_and_are_marked(tmp_path):
    path = tmp_path / "2026年9月.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, projects in (("调度", "甲乙"), ("补充", "丙丁")):
        sheet = book.add_worksheet(name)
        rows = [[f"{project}项目", number + 1, 0.5] for number, project in enumerate(projects)]
        for number, row in enumerate([["项目名称", "本年完成投资(万元)", "形象进度"], *rows]):
            sheet.write_row(number, 0, row)
    book.get_worksheet_by_name("调度").set_row(2, None, None, {"hidden": True})
    book.get_worksheet_by_name("补充").hide()
    book.close()
    parsed = parse(path, PROFILE, month="2026-09")
    assert field(parsed, "project_name") == ["甲项目", "乙项目", "丙项目", "丁项目"]
    assert [row["is_hidden"] for row in parsed.rows.to_pylist()] == [False, False, True, False, False, False]
    assert [sheet["is_hidden"] for sheet in parsed.sheets.to_pylist()] == [False, True]


def old_book(path, rows, hidden=()):
    made = xlwt.Workbook()
    for name in ("调度", "补充"):
        sheet = made.add_sheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
        for number in hidden:
            sheet.row(number).hidden = True
    made.get_sheet(1).visibility = 1
    made.save(str(path))
    return path


def test_hidden_rows_of_an_old_xls_load_and_its_hidden_copy_is_set_aside(tmp_path):
    rows = [["项目名称", "本年完成投资(万元)", "形象进度"], ["甲项目", 1, 0.5], ["乙项目", 2, 0.6]]
    parsed = parse(old_book(tmp_path / "2026年9月.xls", rows, hidden=[2]), PROFILE, month="2026-09")
    assert field(parsed, "project_name") == ["甲项目", "乙项目"]
    assert [row["outcome"] for row in parsed.rows.to_pylist()][3:] == ["skipped", "rejected", "rejected"]
    assert [row["is_hidden"] for row in parsed.rows.to_pylist()] == [False, False, True] * 2
    assert [sheet["is_hidden"] for sheet in parsed.sheets.to_pylist()] == [False, True]
    assert [sheet["hidden_rows"] for sheet in parsed.to_json()["sheets"]] == [1, 1]


def test_a_formula_of_an_old_xls_that_nobody_calculated_is_never_zero(tmp_path):
    rows = [["项目名称", "总投资(万元)", "本年完成投资(万元)"], ["甲项目", 1, xlwt.Formula("B2*2")]]
    path = old_book(tmp_path / "2026年9月.xls", rows)
    never, zero = bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]), bytes(8) + bytes([2, 0])
    assert never in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(never, zero))  # as programs write it that cannot calculate
    parsed = parse(path, PROFILE, month="2026-09")
    assert field(parsed, "reported_ytd_wan") == [None]  # the hidden copy is set aside
    assert "公式" in parsed.faults.to_pylist()[0]["reason"]


def test_a_formula_nobody_calculated_is_empty_and_listed_never_zero(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "总投资(万元)", "2026年1-9月完成投资(万元)", "备注"])
    book.active.append(["甲项目", 1000, "=100+200", None])
    book.active.append(['=A2&"二期"', 1000, 50, None])
    book.active.append(["丙项目", "=B2", "=C2", "=D2"])
    book.save(tmp_path / "表.xlsx")
    parsed = parse(tmp_path / "表.xlsx", PROFILE)
    assert outcomes(parsed) == ["header", "loaded", "rejected", "rejected"]
    assert field(parsed, "reported_ytd_wan") == [None]
    assert [(fault["row"], fault["column"]) for fault in report(parsed)["cell_faults"]] == [
        (2, "C"),
        (4, "B"),
        (4, "C"),
    ]
    assert all("没有计算过" in fault["reason"] for fault in report(parsed)["cell_faults"])


def test_a_calculated_formula_and_an_empty_text_result_are_values(tmp_path):
    path = tmp_path / "表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["项目名称", "总投资(万元)", "2026年1-9月完成投资(万元)"])
    sheet.write_row(1, 0, ["甲项目", 1000])
    sheet.write_formula(1, 2, "=100+200", None, 300)
    sheet.write_row(2, 0, ["乙项目", 1000])
    sheet.write_formula(2, 2, '=IF(1,"",0)', None, "?")
    book.close()
    _rewrite(path, b"<v>?</v>", b"<v></v>")  # as Excel itself writes an empty text
    as_excel_writes(path)
    parsed = parse(path, PROFILE)
    assert field(parsed, "reported_ytd_wan") == [300, None]
    assert report(parsed)["cell_faults"] == []


def as_excel_writes(path):
    """Leave the signs of a book that Excel has calculated: a chain of calculation, nothing to calculate on loading."""
    _rewrite(path, b' fullCalcOnLoad="1"', b"")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/calcChain.xml", "<calcChain/>")


def _rewrite(path, old, new):
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).replace(old, new) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_the_row_numbers_are_excels_though_the_first_rows_are_empty(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(4, 2, ["项目名称", "2026年1-9月完成投资(万元)"])
    sheet.write_row(5, 2, ["甲项目", 300])
    book.close()
    parsed = parse(tmp_path / "表.xlsx", PROFILE)
    assert parsed.records["dispatch"].column("row").to_pylist() == [6]
    assert outcomes(parsed) == ["blank"] * 4 + ["header", "loaded"]
    assert parsed.columns.column("position").to_pylist() == ["C", "D"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.xlsx", b"", "空的"),
        ("坏.xlsx", b"PK\x03\x04 nothing", "另存为"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        ("图.pdf", b"%PDF-1.7", "不是 Excel 或 csv"),
        ("表.csv", b"\x81\x00\xff\xfe\x00\x01", "编码"),
        ("网页.xls", b"<html><p>1</p></html>", "另存为"),
        ("压缩.xlsx", b"PK\x05\x06" + b"\0" * 18, "压缩包"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WorkbookError) as error:
        read_workbook(tmp_path / name)
    assert str(error.value).startswith(f"{name}：")
    assert says in str(error.value)


def test_a_package_that_swells_is_not_opened(tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (80 * 2**20))
    with pytest.raises(WorkbookError, match="异常庞大"):
        read_workbook(path)


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "远.xlsx")
    book.add_worksheet().write(0, 0, "项目名称")
    book.get_worksheet_by_name("Sheet1").write(1_000_000, 16_000, 1)
    book.close()
    with pytest.raises(WorkbookError, match="很远"):
        read_workbook(tmp_path / "远.xlsx")


def test_an_empty_book_has_nothing_to_account_for(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "空.xlsx")
    book.add_worksheet("说明").write_column(0, 0, ["填报说明", "", "一、本表按月填报。"])
    book.add_worksheet("空表")
    book.close()
    parsed = parse(tmp_path / "空.xlsx", PROFILE)
    assert outcomes(parsed) == ["note", "blank", "note"]
    assert [sheet["message"] for sheet in parsed.to_json()["sheets"]] == [None, None]
    assert parsed.kinds == ()
