"""A report as a PDF for paper, or as a picture of its first page: set by typst, all words given as data."""

import json
from pathlib import Path
from typing import Literal

import typst

from reports.content import Report, Table
from reports.formats import fonts

TEMPLATE = Path(__file__).with_name("printed.typ")


def write(report: Report) -> bytes:
    """Write the report as PDF.

    Raises:
        reports.formats.fonts.FontMissing: this machine has no Chinese face.
    """
    return _set(report, "pdf")[0]


def first_page(report: Report) -> bytes:
    """Draw the first page as PNG: what a reader will hold in hand.

    Raises:
        reports.formats.fonts.FontMissing: this machine has no Chinese face.
    """
    return _set(report, "png")[0]


def _set(report: Report, form: Literal["pdf", "png"]) -> list[bytes]:
    faces = fonts.faces()  # before anything is made
    inputs = {"report": _as_data(report), "faces": json.dumps(faces, ensure_ascii=False)}
    made = typst.compile(TEMPLATE.read_bytes(), format=form, ppi=110, sys_inputs=inputs)
    return made if isinstance(made, list) else [made]


def _as_data(report: Report) -> str:
    """Give the report to the template, with what it would otherwise have to work out."""
    data = report.model_dump(mode="json") | {"footer": report.footer, "title_lines": report.title_lines}
    for section, written in zip(report.sections, data["sections"], strict=True):
        for block, values in zip(section.blocks, written["blocks"], strict=True):
            if isinstance(block, Table):
                values["units"] = block.units
    return json.dumps(data, ensure_ascii=False)
