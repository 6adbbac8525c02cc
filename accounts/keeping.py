"""Accounts, tokens and the audit trail as lines of JSON, for a backup. Sessions are not kept: people sign in anew."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from accounts.schema import ACCOUNT, AUDIT, FORMER_PASSWORD, TOKEN, make_ready

KEPT = (ACCOUNT, FORMER_PASSWORD, TOKEN, AUDIT)  # in the order in which they are written: the others name accounts


def lines(engine: sa.Engine) -> Iterator[str]:
    """Yield a line a row; none where nobody has an account here and nothing was written down."""
    if not sa.inspect(engine).has_table(ACCOUNT.name):
        return
    make_ready(engine)
    with engine.connect() as con:
        for table in KEPT:
            for row in con.execute(sa.select(table).order_by(table.c.id)).mappings():
                yield json.dumps({"table": table.name, "row": dict(row)}, ensure_ascii=False, default=_iso)


def is_empty(engine: sa.Engine) -> bool:
    """Tell whether there is neither an account nor a line of the trail."""
    there = sa.inspect(engine)
    with engine.connect() as con:
        return not any(
            there.has_table(table.name) and con.execute(sa.select(table.c.id).limit(1)).first()
            for table in (ACCOUNT, AUDIT)
        )


def restore(engine: sa.Engine, kept: Iterable[str]) -> int:
    """Write kept rows under their own ids, all or none; return how many accounts they are. Call it where none are.

    Raises:
        ValueError, KeyError: a line is not one of ``lines``.
        IntegrityError: rows of these ids are there already.
    """
    tables = {table.name: table for table in KEPT}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
    for line in kept:
        said = json.loads(line)
        rows[said["table"]].append(_typed(tables[said["table"]], said["row"]))
    make_ready(engine)
    with engine.begin() as con:
        for table in KEPT:
            if not rows[table.name]:
                continue
            con.execute(sa.insert(table), rows[table.name])
            if engine.dialect.name == "postgresql" and table is not AUDIT:  # the next id is counted apart
                last = max(row["id"] for row in rows[table.name])
                con.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last)))
    return len(rows[ACCOUNT.name])


def _typed(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    times = {column.name for column in table.columns if isinstance(column.type, sa.DateTime)}
    return {
        name: datetime.fromisoformat(value) if name in times and value is not None else value
        for name, value in row.items()
    }


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
