"""One amount merged over several projects' rows is a fault of its cell; over one project's rows it is the project's."""

import pytest
import xlsxwriter

from etl.intake import parse
from tests.etl.intake.books import PROFILE, field, report

ROWS = [("甲", 1000, 700), ("乙", 2000, None), ("丙", 3000, 900)]


def written(path, merged, names=()):
    with xlsxwriter.Workbook(path) as book:
        sheet, blank = book.add_worksheet(), book.add_format()
        sheet.write(0, 0, "2026年9月重点项目调度表（单位：万元）")
        sheet.write_row(1, 0, ["项目名称", "年度计划投资", "1-9月完成投资"])
        for number, row in enumerate(ROWS, start=2):
            sheet.write_row(number, 0, row)
        for place, value in (*merged, *names):
            sheet.merge_range(place, value, blank)  # a format, so that the cells below are written empty
    return parse(path, PROFILE)


@pytest.mark.parametrize(
    ("merged", "names", "faults", "done"),
    [
        ([("C3:C4", 700)], [], [(3, "C")], [None, None, 900]),
        ([("B3:B5", 6000), ("C3:C4", 700)], [], [(3, "B"), (3, "C")], [None, 900]),  # 甲没有一个数可读，整行退回
        ([], [], [], [700, None, 900]),
        ([("C3:C4", 700)], [("A3:A4", "甲")], [], [700, 900]),  # 一个项目占两行
    ],
)
def test_amounts_merged_over_projects(tmp_path, merged, names, faults, done):
    parsed = written(tmp_path / "a.xlsx", merged, names)
    found = report(parsed)["cell_faults"]
    assert [(one["row"], one["column"]) for one in found] == faults
    assert all("合并成一格" in one["reason"] and "个项目共一个数" in one["reason"] for one in found)
    assert field(parsed, "reported_ytd_wan") == done
