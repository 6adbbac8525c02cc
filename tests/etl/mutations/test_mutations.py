"""However a workbook is damaged: no traceback, every row accounted for, no figure changed unless the report says so.

``GUATU_MUTATIONS`` says how many workbooks are tried, ``GUATU_MUTATION_SEED`` with which one to begin.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from data.originals import sheet_and_columns
from etl.intake import ParsedFile, Sheet, Workbook, WorkbookError, parse, parse_book
from etl.intake.kinds import kinds
from etl.intake.text import UNCALCULATED, plain
from tests.etl.intake.books import PROFILE
from tests.etl.mutations import files
from tests.etl.mutations.conftest import TRIED
from tests.etl.mutations.draft import Draft
from tests.etl.mutations.good import draw, draw_beside
from tests.etl.mutations.kinds import KINDS, Column
from tests.etl.mutations.mutations import damage
from tests.etl.mutations.wide import BARS, SHEETS, meaning, thing_of

COUNT = int(os.environ.get("GUATU_MUTATIONS", "300"))
FIRST = int(os.environ.get("GUATU_MUTATION_SEED", "0"))
BATCHES = 10
OF_THE_SHEET = {"sheet", "row", "month", "year", "quarter", "effective_month", "actual_start_precision", "join_id"}
BY_HEADINGS = {"batch", "adjustment", "tier"}  # may be said by a group heading
GAP = 2  # blank rows or columns between two tables


@dataclass
class Placed:
    """A draft on a sheet: in which row and column (from 0) it begins."""

    draft: Draft
    top: int = 0
    left: int = 0


@dataclass
class Tried:
    """What was read of a damaged workbook; ``found`` is None where it was refused, as it may be."""

    tables: list[Placed]
    found: ParsedFile | None
    is_garbled: bool = False  # letters are broken: only figures can still be held to what was meant


def test_every_kind_is_damaged():
    assert set(KINDS) == set(kinds())
    assert {kind for kind, known in kinds().items() if known.wide} < {kind for kind, *_ in SHEETS.values()}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_workbooks(batch, tmp_path):
    wrong = []
    for seed in range(FIRST + batch, FIRST + COUNT, BATCHES):
        wrong += [f"{seed}: {text}" for text in try_one(seed, tmp_path)]
    assert wrong == []


def try_one(seed: int, folder: Path) -> list[str]:
    """Make, damage and read one workbook; return what went wrong, in words."""
    chance = Random(seed)
    draft = draw(chance)
    damage(draft, chance)
    way = chance.choices(list(WAYS), list(WAYS.values()))[0]
    said = [draft.kind, way.__name__]
    try:
        tried = way(draft, folder / draft.kind, chance)
    except WorkbookError as error:
        tried = None
        if way not in MAY_BE_REFUSED or not str(error):
            return [f"{said} {draft.done}: refused: {error}"]
    except Exception as error:  # noqa: BLE001  what must never happen
        return [f"{said} {draft.done}: {type(error).__name__}: {error}"]
    finally:
        for path in folder.iterdir():
            path.unlink()
    TRIED.append(" ".join([*said, *sorted(draft.done)]))
    return [f"{said} {draft.done}: {text}" for text in faults(tried)] if tried and tried.found else []


def as_cells(draft: Draft, path: Path, _chance: Random) -> Tried:
    return Tried([Placed(draft)], _read(path, [Placed(draft)]))


def as_two_below_each_other(draft: Draft, path: Path, chance: Random) -> Tried:
    other = draw_beside(chance)
    damage(other, chance)
    draft.done += ["and", other.kind, *other.done]
    tables = [Placed(draft), Placed(other, len(draft.lines()[0]) + GAP)]
    return Tried(tables, _read(path, tables))


def as_two_side_by_side(draft: Draft, path: Path, chance: Random) -> Tried:
    other = draw_beside(chance)
    draft.done += ["beside", other.kind]
    tables = [Placed(draft), Placed(other, 0, len(draft.lines()[0][0]) + GAP)]
    return Tried(tables, _read(path, tables))


def _read(path: Path, tables: list[Placed]) -> ParsedFile:
    """Read tables that stand on one sheet."""
    drawn = [(placed, *placed.draft.lines()) for placed in tables]
    height = max(placed.top + len(lines) for placed, lines, _, _ in drawn)
    width = max(placed.left + len(lines[0]) for placed, lines, _, _ in drawn)
    cells: list[list[Any]] = [[""] * width for _ in range(height)]
    merged, hidden = [], set()
    for placed, lines, ranges, rows in drawn:
        for number, line in enumerate(lines, start=placed.top):
            cells[number][placed.left : placed.left + len(line)] = ["" if cell is None else cell for cell in line]
        merged += [
            (top + placed.top, left + placed.left, bottom + placed.top, right + placed.left)
            for top, left, bottom, right in ranges
        ]
        hidden |= {number + placed.top for number, row in rows.items() if row.is_hidden}
    sheet = Sheet("Sheet1", cells, merged, False, frozenset(hidden))
    return parse_book(Workbook(f"{path.name}.xlsx", [sheet]), PROFILE)


def as_xlsx(draft: Draft, path: Path, chance: Random) -> Tried:
    path = path.with_suffix(".xlsx")
    files.write_xlsx(draft, path)
    if chance.random() < 0.3:
        harmless = chance.choice(files.HARMLESS)
        harmless(path, chance)
        draft.done.append(harmless.__name__)
    return Tried([Placed(draft)], parse(path, PROFILE))


def as_xls(draft: Draft, path: Path, _chance: Random) -> Tried:
    path = path.with_suffix(".xls")
    for (
        row
    ) in draft.rows:  # calamine tells a formula without a value of .xls from an empty cell as little as Excel's reader
        row.cells = ["" if cell == UNCALCULATED else cell for cell in row.cells]
    files.write_xls(draft, path)
    return Tried([Placed(draft)], parse(path, PROFILE))


def as_csv(draft: Draft, path: Path, chance: Random) -> Tried:
    path = path.with_suffix(".csv")
    for top, left, bottom, _ in draft.merged:  # a csv knows no merged cells
        draft.gone.update((row.project, draft.columns[left].field) for row in draft.rows[top + 1 : bottom + 1])
    draft.merged.clear()
    for column in draft.columns:
        if column.parent and thing_of(column.field):  # what made it a thing is written no more
            column.is_known &= kinds()[draft.kind].aliases.get(plain(column.label)) == column.field
        column.parent = ""
    files.write_csv(draft, path, chance)
    return Tried([Placed(draft)], parse(path, PROFILE))


def as_garbled_csv(draft: Draft, path: Path, chance: Random) -> Tried:
    path = path.with_suffix(".csv")
    tried = as_csv(draft, path, chance)
    files.broken_text(path, chance)
    draft.done.append("broken_text")
    tried.found, tried.is_garbled = parse(path, PROFILE), True
    return tried


def as_broken_file(draft: Draft, path: Path, chance: Random) -> Tried:
    path = path.with_suffix(chance.choice([".xlsx", ".xlsm"]))
    files.write_xlsx(draft, path)
    breaking: Callable = chance.choice(files.REFUSED)
    breaking(path, chance)
    draft.done.append(breaking.__name__)
    return Tried([Placed(draft)], parse(path, PROFILE))


WAYS = {  # how often each
    as_cells: 4, as_xlsx: 3, as_xls: 2, as_csv: 2, as_garbled_csv: 1, as_broken_file: 2, as_two_below_each_other: 2,
    as_two_side_by_side: 2,
}  # fmt: skip
MAY_BE_REFUSED = (as_broken_file, as_garbled_csv)
NOT_UNDERSTOOD = {breaking.__name__ for breaking in files.REFUSED} | {"broken_text"}


def faults(tried: Tried) -> list[str]:
    """Return what is not as it must be."""
    found = tried.found
    assert found is not None
    wrong = []
    for sheet in found.to_json()["sheets"]:
        accounted = sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
        if sheet["rows_total"] != accounted or len(sheet["rejections"]) != sheet["rejected"]:
            wrong.append(f"{sheet['rows_total']} rows, {accounted} accounted for")
    reported = {(fault["sheet"], fault["row"]) for fault in found.faults.to_pylist()}
    reported |= {(notice["sheet"], notice["row"]) for notice in found.notices.to_pylist()}
    # a unit that nobody can read any more is said for the whole table
    is_unit_lost = tried.is_garbled and "unit_assumed" in found.notices.column("kind").to_pylist()
    for kind, records in found.records.items():
        for record in records.to_pylist():
            if (record["sheet"], record["row"]) in reported:
                continue
            draft, row = _owner(tried.tables, record["sheet"], record["row"])
            if row is None or row.project is None or draft is None:
                wrong += [] if tried.is_garbled else [f"row {record['row']} is no project: {row and row.cells}"]
                continue
            fields = {column.field for column in draft.columns if column.is_known and column.field}
            wide = kinds()[kind].wide
            for name, value in record.items():
                meant = meaning(record, kind, name, fields)
                if (
                    name in OF_THE_SHEET
                    or (value is None and meant not in fields)
                    or (is_unit_lost and isinstance(value, Decimal))
                    or (name == "is_applicable" and value is True)  # since it was completed
                    or (wide and name == wide.name and _is_thing(draft, value, tried.is_garbled))
                    or _holds(draft, row.project, meant, value, tried.is_garbled)
                ):
                    continue
                said = draft.meant.get((row.project, meant))
                wrong.append(f"row {record['row']}, {kind} {meant} {name}: {value!r} for {said!r}")
    wrong += [text for placed in tried.tables for text in _untold(placed.draft, tried, reported)]
    return wrong + [text for placed in tried.tables for text in _unread(placed, tried)]


def _is_thing(draft: Draft, value: Any, is_garbled: bool) -> bool:
    """Tell whether a value is the name of one of the things that have a column each."""
    return any(thing_of(column.field) for column in draft.columns) and (
        is_garbled or value in {thing_of(column.field) for column in draft.columns}
    )


def _untold(draft: Draft, tried: Tried, reported: set[tuple[str, int]]) -> list[str]:
    """Return the cells of things that were neither loaded nor reported."""
    wide, found = kinds()[draft.kind].wide, tried.found
    if wide is None or found is None or tried.is_garbled or draft.kind not in found.records:
        return []
    if any(name in draft.done for name in NOT_UNDERSTOOD) or not all(column.is_known for column in draft.columns):
        return []
    told = set()
    for record in found.records[draft.kind].to_pylist():
        owner, row = _owner(tried.tables, record["sheet"], record["row"])
        if owner is draft and row is not None:
            told.add((row.project, record[wide.name]))
    outcomes = [
        (row.project, became)
        for became in found.rows.to_pylist()
        for owner, row in [_owner(tried.tables, became["sheet"], became["row"])]
        if owner is draft and row is not None and row.project is not None
    ]
    return [
        f"row {became['row']}: nothing of {column.field}"
        for project, became in outcomes
        if became["outcome"] == "loaded" and (became["sheet"], became["row"]) not in reported
        for column in draft.columns
        if (thing := thing_of(column.field))
        and (project, column.field) not in draft.gone
        and (project, thing) not in told
    ]


def _owner(tables: list[Placed], sheet: str, number: int) -> tuple[Draft | None, Any]:
    """Return the draft and its row that stand at a row (from 1) of a sheet, or of the strip of a sheet."""
    _, strip = sheet_and_columns(sheet)
    if any(placed.left for placed in tables):
        tables = [placed for placed in tables if bool(placed.left) == bool(strip)]
    for placed in reversed(tables):
        if number - 1 >= placed.top:
            return placed.draft, placed.draft.lines()[2].get(number - 1 - placed.top)
    return None, None


def _unread(placed: Placed, tried: Tried) -> list[str]:
    """Return the rows of a draft that should have been read and were not."""
    draft, found = placed.draft, tried.found
    if found is None or tried.is_garbled or any(name in draft.done for name in NOT_UNDERSTOOD):
        return []
    if draft.kind not in found.records:
        if all(column.is_known for column in draft.columns):
            return [f"{draft.kind} not understood: {[str(text)[:200] for text in found.sheets['message'].to_pylist()]}"]
        return []
    loaded = {}
    for row in found.rows.to_pylist():
        draft_of, own = _owner(tried.tables, row["sheet"], row["row"])
        if draft_of is draft and own is not None:
            loaded[id(own)] = row
    return [
        f"row {became['row']} was {became['outcome']}: {became['reason']}"
        for row in draft.rows
        if row.project is not None
        and (became := loaded.get(id(row)))
        and became["outcome"] != "loaded"
        and not _is_hurt(draft, row.project)
    ]


def _holds(draft: Draft, project: int, name: str, value: Any, is_garbled: bool) -> bool:
    """Tell whether a loaded value is what the cell means; an empty one, that it says nothing readable."""
    meant = draft.meant.get((project, name))
    if name == kinds()[draft.kind].sender and all(
        column.field != name or not column.is_known for column in draft.columns
    ):
        return True  # said by “填报单位：…”
    if name == "bars" and value is not None:
        ticked = [
            column.field.partition(":")[2] for column in _bars(draft, project) if draft.meant[project, column.field]
        ]
        return is_garbled or sorted(ticked or ["无"]) == sorted(value.split("；"))
    if value is None:
        return meant is None or is_garbled or (project, name) in draft.gone
    if meant is None:
        return name in BY_HEADINGS or (is_garbled and isinstance(value, str))
    if isinstance(meant, float):
        return abs(value - meant) < 1e-9
    if isinstance(meant, Decimal | date | int):
        return value == meant
    return is_garbled or plain(str(value)) == plain(str(meant))


def _bars(draft: Draft, project: int) -> list[Column]:
    """Return the columns of bars that can still be read."""
    bars = [column for column in draft.columns if column.field.startswith(f"{BARS}:") and column.is_known]
    return [column for column in bars if (project, column.field) not in draft.gone]


def _is_hurt(draft: Draft, project: int) -> bool:
    return any(gone == project for gone, _ in draft.gone) or not all(column.is_known for column in draft.columns)
