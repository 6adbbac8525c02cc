"""A file as cells: workbooks through calamine, csv and other text, web pages. Nothing is understood here yet."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from etl.intake import cells, container, html_table, limits, package, package_ods, package_xls, package_xlsb, text_table
from etl.intake.container import EXTENSIONS, LOCKED, SAVE_AGAIN
from etl.intake.sheet_facts import SheetFacts
from etl.intake.text import plain
from etl.intake.workbook_error import WorkbookError

__all__ = ["EXTENSIONS", "Sheet", "Workbook", "is_blank", "read_workbook"]

FACTS = {
    "xlsx": package.read_facts,
    "xls": package_xls.read_facts,
    "xlsb": package_xlsb.read_facts,
    "ods": package_ods.read_facts,
}
KNOWN_BY_ENDING = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "xlsb": (".xlsb",), "ods": (".ods",)}


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of raw cells from A1 on, all of one width; an empty cell is “”.

    Attributes:
        merged: top, left, bottom, right of merged cells, from 0.
        is_hidden: nobody sees it.
        hidden_rows: rows (from 0) that nobody sees.
        percents: cells (row, column from 0) whose number is shown as a percent; the cell holds the fraction.
        notices: what was seen of its cells: kind, row (from 1) or None, text.
    """

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    notices: tuple[tuple[str, int | None, str], ...] = ()


@dataclass(frozen=True)
class Workbook:
    """One file."""

    name: str
    sheets: list[Sheet]


def read_workbook(path: Path, name: str | None = None) -> Workbook:
    """Read a file's cells; it is read as what its content is, whatever its name ends with.

    Args:
        path: a workbook, csv or other text, or a web page saved as one.
        name: what the file is called, where ``path`` is only its copy.

    Raises:
        WorkbookError: it cannot be read; says why and what to do, in Chinese.
    """
    path = Path(path)
    name = name or path.name
    if Path(name).suffix.lower() not in EXTENSIONS:
        raise WorkbookError(f"{name}：不是 Excel 或 csv 文件，请另存为 .xlsx 后重发")
    limits.check_size(name, path.stat().st_size)
    kind = container.kind_of(path, name)
    if kind == "text":
        rows, notices = text_table.read(path, name)
        return Workbook(name, [Sheet(Path(name).stem, rows, notices=tuple(notices))])
    if kind == "html":
        tables = html_table.read(path, name)
        return Workbook(name, [Sheet(one.name, one.rows, one.merged, notices=tuple(one.notices)) for one in tables])
    return Workbook(name, _excel(path, name, kind))


def _excel(path: Path, name: str, kind: str) -> list[Sheet]:
    facts = FACTS[kind](path, name)
    try:
        with _opened(path, kind) as book:
            limits.check_sheets(name, len(book.sheets_metadata))
            return [
                _sheet(book, position, meta, facts.get(meta.name, SheetFacts()))
                for position, meta in enumerate(book.sheets_metadata)
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except WorkbookError:
        raise
    except calamine.PasswordError:
        raise WorkbookError(f"{name}：{LOCKED}") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError):
        raise WorkbookError(f"{name}：文件打不开，可能已损坏，{SAVE_AGAIN}") from None


def _opened(path: Path, kind: str) -> calamine.CalamineWorkbook:
    """Open by path where its ending tells the truth; by content elsewhere."""
    if path.suffix.lower() in KNOWN_BY_ENDING[kind]:
        return calamine.CalamineWorkbook.from_path(str(path))
    with path.open("rb") as stream:
        return calamine.CalamineWorkbook.from_filelike(stream)


def _sheet(book: calamine.CalamineWorkbook, position: int, meta: calamine.SheetMetadata, facts: SheetFacts) -> Sheet:
    sheet = book.get_sheet_by_index(position)
    rows: list[list[Any]] = []
    if sheet.start is not None and facts.last_row is not None:
        rows = sheet.to_python(skip_empty_area=False, nrows=facts.last_row + 1)
        width = 1 + max((place for row in rows for place, cell in enumerate(row) if cell != ""), default=-1)
        rows = [row[:width] for row in rows]
    elif sheet.start is not None:
        rows = sheet.to_python(skip_empty_area=False)
    corrected = cells.correct(rows, facts)
    return Sheet(
        name=meta.name,
        rows=rows,
        merged=[(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []],
        is_hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
        hidden_rows=facts.hidden_rows,
        percents=corrected.percents,
        notices=tuple(corrected.notices),
    )


def is_blank(cell: Any) -> bool:  # noqa: ANN401
    """Tell whether a cell holds nothing to see."""
    if isinstance(cell, str):
        return not cell or (not cell[0].isalnum() and not plain(cell))  # hardly any text begins with a blank
    return cell is None
