"""Warehouses for the entry metrics (入库入统), small enough to check by hand: how projects look in a month."""

from datetime import date

from data.profile import load_profile
from metrics.entry.entry_lag import entry_lag
from tests.tables import fill, warehouse

PROFILE = load_profile("tianyuan")
SEPTEMBER = date(2026, 9, 1)
JANUARY = date(2026, 1, 1)


def everywhere(text: str, **cells: object) -> str:
    """Put the same cells before every row of a text table."""
    header, *rows = [line for line in text.strip().splitlines() if line.strip()]
    names, values = " | ".join(cells), " | ".join(map(str, cells.values()))
    return "\n".join([f"{names} | {header}", *(f"{values} | {row}" for row in rows)])


def seen(as_of: date, projects: str, entries: str = "", *, december: str = "", loaded: str = ""):
    """A warehouse in which projects look so in the month as_of (and so in last December); with a return unless said."""
    con = warehouse()
    fill(con, "project_month", everywhere(projects, district=PROFILE.id, month=as_of))
    if entries:
        fill(con, "project_entry", everywhere(entries, district=PROFILE.id))
    if december:
        fill(con, "project_month", everywhere(december, district=PROFILE.id, month=date(as_of.year - 1, 12, 1)))
    returned = date(as_of.year - 1, 12, 1) if as_of.month == 1 else as_of
    loaded = loaded or f"kind | month\n statistics_return | {returned}"
    fill(con, "source_month", everywhere(loaded, district=PROFILE.id))
    return con


def by_project(con, as_of: date = SEPTEMBER, profile=PROFILE, **options):
    lag = entry_lag(con, profile=profile, as_of=as_of, by="project", **options)
    return lag.sort_values("project_id")
