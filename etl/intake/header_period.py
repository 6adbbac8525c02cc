"""The period that the headings of a table say: of several the last one that is done, and the title names, too."""

from collections.abc import Callable
from typing import Any

from etl.intake.columns import Column
from etl.intake.header import Header
from etl.intake.matching import WIDE, said_by_child
from etl.intake.period import Said
from etl.intake.quarters import done_from
from etl.intake.rows import Rows
from etl.intake.text import as_text, plain
from etl.intake.workbook import Sheet, is_blank

PLAN_COLUMN, PLAN = "planned_ytd_wan", "annual_plan_wan"
OF_THE_YEAR = frozenset({"reported_ytd_wan", "booked_ytd_wan"})
OF_A_MONTH = frozenset({"reported_month_wan", "booked_month_wan"})
DONE = OF_THE_YEAR | OF_A_MONTH


def said_by_header(sheet: Sheet, header: Header, rows: Rows, known: list[Said], *, is_plan: bool) -> Said | None:
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
        has_open = len(wide) == 1 and any(one.field in OF_THE_YEAR for one in columns)  # a year to date of some month
        months = set(wide) & named if has_open else set(wide)  # beside figures of a later month it is last month's
    month = None if is_plan else _of_several(months, named, max)
    if month and month not in named and _is_past(month, sheet, header, rows, columns):
        month = None
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


def _is_past(month: int, sheet: Sheet, header: Header, rows: Rows, columns: list[Column]) -> bool:
    """Tell whether other figures of what was done reach beyond a month: then it is an earlier one, beside the sheet's.

    They are those of a later quarter, or a year to date without a month that differs from the one up to the month.
    """
    cells = [sheet.rows[row] for row in rows.loaded]
    quarters = [one.index for one in header.unread if (done_from(one.label) or 0) > month]
    if any(not is_blank(line[at]) and not _is_zero(line[at]) for line in cells for at in quarters):
        return True
    of_year = [column for column in columns if column.field in OF_THE_YEAR]
    pairs = [(one.index, other.index) for one in of_year for other in of_year if _may_differ(one, other, month)]
    return any(as_text(line[at]) != as_text(line[beside]) for line in cells for at, beside in pairs)


def _may_differ(dated: Column, bare: Column, month: int) -> bool:
    return (
        dated.label.month == month
        and bare.label.month is None
        and (dated.field, dated.label.unit) == (bare.field, bare.label.unit)
    )


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
