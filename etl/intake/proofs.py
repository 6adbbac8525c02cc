"""What a sheet proves of its own reading: identities between its columns, rows and totals, and whether they suffice.

A reading is *proven* when all of this holds (kinds of PROVEN_KINDS; of the other kinds, whose amounts nothing adds up,
only that the unit is stated, or that no other unit fits):

1. nothing is in doubt: every amount column is understood, its unit is stated, no unread column could be the same;
2. every amount column with a figure in it takes part in at least one satisfied identity: a heading that is understood
   whole says what the column is, the identity says that the cells below it are that;
3. no identity between columns is contradicted in more than a few rows, each of which is told, and no 合计 is.

Sums of rows alone prove that rows are complete. They count for a column only together with (1): its heading understood
whole. A reading that is not proven is asked once (``etl/loading/asking.py``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl.intake import column_proofs, row_proofs
from etl.intake.as_read import AsRead, sizes_prove_unit
from etl.intake.choices import Option, choices
from etl.intake.column_account import SAMPLED, is_amount
from etl.intake.column_proofs import SHARE, Cells
from etl.intake.columns import Column, UnreadColumn, letters
from etl.intake.coverage import Sums
from etl.intake.identities import FEW_ROWS, FEW_SHARE, NAMED_ROWS, Figures, Identity
from etl.intake.layout import header_key
from etl.intake.parsed import SheetResult
from etl.intake.reading import Table
from etl.intake.row_account import Rows
from etl.intake.rows import is_figure
from etl.intake.text import shown

PROVEN_KINDS = frozenset({"dispatch", "annual_plan", "statistics_return"})
MEASURE = re.compile("投资|完成|计划|产值|任务|目标|累计|合计|小计|金额|数额|实际")
SLIP = "suspected_unit_slip"  # the kind of a notice
NOTE = "note"  # the kind of a doubt: what stands beside the table contradicts its reading
UNIT = "unit_assumed"  # the kind of a doubt, and of the notice that tells it
WITH_THE_STORE = frozenset({"total_known", "plan_known", "last_year_known", "month", "growth"})


def speaks_against(one: Identity) -> bool:
    """Tell whether an identity speaks against a reading; what is known from before may have changed in some rows."""
    if one.name in WITH_THE_STORE:
        return 2 * one.agree < one.checked
    return one.verdict == "contradicted"


@dataclass
class Reading:
    """How one table was read, and what proves it."""

    kind: str
    columns: list[dict[str, Any]]  # of every column with words or figures: position, header, field, unit
    layout: str | None  # digest of the layout by which it is read
    sums: dict[str, str]  # projects, and each amount field's sum in 万元
    doubts: dict[str, str] = field(default_factory=dict)  # what is in doubt, by kind, in words
    identities: list[Identity] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)  # fields of amount columns that take part in no identity
    needs_proof: bool = False
    choices: list[list[Option]] = field(default_factory=list)  # where a heading leaves open what its column is

    @property
    def is_proven(self) -> bool:
        """Whether the sheet itself proves the reading."""
        if self.kind not in PROVEN_KINDS:
            return UNIT not in self.doubts
        return not (self.doubts or self.unproven or any(map(speaks_against, self.identities)))

    @property
    def against(self) -> list[str]:
        """What speaks against the reading whatever its layout: identities that fail, a note; without figures."""
        failed = {f"{one.name}:{','.join(one.fields)}" for one in self.identities if speaks_against(one)}
        noted = [re.sub(r"\d+", "", self.doubts[NOTE])] if NOTE in self.doubts else []
        return [*sorted(failed), *noted]

    def to_json(self) -> dict[str, Any]:
        """Return it as the report and what waits tell it."""
        return {
            "kind": self.kind,
            "columns": self.columns,
            "layout": self.layout,
            "sums": self.sums,
            "doubts": list(self.doubts.values()),
            "unproven": self.unproven,
            "against": self.against,
            "needs_proof": self.needs_proof,
            "is_proven": self.is_proven,
            "proofs": [one.to_json() for one in self.identities],
        }


def prove(
    read: AsRead, rows: Rows, columns: Cells, sums: Sequence[Sums], above: Sequence[str], result: SheetResult
) -> Reading:
    """Check every identity that the table can carry.

    Args:
        read: its amounts, as ``as_read`` kept them.
        rows: what became of its rows.
        columns: the sheet's cells by column.
        sums: what its totals say, and the sums of its rows.
        above: what is said above it (numbers of projects).
        result: the sheet's, for what was noticed.
    """
    table = read.table
    kept = [place for place, row in enumerate(table.rows) if rows.outcome[row] == "loaded"]
    numbers = [row + 1 for row in table.rows]
    found = [
        *column_proofs.sums(read, numbers),
        *column_proofs.months(read, numbers),
        *column_proofs.shares(read, columns, numbers),
        *row_proofs.totals(read, rows, sums),
        *row_proofs.counts(rows, kept, table, above),
    ]
    identities = [one for one in found if one.checked]
    proven = {name for one in identities if one.verdict == "satisfied" for name in one.fields}
    across = {name for one in identities if one.verdict == "satisfied" and one.name != "total" for name in one.fields}
    proven |= {table.field_at(one.plus) for one in table.header.columns if one.plus is not None and one.field in across}
    amount_columns = [column for column in table.header.columns if is_figure(table.kind, column)]
    said = {column.field for column in amount_columns if any(not one.is_empty for one in read.all_of(column.field))}
    is_open = [] if table.header.layout else choices(table.header)
    doubts = _doubts(read, columns, rows, result)
    reading = Reading(
        kind=table.kind.id,
        columns=[_column(table, index) for index in range(len(table.header.labels)) if _is_worded(table, index)],
        layout=table.header.layout.digest if table.header.layout else None,
        sums={"projects": str(len(kept))} | {name: _wan(_of_the_sheet(read, name), kept) for name in sorted(said)},
        doubts=doubts,
        identities=identities,
        unproven=sorted(
            (said - proven)
            | (said & {one.field for one in amount_columns if one.also or one.plus is not None} - across)
        ),
        needs_proof=bool(said or table.header.contested or is_open)
        if table.kind.id in PROVEN_KINDS
        else bool(said) and UNIT in doubts,
        choices=is_open,
    )
    result.readings.append(reading)
    return reading


def _of_the_sheet(read: AsRead, name: str) -> list[Figures]:
    """Return the columns of a field that are of the sheet's own period: not the plan of a later year."""
    table = read.table
    later = {column.index for column in table.header.columns if table.is_later(column)}
    columns = [one.index for one in table.header.columns if one.field == name and one.index not in later]
    return [read.by_index[index] for index in columns if index in read.by_index]


def _wan(columns: list[Figures], kept: list[int]) -> str:
    return str(Decimal(sum(column.total(kept) for column in columns)) / 100)


def _is_worded(table: Table, index: int) -> bool:
    return bool(table.header.labels[index].text) or any(one.index == index for one in table.header.columns)


def _column(table: Table, index: int) -> dict[str, Any]:
    label = table.header.labels[index]
    column = next((one for one in table.header.columns if one.index == index), None)
    place = column or Column(index, label, "")
    unit = table.units.get(index)
    return {
        "position": place.position,
        "header": label.text,
        "key": header_key(label.text),
        "field": column.field if column else None,
        "unit": unit,
    } | ({"plus": letters(column.plus)} if column and column.plus is not None else {})


def _doubts(read: AsRead, columns: Cells, rows: Rows, result: SheetResult) -> dict[str, str]:
    """Return what of the reading is in doubt, by kind, in words."""
    table = read.table
    noticed = {kind: text for _, _, kind, text, *_ in result.about["notices"]}
    said = {UNIT: noticed[UNIT]} if UNIT in noticed and (SLIP in noticed or not sizes_prove_unit(read)) else {}
    said |= table.doubts
    if table.header.unit_doubt:
        said["unit_doubt"] = table.header.unit_doubt
    if table.header.note_doubt:
        said[NOTE] = table.header.note_doubt
    unread = [one for one in table.header.unread if _may_be_the_same(one, table, columns)]
    if unread:
        named = "、".join(f"{letters(one.index)} 列“{shown(one.label.text)}”（{one.reason}）" for one in unread)
        said["unread"] = f"有数字而没有读的列：{named}"
    if rows.doubtful:
        named = "；".join(f"第 {row + 1} 行{why}" for row, why in list(rows.doubtful.items())[:NAMED_ROWS])
        said["rows"] = f"拿不准的行：{named}"
    refused = [row for row in table.rows if rows.outcome[row] == "rejected"] + [
        row for row in rows.refused if _has_amounts(read, columns, row)
    ]
    if len(refused) > max(FEW_ROWS, FEW_SHARE * len(table.rows)):
        named = "、".join(str(row + 1) for row in sorted(refused)[:NAMED_ROWS])
        said["refused"] = f"{len(refused)} 行有数字而没有载入，如第 {named} 行"
    return said


def _has_amounts(read: AsRead, columns: Cells, row: int) -> bool:
    return any(isinstance(columns[index][row], int | float) for index in read.by_index)


def _may_be_the_same(one: UnreadColumn, table: Table, columns: Cells) -> bool:
    """Tell whether a column that is not read holds amounts that one which is read could be meant to hold."""
    if one.state == "known" or one.label.unit == "%":
        return False
    key = one.label.parts[-1].key
    if SHARE.fullmatch(key) or not (one.state == "contested" or MEASURE.search(key)):
        return False
    return is_amount(one.label.unit, [columns[one.index][row] for row in table.rows[:SAMPLED]])
