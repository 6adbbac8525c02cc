"""Names in data are text in every format: shown as they are, never run, never markup."""

import io
import zipfile

import pytest

from reports.content import Cell, Chart, Column, Report, Section, Series, Table, Text
from reports.register import FORMATS, file_name, write
from tests.reports.asked import bare, excel_sheets, pdf_pages, slides_of, word_tables, word_text

NAMES = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    '#import "x.typ": *',
    "$x$ 与 *粗* _斜_",
    "[] {} \\ `code` @label",
    "{{ 7*7 }} & <b>",
    "http://outside.example/y",
)
NAMELESS = {name: bare(name) for name in NAMES}


@pytest.fixture(scope="module")
def report() -> Report:
    rows = tuple((Cell(text=name), Cell(text="1,234", value=1234.4)) for name in NAMES)
    columns = (
        Column(field="project_name", label="项目", width=3),
        Column(field="annual_plan_wan", label="年度计划", unit="万元", kind="money"),
    )
    table = Table(name="=1+1", title="#eval(1)", columns=columns, rows=rows, note="<note>")
    series = Series(name="<s>", cells=tuple(row[1] for row in rows))
    chart = Chart(title="=图", form="bars", kind="money", categories=NAMES, series=(series,))
    return Report(
        name="甲/乙:*?<b>",
        title="株洲 <i>#title</i>",
        district="株洲",
        period="2026年9月",
        lead="；".join(NAMES),
        sections=(Section(heading="#heading", blocks=(Text(text="$x$"), chart, table)),),
        basis=("<basis>",),
        until="数据截至 2026年9月",
        version="wh-1&P",
    )


def test_word(report):
    written = write(report, "docx")
    assert [row[0] for row in word_tables(written)[0][1:]] == list(NAMES)
    assert bare(report.lead) in word_text(written)


def test_excel(report):
    written = write(report, "xlsx")
    sheet = excel_sheets(written)["=1+1"]
    assert [sheet.cell(row, 1).value for row in range(5, 5 + len(NAMES))] == list(NAMES)
    assert {sheet.cell(row, 1).data_type for row in range(5, 5 + len(NAMES))} == {"s"}
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]
    assert sheet["A5"].hyperlink is None


def test_slides(report):
    slides = slides_of(write(report, "pptx"))
    (chart,) = (shape.chart for slide in slides for shape in slide.shapes if shape.has_chart)
    assert tuple(chart.plots[0].categories) == NAMES
    embedded = chart.part.chart_workbook.xlsx_part.blob
    with zipfile.ZipFile(io.BytesIO(embedded)) as book:  # what opens when somebody edits the chart
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]
    (grid,) = (shape.table for slide in slides for shape in slide.shapes if shape.has_table)
    assert [row.cells[0].text for row in list(grid.rows)[1:]] == list(NAMES)


def test_pdf(report):
    text = "".join(pdf_pages(write(report, "pdf")))
    assert [name for name in NAMELESS.values() if name not in text] == []


@pytest.mark.parametrize("made", FORMATS)
def test_the_file_name_is_harmless(report, made):
    assert file_name(report, made) == f"甲_乙____b_.{made}"
