"""What a sheet states beside its tables: title, unit, period, notes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from data.profile import Profile
from etl.intake.header import Header
from etl.intake.header_period import said_by_header
from etl.intake.matching import WIDE
from etl.intake.open_month import snapshot_on
from etl.intake.period import Period, Said, optional_period, period, said_in
from etl.intake.rows import Rows
from etl.intake.text import heading_text, shown
from etl.intake.units import UnitTexts
from etl.intake.workbook import Sheet, is_blank

ROW_MONTH = "row_month"  # a column of months: each row says its own
PLAN_COLUMN = "planned_ytd_wan"
NAME_THE_MONTH = "请指明月份（命令行：--month YYYY-MM）"


def texts(sheet: Sheet, rows: Iterable[int]) -> list[str]:
    """Return what stands in some rows, cell by cell."""
    return [heading_text(cell) for row in rows for cell in sheet.rows[row] if not is_blank(cell)]


def texts_above(sheet: Sheet, rows: Rows, header: Header, start: int) -> list[str]:
    """Return what is said above a table; for a further table of a sheet also what the sheet's own title says."""
    own = own_texts_above(sheet, rows, header, start)
    return own if any(said_in("标题", text) for text in own) else own + texts_of_the_sheet(sheet, rows, start)


def own_texts_above(sheet: Sheet, rows: Rows, header: Header, start: int) -> list[str]:
    """Return what is said above a table and is said of this one."""
    if start == 0:
        return texts(sheet, range(header.top))
    last = range(header.top - 3, header.top)
    return texts(sheet, (row for row in last if row >= start or rows.reason[row] in ("title", "unit", "group")))


def texts_of_the_sheet(sheet: Sheet, rows: Rows, start: int) -> list[str]:
    """Return what title and units of the tables above a further one say; nothing for the first."""
    return texts(sheet, (row for row in range(start) if rows.reason[row] in ("title", "unit")))


def texts_of_unit(sheet: Sheet, rows: Rows, own: Rows, header: Header, start: int) -> UnitTexts:
    """Return what may state the unit of a table; ``own`` is its own account of rows."""
    of_sheet = texts_of_the_sheet(sheet, rows, start)
    return UnitTexts(own_texts_above(sheet, rows, header, start), notes(sheet, own), of_sheet)


def title(above: list[str]) -> str | None:
    """Return the sheet's title: the first thing it says."""
    return shown(above[0]) if above else None


def dollar(profile: Profile, told: Period) -> Decimal | None:
    """Return 万元 of one 万美元 in the sheet's month; None where the district has no rate."""
    day = told.month or (date(told.year, 12, 1) if told.year else date.max)
    rate = profile.rule("exchange_rate", day)
    return Decimal(repr(rate.usd)) if rate and rate.enabled else None


def notes(sheet: Sheet, rows: Rows) -> list[str]:
    """Return what the rows skipped as notes, or as statements of the unit, say."""
    return texts(sheet, (row for row, reason in enumerate(rows.reason) if reason in ("note", "unit")))


def told_period(
    sheet: Sheet,
    header: Header,
    rows: Rows,
    above: list[str],
    file: str,
    option: date | None,
    *,
    is_single: bool,
    received_on: date,
) -> Period:
    """Settle the period of a table.

    Args:
        sheet: its cells.
        header: its header, with its kind known.
        rows: which of its rows hold projects.
        above: what stands above it.
        file: the file's name.
        option: the month given by hand.
        is_single: whether the file has no other sheet: then its name speaks for this one, of several it gives the year
            only, and the month given by hand holds against what the sheet says.
        received_on: when the file came.
    """
    layout, month = header.layout, header.kind.month if header.kind else "none"
    if layout and layout.month_from:
        return Period(layout.year)
    said: list[Said | None] = [Said("对照文件", layout.year, None)] if layout and layout.year else []
    said += [said_in("标题", text) for text in above]
    said.append(said_in("表名", sheet.name))
    if is_single and not (layout and layout.year):
        said.append(said_in("文件名", PurePath(file).stem))
    known = [one for one in said if one]
    of_file = said_in("文件名", PurePath(file).stem)
    beside = [*known, *([Said("文件名", of_file.year, None)] if of_file and of_file.year else [])]
    if by_header := said_by_header(sheet, header, rows, beside, is_plan=month == "effective"):
        known.insert(0, by_header)
    is_ahead = by_header is not None and by_header.year not in {None, *(one.year for one in beside if one.year)}
    if not is_single and of_file and of_file.year and (is_ahead or not any(one.year for one in known)):
        known.append(Said("文件名", of_file.year, None))  # a header that says another year than the file is asked
    if month == "none":
        return Period(next((one.year for one in known if one.year), None))
    if month == "optional" or any(column.field == ROW_MONTH for column in header.columns):
        return optional_period(known, option)
    if by_header and not option and (found_in := _only_a_month_of_last_year(header, known, received_on)):
        return Period(
            message=f"只有列名“{found_in}”写了年月，又是收到以前的年份：不知是不是本表的月份。{NAME_THE_MONTH}"
        )
    snapshot = _snapshot(sheet, header, above, PurePath(file).stem if is_single else "", known, received_on)
    if snapshot and not any(one.month for one in known):
        known.append(Said("截至日", snapshot.year, snapshot.month))
    elif snapshot and not any(one.year for one in known):
        known.append(Said("截至日", snapshot.year, None))
    found = period(known, option, needs_month=month == "required", overrules=is_single)
    if snapshot and found.month == snapshot.replace(day=1):
        found = replace(found, snapshot_on=snapshot)
    if found.year is None and not found.message:
        return Period(message="表头、标题、表名和文件名没有写明年份。请指明月份（命令行：--month YYYY-MM）")
    return found


def _snapshot(
    sheet: Sheet, header: Header, above: list[str], file: str, known: list[Said], received_on: date
) -> date | None:
    """Return the day until which a dispatch of an unfinished month speaks."""
    if header.kind is None or header.kind.id != "dispatch":
        return None
    return snapshot_on([*above, sheet.name, file], received_on, {one.year for one in known if one.year})


def _only_a_month_of_last_year(header: Header, known: list[Said], received_on: date) -> str | None:
    """Return the heading of a month's column that alone names the year, one that was over when the sheet came.

    Such a column may be the sheet's, of a sheet that comes late, or stand there to compare with.
    """
    if any(one.year for one in known[1:]) or known[0].year is None or known[0].year >= received_on.year:
        return None
    dated = [column for column in header.columns if column.label.year]
    if all(column.field in WIDE and column.field != PLAN_COLUMN for column in dated):
        return next((shown(column.label.text) for column in dated), None)
    return None


def effective_month(header: Header, told: Period) -> date | None:
    """Return the month from which a plan sheet holds, where layout or title name one."""
    if header.kind is None or header.kind.month != "effective":
        return None
    return (header.layout.effective_month if header.layout else None) or told.month
