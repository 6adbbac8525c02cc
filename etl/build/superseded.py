"""What was said and holds no more: held until its last day, so that figures as known then stay what they were.

A file that is read anew under another mapping is a file of its own that names the one it replaces; its rows are known
from the day it was read anew. The rows of the one replaced are staged like all others, but into ``former.*``: ``raw.*``
and whatever reads it see what holds now. ``ended.*`` are what people filled into empty cells and took back
(``etl/corrections/corrections.py``), each with its last day in ``ended.until``. Only histories read all three.
"""

from collections.abc import Callable, Iterable

import duckdb

from data.reading import parsed
from etl.archive import KINDS

MODELS = ("mention", "stayed", "declared")  # of history: statements made of raw rows
TABLES = (*KINDS, "monthly_plan")
ANY = {
    "former": "select count(*) from archive.file where replaced_on is not null",
    "ended": "select count(*) from ended.until",
}
UNTIL = {  # home → what says until when its statements hold
    "former": "inner join (select origin.row_id, file.replaced_on as day from source.row as origin"
    " inner join archive.file as file on file.file_id = origin.file_id) as until on until.row_id = said.row_id",
    "ended": "inner join (select row_id, known_from as since, known_until as day from ended.until) as until"
    " on until.row_id = said.row_id and until.since = said.known_from",
}
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

Select = Callable[[str, str], str]  # folder and name of a model → its SQL, {raw}, {history}, {identity} still places


def stage(con: duckdb.DuckDBPyConnection, kinds: Iterable[str], select: Select) -> None:
    """Fill ``former.*`` with the rows of the files that were read anew; without any, its tables are empty."""
    for home in UNTIL:
        con.execute(f"attach ':memory:' as {home}")
        for kind in TABLES:
            con.execute(parsed(f'create table {home}."{kind}" as from raw."{kind}" limit 0'))
        con.execute(parsed(f"create view {home}.record as {filled(select('raw', 'record'), home)}"))
    con.execute("create table ended.until (row_id bigint, known_from date, known_until date)")
    if is_any(con):
        for kind in kinds:
            sql = filled(select("staging", kind), "former")
            con.execute(f'insert into former."{kind}" by name {sql}')  # noqa: S608  (our own models)


def make(con: duckdb.DuckDBPyConnection, name: str, select: Select) -> None:
    """Keep a model of history for the former rows, too."""
    for home in (home for home in UNTIL if is_any(con, home)):
        if name == "retold":
            sql = filled(select("history", name), home).replace("having count(*) > 1", "")
            con.execute(f"insert into history.retold {sql}")  # noqa: S608
        if name in MODELS:
            con.execute(f"create table {home}.{name} as {filled(select('history', name), home)}")


def with_former(con: duckdb.DuckDBPyConnection, said: str) -> str:
    """Return the SQL of statements (with ``known_until``) and of the former ones', each of which has its last day."""
    former = [
        f"""
    union all by name
    select said.* replace (least(said.known_until, until.day) as known_until)
    from ({filled(said, home)}) as said
    {UNTIL[home]}"""  # noqa: S608
        for home in UNTIL
        if is_any(con, home)
    ]
    return said + "".join(former)


def know_since(con: duckdb.DuckDBPyConnection, table: str, select: Select) -> None:
    """Let a table that says since when something is known go back to what was said before files were read anew."""
    if table in FIRST_KNOWN and is_any(con):
        since, keys = FIRST_KNOWN[table]
        same = " and ".join(f"before.{key} = now.{key}" for key in keys)
        before = filled(select(*table.split(".")), "former")
        con.execute(AGAIN.format(table=table, since=since, former=before, same=same))


def filled(sql: str, home: str = "") -> str:
    """Return a model's SQL over what holds now, or over the rows of another home: former, ended."""
    identity = f"identity_{home}" if home else "identity"
    for place, name in {"raw": home or "raw", "history": home or "history", "identity": identity}.items():
        sql = sql.replace(f"{{{place}}}", name)
    return sql


def is_any(con: duckdb.DuckDBPyConnection, home: str = "former") -> bool:
    """Say whether a file was read anew, or (``ended``) the filling of a cell was taken back."""
    return bool(con.execute(parsed(ANY[home])).fetchone()[0])  # type: ignore[index]
