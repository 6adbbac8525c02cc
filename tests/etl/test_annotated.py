"""The annotated copy: the bad cells are marked, all others are as they were, and nothing in it runs."""

import io
from pathlib import Path

import openpyxl
import pytest

from etl.intake import parse
from etl.loading import annotated
from tests.etl.intake.books import PROFILE

OLD = Path(__file__).parents[1] / "fixtures" / "intake" / "old_office.xls"
HEAD = ["项目代码", "项目名称", "责任单位", "总投资(万元)", "2026年度计划投资(万元)"]
ROWS = [
    ["2405-430211-04-01-123456", "一号桥", "区住建局", 8000, "约三千"],
    ["", "", "区住建局", 100, 100],
    ["2405-430211-04-01-123458", "=HYPERLINK(\"http://outside.example\")", "区住建局", "=1+1", 300],
]  # fmt: skip


def made(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026年重点项目年度计划"])
    sheet.append(HEAD)
    for row in ROWS:
        sheet.append(row)
    sheet["B5"].data_type = "s"  # text, though it begins with “=”
    sheet.merge_cells("A1:E1")
    sheet.row_dimensions[3].hidden = True
    book.save(path)
    return path


def opened(source):
    report = parse(source, PROFILE).to_json()["sheets"]
    return report, openpyxl.load_workbook(io.BytesIO(annotated.annotate(source, source.name, report))).worksheets[0]


def test_bad_cells_are_marked_and_others_are_as_they_were(tmp_path):
    report, sheet = opened(made(tmp_path / "计划.xlsx"))
    assert report[0]["rejected"] == 1
    assert sheet["E3"].value == "约三千"
    assert "读不出" in sheet["E3"].comment.text
    assert sheet["E3"].fill.start_color.rgb.endswith("FFC94D")
    assert "整行退回" in sheet["C4"].comment.text  # the first cell of the row that holds something
    assert sheet["A4"].fill.start_color.rgb == sheet["E4"].fill.start_color.rgb
    assert [sheet.cell(3, column).value for column in range(1, 5)] == ROWS[0][:4]
    assert sheet["A3"].comment is None
    assert str(sheet.merged_cells) == "A1:E1"
    assert sheet.row_dimensions[3].hidden


def test_nothing_in_it_runs(tmp_path):
    _, sheet = opened(made(tmp_path / "计划.xlsx"))
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert sheet["B5"].value == ROWS[2][1]
    assert sheet["D5"].value == "未计算的公式 =1+1"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_csv_becomes_a_workbook_of_the_same_cells(tmp_path, encoding):
    source = tmp_path / "计划.csv"
    source.write_text(
        "\n".join(",".join(map(str, row[:5])).replace('"', "") for row in [HEAD, *ROWS]), encoding=encoding
    )
    report, sheet = opened(source)
    assert [cell.value for cell in sheet[1]] == HEAD
    assert sheet["B4"].value.startswith("=HYPERLINK")
    assert sheet["B4"].data_type == "s"
    assert "读不出" in sheet["E2"].comment.text
    assert report[0]["rejected"] == 1


def test_old_xls_becomes_a_workbook():
    report, sheet = opened(OLD)
    assert sheet.title == report[0]["sheet"]
    assert sheet.max_row == report[0]["rows_total"]
    assert any("栗雨路改造工程" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_copies_are_written_only_where_there_is_something_to_mark(tmp_path):
    source = made(tmp_path / "计划.xlsx")
    report = parse(source, PROFILE).to_json()
    clean = report | {
        "sheets": [sheet | {"rejections": [], "cell_faults": [], "notices": []} for sheet in report["sheets"]]
    }
    written = annotated.write_copies(tmp_path / "out", [(source, report), (source, clean), (source, report)])
    assert [path.name for path in written] == ["计划_标注.xlsx", "计划_标注2.xlsx"]
