"""What files said before they were read anew: held until that day, so that figures as known then stay what they were.

A file that is read anew under another mapping is a file of its own that names the one it replaces; its rows are known
from the day it was read anew. The rows of the one replaced are staged like all others, but into ``former.*``: ``raw.*``
and whatever reads it see what holds now. Histories alone read both.
"""

import re
from collections.abc import Callable, Iterable

import duckdb

from etl.archive import KINDS

MODELS = ("mention", "stayed", "declared")  # of history: statements made of raw rows
NAMED = re.compile(r"\b(?:raw|history)\.(\w+)")
STAGED = re.compile(rf"\bidentity\.({'|'.join(KINDS)})\b")
FILE_OF_ROW = "row_id // 1000000000000"
FIRST_KNOWN = {  # table → its column that says since when, and what a row of it is about
    "mart.source_month": ("first_known_from", ("district", "kind", "month")),
    "mart.statistics_project": ("first_known_from", ("district", "statistics_id")),
    "link.side": ("known_from", ("universe", "district", "id")),
}
AGAIN = """
update {table} as now
set {since} = before.{since}
from ({former}) as before
where before.{since} < now.{since} and {same}
"""

Select = Callable[[str, str], str]  # folder and name of a model → its SQL


def stage(con: duckdb.DuckDBPyConnection, kinds: Iterable[str], select: Select) -> None:
    """Fill ``former.*`` with the rows of the files that were read anew; without any, its tables are empty."""
    con.execute("attach ':memory:' as former")
    for kind in KINDS:
        con.execute(f'create table former."{kind}" as from raw."{kind}" limit 0')
    if is_any(con):
        for kind in kinds:
            sql = STAGED.sub(r"identity.former_\1", select("staging", kind))
            con.execute(f'insert into former."{kind}" by name {sql}')  # noqa: S608  (our own models)


def make(con: duckdb.DuckDBPyConnection, name: str, select: Select) -> None:
    """Keep a model of history for the former rows, too."""
    if name == "retold" and is_any(con):
        sql = of_former(select("history", name)).replace("having count(*) > 1", "")
        con.execute(f"insert into history.retold {sql}")  # noqa: S608
    if name in MODELS and is_any(con):
        con.execute(f"create table former.{name} as {of_former(select('history', name))}")


def with_former(con: duckdb.DuckDBPyConnection, said: str) -> str:
    """Return the SQL of statements (with ``known_until``) and of the former rows', which end on the day of the new."""
    if not is_any(con):
        return said
    return f"""{said}
    union all by name
    select said.* replace (least(said.known_until, file.replaced_on) as known_until)
    from ({of_former(said)}) as said
    inner join archive.file as file on file.file_id = said.{FILE_OF_ROW}"""  # noqa: S608


def know_since(con: duckdb.DuckDBPyConnection, table: str, select: Select) -> None:
    """Let a table that says since when something is known go back to what was said before files were read anew."""
    if table in FIRST_KNOWN and is_any(con):
        since, keys = FIRST_KNOWN[table]
        same = " and ".join(f"before.{key} = now.{key}" for key in keys)
        con.execute(AGAIN.format(table=table, since=since, former=of_former(select(*table.split("."))), same=same))


def of_former(sql: str) -> str:
    """Return a model's SQL over the former rows."""
    return NAMED.sub(r"former.\1", sql)


def is_any(con: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a file was read anew."""
    return bool(con.execute("select count(*) from archive.file where replaced_on is not null").fetchone()[0])  # type: ignore[index]
