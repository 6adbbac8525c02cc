"""Which column of several fills a field, once the sheet's period is known: the one of that period, or none of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from etl.intake.columns import SINCE_START, YTD, Column, UnreadColumn
from etl.intake.header import Header
from etl.intake.heading import meaning
from etl.intake.kinds import Kind
from etl.intake.labels import Label
from etl.intake.matching import TOTALS, WIDE, is_figure_field, said_by_child
from etl.intake.money import money_reader
from etl.intake.period import Period
from etl.intake.quarters import done_from
from etl.intake.text import plain
from etl.intake.values import read_one

PLAN, LAST = "annual_plan_wan", "cumulative_last_year_wan"
OF_THE_YEAR = frozenset({YTD, "booked_ytd_wan", "funds_in_place_wan", "funds_paid_wan", "physical_progress"})
SINCE = {SINCE_START: YTD, "cumulative_booked_wan": "booked_ytd_wan"}
OWN_MONTH = {YTD: "reported_month_wan", "booked_ytd_wan": "booked_month_wan"}
AMOUNT = money_reader()
NEVER_PASSED = TOTALS | frozenset(
    {YTD, "reported_month_wan", SINCE_START, LAST, PLAN, "booked_ytd_wan", "cumulative_booked_wan"}
)
REPORTS = frozenset({"dispatch", "statistics_return"})
PLANS_AHEAD = frozenset({"annual_plan", "declaration"})  # kinds that speak of a later year's plan
ADJUSTED = "调整后"
SAME_MONTHS = "last_year_same"
ALIKE = "各行相同"


def settle(header: Header, told: Period, columns: Sequence[Sequence[Any]], rows: Sequence[int]) -> Header:
    """Return the header with one column a figure: of the sheet's own year and month; of several of the same, none.

    Args:
        header: of the table; its figures may have several columns each.
        told: the sheet's period.
        columns: the sheet's cells turned by column.
        rows: those that hold projects, from 0.
    """
    kind = header.kind
    if kind is None:
        return header
    unread = [_of_an_earlier_year(one, told) for one in header.unread]
    slots: dict[tuple[str, int | None, int | None], list[Column]] = defaultdict(list)
    kept: list[Column] = []
    is_frame = sum(column.field in WIDE for column in header.columns) > 1
    for column in header.columns:
        if column.options or ":" in column.field or not is_figure_field(kind, column.field):
            kept.append(column)
        elif told.year and (why := _another_period(kind, column, told, is_frame=is_frame)):
            unread.append(UnreadColumn(column.index, column.label, *why, column.period(told), (column.field,)))
        else:
            slots[_slot(kind, column, told)].append(column)
    _tell_bare_from_explicit(slots)
    for of_one in slots.values():
        by_their_words = sorted(of_one, key=lambda one: bool(_fields_of_its_own(kind, one.label, one.field)))
        chosen, others = _choose(by_their_words, columns, rows)
        kept += chosen
        unread += others
    kept, unread = _with_own_fields(kind, kept, unread)
    kept, unread = _with_own_month(kept, unread, told)
    told_of = _told(kind, unread, kept, header.labels)
    return replace(header, columns=sorted(kept, key=lambda column: column.index), unread=told_of)


def _with_own_fields(
    kind: Kind, kept: list[Column], unread: list[UnreadColumn]
) -> tuple[list[Column], list[UnreadColumn]]:
    """Read a column that says the same as another one for the field that the last part of its heading names.

    1-1月投资 · 1月完成投资 is January's year to date, and its own month's.
    """
    found: list[UnreadColumn] = []
    for one in unread:
        named = _fields_of_its_own(kind, one.label, *one.fields) if one.reason.startswith(ALIKE) else []
        if named and not any(named[0] == column.field for column in kept):
            kept = [*kept, Column(one.index, one.label, named[0])]
        else:
            found.append(one)
    return kept, found


def _fields_of_its_own(kind: Kind, label: Label, *fields: str) -> list[str]:
    """Return the fields beside these that the last part of a heading names."""
    return [name for name in said_by_child(kind, label) if name not in fields]


def _with_own_month(
    kept: list[Column], unread: list[UnreadColumn], told: Period
) -> tuple[list[Column], list[UnreadColumn]]:
    """Read “1-9月完成” and October's own figure together as the year to date of October, where no column says it."""
    at = told.month.month if told.month else 0
    for field, of_month in OWN_MONTH.items():
        months = [one for one in kept if one.field == of_month and one.label.month in (None, at)]
        before = [one for one in unread if one.fields == (field,) and one.label.is_ytd and one.label.month == at - 1]
        if len(months) == len(before) == 1 and not any(one.field == field for one in kept):
            both = Column(before[0].index, before[0].label, field, plus=months[0].index)
            return [*kept, both], [one for one in unread if one is not before[0]]
    return kept, unread


def _of_an_earlier_year(one: UnreadColumn, told: Period) -> UnreadColumn:
    """Return what was done in a year before the sheet's as known: a plan has no field for it, and needs none."""
    year = one.label.year
    if one.state != "unknown" or one.fields or not year or not told.year or year >= told.year:
        return one
    is_done = one.label.says.measure == "done"
    return replace(one, state="known", reason=f"{year}年的数，本表是{told.year}年，不必读") if is_done else one


def _told(kind: Kind, unread: list[UnreadColumn], kept: list[Column], labels: Sequence[Label]) -> list[UnreadColumn]:
    """Return the unread columns; one that could be a figure which no other column gives is told, not passed over."""
    read = {column.field for column in kept}
    found = []
    for one in unread:
        may_be = {*one.fields, *_by_child(kind, one, labels)}
        is_passed = one.state == "known" and bool(may_be & NEVER_PASSED) and not may_be & read
        if one.state == "known" and done_from(one.label) and not read & {YTD, "booked_ytd_wan"} and kind.id in REPORTS:
            one, is_passed = replace(one, reason="季度的数，本表没有读出年初累计"), True
        found.append(replace(one, state="unknown") if is_passed else one)
    return found


def _by_child(kind: Kind, one: UnreadColumn, labels: Sequence[Label]) -> tuple[str, ...]:
    """Return the field that the last part of a heading may name all the same.

    Of the same months last year (去年同期 · 1-9月完成投资) the child names the months by nature: the column below the
    parent's own words is its child.
    """
    above = [labels[at].parts[:-1] if at >= 0 else () for at in (one.index - 1, one.index)]
    if above[0] != above[1] and SAME_MONTHS in meaning(part.key for part in above[1]).periods:
        return ()
    return said_by_child(kind, one.label)


def _slot(kind: Kind, column: Column, told: Period) -> tuple[str, int | None, int | None]:
    year = column.label.year if kind.id == "annual_plan" and column.field == PLAN else None
    month = column.label.month if column.field in WIDE else None
    return column.field, month, None if year == told.year else year


def _another_period(kind: Kind, column: Column, told: Period, *, is_frame: bool) -> tuple[str, Any] | None:
    """Return why a column is not of the sheet's period, and whether that is known or to be asked; None: it is."""
    field, year, month = column.field, column.label.year, column.label.month
    at = told.month.month if told.month else None
    if field == PLAN and kind.id in PLANS_AHEAD and year and told.year and year > told.year:
        return None
    if year and year != told.year and field != SINCE_START:
        return f"{year - 1 if field == LAST else year}年的数，本表是{told.year}年，不必读", "known"
    if at is None or month is None or kind.month != "required" or (is_frame and month == 12 and field == YTD):
        return None
    if (field in WIDE or field in OF_THE_YEAR or field in SINCE) and month > at and (not year or year == told.year):
        return f"时段到{month}月，晚于本表的{at}月，不是已完成的数", "unknown"
    if (field in OF_THE_YEAR or field in SINCE) and (month < at or (year and told.year and year < told.year)):
        return f"到{month}月的数，本表是{at}月，不必读", "known"
    return None


def _tell_bare_from_explicit(slots: dict[tuple[str, int | None, int | None], list[Column]]) -> None:
    """Take a bare 累计完成 for the year's where another column says “since the start” and none says the year."""
    for since, of_year in SINCE.items():
        found = slots.get((since, None, None), [])
        bare = [column for column in found if of_year in column.also]
        if bare and len(found) > len(bare) and (of_year, None, None) not in slots:
            slots[since, None, None] = [column for column in found if column not in bare]
            slots[of_year, None, None] = [replace(column, field=of_year, also=(since,)) for column in bare]


def _choose(
    found: list[Column], columns: Sequence[Sequence[Any]], rows: Sequence[int]
) -> tuple[list[Column], list[UnreadColumn]]:
    """Return the column to read, if one can be told, and the others with the reason."""
    if len(found) < 2:
        return found, []
    adjusted = [column for column in found if ADJUSTED in plain(column.label.text)]
    if len(adjusted) == 1:
        return adjusted, [_beside(column, adjusted[0], "已读调整后的") for column in found if column is not adjusted[0]]
    figures = [[_figure(columns[column.index][row]) for row in rows] for column in found]
    first, *others = found
    if first.label.unit in {None, *(column.label.unit for column in others)} and all(
        one == figures[0] for one in figures
    ):
        return [first], [_beside(column, first, f"{ALIKE}，已读") for column in others]
    names = "、".join(column.position for column in found)
    reason = f"{names} 列说的是同一项数，不知取哪一列，都没有读"
    return [], [
        UnreadColumn(column.index, column.label, reason, "contested", fields=(column.field,)) for column in found
    ]


def _beside(column: Column, read: Column, why: str) -> UnreadColumn:
    return UnreadColumn(column.index, column.label, f"{why}{read.position} 列，不必读", "known", fields=(column.field,))


def _figure(cell: Any) -> Any:  # noqa: ANN401
    found = read_one(cell, AMOUNT)
    return found if isinstance(found, Decimal) else None
