"""Questions about the demo, and readers of what was written."""

import inspect
import io
import re
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdf

from data import loaded as standing
from data import warehouse
from data.profile import load_profile
from reports.question import Question

SEPTEMBER = date(2026, 9, 1)


def question(store: Path, district: str, role: str = "leader", as_of: date = SEPTEMBER) -> Question:
    """The question as the command line settles it."""
    profile, opened = load_profile(district), warehouse.connect(store)

    def ask(metric, **given):
        accepted = inspect.signature(metric).parameters
        options = {name: value for name, value in given.items() if name in accepted}
        return metric(opened.cursor(), profile=profile, **options)

    con = opened.cursor()
    return Question(
        profile=profile,
        as_of=as_of,
        known_on=None,
        roles=frozenset({role}),
        version=opened.version,
        ask_metric=ask,
        sources=standing.data_as_of(con, profile=profile),
        months=tuple(standing.months(con, profile=profile)),
        is_demo=True,
    )


def bare(text: str) -> str:
    """Text without white space: lines break where the page does."""
    return re.sub(r"\s", "", text)


def word_tables(written: bytes) -> list[list[list[str]]]:
    """Every table of a Word file, cell by cell."""
    book = docx.Document(io.BytesIO(written))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in book.tables]


def word_text(written: bytes) -> str:
    return bare("".join(paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs))


def excel_sheets(written: bytes) -> dict[str, openpyxl.worksheet.worksheet.Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(written))}


def slides_of(written: bytes) -> list:
    return list(pptx.Presentation(io.BytesIO(written)).slides)


def pdf_pages(written: bytes) -> list[str]:
    return [bare(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(written)).pages]
