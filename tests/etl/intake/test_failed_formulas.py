"""A formula that failed (#N/A, #REF! …) is a fault of its cell in every file format, never an empty cell."""

import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt

from etl.intake import WorkbookError, parse
from tests.etl.intake.books import PROFILE, report

TITLE = "2026年9月重点项目调度表（单位：万元）"
HEADER = ["序号", "项目名称", "年度计划投资", "1-9月完成投资"]
ROWS = [[1, "甲", 1000, 700], [2, "乙", 2000, 900], [3, "丙", 3000, None]]
ERROR_CODES = {  # in an .xls: MS-XLS 2.5.10
    "#NULL!": 0x00,
    "#DIV/0!": 0x07,
    "#VALUE!": 0x0F,
    "#REF!": 0x17,
    "#NAME?": 0x1D,
    "#NUM!": 0x24,
    "#N/A": 0x2A,
}


def cells(error):
    rows = [[TITLE], HEADER, *(list(row) for row in ROWS)]
    rows[-1][3] = error
    return rows


def by_openpyxl(path, error):
    book = openpyxl.Workbook()
    for row in cells(error):
        book.active.append(row)
    assert book.active["D5"].data_type == "e"
    book.save(path)


def by_xlsxwriter(path, error):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells(None)):
            sheet.write_row(number, 0, row)
        sheet.write_formula(4, 3, "=1/0", None, error)


def by_xlwt(path, error):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(cells(None)):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    sheet.row(4).set_cell_error(3, ERROR_CODES[error])
    book.save(str(path))


@pytest.mark.parametrize("error", ERROR_CODES)
@pytest.mark.parametrize(
    ("write", "name"),
    [(by_openpyxl, "a.xlsx"), (by_xlsxwriter, "b.xlsx"), (by_xlwt, "c.xls")],
    ids=["openpyxl", "xlsxwriter", "xlwt"],
)
def test_a_failed_formula_is_a_fault(tmp_path, write, name, error):
    path = tmp_path / name
    write(path, error)
    [fault] = report(parse(path, PROFILE))["cell_faults"]
    assert (fault["row"], fault["column"]) == (5, "D")
    assert error in fault["reason"]


def test_a_binary_workbook_with_failed_formulas_is_refused(tmp_path):
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", b"")
        package.writestr("xl/worksheets/sheet1.bin", b"\x03\x09" + b"\0" * 8 + b"\x2a")
    with pytest.raises(WorkbookError, match="公式错误"):
        parse(path, PROFILE)
