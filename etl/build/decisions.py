"""What people decided, from the ledger into the warehouse; and what else of a version a decision changes.

Metrics read decisions from ``mart.decision``. What else depends on a kind its model says (``data/decision_kinds.py``,
``REMAKES``): ``MAKERS`` says how that is made anew in a copy of the version; for the rest a full build is needed.
"""

import json
from collections.abc import Callable, Iterable

import duckdb
import pyarrow as pa

from data.decision_kinds import DECISIONS, Link
from data.ledger import Entry
from etl.build.link.settling import opens_others, settle_again

MAKERS: dict[str, Callable[[duckdb.DuckDBPyConnection], None] | None] = {  # what depends → makes it anew in a copy
    "nothing": None,
    "links": settle_again,
}
COLUMNS = {
    "entry_id": pa.int64(),
    "district": pa.string(),
    "kind": pa.string(),
    "subject": pa.string(),
    "known_from": pa.date32(),
    "decided_at": pa.timestamp("us"),
    "who": pa.string(),
    "reason": pa.string(),
    "payload": pa.string(),
}


def write(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> None:
    """Fill mart.decision with the entries that belong to a district, in place of what stood there."""
    rows = [
        {
            "entry_id": entry.id,
            "district": entry.district,
            "kind": entry.kind,
            "subject": entry.subject,
            "known_from": entry.at.date(),
            "decided_at": entry.at,
            "who": entry.who,
            "reason": entry.reason,
            "payload": json.dumps(entry.payload, ensure_ascii=False),
        }
        for entry in entries
        if entry.district is not None
    ]
    con.execute("delete from mart.decision")
    con.register("decided", pa.Table.from_pylist(rows, schema=pa.schema(COLUMNS)))
    con.execute("insert into mart.decision by name select * from decided order by entry_id")
    con.unregister("decided")


def unread(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> list[Entry]:
    """Return the districts' entries that a version does not hold yet."""
    held = {entry_id for (entry_id,) in con.execute("select entry_id from mart.decision").fetchall()}
    return [entry for entry in entries if entry.district is not None and entry.id not in held]


def can_be_remade(con: duckdb.DuckDBPyConnection, news: Iterable[Entry]) -> bool:
    """Say whether entries that a version does not hold can go into a copy of it, without a full build."""
    return all(
        _remakes(entry.kind) in MAKERS and not (entry.kind == Link.KIND and opens_others(con, entry)) for entry in news
    )


def _remakes(kind: str) -> str:
    return DECISIONS[kind].REMAKES if kind in DECISIONS else "everything"


def remake(con: duckdb.DuckDBPyConnection, kinds: Iterable[str]) -> None:
    """Make anew what depends on decisions of these kinds, once mart.decision is written."""
    for make in dict.fromkeys(MAKERS[_remakes(kind)] for kind in sorted(kinds)):
        if make:
            make(con)
