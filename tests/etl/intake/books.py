"""Sheets drawn as text, the way a reader sees them, and what intake made of them."""

from datetime import date
from decimal import Decimal
from typing import Any

from data.profile import Profile, load_profile
from etl.intake import ParsedFile, Sheet, Workbook, parse_book

PROFILE = load_profile("tianyuan")


def cells(drawn: str) -> list[list[Any]]:
    """Read a drawn sheet: a line a row, “|” between cells (a line that begins with it has an empty first one); bare numbers are numbers, “⏎” is a line break."""
    lines = drawn.removeprefix("\n").rstrip(" ").removesuffix("\n").split("\n")
    rows = [[_cell(text.strip()) for text in line.split("|")] for line in lines]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def _cell(text: str) -> Any:
    try:
        return float(text) if "_" not in text and text not in ("nan", "inf") else text
    except ValueError:
        return text.replace("⏎", "\n").strip("'")


def parse_drawn(
    drawn: str,
    *,
    merged: list[tuple[int, int, int, int]] | None = None,
    name: str = "表.xlsx",
    sheet: str = "Sheet1",
    profile: Profile = PROFILE,
    **options: Any,
) -> ParsedFile:
    """Parse one drawn sheet; ``merged`` are Excel ranges as (top row, left column, bottom row, right column) from 1."""
    ranges = [(top - 1, left - 1, bottom - 1, right - 1) for top, left, bottom, right in merged or []]
    return parse_book(Workbook(name, [Sheet(sheet, cells(drawn), ranges)]), profile, **options)


def field(parsed: ParsedFile, name: str, kind: str | None = None) -> list[Any]:
    """Return a field of the records, money as plain numbers where it is whole."""
    found = parsed.records[kind or parsed.kinds[0]].column(name).to_pylist()
    return [
        int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value for value in found
    ]


def report(parsed: ParsedFile, sheet: int = 0) -> dict[str, Any]:
    """Return one sheet's part of the report."""
    return parsed.to_json()["sheets"][sheet]


def outcomes(parsed: ParsedFile) -> list[str]:
    """Return what became of each row in one word."""
    return [row["reason"] if row["outcome"] == "skipped" else row["outcome"] for row in parsed.rows.to_pylist()]


def notices(parsed: ParsedFile) -> list[tuple[int | None, str]]:
    """Return row and kind of each notice, but that of a unit left unsaid."""
    return [(one["row"], one["kind"]) for one in parsed.notices.to_pylist() if one["kind"] != "unit_assumed"]


def month(text: str) -> date:
    """Return the first day of 2026-09."""
    return date(int(text[:4]), int(text[5:7]), 1)
