"""Puts generated rows into a warehouse, many times a second."""

import duckdb
import pandas as pd

from tests.tables import find_table

PLAIN = {"VARCHAR": "'—'", "BOOLEAN": "false", "DATE": "date '2000-01-01'"}


def refill(con: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list[list]) -> None:
    """Replace a mart table's rows; what is not given is null or, where null is not allowed, a plain default."""
    needed = [(name, kind) for name, (kind, is_nullable) in find_table(table)[1].items() if not is_nullable]
    defaults = "".join(f", {PLAIN.get(kind, '0')} as {name}" for name, kind in needed if name not in columns)
    con.execute(f"delete from mart.{table}")
    if rows:
        con.register("given", pd.DataFrame(rows, columns=columns, dtype=object))
        con.execute(f"insert into mart.{table} by name select *{defaults} from given")
