"""Mappings: layouts that a person settled once, kept in the ledger by the fingerprint of the header, used ever after.

A mapping is a layout (``etl/intake/layout.py``): the same keys whether it stands in a file or in the ledger.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.decision_kinds import HeaderMapping
from data.ledger import Entry, open_ledger
from data.profile import Profile
from etl.intake import Layout, LayoutError, Workbook, parse_book
from etl.intake.guess import Guess, GuessedColumn, fingerprint
from etl.intake.layout import layout_of
from etl.intake.workbook import Sheet

KIND = HeaderMapping.KIND
PREVIEWED = 200  # rows of a sheet that a preview reads


def subject(of: str) -> str:
    """Return the ledger's subject of a layout's fingerprint."""
    return HeaderMapping(fingerprint=of, status="kept").subject


def payload(
    name: str,
    kind: str,
    headers: Sequence[str],
    fields: Mapping[str, str],
    unit: str | None = None,
    nth: Mapping[str, int] | None = None,
) -> dict:
    """Return what the ledger keeps of a mapping: the keys of a layout file, and that it holds.

    Args:
        name: what the layout is called in messages.
        kind: the kind of sheet.
        headers: all headers of the layout, by which it is known again.
        fields: header → field, of the columns that are read.
        unit: of amounts whose header names none.
        nth: header → which of the columns with this header is meant, from 1.
    """
    nth = nth or {}
    which = {header: {"nth": nth[header]} if header in nth else {} for header in fields}
    columns = [{"header": header, "field": field, **which[header]} for header, field in fields.items()]
    match = {"columns": list(headers)}
    amounts = {"unit": unit} if unit else {}
    return HeaderMapping(status="kept", name=name, kind=kind, match=match, columns=columns, **amounts).payload


def in_force(store: Path, district: str) -> list[Entry]:
    """Return the district's mappings that hold, newest first: of each layout the last one, unless it was undone."""
    with open_ledger(store) as ledger:
        last = {entry.subject: entry for entry in ledger.entries(KIND, district)}
    held = [entry for entry in last.values() if entry.payload.get("status") == "kept"]
    return sorted(held, key=lambda entry: entry.id, reverse=True)


def last_on(store: Path, district: str, of: str) -> Entry | None:
    """Return the last entry on a layout, also one that was undone."""
    with open_ledger(store) as ledger:
        return next(reversed(ledger.entries(KIND, district, subject(of))), None)


def layouts(entries: Iterable[Entry]) -> list[Layout]:
    """Return the layouts of ledger entries; one that this program cannot read any more is passed over."""
    found = []
    for entry in entries:
        values = {key: value for key, value in entry.payload.items() if key != "status"}
        try:
            found.append(layout_of(values, f"已存的列名对照（{entry.at:%Y-%m-%d}）"))
        except LayoutError:
            continue
    return found


def layout(said: Mapping[str, Any]) -> Layout:
    """Return the layout of a mapping as ``payload`` gives it."""
    return layout_of({key: value for key, value in said.items() if key != "status"}, "对照")


def explains_since(entries: Iterable[Entry], loaded_at: datetime) -> bool:
    """Tell whether a mapping has come since a file was loaded."""
    return any(entry.at > loaded_at for entry in entries)


def cut(sheet: Sheet) -> Sheet:
    """Return the first rows of a sheet, enough to guess and to preview."""
    merged = [one for one in sheet.merged if one[2] < PREVIEWED]
    return replace(sheet, rows=[list(row) for row in sheet.rows[:PREVIEWED]], merged=merged)


def preview(sheet: Sheet, said: Mapping[str, Any], profile: Profile, month: date | None = None) -> dict[str, Any]:
    """Return the first rows of a sheet as they would load by a mapping, and what would become of all that were read.

    Args:
        sheet: its (cut) cells.
        said: the mapping, as ``payload`` gives it.
        profile: the district.
        month: of a sheet that names none.

    Returns:
        ``records``: field → value a row; ``report``: the sheet's part of a load's report.
    """
    parsed = parse_book(Workbook(sheet.name, [cut(sheet)]), profile, month=month, layout=layout(said))
    rows = parsed.records[said["kind"]].slice(0, 6).to_pylist() if said["kind"] in parsed.records else []
    return {"records": rows, "report": parsed.to_json()["sheets"][0]}


def first_file(found: Guess, sheet: str) -> str:
    """Return a mapping file (TOML) with our guesses, to be edited and given to ``--mapping``."""
    headers = [column.header for column in found.columns]
    lines = [
        "# 列名对照：把 field 改成正确的字段，不要的列整段删去，然后 python -m etl load … --mapping 本文件",
        f"# 版式指纹 {fingerprint(headers)}",
        f"name = {_text(sheet)}",
        f"kind = {_text(found.kind)}  # 把握 {found.confidence:.0%}",
        "[match]",
        f"columns = [{', '.join(map(_text, headers))}]",
    ]
    for column in found.columns:
        lines += ["", f"# {column.position} 列，如 {'；'.join(column.samples) or '（空）'}", *_column(column)]
    return "\n".join(lines) + "\n"


def _column(column: GuessedColumn) -> list[str]:
    if not column.field:
        return [f"# 不读：{_text(column.header)}"]
    said = [f"header = {_text(column.header)}", f"field = {_text(column.field)}  # 把握 {column.confidence:.0%}"]
    return ["[[columns]]", *said]


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
