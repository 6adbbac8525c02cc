"""What is loaded and until when (数据截至): asked by the context bar and by every command that needs a month.

SQL over ``mart.source_month`` and ``source.file``; the connection is passed in.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from data import formats
from data.profile import Profile
from data.sheet_kinds import SHEET_LABELS

DISPATCH = "dispatch"
MONTHS = """
select month
from mart.source_month
where district = $district
    and kind = $kind
    and first_known_from <= coalesce($known_on, date '9999-12-31')
order by month desc
"""

DATA_AS_OF = """
select kind, max(month) as data_as_of
from mart.source_month
where district = $district
    and first_known_from <= coalesce($known_on, date '9999-12-31')
group by kind
order by kind
"""

RECEIVED = """
select distinct received_on
from source.file
where district = $district
order by received_on desc
"""

IS_DEMO = """
select coalesce(bool_or(is_demo), false) as is_demo
from source.file
where district = $district
"""


def months(con: Any, *, profile: Profile, known_on: date | None = None, kind: str = DISPATCH) -> list[date]:  # noqa: ANN401
    """Return the months of which a sheet of this kind is loaded, newest first."""
    values = {"district": profile.id, "kind": kind, "known_on": known_on}
    return [month for (month,) in con.execute(MONTHS, values).fetchall()]


def data_as_of(con: Any, *, profile: Profile, known_on: date | None = None) -> dict[str, date]:  # noqa: ANN401
    """Return per kind of sheet the last month that is loaded (数据截至)."""
    return dict(con.execute(DATA_AS_OF, {"district": profile.id, "known_on": known_on}).fetchall())


def received(con: Any, *, profile: Profile) -> list[date]:  # noqa: ANN401
    """Return the days on which files were received, newest first."""
    return [day for (day,) in con.execute(RECEIVED, {"district": profile.id}).fetchall()]


def is_demo(con: Any, *, profile: Profile) -> bool:  # noqa: ANN401
    """Tell whether any file of the district is 演示数据."""
    return bool(con.execute(IS_DEMO, {"district": profile.id}).fetchone()[0])


def until_words(kinds: Iterable[str], sources: Mapping[str, date], as_of: date, known_on: date | None = None) -> str:
    """Say 数据截至 as all pages, slides and reports do: one month where the kinds agree, else each its own.

    Args:
        kinds: the kinds of sheets that a figure is made of, in the order to name them.
        sources: the last loaded month of each kind.
        as_of: the month that is shown; no sheet speaks of later ones.
        known_on: the day of knowledge, where it is not today.

    Returns:
        “数据截至 2026年9月”, or “数据截至：月度调度 2026年9月，统计月报 2026年8月”; kinds not loaded are named.
    """
    kinds = list(dict.fromkeys(kinds))
    until = {kind: min(as_of, sources[kind]) for kind in kinds if kind in sources}
    dates = sorted(set(until.values()), reverse=True)
    if len(dates) == 1:
        parts = [f"数据截至 {formats.month(dates[0])}"]
    else:
        names = ["、".join(SHEET_LABELS[kind] for kind in until if until[kind] == last) for last in dates]
        said = [f"{name} {formats.month(last)}" for name, last in zip(names, dates, strict=True)]
        parts = [f"数据截至：{'，'.join(said)}"] if said else []
    parts += [f"{SHEET_LABELS[kind]}未载入" for kind in kinds if kind not in sources]
    parts += [f"数据时点 {formats.day(known_on)}"] if known_on else []
    return "；".join(parts)
