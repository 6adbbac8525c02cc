"""A metric's SQL for Spark: the same text, translated by sqlglot, with what the two engines do otherwise put right."""

from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

SCHEMAS = ("mart", "meta")


class _AsWritten(DuckDB):
    """DuckDB's text with the places of lists as they are written: sqlglot moves only some of them."""

    INDEX_OFFSET = 0


@lru_cache(maxsize=1_000)
def translated(sql: str, mart: str = "mart") -> str:
    """Return the text as Spark reads it; a table ``mart.x`` becomes the view ``<mart>_x``."""
    tree: Any = sqlglot.parse_one(sql, dialect=_AsWritten)
    for table in tree.find_all(exp.Table):
        if table.db in SCHEMAS:
            prefix = mart if table.db == "mart" else table.db
            table.set("this", exp.to_identifier(f"{prefix}_{table.name}"))
            table.set("db", None)
    return str(tree.transform(_put_right).sql(dialect="spark"))


@lru_cache(maxsize=1_000)
def tables_of(sql: str) -> frozenset[str]:
    """Return the tables of the mart that a text reads."""
    tree: Any = sqlglot.parse_one(sql, dialect=_AsWritten)
    return frozenset(table.name for table in tree.find_all(exp.Table) if table.db == "mart")


def _put_right(node: exp.Expression) -> exp.Expression | None:
    if isinstance(node, exp.Div):
        # DuckDB divides decimals as doubles; Spark would keep few decimals
        for side in ("this", "expression"):
            node.set(side, exp.cast(node.args[side], "double"))
    if isinstance(node, exp.Bracket):
        # the first place is 1 in DuckDB and 0 in Spark; a place outside the list has no value
        return exp.Anonymous(this="get", expressions=[node.this, exp.paren(node.expressions[0]) - 1])
    if isinstance(node, exp.Group) and [one.expressions for one in node.expressions if type(one) is exp.Tuple] == [[]]:
        return None  # group by (): one row, even of nothing
    return node
