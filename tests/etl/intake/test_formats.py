"""What a number format, a strike, a superscript or a formula makes of a cell, in an xlsx, an old xls and a web page."""

import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
import xlwt

from etl.intake import number_format, parse, read_workbook, rich_text
from etl.intake.number_format import Seen
from etl.intake.rich_text import Run
from etl.intake.text import is_run_together
from tests.etl.intake.books import PROFILE, field, report

HEADER = ["项目名称", "总投资(万元)", "2026年1-9月完成投资(万元)"]


@pytest.mark.parametrize(
    ("code", "number", "seen"),
    [
        ("General", 5, Seen()),
        ("#,##0.00", 5, Seen()),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', 5, Seen()),
        ("0%", 0.5, Seen(is_percent=True)),
        ("[Red]0.00%;[Blue]-0.00%", -0.5, Seen(is_percent=True)),
        ("#,##0,", 5e6, Seen(power=3)),
        ("#,##0,,", 5e6, Seen(power=6)),
        ("0.00,,", 5e6, Seen(power=6)),
        ("0!.0,", 5e6, Seen(power=4)),
        ("0\\.0,", 5e6, Seen(power=4)),
        ('0"."0,', 5e6, Seen(power=4)),
        ("0!.0000", 5e6, Seen(power=4)),
        ('0!.0,"万"', 5e6, Seen(power=4, unit="万")),
        ('0.00"亿元"', 5, Seen(unit="亿元")),
        ("0.0\\%", 35, Seen(unit="%")),
        ('0.0,"K"', 5e6, Seen(power=3, unit="千")),
        ('[>=10000]0!.0,"万";0', 50_000, Seen(power=4, unit="万")),
        ('[>=10000]0!.0,"万";0', 9999, Seen()),  # the other section
        ("0;-0,;0%", -5000, Seen(power=3)),
        ("0;-0,;0%", 0, Seen(is_percent=True)),
        (";;;", 5, Seen(is_nothing=True)),
        ("yyyy\\-mm", 45000, Seen()),
        ("[$¥-804]#,##0.00", 5, Seen()),
    ],
)
def test_a_format_as_a_reader_sees_it(code, number, seen):
    assert number_format.seen(code, number) == seen
    assert number_format.is_telling(code) or seen == Seen()


def written(tmp_path, codes, numbers, header):
    path = tmp_path / "2026年9月.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for row, (code, number) in enumerate(zip(codes, numbers, strict=True), start=1):
            sheet.write_string(row, 0, f"样本{row}号厂房")
            sheet.write_number(row, 1, 50_000)
            sheet.write_number(row, 2, number, book.add_format({"num_format": code}))
    return path


@pytest.mark.parametrize(
    ("unit", "code", "number", "wan"),
    [
        ("元", "0!.0,", 123_456, "0.00"),  # 12.3456 元 is what stands there
        ("万元", "0!.0,", 123_456_789, "12345.68"),
        ("万元", "#,##0,", 1_234_567, "1234.57"),
        ("万元", '0.00"万元"', 1234.5, "1234.50"),
        ("万元", '0!.0,"万"', 123_456_789, "12345.68"),
        ("元", '0!.0,"万"', 123_456_789, "12345.68"),  # stored in 元, shown in 万: the same amount
        ("亿元", '0.00"亿"', 1.5, "15000.00"),
        ("万元", '0.00"亿元"', 1.5, None),  # header and format contradict each other
        ("万元", '0.00"元"', 1.5, None),
        ("万元", "0%", 0.45, None),  # no amount
        ("万元", ";;;", 45, None),  # nobody sees it
    ],
)
def test_an_amount_is_what_is_shown_or_a_fault(tmp_path, unit, code, number, wan):
    header = ["项目名称", "总投资(万元)", f"2026年1-9月完成投资({unit})"]
    parsed = parse(written(tmp_path, [code, "General"], [number, 0], header), PROFILE)
    assert field(parsed, "reported_ytd_wan")[0] == (None if wan is None else Decimal(wan))
    assert len(report(parsed)["cell_faults"]) == (wan is None)


def test_a_percent_is_told_cell_by_cell_in_xlsx_and_xls(tmp_path):
    header = ["项目名称", "2026年1-9月完成投资(万元)", "形象进度"]
    codes, numbers = ["0%", "0.00%", "General", "General"], [0.35, 1, 35, 0.4]
    parsed = parse(written(tmp_path, codes, numbers, header), PROFILE)
    old = xlwt.Workbook()
    sheet = old.add_sheet("表")
    for row, cells in enumerate([header, *([f"样本{row}号厂房", 500, number] for row, number in enumerate(numbers))]):
        for place, cell in enumerate(cells):
            code = codes[row - 1] if row and place == 2 else "General"
            sheet.write(row, place, cell, xlwt.easyxf(num_format_str=code))
    old.save(str(tmp_path / "2026年9月.xls"))
    for read in (parsed, parse(tmp_path / "2026年9月.xls", PROFILE)):
        assert field(read, "physical_progress") == [0.35, 1.0, 0.35, None]
        assert [fault["row"] for fault in report(read)["cell_faults"]] == [5]


@pytest.mark.parametrize(
    ("runs", "says", "freed"),
    [
        ([Run("15126", True), Run("14626.36")], "14626.36", "struck"),
        ([Run("11448.64"), Run("1", None, True)], "11448.64", "raised"),
        ([Run("11448.64"), Run("[2]", None, True)], "11448.64", "raised"),
        ([Run("建筑面积m"), Run("2", None, True)], "建筑面积m2", None),
        ([Run("甲厂"), Run("（旧）", True)], "甲厂", "struck"),
        ([Run("100", True)], None, None),
        ([Run("10"), Run("3", None, True)], None, None),  # a thousand?
        ([Run("5000"), Run("6000")], None, None),  # two figures in two colours
        ([Run("1-9月"), Run("完成")], "1-9月完成", None),
    ],
)
def test_formatting_inside_a_cell(runs, says, freed):
    said, of = rich_text.read(runs)
    assert of == freed
    assert said.startswith("#〔") if says is None else said == says


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1200.5", True), ("１２００", True), ("1 200", True), ("12 000.5", True), (" 1200\n", True), ("1，200．5", True),
        ("1200①", False), ("1200¹", False), ("1200\n1300", False), ("12 00", False), ("100 200 30", False), ("1½", False),
        ("1200\r\n.5", False), ("1200 1300", False),
    ],
)  # fmt: skip
def test_digits_that_stand_apart_are_never_one_number(text, is_one):
    assert is_run_together(text) is not is_one


def test_struck_cells_and_rows_are_not_read(tmp_path):
    path = tmp_path / "2026年9月.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        struck = book.add_format({"font_strikeout": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["甲厂", 9000, 300])
        sheet.write_row(2, 0, ["乙桥", 8000])
        sheet.write(2, 2, 200, struck)
        sheet.write_row(3, 0, ["丙路", 7000, 100], struck)
    parsed = parse(path, PROFILE)
    assert field(parsed, "project_name") == ["甲厂", "乙桥"]
    assert field(parsed, "reported_ytd_wan") == [300, None]
    told = report(parsed)
    assert ["删除线" in one["reason"] for one in (*told["cell_faults"], *told["rejections"])] == [True, True]
    assert told["cell_faults"][0]["value"] == "200"


def _zero(attributes=""):
    return f'<c r="C2"{attributes}><f>B2*2</f><v>0</v></c>'


WRITINGS = {
    "as Excel writes": lambda xml: xml,
    "single quotes": lambda xml: xml.replace('"', "'"),
    "prefixed": lambda xml: xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="),
    "no references": lambda xml: xml.replace(' r="C2"', "").replace(' r="A2"', "").replace(' r="B2"', ""),
    "blanks": lambda xml: xml.replace('r="C2"', ' r = "C2" '),
    "shared": lambda xml: xml.replace("<f>B2*2</f>", '<f t="shared" ref="C2:C3" si="0">B2*2</f>'),
    "array": lambda xml: xml.replace("<f>B2*2</f>", '<f t="array" ref="C2">B2*2</f>'),
    "0.0": lambda xml: xml.replace("<v>0</v>", "<v>0.0</v>"),
    "no value": lambda xml: xml.replace("<v>0</v>", ""),
    "empty value": lambda xml: xml.replace("<v>0</v>", "<v/>"),
}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("is_strict", [False, True])
def test_a_stored_zero_of_a_book_that_nobody_calculated_is_a_fault(tmp_path, writing, is_strict):
    path = written(tmp_path, ["General"], [1], HEADER)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = '<c r="A2" t="inlineStr"><is><t>甲厂</t></is></c><c r="B2"><v>9000</v></c>' + _zero()

    def changed(name, text):
        if name.endswith("sheet1.xml"):
            head = "".join(
                f'<c r="{letter}1" t="inlineStr"><is><t>{words}</t></is></c>'
                for letter, words in zip("ABC", HEADER, strict=True)
            )
            sheet = f'<worksheet xmlns="{main}"><sheetData><row r="1">{head}</row><row r="2">{body}</row></sheetData></worksheet>'
            text = WRITINGS[writing](sheet)
        return (
            text.replace("schemas.openxmlformats.org/spreadsheetml/2006", "purl.oclc.org/ooxml/spreadsheetml")
            if is_strict
            else text
        )

    rewrite(path, changed)
    parsed = parse(path, PROFILE)
    assert field(parsed, "reported_ytd_wan") == [None]
    assert ["没有计算过" in fault["reason"] for fault in report(parsed)["cell_faults"]] == [True]


@pytest.mark.parametrize(
    ("app", "chain", "on_load", "is_zero"),
    [
        ("Microsoft Excel", True, False, True),  # Excel has calculated it
        ("Microsoft Excel", False, False, False),  # who only calls itself so leaves no chain
        ("Microsoft Excel", True, True, False),
        ("WPS 表格", False, False, True),
        ("LibreOffice/7.6", False, False, True),
        ("Apache POI", False, False, False),
        ("", False, False, False),
    ],
)
def test_a_stored_zero_counts_in_a_book_that_was_calculated(tmp_path, app, chain, on_load, is_zero):
    path = tmp_path / "2026年9月.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["甲厂", 9000])
        sheet.write_formula(1, 2, "=B2-9000", None, 0)

    def changed(name, text):
        text = text.replace("Microsoft Excel", app) if name == "docProps/app.xml" else text
        return text if on_load else text.replace(' fullCalcOnLoad="1"', "")

    rewrite(path, changed)
    if chain:
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("xl/calcChain.xml", "<calcChain/>")
    parsed = parse(path, PROFILE)
    assert field(parsed, "reported_ytd_wan") == [0 if is_zero else None]
    assert len(report(parsed)["cell_faults"]) == (not is_zero)


def rewrite(path, changed):
    with zipfile.ZipFile(path) as package:
        parts = {name: changed(name, package.read(name).decode()) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_a_cell_far_below_the_table_is_told_and_costs_nothing(tmp_path):
    path = tmp_path / "2026年9月.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["甲厂", 9000, 300])
        sheet.write(900_000, 7, "x")
    [read] = read_workbook(path).sheets
    assert (len(read.rows), len(read.rows[0])) == (2, 3)
    assert [(kind, "H900001" in text) for kind, _, text in read.notices] == [("stray_cell", True)]
