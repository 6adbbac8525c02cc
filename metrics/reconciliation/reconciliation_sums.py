"""Sums of balances (报统对账): the amounts of a group, of a unit or batch, of the district; and rows as a frame."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from data.reasons import reasons
from metrics import groups
from metrics.reconciliation.reconciliation_balance import Balance
from metrics.reconciliation.reconciliation_parts import CENT, ZERO

ACROSS = {by: groups.ACROSS[by] for by in ("responsible_unit", "batch")}
NOT_LINKED = "未匹配"  # the unit and batch of return projects that hang on no dispatch project

AMOUNTS = (
    "reported_ytd_wan", "booked_ytd_wan", "difference_wan", "gap_wan", "gross_gap_wan", "explained_wan",
    "proposed_wan", "unexplained_wan",
)  # fmt: skip


def frame(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a frame of these columns; exact amounts become numbers once all is summed."""
    made = pd.DataFrame([{name: row.get(name) for name in columns} for row in rows], columns=list(columns))
    for name in columns:
        if name.endswith(("_wan", "_share", "booked_to_reported")):
            made[name] = pd.to_numeric(made[name].map(lambda cell: None if cell is None else float(cell)))
        elif name.endswith("_month"):
            made[name] = pd.to_datetime(made[name])
        elif name in ("open_months", "last_entry_id"):
            made[name] = made[name].astype("Int64")
    return made


def amounts_of(one: Balance) -> dict[str, Decimal | None]:
    """Return a group's amounts, as ``AMOUNTS`` names them."""
    gap = one.difference if one.is_dispatched else ZERO
    return {
        "reported_ytd_wan": one.facts["reported_ytd_wan"] if one.is_dispatched else None,
        "booked_ytd_wan": one.facts["booked_ytd_wan"],
        "difference_wan": one.difference,
        "gap_wan": gap,
        "gross_gap_wan": abs(gap),
        "explained_wan": one.settled if one.is_dispatched else ZERO,
        "proposed_wan": one.proposed,
        "unexplained_wan": one.unexplained,
    }


def whose(one: Balance, by: str) -> str:
    """Return the unit or batch of a group, 跨单位 where it has several."""
    if not one.is_dispatched:
        return NOT_LINKED
    names = one.facts["units" if by == "responsible_unit" else "batches"]
    return names[0] if len(names) == 1 else ACROSS[by]


def summed_rows(found: list[Balance], split: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Return the sums by unit or batch, the largest gap first, what hangs on no dispatch project last."""
    members: dict[str, list[dict[str, Any]]] = {}
    for row in split:
        members.setdefault(row["group_id"], []).append(row)
    sums: dict[str, dict[str, Any]] = {}
    gathered: dict[str, list[Balance]] = {}
    for one in found:
        key = whose(one, by)
        shared = members.get(one.group_id) if key == ACROSS[by] else None
        if not shared:
            gathered.setdefault(key, []).append(one)
            continue
        for name, amounts in _shared_out(one, shared, by).items():
            row = sums.setdefault(name, dict.fromkeys(AMOUNTS, ZERO) | {"groups": 0})
            for column, amount in amounts.items():
                row[column] += amount
            row["groups"] += 1
    rows = []
    for key in sorted(gathered.keys() | sums.keys()):
        row = sums_of(gathered.get(key, []), sums.get(key))
        rows.append(row | {by: key, "compared_month": found[0].month})
    return sorted(rows, key=lambda row: (row[by] == NOT_LINKED, -abs(row["gap_wan"]), row[by]))


def _shared_out(one: Balance, members: list[dict[str, Any]], by: str) -> dict[str, dict[str, Decimal]]:
    """Return a group's amounts by unit or batch: figures by confirmed shares, the rest in proportion to differences.

    Whatever rounding leaves goes to the last, so that the parts add up to the group.
    """
    whole = {name: amount or ZERO for name, amount in amounts_of(one).items()}
    rest = dict(whole)
    found: dict[str, dict[str, Decimal]] = {}
    for place, member in enumerate(members):
        is_last = place == len(members) - 1
        reported, booked = member["reported_ytd_wan"], _cents(member["booked_ytd_wan"])
        gap = reported - booked
        part = gap / one.difference if one.difference else ZERO
        amounts = {
            "reported_ytd_wan": reported,
            "booked_ytd_wan": booked,
            "difference_wan": gap,
            "gap_wan": gap,
            **{
                name: _cents(whole[name] * part)
                for name in ("gross_gap_wan", "explained_wan", "proposed_wan", "unexplained_wan")
            },
        }
        amounts = dict(rest) if is_last else amounts
        row = found.setdefault(member[by], dict.fromkeys(AMOUNTS, ZERO))
        for name in AMOUNTS:
            row[name] += amounts[name]
            rest[name] -= amounts[name]
    return found


def _cents(amount: Decimal) -> Decimal:
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def sums_of(found: list[Balance], more: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the sums of groups, and their rates: ratios of sums."""
    row: dict[str, Any] = dict.fromkeys(AMOUNTS, ZERO) | {"groups": 0} | (more or {})
    leaving = settled = linked = ZERO
    for one in found:
        for name, amount in amounts_of(one).items():
            row[name] += amount or ZERO
        if one.is_dispatched:
            row["groups"] += 1
            linked += one.facts["booked_ytd_wan"] or ZERO
            settled += sum((abs(part.amount) for part in one.parts if part.is_settled), ZERO)
            # what is only proposed stays in the ratio until a person decides
            leaves = (part for part in one.parts if part.is_settled and reasons()[part.reason].leaves_ratio)
            leaving += sum((part.amount for part in leaves), ZERO)
    compared = row["reported_ytd_wan"] - leaving
    linked += more["booked_ytd_wan"] if more else ZERO
    settled += abs(more["explained_wan"]) if more else ZERO
    return row | {
        "open_groups": sum(1 for one in found if one.proposed or one.unexplained),
        "booked_to_reported": linked / compared if compared else None,
        "explained_share": settled / row["gross_gap_wan"] if row["gross_gap_wan"] else None,
    }
