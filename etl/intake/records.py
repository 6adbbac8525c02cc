"""A read table as Arrow records: the fields of raw.<kind>, one record a row (and month), money still exact."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from etl.intake.kinds import Kind
from etl.intake.money import Amounts
from etl.intake.reading import Table


def record_schema(kind: Kind) -> dict[str, pa.DataType]:
    """Return the columns of a kind's records."""
    return {"sheet": pa.string(), "row": pa.int32()} | kind.fields


def records(table: Table, sheet: str, kept: Sequence[int], given: dict[str, Sequence[Any]]) -> pa.Table:
    """Return the records of the rows ``kept`` (places in the table).

    Args:
        table: the read table.
        sheet: the sheet's name.
        kept: places of the rows that load.
        given: fields that stand in no column, such as the month; lists as long as the table.
    """
    fields = table.fields | given
    places = None if len(kept) == len(table.rows) else kept
    columns: dict[str, Any] = {
        "sheet": [sheet] * len(kept),
        "row": [table.rows[place] + 1 for place in kept],
    }
    arrays = []
    for name, type in record_schema(table.kind).items():
        values, chosen = (columns[name], None) if name in columns else (fields.get(name), places)
        arrays.append(_array(values, type, chosen, len(kept)))
    return pa.Table.from_arrays(arrays, schema=pa.schema(list(record_schema(table.kind).items())))


def _array(values: Sequence[Any] | None, type: pa.DataType, places: Sequence[int] | None, count: int) -> pa.Array:
    if values is None:
        return pa.nulls(count, type)
    if isinstance(values, Amounts):
        return values.exact if places is None else values.exact.take(pa.array(places, pa.int64()))
    return pa.array(values if places is None else [values[place] for place in places], type)


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
