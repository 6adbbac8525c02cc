"""A table's amounts as its own columns say them, before anything is completed: what identities are checked on."""

from dataclasses import dataclass

import numpy as np

from etl.intake.identities import Figures, figures
from etl.intake.reading import Table
from etl.intake.rows import is_figure
from etl.intake.text import shown
from etl.intake.units import TOTALS

PROVING_TOTALS = (500, 1_000_000)  # 万元: what the statistics take in, and what no project of a district exceeds
APART = 2000  # a sum so many times smaller than that of the totals may be in another unit


@dataclass(frozen=True)
class AsRead:
    """A table's amounts as its own columns say them, before anything is completed."""

    table: Table
    by_index: dict[int, Figures]  # of every column of amounts that is read

    def all_of(self, name: str) -> list[Figures]:
        """Return the columns that fill a field: months side by side are several."""
        columns = self.table.header.columns
        return [self.by_index[one.index] for one in columns if one.field == name and one.index in self.by_index]

    def one(self, name: str) -> Figures | None:
        """Return the one column that fills a field; None where there is none, or several."""
        found = self.all_of(name)
        return found[0] if len(found) == 1 else None

    def months(self, name: str) -> dict[int, Figures]:
        """Return the columns of months side by side that fill a field."""
        columns = self.table.header.columns
        return {one.label.month: self.by_index[one.index] for one in columns if one.field == name and one.label.month}

    def label(self, name: str) -> str:
        """Return what the first column of a field is called."""
        return next(shown(one.label.text) for one in self.table.header.columns if one.field == name)


def sizes_prove_unit(read: AsRead) -> bool:
    """Tell whether totals whose unit nobody states can be of no other size than 万元.

    The middle one is in PROVING_TOTALS as read: in 元 that were less than any project that is reported, in 亿元 more
    than any district has. No other column is so small beside them that it may be in another unit.
    """
    totals = [column for name in TOTALS for column in read.all_of(name) if not column.is_empty]
    if len(totals) != 1:
        return False
    whole = totals[0].total()
    middle = float(np.median(totals[0].cents[totals[0].cents > 0])) / 100
    others = [column.total() for column in read.by_index.values() if not column.is_empty]
    return PROVING_TOTALS[0] <= middle <= PROVING_TOTALS[1] and all(other * APART > whole for other in others)


def as_read(table: Table) -> AsRead:
    """Keep the amounts of a table that was just read: what is worked out later proves nothing."""
    found = {}
    for column in table.header.columns:
        if is_figure(table.kind, column):
            values = table.of(column)
            if values is not None:
                found[column.index] = figures(values, table.units.get(column.index, "万元"))
    return AsRead(table, found)
