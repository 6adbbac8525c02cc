"""Which projects each total of a table covers."""

from etl.intake import coverage
from etl.intake.header import find_header
from etl.intake.names import Names
from etl.intake.reading import Context, read_table
from etl.intake.rows import Total, below_header, unsorted
from etl.intake.workbook import Sheet
from tests.etl.intake.books import PROFILE, cells


def totals(drawn: str) -> list[Total]:
    sheet = Sheet("表", cells(drawn))
    header = find_header(sheet, "2026年9月调度表", [])
    columns = list(zip(*sheet.rows, strict=True))
    rows = unsorted(len(sheet.rows))
    below_header(sheet, rows, header, len(sheet.rows), columns)
    table = read_table(header, rows.loaded, columns, Context(Names(PROFILE), None, 2026, None))
    sums = coverage.sums_of(table, rows, columns)
    coverage.settle(rows, sums, header.bottom)
    return rows.totals


def test_totals_of_all_and_of_groups_above_and_below_them():
    assert totals(
        """
        序号 | 项目名称 | 总投资（万元） | 1-9月完成投资（万元）
             | 合计3个项目 | 6000 | 320
        一、续建项目
        1    | 甲 | 1000 | 100
        2    | 乙 | 2000 | 150
             | 小计 | 3000 | 250
        二、新开工项目
             | 小计（1个） | 3000 | 70
        1    | 丙 | 3000 | 70
        """
    ) == [
        Total(1, (3, 4, 8), True, 3),
        Total(5, (3, 4), True),
        Total(7, (8,), True, 1),
    ]


def test_a_total_with_a_wrong_amount_is_not_proven_and_one_of_nothing_covers_nothing():
    assert totals(
        """
        项目名称 | 总投资（万元） | 1-9月完成投资（万元）
        甲 | 1000 | 100
        乙 | 2000 | 150
        小计 | 3000 | 260
        合计 | 7777 | 777
        """
    ) == [Total(3, (1, 2), False), Total(4)]


def test_a_difference_below_what_the_column_shows_is_rounding():
    drawn = "项目名称 | 1-9月完成投资（亿元）\n甲 | 0.124\n乙 | 0.123\n丙 | 0.124\n合计 | {}"
    for said, is_proven in (("0.371", True), ("0.376", True), ("0.377", False)):  # 0.005 亿元 are allowed
        assert totals(drawn.format(said))[0].is_proven is is_proven
