"""Puts generated rows into a warehouse, many times a second."""

import duckdb
import pandas as pd

PLAIN = {"VARCHAR": "'—'", "BOOLEAN": "false", "DATE": "date '2000-01-01'"}


def refill(con: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list[list]) -> None:
    """Replace a mart table's rows; what is not given is null or, where null is not allowed, a plain default."""
    needed = con.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = 'mart' and table_name = ? and is_nullable = 'NO' order by ordinal_position",
        [table],
    ).fetchall()
    defaults = "".join(f", {PLAIN.get(kind, '0')} as {name}" for name, kind in needed if name not in columns)
    con.execute(f"delete from mart.{table}")
    if rows:
        con.register("given", pd.DataFrame(rows, columns=columns, dtype=object))
        con.execute(f"insert into mart.{table} by name select *{defaults} from given")
