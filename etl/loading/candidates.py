"""The readings that are possible of a sheet that waits: each is tried, and what it proves decides which is proposed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import islice, product
from typing import Any

from etl.intake import Layout, ParsedFile
from etl.intake.choices import Option
from etl.intake.guess import fingerprint
from etl.intake.proofs import Reading, speaks_against
from etl.loading import mappings
from etl.loading.asking import Question
from etl.loading.earlier_files import Before
from etl.loading.proving import strengthen

MOST_TRIED, MOST_SHOWN = 8, 2
SAMPLED = 3  # rows of each that are shown
Parse = Callable[[Layout], ParsedFile]


def add(sheets: Sequence[dict[str, Any]], waits: Mapping[str, Question], parse: Parse, before: Before) -> None:
    """Add the candidates to the report of each sheet that waits and of which more than one reading is possible.

    Args:
        sheets: the report of all sheets.
        waits: what is asked of those that wait.
        parse: reads the file again by a layout.
        before: what came earlier.
    """
    for sheet in sheets:
        question = waits.get(sheet["sheet"])
        for reading in question.readings if question else ():
            found = _of(sheet["sheet"], reading, parse, before) if reading.choices else []
            if len(found) > 1:
                sheet["asked"]["candidates"] = found
                break


def _of(sheet: str, reading: Reading, parse: Parse, before: Before) -> list[dict[str, Any]]:
    """Return the best readings, the one that satisfies most identities first."""
    found = []
    for chosen in islice(product(*reading.choices), MOST_TRIED):
        if len({one.header for one in chosen}) == len(chosen) and len({one.field for one in chosen}) == len(chosen):
            tried = _read(sheet, reading, chosen, parse, before)
            found += [tried] if tried else []
    found.sort(key=lambda one: (one["contradicted"] - one["satisfied"], one["contradicted"]))
    best = found[:MOST_SHOWN]
    if len(best) > 1:
        first, second = ((one["satisfied"], -one["contradicted"]) for one in best)
        best[0]["is_proposed"] = first != second
    return best


def _read(
    sheet: str, reading: Reading, chosen: Sequence[Option], parse: Parse, before: Before
) -> dict[str, Any] | None:
    headers = [one["header"] for one in reading.columns if one["header"]]
    fields = {one.header: one.field for one in chosen}
    nth = {one.header: _number(reading, one) for one in chosen if headers.count(one.header) > 1}
    said = mappings.payload(sheet, reading.kind, headers, fields, nth=nth)
    parsed = parse(mappings.layout(said))
    again = next((one for one in parsed.readings.get(sheet, ()) if one.kind == reading.kind), None)
    if again is None:
        return None
    month: date | None = next(one["month"] for one in parsed.sheets.to_pylist() if one["sheet"] == sheet)
    table = parsed.records.get(reading.kind)
    records = [one for one in table.to_pylist() if one["sheet"] == sheet] if table is not None else []
    again = strengthen(again, records, month, before)
    told = again.to_json()
    return {
        "says": [one.to_json() for one in chosen],
        "satisfied": sum(one.verdict == "satisfied" for one in again.identities),
        "contradicted": sum(map(speaks_against, again.identities)),
        "sums": told["sums"],
        "proofs": told["proofs"],
        "samples": [{name: one.get(name) for name in ("project_name", *fields.values())} for one in records[:SAMPLED]],
        "mapping": said,
        "subject": mappings.subject(fingerprint(headers)),
        "is_proposed": False,
    }


def _number(reading: Reading, one: Option) -> int:
    """Return which of several columns with the same header one is, from 1."""
    places = [column["position"] for column in reading.columns if column["header"] == one.header]
    return places.index(one.position) + 1
