"""Which loaded months are not over: not closed by the office, nor by a dispatch that came after their end."""

import json
from datetime import date

import duckdb

from data.decision_kinds import MonthClose
from data.known import NOW
from data.profile import Profile

CLOSED, UNDONE = "closed", "undone"
LOADED = """
select month, coalesce(open_until > $known_on, false) as is_open
from mart.source_month
where district = $district and kind = 'dispatch' and first_known_from <= $known_on
order by month desc
"""
DECIDED = """
select subject, entry_id, known_from, who, reason, payload
from mart.decision
where district = $district and kind = 'month_close' and known_from <= $known_on
qualify row_number() over (partition by subject order by entry_id desc) = 1
"""


def subject(month: date) -> str:
    """Return the ledger's subject of a month."""
    return MonthClose(month=month, status="closed").subject


def decided(
    con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None = None
) -> dict[str, tuple[int, date, str, str | None, str]]:
    """Return per subject the last decision: entry, day, who, reason, status (closed or undone)."""
    rows = con.execute(DECIDED, {"district": profile.id, "known_on": known_on or NOW}).fetchall()
    return {
        about: (entry, day, who, why, json.loads(said).get("status", "")) for about, entry, day, who, why, said in rows
    }


def open_months(con: duckdb.DuckDBPyConnection, profile: Profile, known_on: date | None = None) -> set[date]:
    """Return the loaded months that are open as known on a day.

    口径：当月的调度表只有中间情况（截至某日、某周），或都在月末以前收到，又没有人定稿的，是未完的月份。
    """
    closed = {about for about, (*_, status) in decided(con, profile, known_on).items() if status == CLOSED}
    rows = con.execute(LOADED, {"district": profile.id, "known_on": known_on or NOW}).fetchall()
    return {month for month, is_open in rows if is_open and subject(month) not in closed}
