"""A read table as Arrow records: the fields of raw.<kind>, one record a row (and month), money still exact."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from etl.intake.kinds import Kind
from etl.intake.reading import Table


def record_schema(kind: Kind) -> dict[str, pa.DataType]:
    """Return the columns of a kind's records."""
    return {"sheet": pa.string(), "row": pa.int32()} | kind.fields


def records(table: Table, sheet: str, kept: Sequence[int], given: dict[str, list[Any]]) -> pa.Table:
    """Return the records of the rows ``kept`` (places in the table).

    Args:
        table: the read table.
        sheet: the sheet's name.
        kept: places of the rows that load.
        given: fields that stand in no column, such as the month; lists as long as the table.
    """
    fields = table.fields | given
    every = len(kept) == len(table.rows)
    columns: dict[str, Any] = {
        "sheet": [sheet] * len(kept),
        "row": [table.rows[place] + 1 for place in kept],
    }
    arrays = []
    for name, type in record_schema(table.kind).items():
        values = columns.get(name)
        if values is None:
            values = fields.get(name)
            if values is not None and not every:
                values = [values[place] for place in kept]
        arrays.append(pa.nulls(len(kept), type) if values is None else pa.array(values, type))
    return pa.Table.from_arrays(arrays, schema=pa.schema(list(record_schema(table.kind).items())))


def month_records(table: Table, sheet: str, kept: Sequence[int], year: int, months: list[date | None]) -> pa.Table:
    """Return the records of months other than the row's own: who it is, and the amount of that month."""
    field = "reported_month_wan"
    identity = [name for name in ("join_id", "project_code", "project_name") if name in table.fields]
    rows = [
        (table.rows[place] + 1, date(year, month, 1), values[place], *(table.fields[name][place] for name in identity))
        for month, values in sorted(table.by_month.get(field, {}).items())
        for place in kept
        if values[place] is not None and months[place] != date(year, month, 1)
    ]
    cells = list(zip(*rows, strict=True)) if rows else [()] * (3 + len(identity))
    known = dict(zip(["row", "month", field, *identity], cells, strict=True)) | {"sheet": [sheet] * len(rows)}
    schema = record_schema(table.kind)
    return pa.Table.from_arrays(
        [pa.array(known[name], type) if name in known else pa.nulls(len(rows), type) for name, type in schema.items()],
        schema=pa.schema(list(schema.items())),
    )
