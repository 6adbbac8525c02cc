"""Compares the two sides: from the rows that were said to ``mart.link_proposal``.

Bounded on purpose: only pairs that share something rare are compared, a part of the statistics projects at a time, and
each statistics project with a handful; so 100 000 by 100 000 takes minutes, not 10¹⁰ comparisons.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import pyarrow as pa

from data.reading import parsed
from etl.build import superseded as former
from etl.build.histories import SQL
from etl.build.link.compare import Side, compare
from etl.build.link.names import read
from etl.build.link.rules import is_far, judge

CROWD = 40  # key projects that share a thing: beyond, sharing it tells nothing
LETTERS = 6  # of a statistics project's rarest pairs of letters
COMPARED = 8  # key projects that a statistics project is compared with, namesakes apart
SHOWN = 5  # doubtful pairs of a statistics project that a person is shown
PART = 20_000  # statistics projects compared at a time
FETCHED = 20_000

Known = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]  # district → prefixes of its names, and its towns
NOTHING: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

NAMES = pa.schema([("number", pa.int64()), ("core", pa.string()), ("marks", pa.string())])
PARTS = ("name", "total", "town", "owner", "start")
SCORED = pa.schema(
    [
        ("project", pa.int64()),
        ("statistics", pa.int64()),
        ("score", pa.float64()),
        ("claim", pa.string()),
        ("grade", pa.string()),
        ("marks", pa.string()),
        ("is_near", pa.bool_()),
        ("is_far", pa.bool_()),
        ("parts", pa.struct([(part, pa.float64()) for part in PARTS])),
        ("reasons", pa.list_(pa.string())),
        ("doubts", pa.list_(pa.string())),
    ]
)


def propose(con: duckdb.DuckDBPyConnection) -> None:
    """Fill ``mart.link_proposal`` and ``mart.former_id`` from ``raw.*`` and the build's identity tables."""
    con.execute(parsed(f"insert into mart.former_id by name {_sql('former_id')}"))
    con.execute("attach ':memory:' as link")
    for name in ("side", "coded", "reopened", "open"):
        con.execute(parsed(former.filled(f"create table link.{name} as {_sql(name)}")))
    former.know_since(con, "link.side", lambda _, name: _sql(name))
    told = con.execute(
        "select district, prefixes, (select list(town) from mart.town where town.district = name_prefix.district)"
        " from archive.name_prefix"
    )
    known = {district: (tuple(prefixes), tuple(towns or ())) for district, prefixes, towns in told.fetchall()}
    con.register("given", NAMES.empty_table())
    con.execute("create table link.said_name as select * from given")
    for batch in _batches(con, "select number, district, names from link.open"):
        _write(con, "said_name", NAMES, _spelled(batch, known))
    con.execute(parsed(f"create table link.key as {_sql('key')}"), {"crowd": CROWD, "letters": LETTERS})
    _score(con, known)
    limits = {"crowd": CROWD, "shown": SHOWN}
    con.execute(parsed(f"insert into mart.link_proposal by name {_sql('proposal')}"), limits)
    con.execute("detach link")


def _score(con: duckdb.DuckDBPyConnection, known: Known) -> None:
    con.register("given", SCORED.empty_table())
    con.execute("create table link.scored as select * from given")
    [(statistics,)] = con.execute("select count(*) from link.open where universe = 'statistics'").fetchall()
    parts = max(1, -(-statistics // PART))
    for part in range(parts):
        values = {"parts": parts, "part": part, "compared": COMPARED}
        con.execute(parsed(f"create or replace table link.pair as {_sql('pair')}"), values)
        for batch in _batches(con, "select * from link.pair"):
            _write(con, "scored", SCORED, _judged(batch, known))


def _batches(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[dict[str, Any]]]:
    """Yield a query's rows by the ten thousand: what Python holds at a time."""
    cursor = con.cursor().execute(query)
    columns = [column for column, *_ in cursor.description]
    while rows := cursor.fetchmany(FETCHED):
        yield [dict(zip(columns, row, strict=True)) for row in rows]


def _spelled(rows: list[dict[str, Any]], known: Known) -> Iterator[dict[str, Any]]:
    for row in rows:
        names = {read(name, *known.get(row["district"], NOTHING)) for name in row["names"][:3]}
        yield from ({"number": row["number"], "core": name.core, "marks": repr(name.marks)} for name in names)


def _judged(rows: list[dict[str, Any]], known: Known) -> Iterator[dict[str, Any]]:
    """Yield the pairs worth keeping: those that may be linked, and those that a person should see."""
    for row in rows:
        project = Side(tuple(row["names"]), row["code"], row["owner"], row["town"], row["total_wan"], row["start_date"])
        statistics = Side(
            tuple(row["statistics_names"]),
            row["statistics_code"],
            None,
            row["statistics_town"],
            row["statistics_total_wan"],
            row["statistics_start_date"],
        )
        evidence = compare(project, statistics, *known.get(row["district"], NOTHING))
        verdict = judge(evidence)
        if verdict.is_kept:
            yield {
                "project": row["project"],
                "statistics": row["statistics"],
                "score": evidence.score,
                "claim": verdict.claim,
                "grade": evidence.grade,
                "marks": evidence.marks_differ,
                "is_near": verdict.is_near,
                "is_far": is_far(evidence),
                "parts": {part: evidence.parts.get(part) for part in PARTS},
                "reasons": list(verdict.reasons),
                "doubts": list(verdict.doubts),
            }


def _write(con: duckdb.DuckDBPyConnection, table: str, schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> None:
    con.register("given", pa.Table.from_pylist(list(rows), schema=schema))
    con.execute(f"insert into link.{table} select * from given")  # noqa: S608  (our own tables)
    con.unregister("given")


def _sql(name: str) -> str:
    return (SQL / "link" / f"{name}.sql").read_text(encoding="utf-8")
