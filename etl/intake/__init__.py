"""Intake: any real sheet → tidy rows. ``parse`` is all that others need."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from data import clock
from data.profile import Profile
from etl.intake import no_table, sheet_copies
from etl.intake.card_places import put_back
from etl.intake.cards import laid_out
from etl.intake.copies import set_hidden_aside
from etl.intake.layout import Layout, LayoutError, layouts_of, month_of, read_layout, reads
from etl.intake.names import Names
from etl.intake.parsed import ParsedFile, SheetResult, gather
from etl.intake.sheet import Job, parse_sheet
from etl.intake.strips import strips
from etl.intake.workbook import EXTENSIONS, Sheet, Workbook, read_workbook
from etl.intake.workbook_error import WorkbookError

__all__ = [
    "EXTENSIONS",
    "Layout",
    "LayoutError",
    "ParsedFile",
    "Sheet",
    "Workbook",
    "WorkbookError",
    "as_table",
    "parse",
    "parse_book",
    "layouts_of",
    "read_layout",
    "read_workbook",
    "reads",
]


def parse(
    path: Path,
    profile: Profile,
    *,
    month: date | str | None = None,
    layout: Path | Layout | Sequence[Layout] | None = None,
    name: str | None = None,
    received_on: date | None = None,
) -> ParsedFile:
    """Read a file into records, with every row accounted for.

    Args:
        path: a workbook, csv or other text, or a web page saved as one (EXTENSIONS).
        profile: the district's rules: names of units, towns and batches, exchange rate, its folder's layouts.
        month: the month of sheets that name none (``--month``).
        layout: a layout file to try before the district's own (``--mapping``).
        name: what the file is called, where ``path`` is only its copy.
        received_on: when it came; None: today.

    Raises:
        WorkbookError: the file cannot be read at all.
        LayoutError: the layout cannot be read.
    """
    with collector_at_rest():
        book = read_workbook(Path(path), name)
        return parse_book(book, profile, month=month, layout=layout, received_on=received_on)


def parse_book(
    book: Workbook,
    profile: Profile,
    *,
    month: date | str | None = None,
    layout: Path | Layout | Sequence[Layout] | None = None,
    received_on: date | None = None,
) -> ParsedFile:
    """Read cells into records; the arguments are those of ``parse``."""
    if isinstance(layout, Layout):
        given = [layout]
    elif isinstance(layout, str | Path):
        given = [read_layout(Path(layout))]
    else:
        given = list(layout or ())
    job = Job(
        file=book.name,
        is_single=sum(bool(sheet.rows) and not sheet.is_hidden for sheet in book.sheets) == 1,
        profile=profile,
        names=Names(profile),
        layouts=[*given, *layouts_of(profile.folder)],
        option=month_of(month) if isinstance(month, str) else month,
        received_on=received_on or clock.today(),
    )
    with collector_at_rest():
        parts = [part for sheet in book.sheets for part in strips(sheet, sheet.name + book.name, job.layouts)]
        results = [_parse(part, job) for part in parts]
        set_hidden_aside(results)
        sheet_copies.settle(results)
        return gather(book.name, results)


def as_table(sheet: Sheet) -> Sheet:
    """Return a sheet as it is read: one of cards of label and value laid out as a table, any other as it is."""
    cards = laid_out(sheet) if no_table.refusal(sheet) == no_table.CARD else None
    return cards.table if cards else sheet


def _parse(sheet: Sheet, job: Job) -> SheetResult:
    """Read one sheet; cards of label and value are laid out as a table, and put back where they stand."""
    refusal = no_table.refusal(sheet)
    cards = laid_out(sheet) if refusal == no_table.CARD else None
    if cards is None:
        return parse_sheet(sheet, job, refusal)
    result = parse_sheet(cards.table, job, no_table.refusal(cards.table))
    put_back(result, cards, sheet)
    return result


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from going through a million cells again and again while they are made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
