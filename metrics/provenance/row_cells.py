"""The cells of one row of a sheet that say one thing (数字出处): for metrics that know which row settles a figure."""

from typing import Any

import duckdb
import pandas as pd

from metrics.binding import bound
from metrics.provenance.cells_of_rows import cells_of, rows_of


def row_cells(
    con: duckdb.DuckDBPyConnection,
    values: dict[str, Any],
    *,
    kind: str,
    row_id: int,
    field: str,
    step: str | None = None,
) -> pd.DataFrame:
    """Return the cells of one row that say ``field``, in the columns of ``source_cells``.

    Args:
        con: warehouse connection.
        values: district and known_on, as bound.
        kind: the kind of sheet that the row was read as.
        row_id: the row.
        field: what it says, e.g. ``library_entry_month``.
        step: of an approval sheet: only what is said of this step.
    """
    whose = "row_id = $row_id" + (" and step = $step" if step else "")
    sql = cells_of([rows_of(kind, whose)])
    asked = {"row_id": row_id, "field": field, "step": step, "said_month": None}
    return con.execute(sql, bound(sql, {**values, **asked})).df()
