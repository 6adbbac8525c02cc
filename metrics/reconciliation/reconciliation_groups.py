"""What is compared (报统对账): dispatch projects and the statistics projects linked to them, in whole connected groups.

A group takes all that hangs together by links (m:n); a statistics project of the month's return that hangs on no
dispatch project of the month stands by itself. Amounts come as exact decimals.
"""

from datetime import date
from typing import Any

import duckdb

from data.known import NOW
from data.profile import Profile
from metrics.reconciliation.reconciliation_amounts_sql import SERIES, SHARES, TOTALS
from metrics.reconciliation.reconciliation_sql import GROUPS, MONTHS

Rows = list[dict[str, Any]]


def compared_months(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None = None
) -> list[date]:
    """Return the months of one year that both sources have, up to the last one compared; empty where there is none."""
    values = {"district": profile.id, "as_of": as_of, "known_on": known_on or NOW}
    return [month for (month,) in con.execute(MONTHS, values).fetchall()]


def groups(con: duckdb.DuckDBPyConnection, profile: Profile, month: date, known_on: date | None = None) -> Rows:
    """Return one row per group of a compared month: who is in it, its figures, and the facts that reasons rest on."""
    return _rows(con, GROUPS, _values(profile, month, known_on))


def series(con: duckdb.DuckDBPyConnection, profile: Profile, months: list[date], known_on: date | None = None) -> Rows:
    """Return reported and booked of the last month's groups in each of the months (group_id, month, two amounts)."""
    return _rows(con, SERIES, _values(profile, months[-1], known_on) | {"months": months})


def shares(con: duckdb.DuckDBPyConnection, profile: Profile, month: date, known_on: date | None = None) -> Rows:
    """Return the projects of groups whose shares are confirmed, each with its part of what is booked."""
    return _rows(con, SHARES, _values(profile, month, known_on))


def totals(con: duckdb.DuckDBPyConnection, profile: Profile, month: date, known_on: date | None = None) -> Rows:
    """Return all that is reported and all that the return books, summed without groups or links: the bridge's ends."""
    return _rows(con, TOTALS, _values(profile, month, known_on))


def _values(profile: Profile, month: date, known_on: date | None) -> dict[str, Any]:
    return {"district": profile.id, "month": month, "known_on": known_on or NOW}


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> Rows:
    answer = con.execute(sql, values)
    names = [column for column, *_ in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
