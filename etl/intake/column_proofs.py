"""Identities of columns: what must hold between the amounts of one row if each column is read right."""

import re
from collections.abc import Sequence
from typing import Any

from etl.intake.as_read import AsRead
from etl.intake.identities import Figures, Identity, equal_sums, figures, share, shares_in
from etl.intake.money import FACTORS, read_amounts
from etl.intake.text import shown

SHARE = re.compile(r"占[^·]{1,12}|(?:完成|到位|支付|投资)(?:率|比例|百分比)|比例|占比|[^·]*完成率[^·]*")
OF_PLAN, OF_TOTAL = re.compile("计划|目标|任务|年度"), re.compile("总投资")
NEAR = 3  # columns left of a share that may be its part though nothing reads them
WHOLES = ("annual_plan_wan", "total_investment_wan", "planned_total_wan")
SUMS = {  # kind → whole and the parts that add up to it
    "dispatch": (("cumulative", "cumulative_wan", ("cumulative_last_year_wan", "reported_ytd_wan")),),
    "statistics_return": (
        (
            "components",
            "booked_ytd_wan",
            ("booked_construction_wan", "booked_installation_wan", "booked_equipment_wan", "booked_other_wan"),
        ),
    ),
}
Cells = list[tuple[Any, ...]]


def sums(read: AsRead, numbers: Sequence[int]) -> list[Identity]:
    """Columns that add up to another one."""
    found = []
    for name, whole, parts in SUMS.get(read.table.kind.id, ()):
        sums, columns = read.one(whole), [_of_the_year(read, part) for part in parts]
        if sums and all(columns):
            fields = tuple(field for field, _ in columns if field)  # type: ignore[misc]
            words = f"{read.label(whole)} = {' + '.join(map(read.label, fields))}"
            given = [column for _, column in columns]  # type: ignore[misc]
            found.append(equal_sums(name, (whole, *fields), given, sums, numbers, words))
    return found


def _of_the_year(read: AsRead, name: str) -> tuple[str, Figures] | None:
    """Return a field and its column; what was done in January alone is the year to date, too."""
    january = read.months("reported_month_wan")
    if name == "reported_ytd_wan" and read.one(name) is None and list(january) == [1]:
        return "reported_month_wan", january[1]
    column = read.one(name)
    return (name, column) if column else None


def months(read: AsRead, numbers: Sequence[int]) -> list[Identity]:
    """Months side by side against the year to date; the plan's last month, or their sum, against the year's plan."""
    found = []
    for name, whole in (("reported_month_wan", "reported_ytd_wan"), ("planned_ytd_wan", "annual_plan_wan")):
        months, sums = read.months(name), read.one(whole)
        if len(months) < 2 or sums is None:
            continue
        added = equal_sums(
            "months", (whole, name), list(months.values()), sums, numbers, f"{read.label(whole)} = 各月之和"
        )
        if name == "planned_ytd_wan" and 12 in months:
            words = f"{read.label(whole)} = 12月累计"
            last = equal_sums("months", (whole, name), [months[12]], sums, numbers, words)
            added = last if last.agree >= added.agree else added
        found.append(added)
    return found


def shares(read: AsRead, columns: Cells, numbers: Sequence[int]) -> list[Identity]:
    """Each column of shares against the part and the whole that explain most of its rows, the nearest to its left.

    A part may be a column that is not read: then the shares are said of that one, and prove nothing of the others.
    """
    table, found = read.table, []
    names = {column.index: column.field for column in table.header.columns if column.index in read.by_index}
    taken = {column.index for column in table.header.columns}
    for index, label in enumerate(table.header.labels):
        key = label.parts[-1].key if label.parts else ""
        if index in taken or not SHARE.fullmatch(key):
            continue
        parts = {at: one for at, one in read.by_index.items() if names[at] not in WHOLES}
        parts |= {at: one for at in range(max(0, index - NEAR), index) if (one := _unread(read, columns, at, taken))}
        wholes = {at: one for at, one in read.by_index.items() if names[at] in WHOLES and _may_be(names[at], key)}
        written = shares_in([columns[index][row] for row in table.rows])
        tried = []
        for at, part in parts.items():
            for of, whole in wholes.items():
                fields = (names.get(at, ""), names[of])
                words = [shown(table.header.labels[one].text) for one in (index, at, of)]
                identity = share(fields, written, part, whole, numbers, f"{words[0]} = {words[1]} ÷ {words[2]}")
                tried.append((identity.agree, index - at if at < index else 1000 + at, identity))
        if tried:
            _, _, best = max(tried, key=lambda one: (one[0], -one[1]))
            found += [best] if best.fields[0] else []
    return found


def _unread(read: AsRead, columns: Cells, index: int, taken: set[int]) -> Figures | None:
    """Return the amounts of a column that fills no field; None where there are hardly any."""
    if index in taken:
        return None
    cells = [columns[index][row] for row in read.table.rows]
    unit = read.table.header.labels[index].unit or next(iter(read.table.units.values()), "万元")
    amounts, faults = read_amounts(cells, unit if unit in FACTORS else "万元", None)
    found = figures(amounts)
    return found if not found.is_empty and len(faults) * 2 < len(cells) else None


def _may_be(whole: str, key: str) -> bool:
    if OF_TOTAL.search(key):
        return whole != "annual_plan_wan"
    return whole == "annual_plan_wan" if OF_PLAN.search(key) else True
