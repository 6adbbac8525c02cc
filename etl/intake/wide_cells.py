"""Tables with a column a thing: approvals with a column a step, declarations with a column a bar."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.records import records
from etl.intake.rows import Rows

STEP, BAR = "step_cell:", "bar_cell:"


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


def step_records(
    table: Table, rows: Rows, kept: list[int], result: SheetResult, given: dict[str, Sequence[Any]]
) -> list[pa.Table] | None:
    """Return a record a row and step, where the steps stand side by side; a row without any is blank."""
    columns = [column for column in table.header.columns if column.field.startswith(STEP)]
    if not columns:
        return None
    said = {column.field: table.fields.pop(column.field) for column in columns}
    for place in kept:
        if all(cells[place] is None for cells in said.values()):
            rows.skip(table.rows[place], "blank")
    found = []
    for field, cells in said.items():
        spoken = [place for place in kept if cells[place] is not None]
        of_step: dict[str, Sequence[Any]] = {
            "step": [field.removeprefix(STEP)] * len(cells),
            "is_applicable": [cell.is_applicable if cell else None for cell in cells],
            "completed_on": [cell.completed_on if cell else None for cell in cells],
            "document_number": [cell.document_number if cell else None for cell in cells],
        }
        found.append(records(table, result.name, spoken, given | of_step))
    return found
