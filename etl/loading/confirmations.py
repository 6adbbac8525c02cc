"""Readings that a person confirmed: kept in the ledger by the layout, for the months to come.

A layout is its headings without month and year, in whatever order, and its kind. The confirmation says how each column
is read; a reading that differs from it (another field, another unit) is another question, and so is one against which
something else speaks than what spoke against the one that was confirmed: an identity that fails, a note.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from data.decision_kinds import ConfirmedReading
from data.ledger import Entry, open_ledger

KIND = ConfirmedReading.KIND
CONFIRMED, SETTLED = "confirmed", "settled"
Reading = Mapping[str, Any]  # as etl/intake/proofs.Reading.to_json gives it


def subject(reading: Reading) -> str:
    """Return the ledger's subject of a reading: the layout, and how its columns are read."""
    keys = sorted({column["key"] for column in reading["columns"]})
    against = reading.get("against")
    said = repr([reading["kind"], keys, _read(reading), *([against] if against else [])])
    return "reading:" + hashlib.sha256(said.encode()).hexdigest()[:16]


def subject_of_file(sha256: str) -> str:
    """Return the ledger's subject of one file, of which a person settled what earlier months contradict."""
    return f"reading_of_file:{sha256[:16]}"


def payload(reading: Reading, sheet: str, file: str) -> dict[str, Any]:
    """Return what the ledger keeps of a confirmed reading."""
    said = ConfirmedReading(status="confirmed", kind=reading["kind"], columns=_read(reading), sheet=sheet, file=file)
    return said.payload


def in_force(store: Path, district: str) -> dict[str, Entry]:
    """Return the newest entry on each subject of the district."""
    with open_ledger(store) as ledger:
        return {entry.subject or "": entry for entry in ledger.entries(KIND, district)}


def confirms(held: Mapping[str, Entry], reading: Reading) -> bool:
    """Tell whether a person has confirmed this reading: by a layout's columns, or as it was asked."""
    if reading["layout"] and not reading.get("against"):
        return True
    entry = held.get(subject(reading))
    return entry is not None and entry.payload["status"] == CONFIRMED


def settles(held: Mapping[str, Entry], sha256: str) -> bool:
    """Tell whether a person has settled of this very file what earlier months contradict."""
    entry = held.get(subject_of_file(sha256))
    return entry is not None and entry.payload["status"] == SETTLED


def write(store: Path, said: Iterable[tuple[str, str | None, str, dict[str, Any]]], reason: str | None = None) -> None:
    """Write down what people have settled: district, who (None: the system's user), subject and payload each."""
    said = list(said)
    if not said:
        return
    with open_ledger(store) as ledger:
        for district, who, about, content in said:
            ledger.append(KIND, content, district=district, subject=about, who=who, reason=reason)


def _read(reading: Reading) -> list[list[str | None]]:
    """Return what each column that is read is read as, headings without their periods."""
    columns = {
        (one["key"], one["field"], one["unit"], *(["plus"] if one.get("plus") else []))
        for one in reading["columns"]
        if one["field"]
    }
    return [list(column) for column in sorted(columns, key=repr)]
