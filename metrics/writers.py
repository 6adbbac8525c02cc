"""A metric's rows as text: a table for people, csv and json for programs."""

import json
from datetime import date
from typing import Any

import pandas as pd

from data import dictionary, formats


def as_json(frame: pd.DataFrame) -> str:
    """Write rows as an array of objects: amounts to the cent, other numbers in full, null for no value, ISO dates."""
    is_money = [_is_money(name) for name in frame.columns]
    rows = []
    for row in frame.itertuples(index=False, name=None):
        cells = zip(frame.columns, row, is_money, strict=True)
        rows.append(",\n".join(f"  {json.dumps(name)}: {_json(cell, money)}" for name, cell, money in cells))
    return "[" + ",".join(f"\n {{\n{row}\n }}" for row in rows) + ("\n]\n" if rows else "]\n")


def as_csv(frame: pd.DataFrame) -> str:
    """Write rows with the columns' identifiers, amounts to the cent; a quote goes before text a spreadsheet would run.

    It begins with a byte order mark: Excel takes a csv without one for another encoding.
    """
    is_money = [_is_money(name) for name in frame.columns]
    rows = [
        [_cents(cell) or "" if money else _harmless(_plain(cell)) for cell, money in zip(row, is_money, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    return "\ufeff" + str(pd.DataFrame(rows, columns=frame.columns, dtype=object).to_csv(index=False))


def as_table(frame: pd.DataFrame, of: str = "") -> str:
    """Write rows for a person: labels, units and figures as on the pages; ``of`` is the metric."""
    known = [dictionary.lookup(name, of) for name in frame.columns]
    rows = [[entry.heading for entry in known]]
    for row in frame.itertuples(index=False, name=None):
        rows.append([_written(entry, cell) for entry, cell in zip(known, row, strict=True)])
    widths = [max(_width(row[place]) for row in rows) for place in range(len(known))]
    is_text = [entry.kind in {"text", "light", "month", "date", "quarter", "flag"} for entry in known]
    return "".join(
        "  ".join(_padded(*cell) for cell in zip(row, widths, is_text, strict=True)).rstrip() + "\n" for row in rows
    )


def _written(entry: dictionary.Entry, cell: Any) -> str:  # noqa: ANN401
    """Write a cell as on the pages, amounts to the cent: whoever asks here compares them with the sheets."""
    if entry.kind == "money" and not formats.is_missing(cell):
        return formats.number(cell, 2)
    return dictionary.write(entry, cell)


WRITERS = {"table": as_table, "csv": as_csv, "json": as_json}


def _is_money(name: str) -> bool:
    return dictionary.lookup(name).kind == "money"


def _cents(amount: Any) -> str | None:  # noqa: ANN401
    """Return an amount as its decimal digits with two decimals, None for no value: sums of cents carry no noise."""
    return None if formats.is_missing(amount) else f"{formats.rounded(amount, 2):f}"


def _json(cell: Any, is_money: bool) -> str:  # noqa: ANN401, FBT001
    if is_money:
        return _cents(cell) or "null"
    return json.dumps(_plain(cell), ensure_ascii=False, allow_nan=False)


def _plain(cell: Any) -> Any:  # noqa: ANN401
    """Return a cell as a plain Python value: None, bool, int, float, text."""
    if formats.is_missing(cell):
        return None
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return cell.item() if hasattr(cell, "item") else cell


def _harmless(cell: Any) -> Any:  # noqa: ANN401
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F or letter in "—“”" else 1 for letter in text)


def _padded(text: str, width: int, is_text: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if is_text else space + text
