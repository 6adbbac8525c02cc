"""The columns of a table, read: for each field a list of values, one a row; the cells that could not be, as faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from etl.intake import percents, values
from etl.intake.columns import Column
from etl.intake.dates import date_reader, row_month_reader
from etl.intake.header import Header
from etl.intake.kinds import Kind, words
from etl.intake.matching import WIDE
from etl.intake.money import amounts, read_amounts, with_format_units
from etl.intake.names import Names
from etl.intake.no_amounts import WHOLES, no_amounts
from etl.intake.quarters import quarter_reader
from etl.intake.text import as_text
from etl.intake.thing_cells import reader_of
from etl.intake.tiers import tier
from etl.intake.values import Fault, Reader

SHOWN_AS_PERCENT = ("percent", "rate_cell", "money")  # an amount shown as 45% is none: its reader says so
PLAN = "annual_plan_wan"
DITTO = frozenset(words("ditto"))


@dataclass
class Table:
    """A table's rows as they are read. Lists are in the order of ``rows`` (sheet rows from 0)."""

    header: Header
    rows: list[int]
    fields: dict[str, Sequence[Any]] = field(default_factory=dict)
    by_month: dict[str, dict[int, Sequence[Any]]] = field(default_factory=dict)  # field → month → values
    faults: list[tuple[int, Column, Any, Fault]] = field(default_factory=list)  # place in rows, column, cell, reason
    units: dict[int, str] = field(default_factory=dict)  # column → unit its amounts were read in
    said: dict[str, Sequence[Any]] = field(default_factory=dict)  # texts as they stood, where the field differs
    dated: dict[tuple[str, date], Sequence[Any]] = field(default_factory=dict)  # field and month from which it holds
    doubts: dict[str, str] = field(default_factory=dict)  # what of its reading is in doubt, by kind, in words

    @property
    def kind(self) -> Kind:
        """The table's kind, which is known once it is read."""
        assert self.header.kind is not None  # noqa: S101
        return self.header.kind

    def of(self, column: Column) -> Sequence[Any] | None:
        """Return what one column says: of months side by side, and of plans of several years, its own."""
        if column.field in self.by_month and column.label.month in self.by_month[column.field]:
            return self.by_month[column.field][column.label.month]
        return self.dated[column.field, _since(column)] if self.is_later(column) else self.fields.get(column.field)

    def is_later(self, column: Column) -> bool:
        """Tell whether a column's figures hold from another month than the sheet's: the plan of a later year."""
        return (column.field, _since(column)) in self.dated

    def field_at(self, index: int) -> str:
        """Return the field that the column at an index fills."""
        return next(one.field for one in self.header.columns if one.index == index)

    def values(self, name: str) -> Sequence[Any]:
        """Return a field's values; nothing said where the table has no such column."""
        return self.fields.get(name) or [None] * len(self.rows)


@dataclass(frozen=True)
class Context:
    """What is known of the table beside its cells."""

    names: Names
    unit: str | None  # what title and notes state
    year: int | None
    dollar: Decimal | None
    percents: frozenset[tuple[int, int]] = frozenset()  # cells (row, column) whose number is shown as a percent


def read_table(header: Header, rows: list[int], columns: list[tuple[Any, ...]], context: Context) -> Table:
    """Read every column of a table."""
    table = Table(header, rows)
    whole = rows == list(range(rows[0], rows[-1] + 1)) if rows else False
    for column in sorted(header.columns, key=lambda one: one.field not in WHOLES):  # totals judge the other amounts
        cells: Sequence[Any] = columns[column.index]
        cells = cells[rows[0] : rows[-1] + 1] if whole else [cells[row] for row in rows]
        if column.field in table.kind.fill_merged and not DITTO.isdisjoint(cells):
            cells = _as_above(cells)
        cells = _as_laid_out(column, header, rows, columns, cells)
        how = table.kind.reads(column.field)
        if how in SHOWN_AS_PERCENT:
            cells = percents.as_percents(cells, rows, column.index, context.percents)
        if how == "money":
            cells = with_format_units(
                cells, _unit(column, context), is_stated=_stated_unit(column, context) is not None
            )
            unit = table.units[column.index] = _unit(column, context)
            found: Sequence[Any]
            found, faults = read_amounts(cells, unit, context.dollar)
            if others := no_amounts(column.field, cells, found, _totals(table)):
                faults |= others
                found = amounts([None if place in others else amount for place, amount in enumerate(found)])
        else:
            found, faults = values.read_column(cells, _reader(how, column, cells, context))
        for place, reason in faults.items():
            table.faults.append((place, column, cells[place], reason))
        _keep(table, column, found, context.year)
    for column in header.columns:
        if column.plus is not None:
            _add_own_month(table, column)
    return table


def _totals(table: Table) -> Sequence[Decimal | None]:
    return next((table.fields[name] for name in WHOLES if name in table.fields), [None] * len(table.rows))


def _add_own_month(table: Table, column: Column) -> None:
    """Add a month's own figure to what was done before it; nothing where one of both cells cannot be read."""
    month = next(one for one in table.header.columns if one.index == column.plus)
    faulty = {place for place, one, *_ in table.faults if one.index in (column.index, month.index)}
    pairs = zip(table.of(column) or (), table.of(month) or (), strict=True)
    table.fields[column.field] = amounts(
        [
            None if place in faulty or one is other is None else (one or Decimal(0)) + (other or Decimal(0))
            for place, (one, other) in enumerate(pairs)
        ]
    )


def _as_above(cells: Sequence[Any]) -> Sequence[Any]:
    """Give the cells that say “the same as above” what stands above them."""
    said: list[Any] = []
    for cell in cells:
        said.append(said[-1] if cell in DITTO and said else cell)
    return said


def _unit(column: Column, context: Context) -> str:
    """Return the unit of a column's amounts: its own, else what the sheet states, else 万元."""
    return _stated_unit(column, context) or "万元"


def _stated_unit(column: Column, context: Context) -> str | None:
    stated = column.label.unit
    laid_out = column.options["column"].unit if column.options else None
    return laid_out or (stated if stated != "%" else None) or context.unit


def _reader(how: str, column: Column, cells: Sequence[Any], context: Context) -> Reader:
    if how.endswith("_cell"):
        return reader_of(how, column.label, cells, context.year)
    if how == "percent":
        return percents.percent_reader(cells, column.label.unit)
    if how in ("unit", "town", "batch"):
        return context.names.reader(how)
    if how == "date":
        return date_reader(context.year)
    if how == "row_month":
        return row_month_reader(context.year)
    if how == "quarter":
        return quarter_reader(context.year)
    return {
        "text": values.text,
        "name": values.name,
        "code": values.code,
        "number": values.number,
        "yes_no": values.yes_no,
        "whole": values.whole,
        "year": values.year,
        "tier": tier,
        "identifier": values.identifier,
    }[how]


def _keep(table: Table, column: Column, found: Sequence[Any], year: int | None) -> None:
    is_laid_out = bool(column.options) and column.options["column"].effective_month is not None
    is_later_plan = column.field == PLAN and bool(year and column.label.year and column.label.year > year)
    if is_laid_out or is_later_plan:
        table.dated[column.field, _since(column)] = found
    elif column.field in WIDE and column.label.month:
        table.by_month.setdefault(column.field, {})[column.label.month] = found
    elif column.field in table.fields:  # a layout may fill a field from two columns: the first that says something
        before = table.fields[column.field]
        table.fields[column.field] = [a if a is not None else b for a, b in zip(before, found, strict=True)]
    else:
        table.fields[column.field] = found


def _since(column: Column) -> date:
    """Return from when a column's figures hold: as a layout says, else from the beginning of its header's year."""
    laid_out = column.options.get("column")
    if laid_out and laid_out.effective_month:
        return date.fromisoformat(f"{laid_out.effective_month}-01")
    return date(column.label.year or 1, 1, 1)


def _as_laid_out(
    column: Column, header: Header, rows: list[int], columns: list[tuple[Any, ...]], cells: Sequence[Any]
) -> Sequence[Any]:
    """Carry out what a layout says of a column: value maps, and conditions on other columns."""
    laid_out = column.options.get("column")
    if laid_out is None or header.layout is None:
        return cells
    if laid_out.values:
        cells = [laid_out.values.get(as_text(cell).strip(), cell) for cell in cells]
    for other, allowed in laid_out.only_if.items():
        place = header.layout.find(header.labels, other)
        says = columns[place] if place is not None else [""] * (rows[-1] + 1 if rows else 0)
        cells = [cell if as_text(says[row]).strip() in allowed else "" for row, cell in zip(rows, cells, strict=True)]
    return cells
