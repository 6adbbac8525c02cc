"""A table's amounts as its own columns say them, before anything is completed: what identities are checked on."""

from dataclasses import dataclass

import numpy as np

from etl.intake.identities import Figures, figures
from etl.intake.reading import Table
from etl.intake.rows import is_figure
from etl.intake.text import shown
from etl.intake.units import TOTALS

PROVING_TOTALS = (500, 1_000_000)  # 万元: what the statistics take in, and what no project of a district exceeds


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

    Half of the projects have a total of PROVING_TOTALS as read: in 元 that were less than any project that is
    reported, in 亿元 more than any district has.
    """
    for name in TOTALS:
        for column in read.all_of(name):
            cents = column.cents[column.cents > 0]
            if len(cents):
                return PROVING_TOTALS[0] <= float(np.median(cents)) / 100 <= PROVING_TOTALS[1]
    return False


def as_read(table: Table) -> AsRead:
    """Keep the amounts of a table that was just read: what is worked out later proves nothing."""
    found = {}
    for column in table.header.columns:
        if is_figure(table.kind, column):
            values = table.of(column)
            if values is not None:
                found[column.index] = figures(values, table.units.get(column.index, "万元"))
    return AsRead(table, found)
