"""One cell's value: each form that real sheets hold, and what cannot be read."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from etl.intake.dates import When, date_reader, span
from etl.intake.money import money_reader, read_amounts
from etl.intake.percents import percent_reader
from etl.intake.values import Fault, code, identifier, name, read_column, text, yes_no

FAULT = object()  # in a table: the cell cannot be read

EMPTY = ["", "—", "-", "－", "/", "  ", "无", "--", "\n"]


@pytest.mark.parametrize(
    ("cell", "wan"),
    [
        (1234.5, "1234.50"),
        (0.1 + 0.2, "0.30"),  # the binary rest of 0.30000000000000004 does not reach the figure
        (2.675, "2.68"),  # half up on what the cell shows, not on its binary value
        (0, "0.00"),
        ("1,234,567.8", "1234567.80"),
        ("１，２３４．５", "1234.50"),
        ("−5", "-5.00"),
        ("－5", "-5.00"),
        ("(123)", "-123.00"),
        ("（123）", "-123.00"),
        (" 1 200 ", "1200.00"),
        ("1.2亿元", "12000.00"),  # a unit in the cell holds for the cell
        ("￥500", "500.00"),
        ("1.5E+03", "1500.00"),
    ],
)
def test_money(cell, wan):
    assert money_reader("万元")(cell) == Decimal(wan)


@pytest.mark.parametrize(
    ("unit", "wan"),
    [
        ("元", "0.01"),
        ("千元", "12.35"),
        ("万元", "123.45"),
        ("百万元", "12345.00"),
        ("亿元", "1234500.00"),
        ("万美元", "864.15"),
    ],
)
def test_money_in_each_unit(unit, wan):
    assert money_reader(unit, Decimal("7.0"))(123.45) == Decimal(wan)


@pytest.mark.parametrize(
    "cell", ["约1200", "12,34", "1.2.3", "见附件", "(-5)", "(5", "12万吨", 1e20, float("nan"), date(2026, 3, 1), True]
)
def test_what_is_no_money_is_a_fault_and_never_zero(cell):
    values, faults = read_column([cell], money_reader("万元"))
    assert values == [None]
    assert list(faults) == [0]


@pytest.mark.parametrize(
    "cells",
    [
        [2.675, 0.125, -0.125, 0.1 + 0.2, 1234567.0, 0.0, -5.0, 7, ""],  # bare numbers: read by Arrow as a whole
        [1e-7, 123456789012.34, 99999999999999.99],  # more digits than usual
        [2.675, "1,234.5", "—", ""],  # a text among them: cell by cell
    ],
)
def test_a_column_of_amounts_is_read_as_its_cells_are(cells):
    values, faults = read_amounts(cells, "万元", None)
    assert list(values) == [None if cell == "" else money_reader("万元")(cell) for cell in cells]
    assert faults == {}


def test_faults_of_a_column_are_given_by_position():
    values, faults = read_amounts([1.0, "约一百", True, float("inf"), 2.0], "万元", None)
    assert list(values) == [Decimal("1.00"), None, None, None, Decimal("2.00")]
    assert list(faults) == [1, 2, 3]


def test_dollars_without_a_rate_say_what_to_do():
    values, faults = read_column([5.0, ""], money_reader("万美元"))
    assert values == [None, None]
    assert "exchange_rate" in faults[0]


@pytest.mark.parametrize("cell", EMPTY)
@pytest.mark.parametrize(
    "read",
    [money_reader("万元"), percent_reader([]), date_reader(), text, name, identifier],
    ids=["money", "percent", "date", "text", "name", "identifier"],
)
def test_nothing_said_is_neither_a_value_nor_a_fault(read, cell):
    expected = "无" if read is text and cell == "无" else None  # 存在问题“无” is an answer
    assert read_column([cell], read) == ([expected], {})


@pytest.mark.parametrize(
    ("unit", "cells", "shares"),
    [
        (None, [0.35, 1.0, 0.0], [0.35, 1.0, 0.0]),  # no “%” anywhere, nothing above 1.5: fractions
        (None, [35.0, 100.0, 0.5], [0.35, 1.0, FAULT]),  # 0.5 % or one half?
        (None, ["35%", 35.0, "0.5%"], [0.35, 0.35, 0.005]),
        (None, ["35%", 0.35], [0.35, FAULT]),  # typed beside percents: 0.35 % or 35 %?
        (None, [1.5, 0.2], [1.5, 0.2]),  # the edge: 150 %
        (None, [1.51, 0.2], [0.0151, FAULT]),
        (None, [1.0, 0.0], [FAULT, 0.0]),  # 1 % or all of it?
        (None, ["３５％"], [0.35]),
        ("%", [35.0, 100.0, 0.5, 1.0], [0.35, 1.0, 0.005, 0.01]),  # the header says points
        ("%", [0.35, 1.0, 0.0], [FAULT, FAULT, 0.0]),  # which nobody would write so
        ("%", [1.01, 0.5], [0.0101, 0.005]),
        ("%", ["35%", 1.0, 2.0], [0.35, 0.01, 0.02]),
        (None, ["3\n5", "35①", "35 %"], [FAULT, FAULT, 0.35]),
    ],
)
def test_a_percent_is_told_by_its_sign_or_its_header_and_else_not_guessed(unit, cells, shares):
    values, faults = read_column(cells, percent_reader(cells, unit))
    expected = [None if share is FAULT else share for share in shares]
    assert values == pytest.approx(expected)
    assert sorted(faults) == [place for place, share in enumerate(shares) if share is FAULT]


@pytest.mark.parametrize("cell", [-0.1, "160%", "完成八成"])
def test_what_is_no_percent_is_a_fault(cell):
    values, faults = read_column([cell], percent_reader([cell]))
    assert values == [None]
    assert list(faults) == [0]


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2026.3", date(2026, 3, 1), "month"),
        (2026.3, date(2026, 3, 1), "month"),
        ("2026.10", date(2026, 10, 1), "month"),
        (2026.11, date(2026, 11, 1), "month"),
        (2026.03, date(2026, 3, 1), "month"),
        ("2026年3月", date(2026, 3, 1), "month"),
        ("２０２６年３月", date(2026, 3, 1), "month"),
        ("2026年 3 月底", date(2026, 3, 1), "month"),
        ("26年3月", date(2026, 3, 1), "month"),
        ("202603", date(2026, 3, 1), "month"),
        (202603.0, date(2026, 3, 1), "month"),
        ("2026-03", date(2026, 3, 1), "month"),
        ("2026/3", date(2026, 3, 1), "month"),
        ("3月", date(2026, 3, 1), "month"),  # of the sheet's year
        ("2026-03-15", date(2026, 3, 15), "day"),
        ("2026.3.15", date(2026, 3, 15), "day"),
        ("2026年3月15日", date(2026, 3, 15), "day"),
        ("20260315", date(2026, 3, 15), "day"),
        ("2026-03-15 08:30:00", date(2026, 3, 15), "day"),
        ("2018-02-2 6:09:15", date(2018, 2, 2), "day"),
        (datetime(2026, 3, 15, 8, 30), date(2026, 3, 15), "day"),
        (46096.0, date(2026, 3, 15), "day"),  # an Excel serial
        ("46096", date(2026, 3, 15), "day"),
        (2026.0, date(2026, 1, 1), "year"),
        ("2026年", date(2026, 1, 1), "year"),
    ],
)
def test_dates(cell, day, precision):
    assert date_reader(2026)(cell) == When(day, precision)


@pytest.mark.parametrize(
    "cell", ["2026-13", "2026年2月30日", "待定", "已开工", "0", 0.0, 12.0, 80000, "99999", "一季度", "上半年"]
)
def test_what_is_no_date_is_a_fault(cell):
    assert isinstance(date_reader(2026)(cell), Fault)


def test_january_and_october_as_a_number_cannot_be_told_apart():
    assert "10月" in date_reader(2026)(2026.1)  # Excel turns a typed 2026.10 into this number


@pytest.mark.parametrize(
    ("cell", "start", "finish"),
    [
        ("2025.3-2026.12", "2025-03", "2026-12"),
        ("2025.3—2026.12", "2025-03", "2026-12"),
        ("2025年3月至2026年12月", "2025-03", "2026-12"),
        ("2025-03-2026-12", "2025-03", "2026-12"),
        ("2025/3-2026/12", "2025-03", "2026-12"),
        ("2025年3月开工，2026年12月竣工", "2025-03", "2026-12"),
        ("2025.3-12", "2025-03", "2025-12"),
        ("2025.3-", "2025-03", None),
        ("2025.3", "2025-03", None),
        ("-2026.12", None, "2026-12"),
        ("2025.03.15-2026.12.31", "2025-03-15", "2026-12-31"),
        ("2025-2027", "2025-01", "2027-01"),  # years: told by their precision
    ],
)
def test_start_and_finish_in_one_cell(cell, start, finish):
    found = tuple(
        f"{when.day}"[: len(said or "")] if when else None
        for when, said in zip(span(cell), (start, finish), strict=True)
    )
    assert found == (start, finish)


@pytest.mark.parametrize("cell", ["分期实施", "2025.13-2026.2", "18个月"])
def test_what_is_no_span_is_a_fault(cell):
    assert isinstance(span(cell), Fault)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2601-430211-04-01-123456", "2601-430211-04-01-123456"),
        ("2601－430211－04－01－123456", "2601-430211-04-01-123456"),
        ("2601—430211—04—01—123456", "2601-430211-04-01-123456"),
        (" ２６０１-430211-04-01-123456\n", "2601-430211-04-01-123456"),
        ("2017-430211-47-03-012345", "2017-430211-47-03-012345"),  # the old form begins with the year
        ("/", None),
        ("暂无", None),
    ],
)
def test_codes(cell, expected):
    assert code(cell) == expected


@pytest.mark.parametrize("cell", ["2601-430211-04-01-12345", "26014302110401123456", "正在办理", 2601.0])
def test_a_code_of_another_shape_is_a_fault(cell):
    assert isinstance(code(cell), Fault)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("十堰恒大城\n二期", "十堰恒大城二期"),
        ("  A区 \n B 栋 ", "A区B栋"),
        ("KAMA  Smart\nCentre", "KAMA Smart Centre"),
        ("道路工程（一期）", "道路工程（一期）"),
        ("〔2026〕3号地块", "〔2026〕3号地块"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("1.社区服务中心", "社区服务中心"),
        ("★12、社区服务中心", "社区服务中心"),
        ("▲ 社区服务中心", "社区服务中心"),
        ("1.5万吨污水处理厂", "1.5万吨污水处理厂"),
        ("110千伏变电站", "110千伏变电站"),
        ("3#地块安置房", "3#地块安置房"),
    ],
)
def test_names_are_kept_as_they_can_be_shown(cell, shown):
    assert name(cell) == shown


@pytest.mark.parametrize("cell", ["123", "12.5", "。"])
def test_a_name_without_a_letter_is_none(cell):
    assert isinstance(name(cell), Fault)


@pytest.mark.parametrize(
    ("cell", "expected"), [("是", True), ("√", True), ("×", False), ("不适用", False), (1.0, True), ("/", None)]
)
def test_yes_and_no(cell, expected):
    assert yes_no(cell) is expected


def test_a_formula_that_failed_is_a_fault_in_every_column():
    for read in (money_reader("万元"), text, name, code, date_reader()):
        values, faults = read_column(["#REF!", "#N/A"], read)
        assert values == [None, None]
        assert len(faults) == 2
