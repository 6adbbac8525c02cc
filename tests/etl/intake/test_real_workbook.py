"""One real workbook with everything at once: three-row header, units a column, dollars, hidden rows, two tables."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from data.profile import load_profile
from etl.intake import parse
from tests.etl.intake.books import field, outcomes, report

HEADER = [
    ["序号", "项目名称", "总投资", "", "1～9月完成投资", "", "开工累计", "", "开工、竣工\n时间"],
    ["", "", "内资", "外资", "完成投资", "到位资金", "完成投资", "到位资金", ""],
    ["", "", "(亿元)", "(万美元)", "(万元)", "(万元)", "(元)", "(万元)", ""],
]
ROWS = [
    ["１", "甲项目\n（一期）", 1.25, "", "３００", 280, 13000000, 12, "2025.3-2026.12"],
    ["2", "乙项目", 0.9, 50, 12.5, "—", "=", "", "2026年3月至2027年6月"],
    ["", "合  计", 2.15, 50, 312.5, 280, 13000000, 12, ""],
    ["注：外资按当月汇率折算"],
    [],
    ["2026年三季度问题交办台账"],
    ["编号", "问题描述", "责任单位", "整改时限", "销号时间"],
    ["W1", "两户\n未签约", "住建局", date(2026, 9, 30), "2026.9.28"],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "2026年9月调度.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page, day = book.add_worksheet("调度"), book.add_format({"num_format": "yyyy-mm-dd"})
        page.merge_range(0, 0, 0, 8, "2026年9月重点项目调度表")
        for number, line in enumerate([*HEADER, *ROWS], start=1):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif cell == "=":
                    page.write_formula(number, column, "=1/0", None, "#DIV/0!")
                elif cell != "":
                    page.write(number, column, cell)
        for left, right in ((2, 3), (4, 5), (6, 7)):
            page.merge_range(1, left, 1, right, HEADER[0][left])
        for column in (0, 1, 8):
            page.merge_range(1, column, 3, column, HEADER[0][column])
        page.set_row(5, None, None, {"hidden": True})
    return path


def test_everything_at_once(workbook):
    parsed = parse(workbook, load_profile("tianyuan"))
    assert parsed.kinds == ("dispatch", "issue")
    above, below = (
        ["title", *["header"] * 3, "loaded", "loaded"],
        ["total", "note", "blank", "title", "header", "loaded"],
    )
    assert outcomes(parsed) == above + below
    assert field(parsed, "project_name", "dispatch") == ["甲项目（一期）", "乙项目"]
    assert field(parsed, "reported_ytd_wan", "dispatch")[0] == 300
    assert field(parsed, "funds_in_place_wan", "dispatch") == [280, None]
    assert field(parsed, "cumulative_wan", "dispatch") == [1300, None]  # 元折成万元；公式错误为空，不是零
    assert field(parsed, "actual_start_date", "dispatch") == [date(2025, 3, 1), date(2026, 3, 1)]
    assert field(parsed, "planned_finish_date", "dispatch") == [date(2026, 12, 1), date(2027, 6, 1)]
    assert field(parsed, "issue", "issue") == ["两户未签约"]
    assert field(parsed, "closed_on", "issue") == [date(2026, 9, 28)]
    assert [row["row"] for row in parsed.rows.to_pylist() if row["is_hidden"]] == [6]
    assert report(parsed)["rows_total"] == sum(
        (report(parsed)["loaded"], report(parsed)["rejected"], *report(parsed)["skipped"].values())
    )


def test_dollars_need_a_rate(tmp_path):
    path = tmp_path / "2026年9月调度.csv"
    path.write_bytes("项目名称,1-9月完成投资(万美元)\n甲,50\n乙,7".encode("gb18030"))
    profile = load_profile("tianyuan")
    parsed = parse(path, profile)
    assert report(parsed)["rejected"] == 2  # 唯一的金额读不出：整行退回，写明原因
    assert "没有汇率" in report(parsed)["rejections"][0]["reason"]
