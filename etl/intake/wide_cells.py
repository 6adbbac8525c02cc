"""Tables with a column a thing: approvals, milestones, requests, problems, items; declarations with a column a bar."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from etl.intake.columns import Column
from etl.intake.dates import When
from etl.intake.kinds import Wide
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.records import records
from etl.intake.rows import Rows
from etl.intake.schedule import LIMITS, ONLY_YEAR, last_day

BAR = "bar_cell:"
NUMBERS = ("issue_number", "request_number")  # of a row that becomes several


def bars(table: Table) -> None:
    """Put the bars that are ticked into one text; “否” in all columns says that there is none."""
    columns = [column for column in table.header.columns if column.field.startswith(BAR)]
    if not columns:
        return
    ticked = [table.fields.pop(column.field) for column in columns]
    names = [column.field.removeprefix(BAR) for column in columns]
    said = list(table.values("bars"))
    for place, cells in enumerate(zip(*ticked, strict=True)):
        if said[place] is None and any(cell is not None for cell in cells):
            said[place] = "；".join(name for name, cell in zip(names, cells, strict=True) if cell) or "无"
    table.fields["bars"] = said


def thing_records(
    table: Table, rows: Rows, kept: list[int], result: SheetResult, given: dict[str, Sequence[Any]]
) -> list[pa.Table] | None:
    """Return a record a row and thing where the things stand side by side, and one of what else the row says.

    A row that says nothing of any thing is blank; one of which no thing can be read is rejected.
    """
    wide = table.kind.wide
    columns = [column for column in table.header.columns if wide and column.field.startswith(f"{wide.cell}:")]
    if wide is None or not columns:
        return None
    things = _things(table, columns)
    own = next(group for group in table.kind.required if wide.cell in group)
    alone = [place for place in kept if any(table.values(field)[place] is not None for field in own)]
    spoken = {place for said in things.values() for place in kept if said[place]}
    faults = {place: (column, reason) for place, column, _, reason in reversed(table.faults) if column in columns}
    for place in kept:
        if place in spoken or place in alone:
            continue
        if place in faults:
            column, reason = faults[place]
            rows.reject(table.rows[place], f"没有一项读得出，如{column.position}列“{column.label.text}”：{reason}")
        else:
            rows.skip(table.rows[place], "blank")
    found = [records(table, result.name, alone, given)]
    for thing, said in things.items():
        of_thing = _fields(table, wide, thing, said)
        found.append(records(table, result.name, [place for place in kept if said[place]], given | of_thing))
    return found


def _things(table: Table, columns: Sequence[Column]) -> dict[str, list[dict[str, Any]]]:
    """Return for each thing what each row says of it, taken out of the table."""
    things: dict[str, list[dict[str, Any]]] = {}
    for column in columns:
        _, thing, *part = column.field.split(":")
        said = things.setdefault(thing, [{} for _ in table.rows])
        for place, cell in enumerate(table.fields.pop(column.field)):
            if cell is not None:
                fields = dict(cell) if isinstance(cell, dict) else {part[0]: cell}
                said[place] |= {name: _settled(table, column, place, name, one) for name, one in fields.items()}
    return things


def _settled(table: Table, column: Column, place: int, field: str, value: Any) -> Any:  # noqa: ANN401
    """Return a date as a day: a limit's last one; a year alone is none but as a limit."""
    if not isinstance(value, When):
        return value
    if field in LIMITS:
        return last_day(value)
    if value.precision == "year":
        table.faults.append((place, column, f"{value.day.year}年", ONLY_YEAR))
        return None
    return value.day


def _fields(table: Table, wide: Wide, thing: str, said: list[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    """Return the fields of a thing's records, as long as the table; where the thing says nothing, the row's hold."""
    names = {name for one in said for name in one}
    fields: dict[str, Sequence[Any]] = {
        name: [one.get(name) if one.get(name) is not None else row for one, row in zip(said, of_row, strict=True)]
        for name in names
        for of_row in [table.values(name)]
    }
    for name in NUMBERS:
        if name in table.fields:
            fields[name] = [number and f"{number}-{thing}" for number in table.fields[name]]
    if "points" in table.fields:  # bonus and deduction are the row's own record
        fields["points"] = [None] * len(said)
    return fields | {wide.name: [thing] * len(said)}
