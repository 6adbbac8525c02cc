"""What a sheet states beside its tables: title, unit, period, notes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from data.profile import Profile
from etl.intake.columns import Column
from etl.intake.header import Header
from etl.intake.matching import WIDE, said_by_child
from etl.intake.open_month import snapshot_on
from etl.intake.period import Period, Said, optional_period, period, said_in
from etl.intake.rows import Rows
from etl.intake.text import as_text, heading_text, plain, shown
from etl.intake.workbook import Sheet, is_blank

ROW_MONTH = "row_month"  # a column of months: each row says its own
PLAN_COLUMN, PLAN = "planned_ytd_wan", "annual_plan_wan"
OF_THE_YEAR = frozenset({"reported_ytd_wan", "booked_ytd_wan"})
OF_A_MONTH = frozenset({"reported_month_wan", "booked_month_wan"})
DONE = OF_THE_YEAR | OF_A_MONTH
NAME_THE_MONTH = "请指明月份（命令行：--month YYYY-MM）"


def texts(sheet: Sheet, rows: Iterable[int]) -> list[str]:
    """Return what stands in some rows, cell by cell."""
    return [heading_text(cell) for row in rows for cell in sheet.rows[row] if not is_blank(cell)]


def texts_above(sheet: Sheet, rows: Rows, header: Header, start: int) -> list[str]:
    """Return what is said above a table; for a further table of a sheet also what the sheet's own title says."""
    if start == 0:
        return texts(sheet, range(header.top))
    last = range(header.top - 3, header.top)
    own = texts(sheet, (row for row in last if row >= start or rows.reason[row] in ("title", "unit", "group")))
    of_sheet = texts(sheet, (row for row in range(start) if rows.reason[row] in ("title", "unit")))
    return own if any(said_in("标题", text) for text in own) else own + of_sheet


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
    if by_header := _said_by_header(sheet, header, rows, beside, is_plan=month == "effective"):
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


def _said_by_header(sheet: Sheet, header: Header, rows: Rows, known: list[Said], *, is_plan: bool) -> Said | None:
    """Return the period in the columns' labels, of several the one that the title names, too.

    Of months side by side it is the last one with a figure; of plans of several years the first. Figures of a year
    before the title's are last year's: they say nothing of the sheet's.
    """
    columns = [column for column in header.columns if column.field != PLAN_COLUMN]
    titled = {one.year for one in known if one.year}
    year = _year_of([*columns, *_under_parents(header)], titled, is_plan=is_plan)
    if titled and year and year < min(titled):
        year = None
    about = year or (titled.pop() if len(titled) == 1 else None)
    columns = [column for column in columns if column.label.year in (None, about)]
    months = {column.label.month for column in columns if column.label.month and _is_to_date(column)}
    wide = {column.label.month: column.index for column in columns if column.field in WIDE and column.label.month}
    named = {one.month for one in known if one.month}
    if len(wide) == 1 and {month + 1 for month in months} >= set(wide):
        months |= set(wide)  # “1-9月完成” beside “10月完成”
    elif len(months) == 1 and named == {month + 1 for month in months} and _has_bare_month(columns):
        months = named  # “1-9月完成” beside “本月完成” under a title of October
    if len(wide) > 1 and months <= {12}:  # “1-12月累计” beside twelve months is the frame of the year
        months = _last_filled(sheet, wide, rows, named)
    elif wide and not months and not any((one.month or 0) > max(wide) for one in header.labels):
        months = set(wide)  # beside headings of a later month it is last month's
    month = None if is_plan else _of_several(months, named, max)
    return Said("表头", year, month) if year or month else None


def _year_of(columns: list[Column], titled: set[int], *, is_plan: bool) -> int | None:
    """Return the year that the labels say: of what was done before what was planned; None where they leave it open.

    A year beside a bare column of the same figures says which figures to compare with, not which year the sheet is
    about: “2025年5月完成投资” beside “本年累计完成投资”, “2027年计划投资” beside “年度计划投资”.
    """
    bare = [column for column in columns if not column.label.year]
    own = [
        column
        for column in columns
        if column.label.year
        and column.field.endswith("_wan")  # texts under a parent with a year say nothing of the sheet's
        and (
            not any(_says_the_same(column, one, bare) for one in bare) or (column.field != PLAN and (titled or is_plan))
        )
    ]
    done = {column.label.year for column in own if column.field in DONE and column.label.year}
    years = {column.label.year for column in own if column.label.year}
    if is_plan or titled:
        return _of_several(years, titled, min if is_plan else max)
    if done:
        return max(done)
    known = {column.label.year for column in own if column.field != PLAN}
    return known.pop() if len(known) == 1 else None  # a plan's year alone may be the next one


def _under_parents(header: Header) -> list[Column]:
    """Return the columns that are not read for a parent's sake, as what their own words would say."""
    if header.kind is None:
        return []
    fields = [(one, field) for one in header.unread for field in said_by_child(header.kind, one.label)]
    return [Column(one.index, one.label, field) for one, field in fields]


def _says_the_same(dated: Column, one: Column, bare: list[Column]) -> bool:
    """Tell whether a column without a year may hold this year's figures where a dated one holds those of another."""
    if dated.field not in DONE or one.field not in DONE:
        return dated.field == one.field
    side_by_side = sum(other.field in WIDE for other in bare) > 1
    is_to_date = dated.field in OF_THE_YEAR and dated.label.month is not None
    return not is_to_date or one.field in OF_THE_YEAR or side_by_side


def _of_several(found: set[int], titled: set[int], choose: Callable[..., int]) -> int | None:
    return choose(found & titled or found) if found else None


def _has_bare_month(columns: list[Column]) -> bool:
    return any(column.field in OF_A_MONTH and not column.label.month for column in columns)


def _is_to_date(column: Column) -> bool:
    """Tell whether a column says what was done up to its month: 1-10月, 截至11月底."""
    return column.label.is_ytd or column.field in OF_THE_YEAR


def _last_filled(sheet: Sheet, wide: dict[int, int], rows: Rows, named: set[int]) -> set[int]:
    """Return the last of months side by side with a figure; of zeros only where title or name say that month."""
    filled = {
        month: {_is_zero(cell) for row in rows.loaded if not is_blank(cell := sheet.rows[row][place])}
        for month, place in wide.items()
    }
    last = max((month for month, said in filled.items() if False in said), default=0)
    zero = {month for month, said in filled.items() if month > last and True in said} & named
    return zero or ({last} if last else set())


def _is_zero(cell: Any) -> bool:  # noqa: ANN401
    return cell == 0 or plain(as_text(cell)) in ("0", "-", "/", "0.00")
