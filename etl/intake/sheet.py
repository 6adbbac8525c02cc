"""One sheet from cells to records: its tables found, their period told, their rows sorted and read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.profile import Profile
from etl.intake import (
    amounts,
    checks,
    column_account,
    completing,
    coverage,
    filling,
    lone_names,
    odd_values,
    proofs,
    same_names,
    schedule,
    second_rows,
    several_rows,
    stated,
    sub_items,
    unnamed_totals,
    unrecognised,
    wide_cells,
)
from etl.intake.above_header import above_header
from etl.intake.as_read import as_read
from etl.intake.by_values import told_by_values
from etl.intake.header import Header, fill_merged
from etl.intake.kinds import Kind
from etl.intake.layout import Layout
from etl.intake.merged_amounts import doubt_merged
from etl.intake.names import Names
from etl.intake.note_doubts import doubt_of_notes
from etl.intake.open_month import in_words
from etl.intake.parsed import SheetResult
from etl.intake.period import Period
from etl.intake.reading import Context, Table, read_table
from etl.intake.records import month_records, records
from etl.intake.rows import Rows, below_header, unsorted
from etl.intake.settling import settle
from etl.intake.tables import find_tables, spans, unknown_above
from etl.intake.units import mixed, unit_of, with_two_units
from etl.intake.workbook import Sheet


@dataclass(frozen=True)
class Job:
    """What is the same for all sheets of a file."""

    file: str
    is_single: bool  # the file's name speaks for its one sheet
    profile: Profile
    names: Names
    layouts: list[Layout]
    option: date | None
    received_on: date


def parse_sheet(sheet: Sheet, job: Job, no_table: str | None) -> SheetResult:
    """Read one sheet; whatever stops it is in the result, nothing is raised.

    Args:
        sheet: its cells.
        job: what is the same for all sheets of the file.
        no_table: why it is no table of projects; None where it may be one.
    """
    result = SheetResult(sheet.name)
    for notice, row, text in sheet.notices:
        result.notice(notice, text, row)
    rows = unsorted(len(sheet.rows))
    columns = list(zip(*sheet.rows, strict=True))
    tables = [] if no_table else find_tables(sheet, columns, sheet.name + job.file, job.layouts)
    unknown = unknown_above(sheet, tables[0], sheet.name + job.file) if tables and tables[0].kind else None
    result.headings = [_heading(sheet, header) for header in [*tables, *([unknown] if unknown else [])]]
    about: list[tuple[Any, ...]] = []
    if no_table:
        unrecognised.refuse_rows(sheet, rows, f"整表未载入：{no_table}")
        about.append((*[None] * 6, no_table))
    elif not tables or tables[0].kind is None:
        message = unrecognised.refuse(sheet, rows, tables[0] if tables else None)
        about.append((*[None] * 6, message))
        column_account.account_refused(sheet.name, tables[0] if tables else None, result)
    else:
        for header, span in zip(tables, spans(sheet, tables), strict=True):
            if header.kind is None:
                about.append((*[None] * 6, unrecognised.refuse(sheet, rows, header, *span)))
                column_account.account_refused(sheet.name, header, result)
            else:
                about.append(_parse_table(sheet, rows, columns, header, span, job, result))
    kind, title, month, year, effective, snapshot, message = about[0]
    if plan := next((said for said in about if said[0] == "annual_plan"), None):
        year, effective = plan[3:5]  # of several tables the plan is the one that asks from when it holds
    message = message or next((said[-1] for said in about if said[-1]), None)
    result.about["rows"] = [
        (sheet.name, row + 1, outcome, reason, row in sheet.hidden_rows)
        for row, (outcome, reason) in enumerate(zip(rows.outcome, rows.reason, strict=True))
    ]
    said = (sheet.name, kind, title, month, year, effective, sheet.is_hidden, len(sheet.rows), message, snapshot)
    result.about["sheets"].append(said)
    return result


def _heading(sheet: Sheet, header: Header) -> dict[str, Any]:
    """Return what a table's header says, and by which layout it is read."""
    layout = header.layout.digest if header.layout else None
    return {"sheet": sheet.name, "labels": [label.text for label in header.labels], "layout": layout}


def _parse_table(
    sheet: Sheet,
    rows: Rows,
    columns: list[tuple[Any, ...]],
    header: Header,
    span: tuple[int, int],
    job: Job,
    result: SheetResult,
) -> tuple[Any, ...]:
    """Read one table of the sheet and return what is said of it, as a line of the account of sheets.

    Kind, title, month, year, effective month, day until which an unfinished month is told, message.
    """
    start, end = span
    kind = _kind(header)
    measures = several_rows.find(sheet, header, end)
    several_rows.fill(sheet, header, measures)
    has_marked = doubt_merged(sheet, header, end)
    if fill_merged(sheet, header) or measures.said or has_marked:
        columns = list(zip(*sheet.rows, strict=True))
    own = unsorted(len(sheet.rows))  # this table's rows only; all others are somebody else's
    above_header(sheet, own, header, start)
    below_header(sheet, own, header, end, columns)
    several_rows.skip_others(sheet, own, measures, header, result)
    above = stated.texts_above(sheet, rows, header, start)
    told = stated.told_period(
        sheet, header, own, above, job.file, job.option, is_single=job.is_single, received_on=job.received_on
    )
    effective = stated.effective_month(header, told)
    header = settle(told_by_values(header, job.names, columns, own.loaded, sheet.percents), told, columns, own.loaded)
    header, texts = with_two_units(header, stated.texts_of_unit(sheet, rows, own, header, start))
    unit, doubt = unit_of(header, texts, columns, own.loaded)
    if not told.message and (message := mixed(header, texts.all)):
        told = replace(told, message=message)
    if doubt:
        header = replace(header, unit_doubt=doubt)
        result.notice("unit_doubt", f"{doubt}。请在表头或表注写明单位", header.bottom)
    if _kind(header).month == "required" and (
        note := doubt_of_notes([*above[1:], *stated.notes(sheet, own)], told, header.labels)
    ):
        header = replace(header, note_doubt=note)
        result.notice("note_doubt", f"{note}。请核对", header.bottom)
    if told.message:
        for row in own.loaded:
            own.reject(row, f"整表未载入：{told.message}")
        column_account.account(sheet.name, header, own.loaded, columns, told, {}, result)
    else:
        if told.notice:
            result.notice("month_option", told.notice)
        if told.snapshot_on:
            result.notice("open_month", in_words(told.snapshot_on))
        said = "\n".join([*above, *stated.notes(sheet, own)])
        context = Context(job.names, unit, told.year, stated.dollar(job.profile, told), sheet.percents)
        names = [*above, sheet.name, *([job.file] if job.is_single else [])]
        _load(sheet, own, columns, header, (told, effective, said, context, names), job, result)
    rows.outcome[start:end] = own.outcome[start:end]
    rows.reason[start:end] = own.reason[start:end]
    month = told.month if kind.month != "none" else None
    return kind.id, stated.title(above), month, told.year, effective, told.snapshot_on, told.message


def _load(
    sheet: Sheet,
    rows: Rows,
    columns: list[tuple[Any, ...]],
    header: Header,
    known: tuple[Period, date | None, str, Context, list[str]],
    job: Job,
    result: SheetResult,
) -> None:
    told, effective, said, context, names = known
    table = read_table(header, rows.loaded, columns, context)
    unnamed_totals.find(table, rows, columns, context.names, result)
    lone_names.find(table, rows, columns)
    second_rows.find(table, rows, columns, result)
    read = as_read(table)
    months = _months(table, told, columns, rows)
    completing.batches(table, rows, context.names)
    completing.units_and_towns(table, rows, context.names, sheet.name)
    completing.adjustments(table, rows)
    completing.coordinates(table)
    wide_cells.bars(table)
    schedule.settle(table, result, months, told.year)
    filling.fill(table, rows, names, told.month, told.year, context.names)
    filling.refuse_incomplete(table, rows)
    completing.reject_unreadable(table, rows, columns)
    completing.own_month(table, months)
    completing.add_up(table, rows, result, months)
    kept = [place for place, row in enumerate(table.rows) if rows.outcome[row] == "loaded"]
    if told.year:
        form = amounts.stated_form(table, said)
        amounts.monthly_plan(table, kept, result, told.year, form)
    _keep_records(sheet, rows, table, kept, months, told, effective, result)
    column_account.account(sheet.name, header, rows.loaded, columns, told, table.units, result)
    for place, column, cell, reason in sorted(table.faults, key=lambda fault: (fault[0], fault[1].index)):
        result.fault(table.rows[place] + 1, column.position, column.label.text, cell, reason)
    checks.notice_units(table, result, context)
    checks.notice_names(table, result, context.names, kept)
    sums = coverage.sums_of(table, rows, columns)
    coverage.settle(rows, sums, header.bottom)
    checks.notice_totals(rows, sums, header.bottom, result)
    checks.notice_amounts(table, result, kept)
    odd_values.notice_dates(table, result, kept, months)
    odd_values.notice_pauses(table, result, kept, job.received_on, job.profile)
    odd_values.notice_codes(table, result, kept, job.profile)
    odd_values.notice_components(table, result, kept)
    sub_items.notice(table, result, kept, columns)
    same_names.notice(table, result, kept)
    proofs.prove(read, rows, columns, sums, names, result)


def _keep_records(
    sheet: Sheet,
    rows: Rows,
    table: Table,
    kept: list[int],
    months: list[date | None],
    told: Period,
    effective: date | None,
    result: SheetResult,
) -> None:
    kind, count = table.kind, len(table.rows)
    given: dict[str, Sequence[Any]] = {"month": months} if "month" in kind.fields else {}
    if kind.month == "effective":
        given |= {"year": [told.year] * count, "effective_month": [effective] * count}
    keep = result.records.setdefault(kind.id, [])
    by_thing = wide_cells.thing_records(table, rows, kept, result, given)
    keep += by_thing if by_thing is not None else [records(table, sheet.name, kept, given)]
    if "reported_month_wan" in table.by_month and told.year:
        keep.append(month_records(table, sheet.name, kept, told.year, months))
    for (field, month), found in table.dated.items():
        later = [place for place in kept if found[place] is not None]
        of_then = {field: found, "effective_month": [month] * count, "year": [month.year] * count}
        keep.append(records(table, sheet.name, later, given | of_then))


def _months(table: Table, told: Period, columns: list[tuple[Any, ...]], rows: Rows) -> list[date | None]:
    """Return each row's month: the sheet's, or with a layout the month of its date column."""
    layout = table.header.layout
    place = layout.find(table.header.labels, layout.month_from) if layout and layout.month_from else None
    if layout is None or place is None:
        return completing.own_months(table, rows, told.month)
    return completing.months_from(columns[place], rows, table, layout)


def _kind(header: Header) -> Kind:
    assert header.kind is not None  # noqa: S101
    return header.kind
