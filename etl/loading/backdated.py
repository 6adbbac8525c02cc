"""Loads behind a frozen meeting, bulletin or sign-off: refused unless they are said to be late. The frozen never moves.

What is frozen stands in the ledger (kind ``freeze``): ``what`` (meeting, bulletin, sign_off), ``quarter`` or ``as_of``,
``frozen_on``. A file is behind it if it is dated no later than that day and speaks of a month that the frozen covers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from data.ledger import Entry

KIND = "freeze"
WHAT = {"meeting": "季度讲评", "bulletin": "通报", "sign_off": "签核"}
MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True)
class Frozen:
    """Something whose figures stand for ever: until which month it speaks, and as known on which day."""

    name: str
    as_of: date
    frozen_on: date


def frozen(entries: Iterable[Entry]) -> list[Frozen]:
    """Return what is frozen, by ledger entries of one district; the last entry on a subject speaks."""
    last = {entry.subject or f"entry:{entry.id}": entry for entry in entries}
    return [one for entry in last.values() if entry.payload.get("status") != "undone" for one in _read(entry)]


def behind(all_frozen: Iterable[Frozen], received_on: date, months: Iterable[date | None]) -> list[Frozen]:
    """Return what a file dated ``received_on`` would change: months None are those of sheets that name no month."""
    first = min((month or date.min for month in months), default=date.min)
    return [one for one in all_frozen if received_on <= one.frozen_on and first <= one.as_of]


def refusal(name: str, received_on: date, stopped_by: Iterable[Frozen]) -> str:
    """Say why a file is refused and what to do."""
    said = "、".join(f"{one.name}（{one.frozen_on}冻结）" for one in stopped_by)
    return (
        f"{name}：收到日期 {received_on} 在已冻结的{said}之前或当天，而它说到那时以前的月份。已冻结的数字不会变；"
        "确实要补记，请加 --late"
    )


def months_of(tables: Mapping[str, pa.Table], effective: Mapping[str, str]) -> list[date | None]:
    """Return the months of a file's sheets, of plans the month from which they hold; None where there is none."""
    return [
        date.fromisoformat(effective[sheet["sheet"]]) if sheet["sheet"] in effective else sheet["month"]
        for sheet in tables["sheets"].to_pylist()
        if sheet["kind"]
    ]


def _read(entry: Entry) -> Iterable[Frozen]:
    """Read one freeze; one that says no month or no day (another program's) freezes nothing here."""
    said = entry.payload
    what = WHAT.get(str(said.get("what")), "数字")
    try:
        frozen_on = date.fromisoformat(str(said.get("frozen_on") or entry.at.date())[:10])
        if said.get("quarter"):
            as_of = _last_month(str(said["quarter"]))
            name = f"{as_of.year}年{(as_of.month + 2) // MONTHS_OF_A_QUARTER}季度{what.removeprefix('季度')}"
        else:
            as_of = date.fromisoformat(f"{str(said['as_of'])[:7]}-01")
            name = f"{as_of.year}年{as_of.month}月{what}"
    except (KeyError, ValueError):
        return
    yield Frozen(name, as_of, frozen_on)


def _last_month(quarter: str) -> date:
    """Return the last month of a quarter written 2026Q3, or as the first day of one of its months."""
    if "Q" in quarter.upper():
        year, number = quarter.upper().replace("-", "").split("Q")
        return date(int(year), int(number) * MONTHS_OF_A_QUARTER, 1)
    month = date.fromisoformat(quarter[:10])
    return month.replace(day=1, month=(month.month + 2) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER)
