"""From a metric's frame to a table: labels, units and figures by the dictionary, as on the pages."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data import dictionary, formats
from data.dictionary import Entry, Kind
from reports.content import Cell, Column, Table

WITHHELD = "不列示"
TOTAL = "合计"


@dataclass(frozen=True)
class Shown:
    """A column to show: its field, and what differs from the dictionary. A field that is not there is text."""

    field: str
    label: str = ""
    width: float = 1.0
    kind: Kind | None = None
    unit: str | None = None
    is_centred: bool = False

    @property
    def entry(self) -> Entry:
        """How the column is called and written."""
        if self.kind and self.label:
            unit = dictionary.UNITS.get(self.kind, "") if self.unit is None else self.unit
            return Entry(name=self.field, label=self.label, kind=self.kind, unit=unit, meaning="")
        known = dictionary.lookup(self.field)
        given = {"label": self.label or None, "unit": self.unit, "kind": self.kind}
        return known.model_copy(update={key: value for key, value in given.items() if value is not None})


def table(
    frame: pd.DataFrame,
    columns: Sequence[Shown],
    *,
    name: str,
    title: str,
    total: pd.Series | None = None,
    note: str = "",
) -> Table:
    """Make a table.

    Args:
        frame: one row a row, in order; where ``is_withheld`` is true, empty figures read “不列示”.
        columns: what to show, in order.
        name: short, a sheet's tab.
        title: what the table is.
        total: values of the row below, by field; columns that are not in it stay empty, the widest reads “合计”.
        note: what must be known to read it.
    """
    entries = [column.entry for column in columns]
    hidden = frame["is_withheld"].tolist() if "is_withheld" in frame else [False] * len(frame)
    rows = [
        tuple(_cell(row[entry.name], entry, is_withheld=is_hidden) for entry in entries)
        for row, is_hidden in zip(frame.to_dict("records"), hidden, strict=True)
    ]
    return Table(
        name=name,
        title=title,
        columns=tuple(
            Column(
                field=entry.name,
                label=entry.label,
                unit=entry.unit,
                kind=entry.kind,
                width=column.width,
                align="right" if _is_number(entry) else "center" if column.is_centred else "left",
            )
            for entry, column in zip(entries, columns, strict=True)
        ),
        rows=tuple(rows),
        total=None if total is None else _total(total, columns, entries),
        note=note,
    )


def extent(shown: pd.DataFrame, whole: pd.DataFrame, *, counter: str = "个", thing: str = "", order: str = "") -> str:
    """Say how many rows there are and, of a list cut short, how many are shown: 共120个，按进度缺口列前10个."""
    cut = f"，{order}列前{len(shown)}{counter}" if len(shown) < len(whole) else ""
    return f"共{len(whole)}{counter}{thing}{cut}"


def cell(value: object, entry: Entry) -> Cell:
    """One cell: words by the dictionary, and the number behind them."""
    return _cell(value, entry)


def _cell(value: object, entry: Entry, *, is_withheld: bool = False) -> Cell:
    if formats.is_missing(value):
        return Cell(text=WITHHELD if is_withheld and _is_number(entry) else dictionary.write(entry, value))
    return Cell(text=dictionary.write(entry, value), value=float(value) if _is_number(entry) else None)  # type: ignore[arg-type]


def _is_number(entry: Entry) -> bool:
    return Column(field=entry.name, label="", kind=entry.kind).is_number


def _total(values: pd.Series, columns: Sequence[Shown], entries: Sequence[Entry]) -> tuple[Cell, ...]:
    cells = [_cell(values[entry.name], entry) if entry.name in values.index else Cell(text="") for entry in entries]
    free = [at for at, entry in enumerate(entries) if entry.name not in values.index]
    if free:
        cells[max(free, key=lambda at: columns[at].width)] = Cell(text=TOTAL)
    return tuple(cells)
