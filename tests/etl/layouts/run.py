"""Draw, write, read and judge one workbook."""

from pathlib import Path
from random import Random

from etl.intake import Sheet, Workbook, WorkbookError, parse, parse_book
from tests.etl.intake.books import PROFILE
from tests.etl.layouts.files import write
from tests.etl.layouts.judging import Verdict, judge
from tests.etl.layouts.workbooks import Drawn, draw


def try_one(seed: int, folder: Path) -> tuple[Drawn, str, Verdict]:
    """Return the workbook of a seed, the way it was written, and what became of it."""
    drawn, chance = draw(seed), Random(-1 - seed)
    if not drawn.needs_a_file and chance.random() < 0.5:
        return drawn, "cells", judge(drawn, parse_book(as_cells(drawn), PROFILE))
    path, way = write(drawn, folder, chance)
    try:
        return drawn, way, judge(drawn, parse(path, PROFILE))
    except WorkbookError as error:
        return drawn, way, Verdict("asked", "asked", asked=[str(error)])
    finally:
        path.unlink()


def as_cells(drawn: Drawn) -> Workbook:
    """Return the workbook as intake keeps it once it has been opened."""
    sheets = [
        Sheet(
            page.name,
            [[cell if cell == "" or isinstance(cell, str) else _plain(cell) for cell in row] for row in page.cells],
            list(page.merged),
            is_hidden=page.is_hidden,
        )
        for page in drawn.pages
    ]
    return Workbook(f"{drawn.name}.xlsx", sheets)


def _plain(cell: object) -> object:
    return float(cell) if hasattr(cell, "quantize") else cell
