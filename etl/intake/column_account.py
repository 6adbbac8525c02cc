"""The account of a table's columns: each is read as a field, or known and not needed, or not understood."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from etl.intake.columns import Column, UnreadColumn, letters
from etl.intake.header import Header
from etl.intake.labels import MONEY_UNIT
from etl.intake.money import NOT_A_NUMBER, TOO_LARGE, money_reader
from etl.intake.parsed import SheetResult
from etl.intake.period import Period
from etl.intake.text import plain, shown, texts_of
from etl.intake.values import read_column
from etl.intake.workbook import is_blank

AMOUNT = money_reader()
NEXT_STEP = "请改列名，或指认列名（命令行：--mapping 对照文件）"
SAMPLED = 200  # rows that are looked at
REMARKED = re.compile(r"[约近≈]?[-+]?\d[\d,]*(?:\.\d+)?(?:[万亿]?元)?[(\[【〔][^\d()]{1,12}[)\]】〕]")  # 546.49（预计）


def account(
    sheet: str,
    header: Header,
    rows: Sequence[int],
    columns: Sequence[Sequence[Any]],
    told: Period,
    units: dict[int, str],
    result: SheetResult,
) -> None:
    """Say of every column of a table what became of it, and notice those of amounts that nobody read.

    Args:
        sheet: its name.
        header: of the table; says which columns are read, and why others are not.
        rows: the rows that hold projects, from 0.
        columns: the sheet's cells turned by column.
        told: the sheet's period.
        units: column → unit its amounts were read in.
        result: gets a line a column (``about["columns"]``) and a notice a column of amounts not understood.
    """
    last = rows[-1] + 1 if rows else header.bottom
    read = {column.index: column for column in header.columns}
    unread = {one.index: one for one in header.unread}
    for index, label in enumerate(header.labels):
        cells = [columns[index][row] for row in rows[:SAMPLED]]
        if not label.text and index not in read and all(map(is_blank, cells)):
            continue
        amounts = is_amount(label.unit, cells)
        name = label.text or f"{letters(index)}列"
        place = (sheet, letters(index), name)
        span = (header.top + 1, last)
        if column := read.get(index):
            field, unit = column.field, units.get(index)
            result.about["columns"].append(
                (*place, field, month_of(column, told), unit, *span, column.period(told), None, amounts)
            )
            if column.plus is not None:
                own = f"{letters(column.plus)} 列“{shown(header.labels[column.plus].text)}”"
                text = f"{letters(index)} 列“{shown(name)}”与{own}相加，作本年累计"
                result.notice("month_added", text, header.bottom)
            continue
        one = unread.get(index) or UnreadColumn(index, label, "没有列名", "unknown")
        result.about["columns"].append((*place, None, None, label.unit, *span, one.period, one.reason, amounts))
        if amounts and one.state != "known":
            text = f"{letters(index)} 列“{shown(name)}”有数字，没有读：{one.reason}。{NEXT_STEP}"
            result.notice("column_unread", text, header.bottom)


def account_refused(sheet: str, header: Header | None, result: SheetResult) -> None:
    """Say of the columns of a table of no known kind that they were not read, as the table was not."""
    for index, label in enumerate(header.labels if header else ()):
        if header and label.text:
            place = (sheet, letters(index), label.text, None, None, label.unit, header.top + 1, None)
            result.about["columns"].append((*place, None, "整表未载入", label.unit is not None))


def month_of(column: Column, told: Period) -> date | None:
    """Return the month that a column's header names."""
    month, year = column.label.month, column.label.year or told.year
    return date(year, month, 1) if month and year else None


def is_amount(unit: str | None, cells: Sequence[Any]) -> bool:
    """Tell whether a column holds amounts: a unit of money in its header, or numbers in more than half of its cells.

    A number that cannot be trusted counts, too: one with a mark behind it, a formula never calculated.
    """
    if unit and MONEY_UNIT.search(unit):
        return True
    said = [cell for cell in cells if not is_blank(cell)]
    too_large = float(TOO_LARGE)  # no amount, as is what is no number
    numbers = sum(abs(cell) < too_large for cell in said if type(cell) is float or type(cell) is int)
    texts = texts_of(said)
    read, faults = read_column(texts, AMOUNT)
    numbers += sum(amount is not None for amount in read) + sum(fault != NOT_A_NUMBER for fault in faults.values())
    numbers += sum(
        fault == NOT_A_NUMBER and REMARKED.fullmatch(plain(texts[place])) is not None for place, fault in faults.items()
    )
    return 2 * numbers > len(said)
