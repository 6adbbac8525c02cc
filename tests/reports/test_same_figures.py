"""Every format says the same figures to the last digit: read back from the file, held against content and metrics."""

import io

import openpyxl
import pytest

from data import formats
from metrics.completion.investment_completion import investment_completion
from metrics.entry.entry_lag import entry_lag
from pages.components.completion.completion_words import both
from reports.content import Chart, Report, Table, Text
from reports.register import content, readable, write
from tests.reports.asked import bare, excel_sheets, pdf_pages, question, slides_of, word_tables, word_text

DISTRICTS = ("tianyuan", "jingyang")


@pytest.fixture(scope="module", params=DISTRICTS)
def asked(request, demo_store):
    return question(demo_store, request.param)


@pytest.fixture(scope="module")
def monthly(asked) -> Report:
    return content("monthly", asked)


def texts(row) -> list[str]:
    return [cell.text for cell in row]


def tables(report: Report) -> list[Table]:
    found = list(report.blocks(Table))
    assert len(found) > 2
    return found


def test_the_content_is_the_metrics_answer(asked, monthly):
    units = asked.ask(investment_completion, by="responsible_unit").set_index("responsible_unit")
    table = next(table for table in tables(monthly) if table.name == "各单位投资完成")
    at = {column.field: place for place, column in enumerate(table.columns)}
    assert [row[at["responsible_unit"]].text for row in table.rows] == list(units[units.projects > 0].index)
    for row in table.rows:
        metric = units.loc[row[at["responsible_unit"]].text]
        assert row[at["investment_completion_rate"]].text == formats.percent(metric.investment_completion_rate)
        assert row[at["annual_plan_wan"]].text == formats.money_figure(metric.annual_plan_wan, "万元")
        assert row[at["pace_gap_pp"]].text == formats.signed(metric.pace_gap_pp)
    lag = asked.ask(entry_lag, by=None).iloc[0]
    assert formats.money(lag.unbooked_at_stake_wan).replace(" ", "") in next(
        section.finding for section in monthly.sections if "入库入统" in section.heading
    )


def test_the_lead_says_what_the_overview_says(asked, monthly):
    total = asked.ask(investment_completion, by=None).iloc[0]
    assert formats.percent(total.investment_completion_rate) in monthly.lead
    assert formats.money(total.reported_ytd_wan).replace(" ", "") in monthly.lead
    said = both(total).partition(">")[2].partition("<")[0]  # the page's words, without their colour
    assert said.replace(" ", "") in monthly.lead


@pytest.mark.parametrize("kind", readable({"leader"}))
def test_content_goes_to_json_and_back(asked, kind):
    report = content(kind, asked)
    again = Report.model_validate_json(report.model_dump_json())
    assert again == report


def test_word_says_it(monthly):
    written = write(monthly, "docx")
    assert word_tables(written) == [
        [[column.label for column in table.columns], *(texts(row) for row in table.every_row)]
        for table in tables(monthly)
    ]
    text = word_text(written)
    assert bare(monthly.lead) in text
    assert [block.text for block in monthly.blocks(Text) if bare(block.text) not in text] == []
    assert [line for line in monthly.basis if bare(line) not in text] == []


def test_excel_says_it_in_numbers(monthly):
    sheets = excel_sheets(write(monthly, "xlsx"))
    for table in tables(monthly):
        sheet = sheets[table.name]
        assert [cell.value for cell in sheet[4]] == [column.label for column in table.columns]
        for row, said in zip(sheet.iter_rows(min_row=5), table.every_row, strict=False):
            for cell, known, column in zip(row, said, table.columns, strict=True):
                if known.value is None:
                    assert (cell.value or "") == known.text
                    continue
                assert cell.data_type == "n"
                assert formats.write(cell.value, column.kind) == known.text
        assert sheet.freeze_panes == "B5"
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, each as wide as the sheet
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert monthly.version in sheet.oddFooter.left.text
        assert monthly.until in sheet.oddFooter.left.text
    assert set(sheets) == {"说明", *(table.name for table in tables(monthly))}


def test_slides_say_it_in_native_charts_and_tables(asked):
    report = content("slides", asked)
    slides = slides_of(write(report, "pptx"))
    drawn = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    charts = [chart for chart in report.blocks(Chart) if chart.categories]
    assert len(drawn) == len(charts) > 2
    for shape, chart in zip(drawn, charts, strict=True):
        plot = shape.plots[0]
        assert tuple(plot.categories) == chart.categories
        for written, series in zip(plot.series, chart.series, strict=True):
            assert written.name == series.name
            assert [formats.write(value, chart.kind) for value in written.values] == [c.text for c in series.cells]
        book = openpyxl.load_workbook(io.BytesIO(shape.part.chart_workbook.xlsx_part.blob))  # editable
        assert [cell.value for cell in book.active["A"][1:]] == list(chart.categories)
    grids = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for grid in grids for row in list(grid.rows)[1:]]
    assert rows == [texts(row) for table in tables(report) for row in table.every_row]
    for slide in slides:
        assert report.footer in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_pdf_says_it(monthly):
    pages = pdf_pages(write(monthly, "pdf"))
    for page in pages:
        assert bare(monthly.footer) in page
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]
    text = "".join(pages).replace(bare(monthly.footer), "")
    assert bare(monthly.lead) in text
    for table in tables(monthly):
        numbers = [place for place, column in enumerate(table.columns) if column.is_number]
        is_block = numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else False
        for row in table.every_row:
            figures = [bare(row[place].text) for place in numbers]
            said = ["".join(figures)] if is_block else figures  # figures do not wrap: a row's stand side by side
            assert [figure for figure in said if figure not in text] == []
