"""What a district said in four months, small enough to check by hand, and the tables that the build derives from it."""

from data.known import derive
from tests.tables import warehouse

UNIT = """
    district | unit   | kind     | is_ranked | sort_key
    x        | 城建局 | 区直部门 | true      | a
    x        | 东镇   | 镇       | true      | b
"""
BATCH = """
    district | batch  | yardstick   | position | is_in_text
    x        | 续建   | continuing  | 1        | true
    x        | 新开工 | new_start   | 2        | true
    x        | 前期   | preliminary | 3        | true
"""
LOADED = """
    district | kind              | month      | first_known_from | last_known_from
    x        | dispatch          | 2025-12-01 | 2026-01-12       | 2026-01-12
    x        | dispatch          | 2026-01-01 | 2026-02-12       | 2026-02-12
    x        | dispatch          | 2026-02-01 | 2026-03-12       | 2026-03-12
    x        | dispatch          | 2026-03-01 | 2026-04-12       | 2026-04-12
    x        | statistics_return | 2026-02-01 | 2026-03-15       | 2026-03-15
    x        | statistics_return | 2026-03-01 | 2026-04-15       | 2026-04-15
"""
CALENDAR = """
    district | month      | has_return | period | closed_period
    x        | 2025-12-01 | true       | 22287  | 22287
    x        | 2026-01-01 | false      | 22288  | 22287
    x        | 2026-02-01 | true       | 22288  | 22288
    x        | 2026-03-01 | true       | 22289  | 22289
"""


def derived(**histories: str):
    con = warehouse(
        **{"unit": UNIT, "batch": BATCH, "source_month": LOADED, "statistics_calendar": CALENDAR} | histories
    )
    derive(con)
    return con
