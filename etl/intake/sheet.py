"""One sheet from cells to records: its tables found, their period told, their rows sorted and read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from data.profile import Profile
from etl.intake import amounts, checks, schedule
from etl.intake.header import Header, find_header
from etl.intake.kinds import Kind, kinds
from etl.intake.layout import Layout
from etl.intake.names import UNKNOWN_BATCH, Names
from etl.intake.parsed import SheetResult
from etl.intake.period import Period, Said, period, said_in
from etl.intake.reading import Context, Table, read_table
from etl.intake.records import month_records, records
from etl.intake.rows import UNIT_NOTE, Rows, above_header, below_header, is_figure, unsorted
from etl.intake.text import as_text, plain, shown
from etl.intake.values import Fault
from etl.intake.workbook import Sheet, is_blank


@dataclass(frozen=True)
class Job:
    """What is the same for all sheets of a file."""

    file: str
    is_single: bool  # the file's name speaks for its sheet
    profile: Profile
    names: Names
    layouts: list[Layout]
    option: date | None


def parse_sheet(sheet: Sheet, job: Job) -> SheetResult:
    """Read one sheet; whatever stops it is in the result, nothing is raised."""
    result = SheetResult(sheet.name)
    rows = unsorted(len(sheet.rows))
    columns = list(zip(*sheet.rows, strict=True))
    header = find_header(sheet, sheet.name + job.file, job.layouts)
    title, told, effective, message = "", Period(), None, None
    if header is None or header.kind is None:
        message = _unrecognised(sheet, rows, header)
    else:
        above_header(sheet, rows, header, 0)
        below_header(sheet, rows, header, len(sheet.rows), columns)
        title = _title(sheet, header)
        told = _period(sheet, header, job, rows)
        if told.message:
            message = told.message
            for row in rows.loaded:
                rows.reject(row, f"整表未载入：{message}")
        else:
            effective = _effective_month(header, told)
            if told.notice:
                result.notice("month_option", told.notice)
            _load(sheet, rows, columns, header, told, job, result)
        result.kind = header.kind.id
    _account(sheet, rows, result)
    month = told.month if header and header.kind and header.kind.month != "none" else None
    result.about["sheets"].append(
        (sheet.name, result.kind, title or None, month, told.year, effective, sheet.is_hidden, len(sheet.rows), message)
    )
    return result


def _title(sheet: Sheet, header: Header) -> str:
    cells = (cell for row in sheet.rows[: header.top] for cell in row if not is_blank(cell))
    return next((shown(as_text(cell)) for cell in cells), "")


def _texts_above(sheet: Sheet, header: Header) -> list[str]:
    return [as_text(cell) for row in sheet.rows[: header.top] for cell in row if not is_blank(cell)]


def _period(sheet: Sheet, header: Header, job: Job, rows: Rows) -> Period:
    kind, layout = _kind(header), header.layout
    if layout and layout.month_from:
        return Period(layout.year)
    said: list[Said | None] = []
    if layout and layout.year:
        said.append(Said("对照文件", layout.year, None))
    said.append(_said_by_header(sheet, header, rows))
    said += [said_in("标题", text) for text in _texts_above(sheet, header)]
    said.append(said_in("表名", sheet.name))
    if job.is_single and not (layout and layout.year):
        said.append(said_in("文件名", PurePath(job.file).stem))
    if kind.month == "none":
        known = [one for one in said if one and one.year]
        return Period(known[0].year if known else None)
    if kind.month == "effective":  # the months of a plan's columns are no month of the sheet
        said = [Said(one.where, one.year, None if one.where == "表头" else one.month) if one else None for one in said]
    found = period([one for one in said if one], job.option, needs_month=kind.month == "required")
    if kind.id == "annual_plan" and found.year is None and not found.message:
        return Period(message="表头、标题、表名和文件名没有写明年份。请用 --month YYYY-MM 指明")
    return found


def _said_by_header(sheet: Sheet, header: Header, rows: Rows) -> Said | None:
    labels = [(column.field, column.label) for column in header.columns]
    years = {label.year for field, label in labels if label.year and field != "planned_ytd_wan"}
    months = {label.month for field, label in labels if label.is_ytd and label.month and field != "planned_ytd_wan"}
    wide = {column.label.month: column.index for column in header.columns if column.field == "reported_month_wan"}
    wide.pop(None, None)
    if len(wide) > 1 and months in (set(), {12}):  # months side by side: the last one with a figure
        filled = [
            month
            for month, place in wide.items()
            if month and any(_says(sheet.rows[row][place]) for row in rows.loaded)
        ]
        months = {max(filled)} if filled else set()
    elif len(wide) == 1 and not months:
        months = set(wide)
    if not years and not months:
        return None
    return Said("表头", max(years) if years else None, max(months) if months else None)  # type: ignore[type-var]


def _says(cell: Any) -> bool:  # noqa: ANN401
    return not is_blank(cell) and cell != 0 and plain(as_text(cell)) not in ("0", "-", "/", "0.00")


def _effective_month(header: Header, told: Period) -> date | None:
    if _kind(header).month != "effective":
        return None
    return (header.layout.effective_month if header.layout else None) or told.month


def _load(
    sheet: Sheet,
    rows: Rows,
    columns: list[tuple[Any, ...]],
    header: Header,
    told: Period,
    job: Job,
    result: SheetResult,
) -> None:
    kind = _kind(header)
    day = told.month or (date(told.year, 12, 1) if told.year else date.max)
    context = Context(job.names, _unit(sheet, header), told.year, _dollar(job.profile, day))
    table = read_table(sheet, header, rows.loaded, columns, context)
    months = _months(table, told, columns, rows)
    _batches(table, rows, job)
    _code_or_name(table)
    schedule.settle(table, result, months, told.year)
    if "planned_ytd_wan" in table.by_month and told.year:
        said = "\n".join([*_texts_above(sheet, header), *_notes(sheet, rows)])
        amounts.monthly_plan(table, result, told.year, amounts.stated_form(table, said))
    _reject_unreadable(table, rows, columns)
    kept = [place for place, row in enumerate(rows.loaded) if rows.outcome[row] == "loaded"]
    result.monthly_plan = [line for line in result.monthly_plan if rows.outcome[line[1] - 1] == "loaded"]
    given: dict[str, list[Any]] = {}
    if "month" in kind.fields:
        given["month"] = months
    if "year" in kind.fields:
        given["year"] = [told.year] * len(rows.loaded)
        given["effective_month"] = [_effective_month(header, told)] * len(rows.loaded)
    _own_month(table, months)
    result.records.append(records(table, sheet.name, kept, given))
    if "reported_month_wan" in table.by_month and told.year:
        result.records.append(month_records(table, sheet.name, kept, told.year, months))
    for (field, month), found in table.dated.items():
        later = [place for place in kept if found[place] is not None]
        given = given | {field: found, "effective_month": [month] * len(found)}
        result.records.append(records(table, sheet.name, later, given))
    for column in header.columns:
        result.about["columns"].append(_column_line(sheet.name, table, column, told))
    for place, column, cell, reason in table.faults:
        result.fault(table.rows[place] + 1, column.position, column.label.text, cell, reason)
    checks.notice_names(table, result, job.names, kept)
    checks.notice_totals(sheet, rows, table, result, columns)
    checks.notice_slips(table, result, kept)


def _months(table: Table, told: Period, columns: list[tuple[Any, ...]], rows: Rows) -> list[date | None]:
    """Return each row's month: the sheet's, or with a layout the month of its date column."""
    layout = table.header.layout
    place = layout.find(table.header.labels, layout.month_from) if layout and layout.month_from else None
    if layout is None or place is None:
        return [told.month] * len(rows.loaded)
    return checks.months_from(table, columns[place], rows, layout)


def _batches(table: Table, rows: Rows, job: Job) -> None:
    """Fill the batch from the group headings where no column gives it; an unknown batch is named so."""
    if "batch" not in table.kind.fields:
        return
    found = table.fields.get("batch")
    if found is not None:
        said = {text for text in set(found) if text and not job.names.is_known("batch", text)}
        table.fields["batch_said"] = found
        table.fields["batch"] = [UNKNOWN_BATCH if text in said else text for text in found] if said else found
        return
    if not rows.headings:
        return
    headings = sorted(rows.headings)
    batch, at, batches = None, 0, []
    for row in rows.loaded:
        while at < len(headings) and headings[at] < row:
            batch = job.names.batch_of_heading(rows.headings[headings[at]])
            at += 1
        batches.append(batch)
    table.fields["batch"] = batches


def _code_or_name(table: Table) -> None:
    """Every record names its project; a row with a code alone goes by its code."""
    names, codes = table.fields.get("project_name"), table.fields.get("project_code")
    if names is None and codes is not None and "join_id" not in table.fields:
        table.fields["project_name"] = list(codes)


def _own_month(table: Table, months: list[date | None]) -> None:
    """Take the row's own month out of the months side by side; January alone is year to date, too."""
    by_month = table.by_month.get("reported_month_wan")
    if by_month:
        own = [
            by_month[month.month][place] if month and month.month in by_month else None
            for place, month in enumerate(months)
        ]
        table.fields["reported_month_wan"] = own
        if "reported_ytd_wan" not in table.fields and all(month and month.month == 1 for month in months):
            table.fields["reported_ytd_wan"] = own


def _reject_unreadable(table: Table, rows: Rows, columns: list[tuple[Any, ...]]) -> None:
    """Reject a row whose project, or whose every figure, cannot be read."""
    figures = [column for column in table.header.columns if is_figure(table.kind, column)]
    bad: dict[int, list[tuple[Any, Fault]]] = {}
    for place, column, _, reason in table.faults:
        if column in figures:
            bad.setdefault(place, []).append((column, reason))
        elif column.field == "project_name" and not _has_other_identity(table, place):
            rows.reject(table.rows[place], f"项目名称{reason}")
    for place, faults in bad.items():
        row = table.rows[place]
        filled = sum(not is_blank(columns[column.index][row]) for column in figures)
        if len(faults) >= filled:
            column, reason = faults[0]
            rows.reject(row, f"所有金额都读不出，如{column.position}列“{column.label.text}”：{reason}")


def _has_other_identity(table: Table, place: int) -> bool:
    return any(table.fields[field][place] for field in ("project_code", "join_id") if field in table.fields)


def _unit(sheet: Sheet, header: Header) -> str:
    """Return the unit that a layout, the sheet's note or its title states; 万元 where nothing does."""
    if header.layout and header.layout.unit:
        return header.layout.unit
    for text in _texts_above(sheet, header):
        if found := UNIT_NOTE.search(plain(text)):
            return (found[1] or found[2]).replace("美金", "美元")
    return "万元"


def _dollar(profile: Profile, day: date) -> Decimal | None:
    rate = profile.rule("exchange_rate", day)
    return Decimal(repr(rate.usd)) if rate and rate.enabled else None


def _notes(sheet: Sheet, rows: Rows) -> list[str]:
    noted = [row for row, reason in enumerate(rows.reason) if reason == "note"]
    return [as_text(cell) for row in noted for cell in sheet.rows[row] if not is_blank(cell)]


def _column_line(sheet: str, table: Table, column: Any, told: Period) -> tuple:  # noqa: ANN401
    month, year = column.label.month, column.label.year or told.year
    at = date(year, month, 1) if month and year else None
    return sheet, column.position, column.label.text or column.position, column.field, at, table.units.get(column.index)


def _account(sheet: Sheet, rows: Rows, result: SheetResult) -> None:
    result.about["rows"] = [
        (sheet.name, row + 1, outcome, reason, row in sheet.hidden_rows)
        for row, (outcome, reason) in enumerate(zip(rows.outcome, rows.reason, strict=True))
    ]


def _kind(header: Header) -> Kind:
    assert header.kind is not None  # noqa: S101
    return header.kind


def _unrecognised(sheet: Sheet, rows: Rows, header: Header | None) -> str | None:
    """Refuse a sheet whose kind cannot be told: say what was looked for and what was found."""
    filled = 0
    for row, cells in enumerate(sheet.rows):
        said = [cell for cell in cells if not is_blank(cell)]
        if not said:
            rows.skip(row, "blank")
        elif len(said) == 1 and isinstance(said[0], str):
            rows.skip(row, "note")
        else:
            filled += 1
            rows.reject(row, "整表未载入：认不出是哪一类表")
    if not filled:
        return None
    looked_for = "；".join(
        f"{kind.label}要有" + "、".join("或".join(_names_of(kind, group)) for group in kind.required)
        for kind in kinds().values()
    )
    found = "、".join(one.text for one in header.labels if one.text)[:300] if header else "（没有找到表头）"
    return f"认不出是哪一类表。找到的列：{found}。要找的列：{looked_for}。请改列名，或用 --mapping 给出对照文件"


def _names_of(kind: Kind, fields: tuple[str, ...]) -> list[str]:
    names = [next(iter(kind.names_of(field)), None) for field in fields]
    return [f"“{name}”" for name in names if name]
