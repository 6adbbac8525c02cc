"""A warehouse for the assessment: the months of two quarters loaded for 天元, everything else as text tables say."""

from datetime import date

import duckdb

from data.profile import load_profile
from tests.tables import fill, warehouse

TIANYUAN = load_profile("tianyuan")
DERIVED = {"project", "project_month", "project_entry", "preliminary_stay"}  # they have no history of their own
Q2, Q3 = date(2026, 6, 1), date(2026, 9, 1)


def quarters(district: str = "tianyuan", **tables: str) -> duckdb.DuckDBPyConnection:
    """Return a warehouse in which dispatches and returns from April to September 2026 are loaded."""
    con = warehouse()
    con.execute("insert into meta.version values (2, '2026-10-20', '2026-10-20', false)")
    for month in range(1, 13):
        first = date(2026, month, 1)
        con.execute(
            "insert into mart.statistics_calendar values (?, ?, ?, ?, ?)",
            [district, first, month > 1, 2026 * 11 + max(month, 2), 2026 * 11 + month],
        )
        for kind in ("dispatch", "statistics_return") if 4 <= month <= 9 else ():
            con.execute("insert into mart.source_month values (?, ?, ?, ?, ?, 1, null)",
                        [district, kind, first, date(2026, month + 1, 5), date(2026, month + 1, 5)])  # fmt: skip
    for name, text in tables.items():
        fill(con, name, _for_district(text, district, has_history=name not in DERIVED))
    return con


def in_plan(*units: str, plan: int = 1200, done: int = 900) -> str:
    """Return project_month rows that give each unit one counted project in June and September, on pace in September."""
    rows = [
        "project_id | month | responsible_unit | yardstick | is_in_plan | is_counted | annual_plan_wan | carried_ytd_wan"
    ]
    for unit in units:
        rows += [f"P-{unit} | {month} | {unit} | continuing | true | true | {plan} | {done}" for month in (Q2, Q3)]
    return "\n".join(rows)


def _for_district(text: str, district: str, *, has_history: bool) -> str:
    """Put the district and, where it is not given, a day of receipt before every row."""
    head, *rows = [line for line in text.strip().splitlines() if line.strip()]
    given = head.replace(" ", "").split("|")
    known = "known_from | " if has_history and "known_from" not in given else ""
    day = "2026-10-05 | " if known else ""
    return "\n".join([f"district | {known}{head}", *(f"{district} | {day}{row}" for row in rows)])
