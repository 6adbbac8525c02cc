"""What is loaded as it stands and should be looked at: unknown names, totals that do not add up, suspected unit slips."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from etl.intake.dates import When, date_reader
from etl.intake.kinds import reference
from etl.intake.layout import Layout
from etl.intake.names import FILES, LABELS, Names
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.rows import Rows, is_figure
from etl.intake.text import plain
from etl.intake.values import FACTORS, Fault, money_reader, read_column
from etl.intake.workbook import Sheet

SLIP = Decimal(2000)  # a ratio beyond which amounts of one row stand in different units: 10⁴, less what is not done yet
ZERO = Decimal(0)


def notice_names(table: Table, result: SheetResult, names: Names, kept: Sequence[int]) -> None:
    """Notice every unit, town and batch that the district's profile does not have; the text is kept."""
    for column in table.header.columns:
        what = table.kind.read_as[column.field]
        if what not in LABELS:
            continue
        said = table.fields.get(f"{column.field}_said") or table.fields.get(column.field) or []
        unknown = {text for text in set(said) if text and not names.is_known(what, text)}
        for place in kept if unknown else ():
            if said[place] in unknown:
                text = f"{column.label.text}“{said[place]}”不在本区{LABELS[what]}之列，请核对或补进 {FILES[what]}"
                result.notice(f"unknown_{what}", text, table.rows[place] + 1)


def notice_totals(sheet: Sheet, rows: Rows, table: Table, result: SheetResult, columns: list[tuple[Any, ...]]) -> None:
    """Notice a 合计 or 小计 that is the sum of no rows it could be of: all, those above, those below."""
    if not rows.totals:
        return
    fences = sorted([*rows.totals, *rows.headings, table.header.bottom - 1, len(sheet.rows)])
    for column in table.header.columns:
        if not is_figure(table.kind, column):
            continue
        unit = table.units[column.index]
        values = _values(table, column.field, column.label.month)
        totals, _ = read_column([columns[column.index][row] for row in rows.totals], money_reader(unit))
        if values is None or not any(totals):
            continue
        sums = dict.fromkeys(range(len(sheet.rows) + 1), ZERO)
        sums.update(_running(rows.loaded, values, len(sheet.rows)))
        allowed = max(Decimal("0.5"), FACTORS.get(unit, Decimal(1)) / 200)
        for row, total in zip(rows.totals, totals, strict=True):
            if total is None:
                continue
            place = fences.index(row)
            before = [fence for fence in fences[:place]]
            after = [fence for fence in fences[place + 1 :]]
            possible = [sums[row] - sums[fence + 1] for fence in before] + [sums[fence] - sums[row] for fence in after]
            possible.append(sums[len(sheet.rows)])
            if all(abs(total - one) > allowed for one in possible):
                near = min(possible, key=lambda one: abs(total - one))
                text = f"{column.label.text}：第{row + 1}行合计为 {total}，各行之和为 {near}，请核对"
                result.notice("total_mismatch", text, row + 1)


def _values(table: Table, field: str, month: int | None) -> list[Decimal | None] | None:
    if field in table.by_month and month in table.by_month[field]:
        return table.by_month[field][month]
    return table.fields.get(field)


def _running(loaded: list[int], values: list[Decimal | None], count: int) -> dict[int, Decimal]:
    """Return for each row number the sum of all rows before it."""
    amounts = [ZERO] * count
    for row, amount in zip(loaded, values, strict=True):
        amounts[row] = amount or ZERO
    return dict(enumerate(accumulate(amounts, initial=ZERO)))


def notice_slips(table: Table, result: SheetResult, kept: Sequence[int]) -> None:
    """Notice amounts of one row that differ nearly ten thousandfold: one of them may be in another unit."""
    labels = {column.field: column.label.text for column in table.header.columns}
    kept_set = kept if len(kept) < len(table.rows) else None
    for field, wholes in reference()["slips"].items():
        parts = table.fields.get(field)
        for whole in wholes:
            of = table.fields.get(whole)
            if not parts or not of:
                continue
            for place, (part, total) in enumerate(zip(parts, of, strict=True)):
                if part and total and (part > total * SLIP or total > part * SLIP) and _is_slip(part, total):
                    if kept_set is not None and place not in kept_set:
                        continue
                    text = (
                        f"{labels[field]} {part} 万元与{labels[whole]} {total} 万元相差近一万倍，单位可能写错，请核对"
                    )
                    result.notice("suspected_unit_slip", text, table.rows[place] + 1)


def _is_slip(part: Decimal, total: Decimal) -> bool:
    """A part may rightly be small: only one with decimals, as an amount in 亿元 has them, is suspect."""
    return part > total or part != part.to_integral_value()


def months_from(table: Table, cells: tuple[Any, ...], rows: Rows, layout: Layout) -> list[date | None]:
    """Return the month of each row's date; rows before the layout's first month are skipped, undated ones rejected."""
    found, faults = read_column([cells[row] for row in rows.loaded], date_reader())
    months = [
        when.day.replace(day=1) if isinstance(when, When) and when.precision != "year" else None for when in found
    ]
    for place, (row, month) in enumerate(zip(rows.loaded, months, strict=True)):
        if month is None:
            reason = faults.get(place, Fault("没有日期"))
            rows.reject(row, f"{layout.month_from}“{plain(str(cells[row]))[:40]}”{reason}，不知属于哪个月")
        elif layout.first_month and month < layout.first_month:
            rows.skip(row, "before_first_month")
    return months
