"""However a workbook is damaged: no traceback, every row accounted for, no figure changed unless the report says so.

``GUATU_MUTATIONS`` says how many workbooks are tried, ``GUATU_MUTATION_SEED`` with which one to begin.
"""

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from etl.intake import ParsedFile, Sheet, Workbook, WorkbookError, parse, parse_book
from etl.intake.text import plain
from tests.etl.intake.books import PROFILE
from tests.etl.mutations import files
from tests.etl.mutations.conftest import TRIED
from tests.etl.mutations.good import Draft, draw
from tests.etl.mutations.mutations import damage

COUNT = int(os.environ.get("GUATU_MUTATIONS", "300"))
FIRST = int(os.environ.get("GUATU_MUTATION_SEED", "0"))
BATCHES = 10
OF_THE_SHEET = {"sheet", "row", "month", "year", "effective_month", "actual_start_precision", "join_id"}
BY_HEADINGS = {"batch", "adjustment", "tier"}  # may be said by a group heading


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damaged_workbooks(batch, tmp_path):
    wrong = []
    for seed in range(FIRST + batch, FIRST + COUNT, BATCHES):
        found = try_one(seed, tmp_path)
        wrong += [f"{seed}: {text}" for text in found]
    assert wrong == []


def try_one(seed: int, folder: Path) -> list[str]:
    """Make, damage and read one workbook; return what went wrong, in words."""
    chance = Random(seed)
    draft = draw(chance)
    damage(draft, chance)
    way = chance.choices([as_cells, as_xlsx, as_csv, as_broken_file], [4, 4, 2, 2])[0]
    try:
        found = way(draft, folder / draft.kind, chance)
    except WorkbookError as error:
        found = None
        if way is not as_broken_file or not str(error):
            return [f"{draft.done}: refused: {error}"]
    except Exception as error:  # noqa: BLE001  what must never happen
        return [f"{draft.done}: {type(error).__name__}: {error}"]
    finally:
        for path in folder.iterdir():
            path.unlink()
    TRIED.append(f"{draft.kind} {way.__name__} {sorted(draft.done)}")
    return [f"{draft.kind} {way.__name__} {draft.done}: {text}" for text in faults(draft, found)] if found else []


def as_cells(draft: Draft, path: Path, _chance: Random) -> ParsedFile:
    lines, merged, rows = draft.lines()
    cells = [["" if cell is None else cell for cell in line] for line in lines]
    hidden = frozenset(number for number, row in rows.items() if row.is_hidden)
    return parse_book(Workbook(f"{path.name}.xlsx", [Sheet("Sheet1", cells, merged, False, hidden)]), PROFILE)


def as_xlsx(draft: Draft, path: Path, chance: Random) -> ParsedFile:
    path = path.with_suffix(".xlsx")
    files.write_xlsx(draft, path)
    if chance.random() < 0.3:
        harmless = chance.choice(files.HARMLESS)
        harmless(path, chance)
        draft.done.append(harmless.__name__)
    return parse(path, PROFILE)


def as_csv(draft: Draft, path: Path, chance: Random) -> ParsedFile:
    path = path.with_suffix(".csv")
    for top, left, bottom, _ in draft.merged:  # a csv knows no merged cells
        draft.gone.update((row.project, draft.columns[left].field) for row in draft.rows[top + 1 : bottom + 1])
    draft.merged.clear()
    for column in draft.columns:
        column.parent = ""
    files.write_csv(draft, path, chance)
    return parse(path, PROFILE)


def as_broken_file(draft: Draft, path: Path, chance: Random) -> ParsedFile:
    path = path.with_suffix(chance.choice([".xlsx", ".xlsm"]))
    files.write_xlsx(draft, path)
    breaking: Callable = chance.choice(files.REFUSED)
    breaking(path, chance)
    draft.done.append(breaking.__name__)
    return parse(path, PROFILE)


def faults(draft: Draft, found: ParsedFile) -> list[str]:
    """Return what is not as it must be."""
    wrong = []
    for sheet in found.to_json()["sheets"]:
        accounted = sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"]
        if sheet["rows_total"] != accounted or len(sheet["rejections"]) != sheet["rejected"]:
            wrong.append(f"{sheet['rows_total']} rows, {accounted} accounted for")
    lines, _, rows = draft.lines()
    reported = {fault["row"] for fault in found.faults.to_pylist()}
    reported |= {notice["row"] for notice in found.notices.to_pylist()}
    outcomes = {row["row"]: row for row in found.rows.to_pylist()}
    fields = {column.field for column in draft.columns if column.is_known and column.field}
    for records in found.records.values():
        for record in records.to_pylist():
            row = rows.get(record["row"] - 1)
            if row is None or row.project is None:
                if record["row"] not in reported:
                    wrong.append(f"row {record['row']} is no project: {lines[record['row'] - 1]}")
                continue
            wrong += [
                f"row {record['row']}, {name}: {value!r} for {draft.meant.get((row.project, name))!r}"
                for name, value in record.items()
                if name not in OF_THE_SHEET
                and record["row"] not in reported
                and not _holds(draft, row.project, name, value)
                and not (value is None and name not in fields)
            ]
    if draft.kind in found.records:
        for number, row in rows.items():
            became = outcomes.get(number + 1)
            if (
                row.project is not None
                and became
                and became["outcome"] != "loaded"
                and not _is_hurt(draft, row.project)
            ):
                wrong.append(f"row {number + 1} was {became['outcome']}: {became['reason']}")
    elif all(column.is_known for column in draft.columns) and not any(name in draft.done for name in NOT_UNDERSTOOD):
        wrong.append(f"not understood: {found.sheets['message'].to_pylist()}")
    return wrong


NOT_UNDERSTOOD = {breaking.__name__ for breaking in files.REFUSED}


def _holds(draft: Draft, project: int, name: str, value: Any) -> bool:
    """Tell whether a loaded value is what the cell means; an empty one, that it says nothing readable."""
    meant = draft.meant.get((project, name))
    if value is None:
        return meant is None or (project, name) in draft.gone
    if meant is None:
        return name in BY_HEADINGS
    if isinstance(meant, Decimal):
        return value == meant
    if isinstance(meant, float):
        return abs(value - meant) < 1e-9
    if isinstance(meant, date):
        return value == meant
    return plain(str(value)) == plain(str(meant))


def _is_hurt(draft: Draft, project: int) -> bool:
    return any(gone == project for gone, _ in draft.gone) or not all(column.is_known for column in draft.columns)
