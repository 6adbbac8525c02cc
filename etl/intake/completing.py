"""What a table says without a column of its own: batches in group headings, months side by side, refused rows."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from etl.intake.columns import Column
from etl.intake.dates import When, date_reader
from etl.intake.kinds import words
from etl.intake.layout import Layout
from etl.intake.names import UNKNOWN_BATCH, Names
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.rows import Rows, is_figure
from etl.intake.text import plain, shown
from etl.intake.values import Fault, read_column
from etl.intake.workbook import is_blank

Cells = list[tuple[Any, ...]]


def batches(table: Table, rows: Rows, names: Names) -> None:
    """Fill the batch from the group headings where no column gives it; an unknown batch is named so."""
    if "batch" not in table.kind.fields:
        return
    found = table.fields.get("batch")
    if found is not None:
        unknown = {text for text in set(found) if text and not names.is_known("batch", text)}
        table.said["batch"] = found
        table.fields["batch"] = [UNKNOWN_BATCH if text in unknown else text for text in found] if unknown else found
    elif rows.headings:
        table.fields["batch"] = by_heading(table, rows, names.batch_of_heading)


def units_and_towns(table: Table, rows: Rows, names: Names, sheet: str) -> None:
    """Fill unit or town where no column gives it: from group headings (“一、黄许镇（2个）”), else the sheet's name.

    What is both, a unit and a town, is a unit.
    """
    for field, meaning in (("responsible_unit", names.unit_of_heading), ("town", names.town_of_heading)):
        if field in table.kind.fields and field not in table.fields:
            of_sheet = meaning(sheet)
            found = [said or of_sheet for said in by_heading(table, rows, meaning)]
            if any(found):
                table.fields[field] = found


def adjustments(table: Table, rows: Rows) -> None:
    """Fill the kind of adjustment from the group headings (“一、调入（3个）”) where no column gives it."""
    if "adjustment" in table.kind.fields and "adjustment" not in table.fields and rows.headings:
        known = words("adjustment")
        found = by_heading(table, rows, lambda text: next((word for word in known if word in text), None))
        if any(found):
            table.fields["adjustment"] = found


def by_heading(table: Table, rows: Rows, meaning: Any) -> list[str | None]:  # noqa: ANN401
    """Return for each row what ``meaning`` finds in the heading of its group."""
    headings = sorted(rows.headings)
    now, at, found = None, 0, []
    for row in table.rows:
        while at < len(headings) and headings[at] < row:
            says = meaning(rows.headings[headings[at]])
            now = says if says or rows.is_top_heading(headings[at]) else now
            at += 1
        found.append(now)
    return found


def coordinates(table: Table) -> None:
    """Split “113.05,27.83” into longitude and latitude."""
    texts = table.fields.pop("coordinates", None)
    if texts is None or "longitude" not in table.kind.fields:
        return
    column = next(column for column in table.header.columns if column.field == "coordinates")
    pairs, faults = read_column(texts, _point)
    table.faults += [(place, column, texts[place], reason) for place, reason in faults.items()]
    for field, which in (("longitude", 0), ("latitude", 1)):
        table.fields.setdefault(field, [pair[which] if pair else None for pair in pairs])


def _point(cell: Any) -> tuple[float, float] | Fault:  # noqa: ANN401
    found = [float(text) for text in re.findall(r"\d{1,3}\.\d+", plain(str(cell)))]
    if len(found) == 2:
        longitude, latitude = max(found), min(found)  # in China the longitude is always the larger
        return longitude, latitude
    return Fault("不是经纬度，请写成 113.0512,27.8345")


def own_month(table: Table, months: list[date | None]) -> None:
    """Take the row's own month out of the months side by side; January alone is year to date, too.

    A bare 当月完成投资 beside months of which none is the sheet's own, or whose own says nothing, stays what it is; of
    two figures that differ neither is taken.
    """
    by_month = table.by_month.get("reported_month_wan")
    if not by_month:
        return
    places = enumerate(months)
    bare = table.values("reported_month_wan")
    own = [_own(by_month, month, bare, place) for place, month in places]
    for place, month in enumerate(months):
        if own[place] is None and bare[place] is not None:
            column = next(
                one for one in table.header.columns if one.field == "reported_month_wan" and not one.label.month
            )
            said = by_month[month.month][place]  # type: ignore[union-attr]
            reason = Fault(f"与{month.month}月列的 {said} 不同，不知哪个对，都没有读，请核对")  # type: ignore[union-attr]
            table.faults.append((place, column, bare[place], reason))
    table.fields["reported_month_wan"] = own
    if "reported_ytd_wan" not in table.fields and all(month and month.month == 1 for month in months):
        table.fields["reported_ytd_wan"] = own


def _own(by_month: Any, month: date | None, bare: Sequence[Any], place: int) -> Any:  # noqa: ANN401
    """Return a row's own month; None where two columns say two figures."""
    said = by_month[month.month][place] if month and month.month in by_month else None
    if said is None or bare[place] is None or said == bare[place]:
        return bare[place] if said is None else said
    return None


def reject_unreadable(table: Table, rows: Rows, columns: Cells) -> None:
    """Reject a row whose project, or whose every figure, cannot be read."""
    figures = [column for column in table.header.columns if is_figure(table.kind, column)]
    bad: dict[int, list[tuple[Column, Fault]]] = {}
    for place, column, _, reason in table.faults:
        if column in figures:
            bad.setdefault(place, []).append((column, reason))
        elif column.field == "project_name" and not _has_other_identity(table, place):
            rows.reject(table.rows[place], f"项目名称{reason}")
    for place, faults in bad.items():
        row = table.rows[place]
        filled = sum(not is_blank(columns[column.index][row]) for column in figures)
        if rows.outcome[row] == "loaded" and len(faults) >= filled:
            column, reason = faults[0]
            rows.reject(row, f"所有金额都读不出，如{column.position}列“{shown(column.label.text)}”：{reason}")


def _has_other_identity(table: Table, place: int) -> bool:
    return any(table.fields[field][place] for field in ("project_code", "join_id") if field in table.fields)


def own_months(table: Table, rows: Rows, month: date | None) -> list[date | None]:
    """Return each row's month: its own where the table has a column of months, else the sheet's."""
    said = table.fields.pop("row_month", None)
    if said is None:
        return [month] * len(table.rows)
    months = [one or month for one in said]
    faults = {place: reason for place, column, _, reason in table.faults if column.field == "row_month"}
    column = next(column for column in table.header.columns if column.field == "row_month")
    for place, row in enumerate(table.rows):
        if place in faults or (months[place] is None and table.kind.month == "required"):
            reason = faults.get(place, Fault("没有写明月份，请补上后重发"))
            rows.reject(row, f"{column.position}列“{shown(column.label.text)}”：{reason}，不知属于哪个月")
    return months


def months_from(cells: tuple[Any, ...], rows: Rows, table: Table, layout: Layout) -> list[date | None]:
    """Return the month of each row's date; rows before the layout's first month are skipped, undated ones rejected."""
    found, faults = read_column([cells[row] for row in table.rows], date_reader())
    known = [when if isinstance(when, When) and when.precision != "year" else None for when in found]
    months = [when.day.replace(day=1) if when else None for when in known]
    for place, (row, month) in enumerate(zip(table.rows, months, strict=True)):
        if month is None:
            reason = faults.get(place, Fault("没有写明年月"))
            rows.reject(row, f"{layout.month_from}“{plain(str(cells[row]))[:40]}”{reason}，不知属于哪个月")
        elif layout.first_month and month < layout.first_month:
            rows.skip(row, "before_first_month")
    return months


def add_up(table: Table, rows: Rows, result: SheetResult, months: list[date | None]) -> None:
    """Make the last of several reports of one project and month say their sum.

    Where a layout says that amounts are monthly and rows carry their own dates, the file is a log: each report says
    what was done since the one before. The 2018 source proves it (its own cumulative is the sum of all its reports),
    although there no project reports twice in a month. A later row of one file holds before an earlier one, so each
    row carries the month's sum so far, and whoever takes the last has the month. A notice tells.
    """
    layout, said = table.header.layout, table.fields.get("reported_month_wan")
    if not layout or layout.amounts != "monthly" or not layout.month_from or said is None:
        return
    amounts = table.fields["reported_month_wan"] = list(said)
    projects = table.fields.get("join_id") or table.fields.get("project_code") or table.values("project_name")
    so_far: dict[tuple[Any, date | None], int] = {}
    for place, slot in enumerate(zip(projects, months, strict=True)):
        if rows.outcome[table.rows[place]] != "loaded" or slot[0] is None:
            continue
        before = so_far.get(slot)
        if before is not None:
            earlier, own = amounts[before], amounts[place]
            amounts[place] = own if earlier is None else earlier + (own or 0)
            text = f"项目“{slot[0]}”{slot[1]:%Y年%m月}不止一次上报，本月数按各次之和 {amounts[place]} 万元计"
            result.notice("duplicate_report", text, table.rows[place] + 1)
        so_far[slot] = place
