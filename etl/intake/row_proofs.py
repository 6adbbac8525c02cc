"""Identities of rows: 合计 and 小计 against the rows they cover, numbers of projects (“45个”) against those read."""

import re
from collections.abc import Sequence
from decimal import Decimal

from etl.intake.as_read import AsRead
from etl.intake.coverage import ZERO, Sums
from etl.intake.identities import FEW_ROWS, FEW_SHARE, Identity, of_sum
from etl.intake.reading import Table
from etl.intake.row_account import Rows, Total
from etl.intake.text import plain, shown

COUNT = re.compile(r"[(（共计]\s*(\d{1,5})\s*(?:个|项|件)")
UNBOUNDED = 10**18  # out by more than any amount


def totals(read: AsRead, rows: Rows, sums: Sequence[Sums]) -> list[Identity]:
    """Each column's 合计 and 小计 against the sum of the rows that the whole total row covers."""
    found = []
    for one in sums:
        own = read.by_index.get(one.column.index)
        if own is None:
            continue
        said = [(total, *_difference(total, one)) for total in rows.totals if total.row in one.said]
        checked = [(total.row + 1, away <= of_sum(own, count)) for total, away, count in said if away is not None]
        wrong = tuple(row for row, agrees in checked if not agrees)
        words = f"{shown(one.column.label.text)}：合计、小计 = 各行之和"
        allowed = Decimal(of_sum(own, len(read.table.rows))) / 100
        agree = len(checked) - len(wrong)
        found.append(Identity("total", (one.column.field,), len(checked), agree, f"±{allowed} 万元", wrong, words))
    return found


def _difference(total: Total, sums: Sums) -> tuple[int | None, int]:
    """Return by how many cents a total is out, of how many rows; None where both are nothing."""
    amount = sums.said[total.row]
    added = sums.of((total.covers[0], total.covers[-1] + 1)) if total.covers else ZERO
    if not amount and not added:
        return None, 0
    return (int(abs(amount - added) * 100) if total.covers else UNBOUNDED), len(total.covers)


def counts(rows: Rows, kept: list[int], table: Table, above: Sequence[str]) -> list[Identity]:
    """A number of projects in title or group heading (“45个”) against the rows that were read."""
    lines = [table.rows[place] for place in kept]
    said: list[tuple[int, int, int]] = []  # the row it stands in, the number, how many were read
    for text in above:
        if found := COUNT.search(plain(text)):
            said.append((table.header.top, int(found[1]), len(lines)))
    headings = sorted(rows.headings)
    loose = sorted([*headings, *(row for row, why in enumerate(rows.reason) if why == "note")])
    tops = sorted(row for row in headings if rows.is_top_heading(row))
    for row, text in rows.headings.items():
        if found := COUNT.search(plain(text)):
            ends = [
                next((other for other in among if other > row), len(rows.outcome)) for among in (tops, headings, loose)
            ]
            read = [sum(row < line < end for line in lines) for end in ends[:: 1 if rows.is_top_heading(row) else -1]]
            said.append((row, int(found[1]), int(found[1]) if int(found[1]) in read else read[0]))
    said += [(total.row, total.count, len(total.covers)) for total in rows.totals if total.count and total.covers]
    differ = tuple(row + 1 for row, number, read in said if number != read)
    wrong = sum(abs(number - read) > max(FEW_ROWS, number * FEW_SHARE) for _, number, read in said)
    checked = len(said) - len(differ) + wrong  # a number that is out by a row or two is told, and proves nothing
    words = "标题、分组写的项目数 = 读到的项目数"
    return [Identity("projects", (), checked, checked - wrong, "相等", differ, words)] if said else []
