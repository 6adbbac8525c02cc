"""Start and finish: single columns, and the combined “开工、竣工时间” of the dispatch.

A start not later than the sheet's month has happened, a later one is planned; the finish of the combined column is
planned. Columns that say 实际 or 计划 themselves win. A year alone is not a month: as a finish it means December, as a
start it is kept only where it lies before the sheet's year (then every rule gives the same for all its months).
"""

from calendar import monthrange
from datetime import date
from functools import partial
from typing import Any

from etl.intake.dates import When, span
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.text import shown
from etl.intake.validity import validity
from etl.intake.values import Fault, read_column

FINISHES = ("planned_finish_date", "actual_finish_date", "in_use_date", "production_date", "completed_on")
ONLY_YEAR = Fault("只有年份，没有月份，请写成 2026-03")
LIMITS = ("due_on", "exempt_to")  # a month or year as a limit means its last day


def settle(table: Table, result: SheetResult, months: list[date | None], year: int | None) -> None:
    """Turn what the table says of starts and finishes into the kind's date fields."""
    combined = _combined(table, year)
    starts = [pair[0] if pair else None for pair in combined] if combined else None
    finishes = [pair[1] if pair else None for pair in combined] if combined else None
    either = table.fields.pop("start_either", None)
    if either:
        starts = [one or other for one, other in zip(either, starts or [None] * len(either), strict=True)]
    kind = table.kind
    if starts and kind.starts:
        ends = {month: last_day(When(month, "month")) for month in set(months) if month}
        past = [
            when if when and month and when.day <= ends[month] else None
            for when, month in zip(starts, months, strict=True)
        ]
        future = [when if when and past[place] is None else None for place, when in enumerate(starts)]
        if kind.starts["past"] == kind.starts["future"]:
            past, future = starts, [None] * len(starts)
        _fill(table, kind.starts["past"], past)
        _fill(table, kind.starts["future"], future)
    if finishes and kind.finish:
        _fill(table, kind.finish, finishes)
    for field in [field for field, how in kind.read_as.items() if how == "date" and field in table.fields]:
        _as_dates(table, result, field, year)


def _combined(table: Table, year: int | None) -> list[tuple[When | None, When | None] | None] | None:
    """Read the combined column; it was kept as text until the sheet's month was known."""
    texts = table.fields.pop("start_and_finish", None)
    if texts is None:
        return None
    column = next(column for column in table.header.columns if column.field == "start_and_finish")
    # where the finish is a limit, the cell says how long something holds; else when works start and finish
    read = partial(validity, year=year) if table.kind.finish in LIMITS else span
    pairs, faults = read_column(texts, read)
    table.faults += [(place, column, texts[place], reason) for place, reason in faults.items()]
    return pairs


def _fill(table: Table, field: str, found: list[Any]) -> None:
    own = table.fields.get(field)
    if own is None:
        if any(found):
            table.fields[field] = found
        return
    table.fields[field] = [one if one is not None else other for one, other in zip(own, found, strict=True)]


def _as_dates(table: Table, result: SheetResult, field: str, year: int | None) -> None:
    """Turn what was read into dates, a month field's to the first of the month; say what a year alone became."""
    whens: list[When | None] = list(table.fields[field])
    is_month = field.endswith("_month")
    days = {when: when.day.replace(day=1) if is_month else when.day for when in set(whens) if when}
    if field in LIMITS:
        days = {when: last_day(when) for when in days}
    only_years = [when for when in days if when.precision == "year" and field not in LIMITS]
    taken = {when: _year_as(field, when, year) for when in only_years}
    days = {when: day for when, day in days.items() if not isinstance(taken.get(when), Fault)}
    days |= {when: day for when, day in taken.items() if not isinstance(day, Fault)}
    table.fields[field] = [days.get(when) if when else None for when in whens]
    if field == "actual_start_date":
        table.fields["actual_start_precision"] = [when.precision if when and when in days else None for when in whens]
    if only_years:
        _say_years(table, result, field, whens, taken)


def last_day(when: When) -> date:
    """Return the last day that a day, month or year means: what a limit means."""
    if when.precision == "day":
        return when.day
    month = 12 if when.precision == "year" else when.day.month
    return date(when.day.year, month, monthrange(when.day.year, month)[1])


def _say_years(
    table: Table, result: SheetResult, field: str, whens: list[When | None], taken: dict[When, date | Fault]
) -> None:
    column = next((column for column in table.header.columns if column.field in (field, "start_and_finish")), None)
    if column is None:
        return
    kept = 0
    for place, when in enumerate(whens):
        meaning = taken.get(when) if when else None
        if when and isinstance(meaning, Fault):
            table.faults.append((place, column, f"{when.day.year}年", meaning))
        kept += isinstance(meaning, date)
    if kept:
        text = f"{shown(column.label.text)}：{kept} 行只写了年份，竣工按12月、往年开工按1月计"
        result.notice("year_only", text)


def _year_as(field: str, when: When, year: int | None) -> date | Fault:
    if field in FINISHES and field.startswith("planned"):
        return when.day.replace(month=12)
    if field.startswith("planned") and year and when.day.year < year:
        return when.day
    return ONLY_YEAR
